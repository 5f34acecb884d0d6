import './channels.css';
import './letters.css';
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Mailbox } from 'lucide-react';
import { useState } from 'react';
import { LetterBatchMade, LetterBatchPage, LetterOverview, type LetterBatch } from '@anbu/contract';
import { api, keys, useAct, usePages } from '../../api/index.ts';
import { useT, useTime } from '../../i18n/index.ts';
import {
  EmptyState,
  ErrorState,
  PageHeader,
  useDocumentTitle,
  VirtualTable,
  type Column,
  TabStrip,
} from '../../ui/index.ts';
import { BatchDialog } from './letter-batch.tsx';
import { BatchState } from './letter-state.tsx';
import { ReturnedLetters } from './returned-letters.tsx';

const route = getRouteApi('/app/letters');

/** Letters from the moment they wait until they are posted, and what came back. */
export function LettersPage() {
  const t = useT();
  const { tab = 'batches' } = route.useSearch();
  const [shown, setShown] = useState<string | null>(null);
  useDocumentTitle(t('letters.title'));
  const overview = useQuery({
    queryKey: keys.letters.overview,
    queryFn: ({ signal }) => api.get('/letters/overview', LetterOverview, { signal }),
    refetchInterval: 30_000,
  });
  const make = useAct({
    run: (_: null, key) => api.post('/letters/batches', LetterBatchMade, {}, { idempotencyKey: key }),
    refresh: [keys.letters.all, keys.messages.all],
    onDone: ({ batch, refused, later }) => {
      const left = refused + later > 0 ? t('letters.left', { refused, later }) : null;
      const made = batch ? t('letters.made', { letters: batch.letters }) : t('letters.madeNone');
      notifications.show({
        message: [made, left].filter(Boolean).join(' '),
        color: batch ? 'brand' : 'red',
        autoClose: left ? 8_000 : 3_000,
      });
      if (batch) setShown(batch.id);
    },
  });
  const { waiting = 0, toCheck = 0, hasWay = true } = overview.data ?? {};
  return (
    <div className="page page-fill">
      <PageHeader
        title={t('letters.title')}
        sub={t('letters.sub')}
        primary={
          <Button loading={make.isPending} disabled={waiting === 0} onClick={() => make.mutate(null)}>
            {t('letters.make')}
          </Button>
        }
      />
      {overview.error ? <ErrorState error={overview.error} onRetry={() => void overview.refetch()} /> : null}
      {overview.data ? <Waiting overview={overview.data} /> : null}
      {hasWay ? null : <p className="text-late">{t('letters.noWay')}</p>}
      <TabStrip label={t('letters.title')}>
        {(['batches', 'check'] as const).map((each) => (
          <Link
            key={each}
            to="/letters"
            search={each === 'batches' ? {} : { tab: each }}
            className={each === tab ? 'tab is-active' : 'tab'}
            aria-current={each === tab ? 'page' : undefined}
          >
            {t(`letters.tab.${each}`, { count: toCheck })}
          </Link>
        ))}
      </TabStrip>
      {tab === 'batches' ? <Batches onOpen={(batch) => setShown(batch.id)} /> : <ReturnedLetters />}
      {shown ? <BatchDialog id={shown} onClose={() => setShown(null)} /> : null}
    </div>
  );
}

function Waiting({ overview: { waiting, oldestAt } }: { overview: LetterOverview }) {
  const t = useT();
  const time = useTime();
  return (
    <p role="status" className={waiting > 0 ? undefined : 'text-2'}>
      {waiting > 0 ? (
        <Link to="/messages" search={{ channel: 'letter', state: 'queued' }}>
          {t('letters.waiting', { count: waiting })}
        </Link>
      ) : (
        t('letters.waiting', { count: waiting })
      )}
      {oldestAt ? (
        <span className="text-2">{` · ${t('letters.waitingSince', { when: time.when(oldestAt) })}`}</span>
      ) : null}
    </p>
  );
}

function Batches({ onOpen }: { onOpen: (batch: LetterBatch) => void }) {
  const t = useT();
  const time = useTime();
  const list = usePages(keys.letters.batches, '/letters/batches', LetterBatchPage);
  const when = (row: LetterBatch) => time.when(row.madeAt) + (row.byItself ? ` (${t('letters.byItself')})` : '');
  const pages = (row: LetterBatch) => row.prints[0]?.pages ?? null;
  const columns: readonly Column<LetterBatch>[] = [
    { id: 'no', header: t('letters.no'), width: 90, cell: (row) => row.no },
    { id: 'state', header: t('letters.state'), width: 130, cell: (row) => <BatchState batch={row} /> },
    { id: 'count', header: t('letters.count'), width: 90, cell: (row) => row.letters.toLocaleString(t.locale) },
    {
      id: 'pages',
      header: t('letters.pages'),
      width: 130,
      cell: (row) =>
        pages(row)?.toLocaleString(t.locale) ?? (
          <span className="text-2">{row.state === 'failed' ? '–' : t('letters.setting')}</span>
        ),
    },
    {
      id: 'returned',
      header: t('letters.returnedCount'),
      width: 110,
      cell: (row) => row.returned.toLocaleString(t.locale),
    },
    {
      id: 'made',
      header: t('letters.madeAt'),
      width: 'auto',
      cell: (row) => <span className="clip">{when(row)}</span>,
    },
  ];
  return (
    <VirtualTable
      label={t('letters.list')}
      list={list}
      columns={columns}
      rowId={(row) => row.id}
      rowHeight={36}
      onOpen={onOpen}
      empty={
        <EmptyState
          icon={<Mailbox size={22} strokeWidth={1.75} />}
          title={t('letters.empty')}
          body={t('letters.emptyBody')}
        />
      }
      card={{
        height: 68,
        content: (row) => (
          <div className="message-card">
            <span>
              <BatchState batch={row} /> {t('letters.noOf', { no: row.no })}
            </span>
            <span className="text-2">{`${t('letters.count')} ${row.letters.toLocaleString(t.locale)} · ${when(row)}`}</span>
          </div>
        ),
      }}
    />
  );
}
