import { Button, NativeSelect, TextInput } from '@mantine/core';
import { Ban } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { StopReason, SuppressionPage, type Suppression } from '@anbu/contract';
import { keys, useCan, usePages } from '../../api/index.ts';
import { useT, useTime } from '../../i18n/index.ts';
import { ButtonLink, Dialog, EmptyState, FilterRow, VirtualTable, type Column } from '../../ui/index.ts';
import { LiftDialog } from './lift-dialog.tsx';
import { StopDialog } from './stop-dialog.tsx';
import { useStopWords } from './words.ts';

const WHOSE = ['all', 'person', 'address'] as const;
const STATES = ['true', 'false', 'all'] as const;
const reasons = StopReason.options;

/** Who and which numbers are not to be told, by whom and why; a stop ends by its evidence. */
export function StopList() {
  const t = useT();
  const time = useTime();
  const can = useCan();
  const words = useStopWords();
  const [whose, setWhose] = useState<(typeof WHOSE)[number]>('all');
  const [active, setActive] = useState<(typeof STATES)[number]>('true');
  const [reason, setReason] = useState<StopReason | ''>('');
  const [typed, setTyped] = useState('');
  const [opened, setOpened] = useState<Suppression | 'new' | null>(null);
  const address = useDeferredValue(typed.trim());
  const query = {
    of: whose === 'all' ? undefined : whose,
    active: active === 'all' ? undefined : active,
    reason: reason === '' ? undefined : reason,
    address: address.length < 3 ? undefined : address,
  };
  const list = usePages(keys.privacy.stops(query), '/suppressions', SuppressionPage, query);
  const { who } = words;
  const state = (row: Suppression) =>
    row.active ? t('privacy.stops.active') : row.liftedAt ? t('privacy.stops.lifted') : t('privacy.stops.over');
  const columns: readonly Column<Suppression>[] = [
    { id: 'when', header: t('common.when'), width: 156, cell: (row) => time.when(row.at) },
    { id: 'who', header: t('privacy.stops.who'), width: 190, cell: (row) => <span className="clip">{who(row)}</span> },
    {
      id: 'what',
      header: t('privacy.stops.what'),
      width: 260,
      cell: (row) => <span className="clip">{words.what({ ...row, address: null })}</span>,
    },
    {
      id: 'why',
      header: t('consents.stop.reason'),
      width: 'auto',
      min: 200,
      cell: (row) => <span className="clip">{words.why(row)}</span>,
    },
    {
      id: 'by',
      header: t('privacy.by'),
      width: 120,
      drop: 1,
      cell: (row) => row.recordedByName ?? t('privacy.itself'),
    },
    { id: 'state', header: t('common.status'), width: 100, cell: state },
  ];
  return (
    <>
      <FilterRow
        count={[whose !== 'all', active !== 'true', reason !== '', address !== ''].filter(Boolean).length}
        beside={
          can('people.write') ? (
            <Button variant="default" onClick={() => setOpened('new')}>
              {t('privacy.stops.add')}
            </Button>
          ) : null
        }
      >
        <NativeSelect
          label={t('privacy.stops.whose')}
          value={whose}
          onChange={(event) => setWhose(WHOSE.find((one) => one === event.currentTarget.value) ?? 'all')}
          data={WHOSE.map((value) => ({ value, label: t(`privacy.stops.of.${value}`) }))}
        />
        <NativeSelect
          label={t('common.status')}
          value={active}
          onChange={(event) => setActive(STATES.find((one) => one === event.currentTarget.value) ?? 'true')}
          data={STATES.map((value) => ({ value, label: t(`privacy.stops.state.${value}`) }))}
        />
        <NativeSelect
          label={t('consents.stop.reason')}
          value={reason}
          onChange={(event) => setReason(reasons.find((one) => one === event.currentTarget.value) ?? '')}
          data={[
            { value: '', label: t('common.all') },
            ...reasons.map((value) => ({ value, label: t(`gate.stop.${value}`) })),
          ]}
        />
        <TextInput
          label={t('privacy.stops.address')}
          value={typed}
          maxLength={254}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      </FilterRow>
      <VirtualTable
        label={t('privacy.stops')}
        list={list}
        columns={columns}
        rowId={(row) => row.id}
        rowHeight={36}
        onOpen={setOpened}
        empty={
          <EmptyState
            icon={<Ban size={22} strokeWidth={1.75} />}
            title={t('privacy.stops.empty')}
            body={t('privacy.stops.emptyBody')}
          />
        }
        card={{
          height: 84,
          content: (row) => (
            <div className="privacy-card">
              <strong className="clip">{who(row)}</strong>
              <span className="clip">{words.what({ ...row, address: null })}</span>
              <span className="clip text-2">{`${words.why(row)} · ${state(row)}`}</span>
            </div>
          ),
        }}
      />
      {opened === 'new' ? <StopDialog person={null} onClose={() => setOpened(null)} /> : null}
      {opened !== null && opened !== 'new' ? <Opened stop={opened} onClose={() => setOpened(null)} /> : null}
    </>
  );
}

function Opened({ stop, onClose }: { stop: Suppression; onClose: () => void }) {
  const t = useT();
  const time = useTime();
  const can = useCan();
  const words = useStopWords();
  const [lifting, setLifting] = useState(false);
  if (lifting) return <LiftDialog personId={stop.personId} stop={stop} onClose={onClose} />;
  return (
    <Dialog title={words.what(stop)} onClose={onClose}>
      <dl className="privacy-facts">
        <dt>{t('privacy.stops.who')}</dt>
        <dd>{words.who(stop)}</dd>
        <dt>{t('consents.stop.reason')}</dt>
        <dd>{words.why(stop)}</dd>
        <dt>{t('common.when')}</dt>
        <dd>{[time.when(stop.at), stop.recordedByName ?? t('privacy.itself')].join(' · ')}</dd>
        {stop.liftedAt ? (
          <>
            <dt>{t('privacy.stops.lifted')}</dt>
            <dd>{[time.when(stop.liftedAt), stop.liftedByName, stop.liftEvidence].filter(Boolean).join(' · ')}</dd>
          </>
        ) : null}
      </dl>
      <div className="form-acts">
        {stop.personId ? (
          <ButtonLink variant="default" to="/people/$personId" params={{ personId: stop.personId }} search={{}}>
            {t('privacy.openPerson')}
          </ButtonLink>
        ) : null}
        {stop.active && can('people.write') ? (
          <Button onClick={() => setLifting(true)}>{t('consents.lift')}</Button>
        ) : null}
      </div>
    </Dialog>
  );
}
