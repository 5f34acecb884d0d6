import { getRouteApi } from '@tanstack/react-router';
import { useMemo } from 'react';
import { STATISTICS_PAGES, type FigureCode, type Metric, type MetricName } from '@anbu/contract';
import { useT, useTime } from '../../i18n/index.ts';
import { Chart, type ChartSpec } from '../../ui/chart/index.ts';
import { Compared } from './compared.tsx';
import { Definitions } from './definitions.tsx';
import { FigureTable, type TableLine } from './figure-table.tsx';
import { StatisticsFrame } from './frame.tsx';
import { monthsOf, type Period } from './periods.ts';
import { useQuestion, type PageQuestion } from './use-page.ts';
import { byKey, byMonth, useMetric, valueOf, wholeOf } from './use-metric.ts';
import { useFigureName, useKeyName, useMonthLabels } from './words.ts';

const connection = getRouteApi('/app/statistics/connection');
const response = getRouteApi('/app/statistics/response');

const CONNECTION = {
  name: 'unconnected',
  chart: ['unconnectedShare', 'neverCalledShare', 'lostShare', 'neglectedShare'],
  codes: STATISTICS_PAGES.connection.figures,
} as const satisfies Panel;
const RESPONSE = {
  name: 'first-response',
  chart: ['within5', 'within30'],
  codes: ['responseDue', 'responded', 'responseMedian', 'responseP90', 'within5', 'within30', 'invalidShare'],
} as const satisfies Panel;
const PROMISES = {
  name: 'promises',
  chart: ['promisesKeptShare'],
  codes: ['promisesDue', 'promisesKept', 'promisesKeptShare'],
} as const satisfies Panel;

type Panel = {
  readonly name: MetricName;
  readonly chart: readonly FigureCode[];
  readonly codes: readonly FigureCode[];
};

/** Who is not reached, never called, lost after a consultation, late. */
export function ConnectionPage() {
  const question = useQuestion(connection.useSearch(), 'last12');
  return <Panels page="connection" question={question} panels={[CONNECTION]} />;
}

/** How soon somebody calls, and whether promises of calls are kept. */
export function ResponsePage() {
  const question = useQuestion(response.useSearch(), 'last12');
  return <Panels page="response" question={question} panels={[RESPONSE, PROMISES]} />;
}

function Panels({
  page,
  question,
  panels: [first, second],
}: {
  page: 'connection' | 'response';
  question: PageQuestion;
  panels: readonly [Panel, Panel?];
}) {
  const { query, compared } = question;
  const one = useMetric(first.name, query);
  const oneBefore = useMetric(first.name, compared);
  const two = useMetric(second?.name ?? first.name, second ? query : null);
  const twoBefore = useMetric(second?.name ?? first.name, second ? compared : null);
  return (
    <StatisticsFrame
      page={page}
      {...question}
      metrics={second ? [one, two] : [one]}
      isEmpty={({ totals }) => totals.length === 0 && (two.data?.totals.length ?? 0) === 0}
    >
      {(metric) => (
        <>
          <MetricPanel panel={first} metric={metric} before={compared ? oneBefore.data : undefined} {...question} />
          {second && two.data ? (
            <MetricPanel
              panel={second}
              metric={two.data}
              before={compared ? twoBefore.data : undefined}
              {...question}
            />
          ) : null}
        </>
      )}
    </StatisticsFrame>
  );
}

function MetricPanel({
  panel,
  metric,
  before,
  period,
}: {
  panel: Panel;
  metric: Metric;
  before: Metric | undefined;
  period: Period;
}) {
  const t = useT();
  const time = useTime();
  const keyName = useKeyName();
  const months = useMemo(() => monthsOf(period), [period]);
  const rows = byMonth(metric);
  const lines: readonly TableLine[] =
    metric.by === null
      ? months.flatMap((month) => {
          const row = rows.get(month);
          const note = metric.partial.includes(month) ? t('statistics.partialMonth') : undefined;
          return row ? [{ id: month, label: time.month(month), row, note }] : [];
        })
      : byKey(metric).map((row) => ({ id: row.key ?? 'none', label: keyName(metric.by, row), row }));
  const title = t(`metrics.name.${panel.name}`);
  const table = (
    <FigureTable
      metric={metric}
      label={title}
      corner={metric.by === null ? t('statistics.month') : t(`statistics.by.${metric.by}`)}
      codes={panel.codes}
      lines={[...lines, { id: 'all', label: t('statistics.all'), row: wholeOf(metric), isSum: true }]}
    />
  );
  return (
    <>
      <section className="panel panel-body" aria-label={title}>
        {metric.by === null && months.length > 1 ? (
          <MonthChart title={title} metric={metric} months={months} codes={panel.chart} table={table} />
        ) : (
          <>
            <h2>{title}</h2>
            {table}
          </>
        )}
      </section>
      {before ? <Compared metric={metric} before={before} codes={panel.codes} /> : null}
      <Definitions metric={metric} codes={panel.codes} />
    </>
  );
}

function MonthChart({
  title,
  metric,
  months,
  codes,
  table,
}: {
  title: string;
  metric: Metric;
  months: readonly string[];
  codes: readonly FigureCode[];
  table: React.ReactNode;
}) {
  const name = useFigureName();
  const labels = useMonthLabels()(months);
  const rows = byMonth(metric);
  const spec: ChartSpec = {
    kind: 'lines',
    unit: 'share',
    categories: months.map((month, at) => ({ label: labels[at] ?? month, partial: metric.partial.includes(month) })),
    series: codes.map((code) => ({ name: name(code), values: months.map((month) => valueOf(rows.get(month), code)) })),
  };
  return <Chart title={title} spec={spec} height={220} table={table} />;
}
