import '../enquiries/enquiries.css';
import './analytics.css';
import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { UseQueryResult } from '@tanstack/react-query';
import { ChartNoAxesCombined, Printer } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Metric } from '@anbu/contract';
import { useT, useTime } from '../../i18n/index.ts';
import { EmptyState, ErrorState, LoadingRows, PageHeader } from '../../ui/index.ts';
import { StatisticsFilters } from './filter-bar.tsx';
import type { Period } from './periods.ts';
import type { StatisticsSearch } from './search.ts';

export const PAGES = ['desk', 'cohorts', 'connection', 'response', 'channels'] as const;
export type StatisticsPage = (typeof PAGES)[number];
const ADDRESS = {
  desk: '/statistics',
  cohorts: '/statistics/cohorts',
  connection: '/statistics/connection',
  response: '/statistics/response',
  channels: '/statistics/channels',
} as const satisfies Record<StatisticsPage, string>;

type Props = {
  page: StatisticsPage;
  search: StatisticsSearch;
  period: Period;
  put: (change: Partial<StatisticsSearch>) => void;
  /** The statistics that the page cannot do without: the first tells its state. */
  metrics: readonly UseQueryResult<Metric>[];
  /** Whether there is anything to show. */
  isEmpty: (metric: Metric) => boolean;
  cut?: boolean;
  acts?: ReactNode;
  children: (metric: Metric) => ReactNode;
};

/** What all pages of statistics have: period and filters, the ways to the others, their states, their form on paper. */
export function StatisticsFrame({ page, search, period, put, metrics, isEmpty, cut = true, acts, children }: Props) {
  const t = useT();
  const time = useTime();
  const [first] = metrics;
  const metric = first?.data;
  const failed = metrics.find(({ error, data }) => error !== null && data === undefined);
  return (
    <div className="page statistics">
      <PageHeader
        title={t(`statistics.title.${page}`)}
        sub={
          period.from === period.to
            ? time.month(period.from)
            : t('statistics.fromTo', { from: time.month(period.from), to: time.month(period.to) })
        }
        aside={
          <>
            {acts}
            <Button
              variant="default"
              className="wide-only"
              leftSection={<Printer size={16} aria-hidden />}
              onClick={() => window.print()}
            >
              {t('common.print')}
            </Button>
          </>
        }
      />
      <nav className="tabs" aria-label={t('statistics.pages')}>
        {PAGES.map((each) => (
          <Link
            key={each}
            to={ADDRESS[each]}
            search={search}
            className={each === page ? 'tab is-active' : 'tab'}
            aria-current={each === page ? 'page' : undefined}
          >
            {t(`statistics.page.${each}`)}
          </Link>
        ))}
      </nav>
      <StatisticsFilters search={search} period={period} put={put} cut={cut} />
      {failed ? <ErrorState error={failed.error} onRetry={() => void failed.refetch()} /> : null}
      {!failed && metrics.some(({ data }) => data === undefined) ? <LoadingRows rows={8} /> : null}
      {!failed && metric && metrics.every(({ data }) => data !== undefined) ? (
        <>
          <Notes metric={metric} />
          {isEmpty(metric) ? (
            <section className="panel">
              <EmptyState
                icon={<ChartNoAxesCombined size={22} strokeWidth={1.75} />}
                title={t('statistics.empty')}
                body={metric.complete ? t('statistics.emptyBody') : t('statistics.emptyCounting')}
              />
            </section>
          ) : (
            children(metric)
          )}
        </>
      ) : null}
    </div>
  );
}

/** What a reader must know before she believes a figure: as of when, what is partial, what is not counted yet. */
function Notes({ metric }: { metric: Metric }) {
  const t = useT();
  const time = useTime();
  const partial = metric.partial.map(time.month).join(', ');
  return (
    <div className="statistics-notes" aria-live="polite">
      <span>
        {metric.asOfDay === null
          ? t('statistics.asOfNow', { when: time.when(metric.asOf) })
          : t('statistics.asOfDay', { day: time.day(metric.asOfDay) })}
      </span>
      {partial ? <span>{t('statistics.partial', { months: partial })}</span> : null}
      {metric.omitted > 0 ? <span>{t('statistics.omitted', { count: metric.omitted })}</span> : null}
      {metric.complete ? null : (
        <strong className="text-soon">{t('statistics.counting', { count: metric.counted })}</strong>
      )}
    </div>
  );
}
