import './all-desks.css';
import { Button } from '@mantine/core';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { PhoneCall } from 'lucide-react';
import { useState } from 'react';
import { DeskItemPage, type Desk, type DeskItem } from '@anbu/contract';
import { keys, useCan, useMe, usePages, workIn } from '../../api/index.ts';
import { useT, useTime } from '../../i18n/index.ts';
import { useShortcuts } from '../../shortcuts/registry.ts';
import { EmptyState, ErrorState, focusSelectedRow, PageHeader, VirtualTable } from '../../ui/index.ts';
import type { Intent } from '../enquiries/work/use-work.ts';
import { useDocked, WorkPanel } from '../enquiries/work/work-panel.tsx';
import { useDue } from '../enquiries/words.ts';
import { DeskCard, useDeskColumns } from './all-desks-columns.tsx';
import { DeskSwitch } from './desk-switch.tsx';
import { inOrder } from './desks-in-order.ts';
import { useDesks, useDeskWork } from './use-desks.ts';

const route = getRouteApi('/app/today');

/** One Today over all desks of the reader (A15). The panel works in the organisation of the page alone: an item of another one opens there. */
export function AllDesks() {
  const t = useT();
  const time = useTime();
  const me = useMe();
  const can = useCan();
  const due = useDue();
  const docked = useDocked();
  const shown = route.useSearch().enquiry;
  const navigate = useNavigate({ from: '/today' });
  const [selectedId, setSelectedId] = useState<string | null>(shown ?? null);
  // Who comes here from another organisation comes to call.
  const [intent, setIntent] = useState<Intent | undefined>(shown === undefined ? undefined : 'call');
  const { desks, error, retry } = useDesks();
  const list = usePages(keys.desks.today({}), '/desks/today', DeskItemPage);
  const work = useDeskWork((enquiry) => {
    setIntent('call');
    setSelectedId(enquiry);
    void navigate({ search: { desks: 'all', enquiry } });
  });
  const canWork = can('enquiries.work');
  const open = (item: DeskItem) => (canWork ? work.take(item) : work.look(item));
  const close = () => {
    void navigate({ search: { desks: 'all' } });
    focusSelectedRow();
  };
  const goOn = () => {
    const free = list.items.filter(
      ({ enquiry: { id, claim } }) => id !== shown && (!claim || time.isPast(claim.until)),
    );
    work.next(inOrder(free, desks), shown);
  };
  const selected = list.items.find(({ enquiry }) => enquiry.id === selectedId);
  useShortcuts([
    {
      keys: 'C',
      label: t('desk.key.call'),
      when: canWork,
      run: () => (selected && shown === undefined ? open(selected) : goOn()),
    },
  ]);
  const columns = useDeskColumns({ onAct: open, compact: shown !== undefined && docked });
  return (
    <div className={shown && docked ? 'with-work' : 'without-work is-list'}>
      <div className="page page-fill">
        <PageHeader
          title={t('shell.nav.today')}
          sub={t('desk.desks.sub', { day: time.todayWords(), count: desks.length })}
          hints={
            shown && docked
              ? []
              : [
                  { keys: 'J K', label: t('desk.key.move') },
                  { keys: 'Enter', label: t('common.open') },
                ]
          }
          aside={<DeskSwitch />}
          primary={
            canWork ? (
              <Button
                leftSection={<PhoneCall size={17} strokeWidth={2} aria-hidden />}
                loading={work.busy}
                onClick={goOn}
              >
                {t('shell.palette.nextCall')}
              </Button>
            ) : null
          }
        />
        {error ? <ErrorState error={error} onRetry={retry} /> : null}
        <div className="tiles desk-tiles" role="group" aria-label={t('desk.desks')}>
          {desks.map((desk) => (
            <DeskTile
              key={desk.organisation.id}
              desk={desk}
              onOpen={() =>
                desk.organisation.id === me.organisation.id
                  ? void navigate({ search: {} })
                  : workIn(desk.organisation.slug, '/today')
              }
            />
          ))}
        </div>
        <VirtualTable
          label={t('shell.nav.today')}
          list={list}
          columns={columns}
          rowId={(item) => item.enquiry.id}
          rowHeight={52}
          tone={(item) => due(item.enquiry).tone}
          onOpen={open}
          selectedId={selectedId}
          onSelect={(item) => setSelectedId(item?.enquiry.id ?? null)}
          card={{ height: 142, content: (item) => <DeskCard item={item} onAct={open} /> }}
          empty={<EmptyState title={t('desk.empty')} body={t('desk.desks.empty')} />}
        />
      </div>
      {shown ? (
        <WorkPanel enquiryId={shown} intent={intent} onClose={close} onNext={canWork ? goOn : undefined} />
      ) : null}
    </div>
  );
}

/** What waits at one desk; leads to its own Today. */
function DeskTile({ desk, onOpen }: { desk: Desk; onOpen: () => void }) {
  const t = useT();
  return (
    <button type="button" className={desk.late > 0 ? 'tile tile-late' : 'tile'} onClick={onOpen}>
      <span className="tile-label clip">{desk.organisation.name}</span>
      <span className="tile-value">{t.number(desk.left)}</span>
      <span className="tile-note">
        {desk.late > 0 ? t('desk.desks.late', { count: desk.late }) : t('desk.tile.noneLate')}
      </span>
    </button>
  );
}
