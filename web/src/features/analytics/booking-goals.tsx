import type { FigureCode } from '@anbu/contract';
import { useCan, useSites } from '../../api/index.ts';
import { useT, useTime } from '../../i18n/index.ts';
import { Chart, type ChartSpec } from '../../ui/chart/index.ts';
import { FigureTable, type TableLine } from './figure-table.tsx';
import { GivenGrid } from './given-grid.tsx';
import { monthsOf, type Period } from './periods.ts';
import type { Asked } from './search.ts';
import { byMonth, useMetric, valueOf, wholeOf } from './use-metric.ts';
import { useBookingGoals } from './use-given.ts';
import { useFigureName, useMonthLabels } from './words.ts';

const CODES = ['bookings', 'bookingGoal', 'goalReached', 'reconsulted'] as const satisfies readonly FigureCode[];
const MOST_BOOKINGS = 100_000;

/** First bookings of each month against what the sites were to have (screen 21), and the goals, typed over in their place. */
export function BookingGoals({ query, period }: { query: Asked; period: Period }) {
  const t = useT();
  const time = useTime();
  const can = useCan();
  const sites = useSites();
  const goals = useBookingGoals(period);
  const metric = useMetric('bookings', query).data;
  const name = useFigureName();
  const months = monthsOf(period);
  const labels = useMonthLabels()(months);
  if (!metric || !goals.query.data) return null;
  const rows = byMonth(metric);
  const lines: readonly TableLine[] = months.flatMap((month) => {
    const row = rows.get(month);
    const note = metric.partial.includes(month) ? t('statistics.partialMonth') : undefined;
    return row ? [{ id: month, label: time.month(month), row, note }] : [];
  });
  const hasGoals = months.some((month) => valueOf(rows.get(month), 'bookingGoal') !== null);
  const shown = hasGoals ? (['bookings', 'bookingGoal'] as const) : (['bookings'] as const);
  const spec: ChartSpec = {
    kind: 'lines',
    unit: 'count',
    categories: months.map((month, at) => ({ label: labels[at] ?? month, partial: metric.partial.includes(month) })),
    series: shown.map((code) => ({ name: name(code), values: months.map((month) => valueOf(rows.get(month), code)) })),
  };
  const title = t('statistics.goals.title');
  const table = (
    <FigureTable
      metric={metric}
      label={title}
      corner={t('statistics.month')}
      codes={CODES}
      lines={[...lines, { id: 'all', label: t('statistics.all'), row: wholeOf(metric), isSum: true }]}
    />
  );
  const writes = can('metrics.write');
  return (
    <section className="panel panel-body" aria-label={title}>
      {months.length > 1 ? (
        <Chart title={title} spec={spec} height={200} table={table} />
      ) : (
        <>
          <h2>{title}</h2>
          {table}
        </>
      )}
      {writes || hasGoals ? (
        <>
          <h3 className="given-title">{t('statistics.goals.enter')}</h3>
          <GivenGrid
            label={t('metrics.figure.bookingGoal')}
            corner={t('statistics.by.site')}
            rows={sites.map(({ id, name: label }) => ({ key: id, label }))}
            months={months.toReversed()}
            cellOf={goals.cellOf}
            say={(value) => t.number(value)}
            save={writes ? (entry) => goals.save.mutate(entry) : null}
            busy={goals.save.isPending}
            most={MOST_BOOKINGS}
          />
        </>
      ) : null}
    </section>
  );
}
