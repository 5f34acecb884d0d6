import '../enquiries/enquiries.css';
import './analytics.css';
import { Button } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import { CalendarClock, ChartNoAxesCombined, Download, Printer } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import type { Metric, StatisticsPage } from '@anbu/contract';
import { useCan, useSavedViews } from '../../api/index.ts';
import { useT, useTime } from '../../i18n/index.ts';
import { EmptyState, ErrorState, LoadingRows, PageHeader } from '../../ui/index.ts';
import { ExportDialog } from '../views/export-dialog.tsx';
import { exportQuery } from '../views/list-filters.ts';
import { ViewIssues } from '../views/view-issues.tsx';
import { ViewMenu } from '../views/view-menu.tsx';
import { StatisticsFilters } from './filter-bar.tsx';
import type { Period } from './periods.ts';
import type { StatisticsSearch } from './search.ts';
import { ReportDialog, reportQueryOf } from './reports/report-dialog.tsx';
import { StatisticsTabs } from './tabs.tsx';
import { useStatisticsViews } from './use-views.ts';

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
  children: (metric: Metric) => ReactNode;
};

/** What all pages of statistics have: period and filters, the ways to the others, their states, their form on paper. */
export function StatisticsFrame({ page, search, period, put, metrics, isEmpty, cut = true, children }: Props) {
  const t = useT();
  const time = useTime();
  const can = useCan();
  const views = useStatisticsViews(page, search);
  const [exporting, setExporting] = useState(false);
  const [planning, setPlanning] = useState(false);
  const saved = useSavedViews('statistics')?.find(({ id }) => id === search.saved);
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
            <ViewMenu filters={views} />
            {can('enquiries.export') ? (
              <Button
                variant="default"
                leftSection={<CalendarClock size={16} aria-hidden />}
                onClick={() => setPlanning(true)}
              >
                {t('reports.plan')}
              </Button>
            ) : null}
            {can('enquiries.export') ? (
              <Button
                variant="default"
                leftSection={<Download size={16} aria-hidden />}
                onClick={() => setExporting(true)}
              >
                {t('statistics.export')}
              </Button>
            ) : null}
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
      <ViewIssues filters={views} />
      <StatisticsTabs page={page} search={search} />
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
      {planning ? (
        <ReportDialog
          draft={{
            name: saved?.name ?? t(`statistics.title.${page}`),
            query: reportQueryOf({ ...search, page }),
            report: null,
          }}
          onClose={() => setPlanning(false)}
        />
      ) : null}
      {exporting ? (
        <ExportDialog
          list="statistics"
          query={exportQuery({ ...views.kept, ...period })}
          columns={[]}
          onClose={() => setExporting(false)}
        />
      ) : null}
    </div>
  );
}

/** What a reader must know before she believes a figure: as of when, what is partial, what is not counted yet. */
function Notes({ metric }: { metric: Metric }) {
  const t = useT();
  const time = useTime();
  const partial = t.list(metric.partial.map(time.month));
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
