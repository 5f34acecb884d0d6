import { LEAST_OF_A_SCORE, type Metric, type MetricRow } from '@anbu/contract';
import { useT, useTime } from '../../i18n/index.ts';
import { HeatTable } from '../../ui/chart/index.ts';
import { FigureValue } from './figure.tsx';
import { figureOf, valueOf } from './use-metric.ts';

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
/** Of January 2026: only the names of its week are taken. */
const A_MONDAY = 5;

/** When people answer: share of connected calls by weekday and hour, in the site's time. */
export function BestHours({ metric }: { metric: Metric }) {
  const t = useT();
  const time = useTime();
  const cells = new Map(metric.rows.flatMap((row) => (row.bucket ? [[row.bucket, row] as const] : [])));
  const used = [...cells.keys()].map((bucket) => Number(bucket.slice(4)));
  const hours = used.length === 0 ? [] : range(Math.min(...used), Math.max(...used));
  const days = DAYS.filter((day) => [...cells.keys()].some((bucket) => bucket.startsWith(day)));
  const rates = [...cells.values()].map((row) => valueOf(row, 'connectRate')).filter((rate) => rate !== null);
  const most = Math.max(...rates, 0);
  const title = t('metrics.name.best-hours');
  const dayName = (day: (typeof DAYS)[number]) =>
    time.weekday(`2026-01-${String(A_MONDAY + DAYS.indexOf(day)).padStart(2, '0')}`);
  const hourName = (hour: number) => t('statistics.hourFrom', { hour: String(hour).padStart(2, '0') });
  if (hours.length === 0) {
    return (
      <section className="panel panel-body">
        <h2>{title}</h2>
        <p className="text-2">{t('statistics.noCalls')}</p>
      </section>
    );
  }
  return (
    <section className="panel panel-body">
      <HeatTable
        title={title}
        corner={t('statistics.hour')}
        legend={t('statistics.heatLegend', { least: LEAST_OF_A_SCORE })}
        columns={days.map((day) => ({
          key: day,
          label: dayName(day),
        }))}
        rows={hours.map((hour) => ({
          key: String(hour),
          label: hourName(hour),
          cells: days.map((day) => {
            const row = cells.get(`${day}-${String(hour).padStart(2, '0')}`);
            const rate = valueOf(row, 'connectRate');
            return {
              key: day,
              heat: rate === null || most === 0 ? null : rate / most,
              content: row ? (
                <Cell row={row} what={t('statistics.dayAndHour', { day: dayName(day), hour: hourName(hour) })} />
              ) : null,
            };
          }),
        }))}
      />
      <p className="text-2 figure-note">{metric.definition.text}</p>
    </section>
  );
}

/** The rate, or of too few the number of calls alone. */
function Cell({ row, what }: { row: MetricRow; what: string }) {
  const rate = figureOf(row, 'connectRate');
  return <FigureValue code={rate?.value === null ? 'tries' : 'connectRate'} row={row} what={what} />;
}

function range(from: number, to: number): readonly number[] {
  return Array.from({ length: to - from + 1 }, (_, at) => from + at);
}
