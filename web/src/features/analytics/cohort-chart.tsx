import { useNavigate } from '@tanstack/react-router';
import type { FigureCode, Metric, MetricRow } from '@anbu/contract';
import { useT, useTime } from '../../i18n/index.ts';
import { Chart, type ChartSpec } from '../../ui/chart/index.ts';
import { FigureTable, type TableLine } from './figure-table.tsx';
import { monthsOf, type Period } from './periods.ts';
import { rowsOf } from './search.ts';
import { byMonth, valueOf } from './use-metric.ts';
import { useMonthLabels } from './words.ts';

const CODES = [
  'enquiries',
  'sameMonth',
  'byNow',
  'gainPoints',
  'gainRatio',
  'visitRate',
] as const satisfies readonly FigureCode[];

export type CohortLine = { readonly month: string; readonly row: MetricRow | undefined };

export function cohortLines(metric: Metric, period: Period): readonly CohortLine[] {
  const rows = byMonth(metric);
  return monthsOf(period).map((month) => ({ month, row: rows.get(month) }));
}

/** Booked in the month of the inflow, and added by what was done after it. A bar opens those who booked. */
export function CohortChart({ metric, lines }: { metric: Metric; lines: readonly CohortLine[] }) {
  const t = useT();
  const time = useTime();
  const labels = useMonthLabels()(lines.map(({ month }) => month));
  const table: readonly TableLine[] = lines.map(({ month, row }) => ({
    id: month,
    label: time.month(month),
    row,
    note: metric.partial.includes(month) ? t('statistics.partialMonth') : undefined,
  }));
  return (
    <StackedRates
      title={t('statistics.cohorts.chart')}
      bars={lines.map(({ month, row }, at) => ({
        label: labels[at] ?? month,
        row,
        partial: metric.partial.includes(month),
      }))}
      tableOnDemand
      table={
        <FigureTable
          metric={metric}
          label={t('statistics.cohorts.chart')}
          corner={t('statistics.cohortMonth')}
          codes={CODES}
          lines={table}
        />
      }
    />
  );
}

export type RateBar = { readonly label: string; readonly row: MetricRow | undefined; readonly partial: boolean };

/** Same-month rate, and what was added up to now, one bar each. */
export function StackedRates({
  title,
  bars,
  table,
  tableOnDemand = false,
}: {
  title: string;
  bars: readonly RateBar[];
  table: React.ReactNode;
  tableOnDemand?: boolean;
}) {
  const t = useT();
  const navigate = useNavigate();
  const spec: ChartSpec = {
    kind: 'bars',
    unit: 'share',
    categories: bars.map(({ label, partial }) => ({ label, partial })),
    series: [
      { name: t('statistics.cohorts.sameMonth'), values: bars.map(({ row }) => valueOf(row, 'sameMonth')) },
      { name: t('statistics.cohorts.added'), values: bars.map(({ row }) => addedOf(row)) },
    ],
  };
  return (
    <Chart
      title={title}
      spec={spec}
      table={table}
      tableOnDemand={tableOnDemand}
      onPaper={tableOnDemand ? 'half' : 'whole'}
      onPick={(at) => {
        const drill = bars[at]?.row?.figures.byNow?.drill;
        const rows = drill ? rowsOf(drill) : null;
        if (rows) void navigate({ to: '/statistics/rows', search: rows });
      }}
    />
  );
}

function addedOf(row: MetricRow | undefined): number | null {
  const now = valueOf(row, 'byNow');
  const sameMonth = valueOf(row, 'sameMonth');
  return now === null || sameMonth === null ? null : now - sameMonth;
}
