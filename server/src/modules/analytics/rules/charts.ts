import type { FigureCode } from '@anbu/contract';
import type { MetricView, Naming, SheetChart } from './sheets.ts';

type RowView = MetricView['rows'][number];
const LINES: Partial<Record<MetricView['name'], readonly FigureCode[]>> = {
  unconnected: ['unconnectedShare', 'neverCalledShare', 'lostShare', 'neglectedShare'],
  'first-response': ['within5', 'within30'],
  promises: ['promisesKeptShare'],
};
/** More bars than that nobody reads. */
const MOST_BARS = 12;

/** What is drawn above the table of a metric, as on the screen; undefined where one line of it says all. */
export function chartOf(metric: MetricView, naming: Naming, isCourse: boolean): SheetChart | undefined {
  const { name, rows, by } = metric;
  if (name === 'acquisition-channels') return sharesOf(metric, naming);
  if (name === 'booking-cohorts' || isCourse) return rows.length > 1 ? ratesOf(metric, naming) : undefined;
  const codes = LINES[name];
  if (!codes || by !== null || rows.length < 2) return undefined;
  return {
    ...{ kind: 'lines', unit: 'share' },
    categories: rows.map((row) => categoryOf(metric, row, naming)),
    series: codes.map((code) => ({
      name: naming.text(`metrics.figure.${code}`),
      values: rows.map(({ figures }) => figures[code]?.value ?? null),
    })),
  };
}

function categoryOf({ partial, by }: MetricView, row: RowView, naming: Naming) {
  const { month } = row;
  return month === null
    ? { label: naming.key(by, row), partial: false }
    : { label: naming.monthShort(month), partial: partial.includes(month) };
}

/** Booked in the month of the inflow, and what was added by now; by month, or of those of whom most enquiries are. */
function ratesOf(metric: MetricView, naming: Naming): SheetChart {
  const rows = metric.by === null ? metric.rows : metric.totals.filter(({ of }) => of !== 'all').slice(0, MOST_BARS);
  const value = ({ figures }: RowView, code: FigureCode) => figures[code]?.value ?? null;
  return {
    ...{ kind: 'stacked', unit: 'share' },
    categories: rows.map((row) => categoryOf(metric, row, naming)),
    series: [
      { name: naming.text('statistics.cohorts.sameMonth'), values: rows.map((row) => value(row, 'sameMonth')) },
      {
        name: naming.text('statistics.cohorts.added'),
        values: rows.map((row) => {
          const [now, same] = [value(row, 'byNow'), value(row, 'sameMonth')];
          return now === null || same === null ? null : now - same;
        }),
      },
    ],
  };
}

/** Of the months that are over. */
function sharesOf({ rows, totals, partial, by }: MetricView, naming: Naming): SheetChart | undefined {
  const months = [...new Set(rows.flatMap(({ month }) => month ?? []))]
    .filter((month) => !partial.includes(month))
    .toSorted();
  if (months.length < 2) return undefined;
  const counts = new Map(rows.map((row) => [`${row.month} ${row.of} ${row.key}`, row.figures.newPatients?.value ?? 0]));
  return {
    ...{ kind: 'shares', unit: 'count' },
    categories: months.map((month) => ({ label: naming.monthShort(month), partial: false })),
    series: totals
      .filter(({ of }) => of !== 'all')
      .map((row) => ({
        name: naming.key(by, row),
        values: months.map((month) => counts.get(`${month} ${row.of} ${row.key}`) ?? 0),
      })),
  };
}
