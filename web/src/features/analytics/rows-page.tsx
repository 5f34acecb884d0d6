import '../enquiries/enquiries.css';
import './analytics.css';
import { useQuery } from '@tanstack/react-query';
import { Button } from '@mantine/core';
import { getRouteApi, useCanGoBack, useNavigate, useRouter } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';
import { useMemo, useState } from 'react';
import { CountedEnquiryPage, STANDARD_COLUMNS, type CountedEnquiry, type MetricBy } from '@anbu/contract';
import { api, keys, usePages } from '../../api/index.ts';
import { useT, useTime } from '../../i18n/index.ts';
import {
  ButtonLink,
  EmptyState,
  focusSelectedRow,
  PageHeader,
  StatusBadge,
  VirtualTable,
  type Column,
} from '../../ui/index.ts';
import { NextCell, useListColumns } from '../enquiries/board/list-columns.tsx';
import { PersonCell } from '../enquiries/person-cell.tsx';
import { useDocked, WorkPanel } from '../enquiries/work/work-panel.tsx';
import { useDue } from '../enquiries/words.ts';
import { useFigureName, useKeyName } from './words.ts';
import type { FigureRowsSearch } from './search.ts';

const route = getRouteApi('/app/statistics/rows');

/** What a figure counts, row by row: as many as it says. */
export function FigureRowsPage() {
  const t = useT();
  const due = useDue();
  const docked = useDocked();
  const navigate = useNavigate({ from: '/statistics/rows' });
  const search = route.useSearch();
  const { enquiry: opened, name = 'booking-cohorts', figure = 'enquiries', ...rest } = search;
  const query = { ...rest, figure };
  const path = `/metrics/${name}/rows`;
  const list = usePages(keys.metrics.rows(name, query), path, CountedEnquiryPage, query);
  const head = useQuery({
    queryKey: keys.metrics.rowCount(name, query),
    queryFn: ({ signal }) => api.get(path, CountedEnquiryPage, { query: { ...query, limit: 1, total: true }, signal }),
  });
  const [selectedId, setSelectedId] = useState<string | null>(null);
  const compact = opened !== undefined && docked;
  const columns = useCountedColumns(compact, (head.data?.value ?? 0) !== (head.data?.total ?? 0));
  const open = (row: CountedEnquiry) => {
    setSelectedId(row.enquiry.id);
    void navigate({ search: (old) => ({ ...old, enquiry: row.enquiry.id }) });
  };
  const title = useRowsTitle(search);
  return (
    <div className={compact ? 'with-work' : 'without-work is-list'}>
      <div className="page page-fill statistics-rows">
        <PageHeader title={title} sub={<Counted head={head.data} />} aside={<Back />} />
        {head.data ? <p className="text-2">{head.data.definition.text}</p> : null}
        <VirtualTable
          key={JSON.stringify(query)}
          label={title}
          list={list}
          columns={columns}
          rowId={({ enquiry }) => enquiry.id}
          rowHeight={52}
          tone={({ enquiry }) => due(enquiry).tone}
          onOpen={open}
          selectedId={selectedId}
          onSelect={(row) => setSelectedId(row?.enquiry.id ?? null)}
          card={{
            height: 118,
            content: ({ enquiry }) => (
              <div className="row-card">
                <div className="row-card-line">
                  <PersonCell person={enquiry.person} />
                  <StatusBadge status={enquiry.status} />
                </div>
                <NextCell row={enquiry} />
              </div>
            ),
          }}
          empty={<EmptyState title={t('statistics.rows.empty')} body={t('statistics.rows.emptyBody')} />}
        />
      </div>
      {opened ? (
        <WorkPanel
          enquiryId={opened}
          onClose={() => {
            void navigate({ search: ({ enquiry: _enquiry, ...others }) => others });
            focusSelectedRow();
          }}
        />
      ) : null}
    </div>
  );
}

/** To the page that was left, as it was; who came by an address goes to the desk. */
function Back() {
  const t = useT();
  const router = useRouter();
  const canGoBack = useCanGoBack();
  const icon = <ArrowLeft size={15} aria-hidden />;
  return canGoBack ? (
    <Button variant="default" leftSection={icon} onClick={() => router.history.back()}>
      {t('common.back')}
    </Button>
  ) : (
    <ButtonLink to="/statistics" search={{ saved: 'none' }} variant="default" leftSection={icon}>
      {t('shell.nav.statistics')}
    </ButtonLink>
  );
}

function Counted({ head }: { head: CountedEnquiryPage | undefined }) {
  const t = useT();
  if (!head || head.value === undefined) return null;
  const { value, total = value } = head;
  return (
    <span aria-live="polite">
      {value === total
        ? t('statistics.rows.count', { count: value })
        : t('statistics.rows.times', { times: value, count: total })}
    </span>
  );
}

/** 당월 예약 · 2026년 6월 · 이수민 */
function useRowsTitle({ figure = 'enquiries', from, to, key, by, whole, bucket }: FigureRowsSearch): string {
  const t = useT();
  const time = useTime();
  const name = useFigureName();
  const keyName = useKeyName();
  const cut: MetricBy | undefined = by;
  const parts = [
    whole ? t('statistics.rows.whole', { figure: name(figure) }) : name(figure),
    from && to
      ? from === to
        ? time.month(from)
        : t('statistics.fromTo', { from: time.month(from), to: time.month(to) })
      : null,
    cut && key !== undefined
      ? keyName(cut, { key: key === 'none' ? null : key, name: null, of: key === 'none' ? 'none' : 'key' })
      : null,
    bucket ?? null,
  ];
  return parts.filter((part) => part !== null).join(' · ');
}

/** The columns of the board; calls and promises say how often a row counts. */
function useCountedColumns(compact: boolean, withTimes: boolean): readonly Column<CountedEnquiry>[] {
  const t = useT();
  const columns = useListColumns({ compact, chosen: STANDARD_COLUMNS, picked: null, pickAll: null, onPick: nothing });
  return useMemo(() => {
    const own = columns
      .filter(({ id }) => id !== 'pick')
      .map((column): Column<CountedEnquiry> => ({ ...column, cell: ({ enquiry }) => column.cell(enquiry) }));
    const times: Column<CountedEnquiry> = {
      id: 'times',
      header: t('statistics.rows.timesHead'),
      width: 72,
      cell: ({ times: count }) => t.number(count),
    };
    return withTimes ? [...own, times] : own;
  }, [columns, t, withTimes]);
}

const nothing = () => undefined;
