import '../enquiries/enquiries.css';
import './inbox.css';
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { Inbox } from 'lucide-react';
import { useState } from 'react';
import { INBOX_VIEWS, InboxCounts, IncomingPage, type IncomingMessage } from '@anbu/contract';
import { api, keys, useCan, usePages } from '../../api/index.ts';
import { useT, useTime } from '../../i18n/index.ts';
import {
  EmptyState,
  FamilyBadge,
  focusSelectedRow,
  PageHeader,
  useDocumentTitle,
  VirtualTable,
  type Column,
  TabStrip,
} from '../../ui/index.ts';
import { ReceivedPanel } from './received-panel.tsx';
import { ScanDialog } from './scan-dialog.tsx';
import { EFFECTS, whoOf } from './words.ts';

const route = getRouteApi('/app/inbox');

/** What people wrote to us: what waits first; one is open beside the list. */
export function InboxPage() {
  const t = useT();
  const can = useCan();
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/inbox' });
  useDocumentTitle(t('inbox.title'));
  const view = search.view ?? 'open';
  const list = usePages(keys.inbox.list({ view }), '/inbox', IncomingPage, { view });
  const shown = search.message ?? null;
  const [scanning, setScanning] = useState(false);
  const open = (id: string | undefined) => void navigate({ search: { ...search, message: id } });
  /** The one after it in the list, else the one before; the list may have lost it already. */
  const goOn = (id: string) => {
    const at = list.items.findIndex((item) => item.id === id);
    const next = list.items[at + 1] ?? list.items.filter((item) => item.id !== id).at(-1);
    open(next?.id);
    if (!next) focusSelectedRow();
  };
  const columns: readonly Column<IncomingMessage>[] = [
    { id: 'message', header: t('inbox.message'), width: 'auto', min: 200, cell: (row) => <Row row={row} /> },
  ];
  return (
    <div className="page page-fill">
      <PageHeader
        title={t('inbox.title')}
        sub={t('inbox.sub')}
        hints={[
          { keys: 'J K', label: t('desk.key.move') },
          ...(can('people.write') ? [{ keys: 'E', label: t('inbox.doneAndNext') }] : []),
        ]}
        aside={
          can('people.write') ? (
            <Button variant="default" onClick={() => setScanning(true)}>
              {t('inbox.scan')}
            </Button>
          ) : null
        }
      />
      {scanning ? (
        <ScanDialog
          onClose={() => setScanning(false)}
          onBrought={(id) => {
            setScanning(false);
            open(id);
          }}
        />
      ) : null}
      <Tabs view={view} />
      <div className={shown ? 'inbox-split has-one' : 'inbox-split'}>
        <VirtualTable
          key={view}
          label={t('inbox.title')}
          list={list}
          columns={columns}
          rowId={(row) => row.id}
          rowHeight={52}
          selectedId={shown}
          onSelect={(row) => row && row.id !== shown && open(row.id)}
          onOpen={(row) => open(row.id)}
          empty={
            <EmptyState
              icon={<Inbox size={22} strokeWidth={1.75} />}
              title={t(`inbox.empty.${view}`)}
              body={t('inbox.emptyBody')}
            />
          }
        />
        {shown ? (
          <ReceivedPanel key={shown} id={shown} onClose={() => open(undefined)} onNext={() => goOn(shown)} />
        ) : (
          <div className="inbox-choose">
            <EmptyState
              icon={<Inbox size={22} strokeWidth={1.75} />}
              title={t('inbox.choose')}
              body={t('inbox.chooseBody')}
            />
          </div>
        )}
      </div>
    </div>
  );
}

function Tabs({ view }: { view: (typeof INBOX_VIEWS)[number] }) {
  const t = useT();
  const counts = useQuery({
    queryKey: keys.inbox.counts,
    queryFn: ({ signal }) => api.get('/inbox/counts', InboxCounts, { signal }),
  });
  const countOf = (one: string) => {
    const count = counts.data ? (counts.data as Readonly<Record<string, number>>)[one] : undefined;
    return count === undefined ? '' : count > 999 ? '999+' : t.number(count);
  };
  return (
    <TabStrip label={t('inbox.views')}>
      {INBOX_VIEWS.map((one) => (
        <Link
          key={one}
          from="/inbox"
          to="/inbox"
          search={{ view: one === 'open' ? undefined : one }}
          className={one === view ? 'tab is-active' : 'tab'}
          activeProps={{}}
          aria-current={one === view ? 'true' : undefined}
        >
          {t(`inbox.view.${one}`)}
          <span className="tab-count">{countOf(one)}</span>
        </Link>
      ))}
    </TabStrip>
  );
}

function Row({ row }: { row: IncomingMessage }) {
  const t = useT();
  const time = useTime();
  const effect = EFFECTS[row.effect];
  return (
    <div className="inbox-row">
      <span className="inbox-row-top">
        <strong className="clip inbox-who">{whoOf(t, row)}</strong>
        {effect ? <FamilyBadge family={effect.family}>{t(effect.label)}</FamilyBadge> : null}
        <span className="text-2">{`${t(`inbox.channel.${row.channel}`)} · ${time.when(row.receivedAt)}`}</span>
      </span>
      <span className="clip">{row.subject ?? (row.text || t('inbox.noText'))}</span>
    </div>
  );
}
