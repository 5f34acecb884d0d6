import './calls.css';
import { Button, Pill, Select } from '@mantine/core';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { PhoneIncoming, PhoneMissed, PhoneOutgoing, Phone } from 'lucide-react';
import { PhoneCallPage } from '@anbu/contract';
import { keys, useCan, usePages, useUserName, useUsers } from '../../api/index.ts';
import { startOfDay, useT, useTime } from '../../i18n/index.ts';
import {
  DayInput,
  EmptyState,
  FilterRow,
  PageHeader,
  useDocumentTitle,
  VirtualTable,
  type Column,
} from '../../ui/index.ts';
import { AgentsStrip } from './agents-strip.tsx';
import { CALL_KINDS, queryOf } from './call-kinds.ts';
import { RecordingCell } from './recording-cell.tsx';

const route = getRouteApi('/app/calls');
type Row = PhoneCallPage['items'][number];

/** The calls of the organisation or of a person, newest first; missed ones, and those with a recording. */
export function CallsPage() {
  const t = useT();
  const time = useTime();
  const can = useCan();
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/calls' });
  const nameOf = useUserName();
  useDocumentTitle(t('calls.title'));
  const query = {
    ...queryOf(search.kind),
    userId: search.user,
    personId: search.person,
    from: search.from ? startOfDay(search.from, time.zone) : undefined,
    to: search.to ? startOfDay(search.to, time.zone, 1) : undefined,
  };
  const list = usePages(keys.phone.calls(query), '/telephony/calls', PhoneCallPage, query);
  const columns: readonly Column<Row>[] = [
    { id: 'when', header: t('calls.when'), width: 150, cell: (row) => time.when(row.rangAt) },
    { id: 'who', header: t('calls.who'), width: 'auto', cell: (row) => <Caller row={row} /> },
    { id: 'outcome', header: t('calls.outcome'), width: 220, cell: (row) => <Outcome row={row} /> },
    {
      id: 'by',
      header: t('calls.by'),
      width: 150,
      drop: 2,
      cell: (row) => (
        <span className="clip">
          {[row.userId === null ? null : nameOf(row.userId), row.extension].filter(Boolean).join(' · ')}
        </span>
      ),
    },
    { id: 'recording', header: t('calls.recording'), width: 310, cell: (row) => <RecordingCell call={row} /> },
  ];
  return (
    <div className="page page-fill">
      <PageHeader title={t('calls.title')} sub={t('calls.sub')} />
      {can('enquiries.supervise') ? <AgentsStrip /> : null}
      <CallFilters />
      <VirtualTable
        label={t('calls.table')}
        list={list}
        columns={columns}
        rowId={(row) => row.id}
        rowHeight={36}
        onOpen={({ person }) =>
          person && void navigate({ to: '/people/$personId', params: { personId: person.id }, search: {} })
        }
        card={{
          height: 100,
          content: (row) => (
            <div className="call-card">
              <span className="call-card-line">
                <Caller row={row} />
                <span className="text-2">{time.when(row.rangAt)}</span>
              </span>
              <Outcome row={row} />
              <RecordingCell call={row} />
            </div>
          ),
        }}
        empty={
          <EmptyState
            icon={<Phone size={22} strokeWidth={1.75} />}
            title={t('calls.empty')}
            body={t('calls.emptyBody')}
            action={
              <Button variant="default" onClick={() => void navigate({ search: {} })}>
                {t('common.clearFilters')}
              </Button>
            }
          />
        }
      />
    </div>
  );
}

function CallFilters() {
  const t = useT();
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/calls' });
  const users = useUsers();
  const set = (change: Partial<typeof search>) =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true });
  const clear = { clearable: true, clearButtonProps: { 'aria-label': t('common.clear') } };
  return (
    <FilterRow count={[search.kind, search.user, search.from, search.to, search.person].filter(Boolean).length}>
      <Select
        label={t('calls.filter.kind')}
        placeholder={t('calls.filter.all')}
        data={CALL_KINDS.map((value) => ({
          value,
          label: value === 'recorded' ? t('calls.filter.recorded') : t(`calls.${value}`),
        }))}
        value={search.kind ?? null}
        onChange={(kind) => set({ kind: CALL_KINDS.find((known) => known === kind) })}
        {...clear}
      />
      <Select
        label={t('calls.filter.agent')}
        placeholder={t('calls.filter.anyone')}
        data={users.map(({ id, name }) => ({ value: id, label: name }))}
        value={search.user ?? null}
        onChange={(user) => set({ user: user ?? undefined })}
        searchable
        {...clear}
      />
      <DayInput
        label={t('calls.filter.from')}
        value={search.from ?? null}
        onChange={(from) => set({ from: from ?? undefined })}
      />
      <DayInput
        label={t('calls.filter.to')}
        value={search.to ?? null}
        onChange={(to) => set({ to: to ?? undefined })}
      />
      {search.person ? (
        <Pill
          size="lg"
          withRemoveButton
          onRemove={() => set({ person: undefined })}
          removeButtonProps={{ 'aria-label': t('calls.filter.remove', { filter: t('calls.filter.person') }) }}
        >
          {t('calls.filter.person')}
        </Pill>
      ) : null}
    </FilterRow>
  );
}

function Caller({ row: { person, numberDisplay } }: { row: Row }) {
  const t = useT();
  const number = <span className="text-2">{numberDisplay ?? t('telephony.withheld')}</span>;
  if (!person) return <span className="clip">{number}</span>;
  return (
    <span className="clip">
      <Link to="/people/$personId" params={{ personId: person.id }} search={{}}>
        {person.name ?? t('common.noName')}
      </Link>{' '}
      {number}
    </span>
  );
}

function Outcome({ row }: { row: Row }) {
  const t = useT();
  const { state, direction, outcome, talkSeconds } = row;
  const isMissed = state === 'missed' && direction === 'inbound';
  const Icon = isMissed ? PhoneMissed : direction === 'inbound' ? PhoneIncoming : PhoneOutgoing;
  const seconds = talkSeconds ?? 0;
  const length = t('telephony.length', { minutes: Math.floor(seconds / 60), seconds: seconds % 60 });
  const words = () => {
    if (isMissed) return t('calls.missed');
    if (state === 'ringing') return t('calls.ringing');
    if (state === 'answered') return t('telephony.onCall');
    return t(`calls.ended.${outcome ?? 'failed'}`, { length });
  };
  const why = row.refused?.act === 'dial' ? row.refused.why.text : null;
  return (
    <span className={isMissed ? 'call-outcome text-late' : 'call-outcome'}>
      <Icon size={15} aria-hidden />
      <span className="visually-hidden">{t(`calls.${direction}`)}</span>
      <span className="clip" title={why ?? undefined}>
        {[words(), why].filter(Boolean).join(' · ')}
      </span>
    </span>
  );
}
