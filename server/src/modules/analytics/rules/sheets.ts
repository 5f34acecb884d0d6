import type { FigureCode, FigureUnit, Metric } from '@anbu/contract';
import { FIGURES } from '@anbu/contract';
import type { z } from 'zod';

export type MetricView = z.input<typeof Metric>;
type RowView = MetricView['rows'][number];

/** A figure with its unit, to be written as a file or a page wants it; or words. */
export type Cell =
  | string
  | { readonly unit: FigureUnit; readonly value: number | null; readonly of: number | null; readonly signed?: true };
export type SheetLine = { readonly cells: readonly Cell[]; readonly kind: 'line' | 'sum' | 'partial' };
export type SheetHead = { readonly text: string; readonly unit: FigureUnit | null };
/** What is drawn above a table: a value for each category and series; null is a gap. */
export type SheetChart = {
  readonly kind: 'stacked' | 'shares' | 'lines';
  readonly unit: 'share' | 'count';
  readonly categories: readonly { readonly label: string; readonly partial: boolean }[];
  readonly series: readonly { readonly name: string; readonly values: readonly (number | null)[] }[];
};
export type Sheet = {
  readonly title: string;
  readonly head: readonly SheetHead[];
  readonly lines: readonly SheetLine[];
  readonly chart?: SheetChart | undefined;
};

/** Names in the language of the file. */
export type Naming = {
  readonly text: (code: string, params?: Readonly<Record<string, string | number>>) => string;
  /** Whom or what a row is of. */
  readonly key: (by: MetricView['by'], row: Pick<RowView, 'key' | 'name' | 'of'>) => string;
  /** `2026-06` in words, and shorter for an axis. */
  readonly month: (month: string) => string;
  readonly monthShort: (month: string) => string;
  readonly weekday: (day: string) => string;
};

type Codes = readonly FigureCode[];
const BUCKETED: ReadonlySet<string> = new Set(['attempts', 'best-hours']);

export function titleOf({ name }: MetricView, { text }: Naming): string {
  return text(`metrics.name.${name}`);
}

/** As files have it: each month and key a line, whatever the page draws of them. */
export function longSheet(metric: MetricView, codes: Codes, naming: Naming): Sheet {
  const { text } = naming;
  if (BUCKETED.has(metric.name)) return bucketSheet(metric, codes, naming);
  return {
    title: titleOf(metric, naming),
    head: [word(text('statistics.file.month')), word(text('statistics.file.key')), ...headsOf(codes, naming)],
    lines: [...metric.rows, ...metric.totals].map((row) => ({
      cells: [row.month ?? text('statistics.all'), naming.key(metric.by, row), ...cellsOf(row, codes)],
      kind: kindOf(metric, row),
    })),
  };
}

/** As the screen has it: months of all, or the whole period of each key; their sum below. */
export function pageSheet(metric: MetricView, codes: Codes, naming: Naming): Sheet {
  const { text } = naming;
  if (BUCKETED.has(metric.name)) return bucketSheet(metric, codes, naming);
  const own = metric.by === null ? metric.rows : metric.totals.filter(({ of }) => of !== 'all');
  const nameOf = (row: RowView) => (metric.by === null ? naming.month(row.month ?? '') : naming.key(metric.by, row));
  const corner = metric.by === null ? text('statistics.month') : text(`statistics.by.${metric.by}`);
  return {
    title: titleOf(metric, naming),
    head: [word(corner), ...headsOf(codes, naming)],
    lines: [
      ...own.map((row) => ({ cells: [nameOf(row), ...cellsOf(row, codes)], kind: kindOf(metric, row) })),
      ...wholeOf(metric).map((row) => ({
        cells: [text('statistics.all'), ...cellsOf(row, codes)],
        kind: 'sum' as const,
      })),
    ],
  };
}

/** Attempts by number, hours by weekday and time. */
function bucketSheet(metric: MetricView, codes: Codes, naming: Naming): Sheet {
  const { text, weekday } = naming;
  const isHours = metric.name === 'best-hours';
  const named = ({ bucket }: RowView): Cell[] => {
    const [day = '', hour = ''] = (bucket ?? '').split('-');
    return isHours
      ? [weekday(day), text('statistics.hourFrom', { hour })]
      : [text('statistics.attempt', { no: bucket ?? '' })];
  };
  const corner = isHours
    ? [word(text('statistics.file.weekday')), word(text('statistics.hour'))]
    : [word(text('statistics.attemptHead'))];
  return {
    title: titleOf(metric, naming),
    head: [...corner, ...headsOf(codes, naming)],
    lines: metric.rows.map((row) => ({ cells: [...named(row), ...cellsOf(row, codes)], kind: 'line' })),
  };
}

/** When people answer: hours down, weekdays across, the share of connected calls. */
export function hourSheet(metric: MetricView, naming: Naming): Sheet {
  const { text, weekday } = naming;
  const cells = new Map(metric.rows.map((row) => [row.bucket, row]));
  const days = WEEK.filter((day) => metric.rows.some(({ bucket }) => bucket?.startsWith(day)));
  const used = metric.rows.map(({ bucket }) => Number(bucket?.slice(4)));
  const first = Math.min(...used, 24);
  const hours = Array.from({ length: used.length === 0 ? 0 : Math.max(...used) - first + 1 }, (_, at) => first + at);
  return {
    title: titleOf(metric, naming),
    head: [
      word(text('statistics.hour')),
      ...days.map((day) => ({ text: weekday(day), unit: FIGURES.connectRate.unit })),
    ],
    lines: hours.map((hour) => ({
      cells: [
        text('statistics.hourFrom', { hour: String(hour).padStart(2, '0') }),
        ...days.map((day) => cellOf(cells.get(`${day}-${String(hour).padStart(2, '0')}`), 'connectRate')),
      ],
      kind: 'line',
    })),
  };
}

/** As it is printed: channels down, months across, their sums; counts, or the share of each month. Spec: metrics. */
export function channelSheet(metric: MetricView, code: 'newPatients' | 'channelShare', naming: Naming): Sheet {
  const { text } = naming;
  const months = monthsOf(metric);
  const known = metric.totals.filter(({ of }) => of !== 'all');
  const cells = new Map(metric.rows.map((row) => [`${row.month} ${row.of} ${row.key}`, row]));
  const { unit } = FIGURES[code];
  const sumOf = (month: string): Cell => ({
    ...{ unit, of: null },
    value: metric.rows.reduce((sum, row) => sum + (row.month === month ? (row.figures[code]?.value ?? 0) : 0), 0),
  });
  return {
    title: titleOf(metric, naming),
    head: [
      word(text(`statistics.by.${metric.by ?? 'channel'}`)),
      ...months.map((month) => ({ text: monthHead(metric, month, naming), unit })),
      { text: text('statistics.sum'), unit },
    ],
    lines: [
      ...known.map((row) => ({
        cells: [
          naming.key(metric.by, row),
          ...months.map((month) => cellOf(cells.get(`${month} ${row.of} ${row.key}`), code, 0)),
          cellOf(row, code),
        ],
        kind: 'line' as const,
      })),
      ...(code === 'newPatients'
        ? wholeOf(metric).map((row) => ({
            cells: [text('statistics.sum'), ...months.map(sumOf), cellOf(row, code)],
            kind: 'sum' as const,
          }))
        : []),
    ],
  };
}

/** Two periods beside each other, as a whole; each line has its own unit, which `nameOf` may say. */
export function comparedSheet(
  { metric, before, codes }: { readonly metric: MetricView; readonly before: MetricView; readonly codes: Codes },
  naming: Naming,
  nameOf: (head: SheetHead) => string = ({ text: name }) => name,
): Sheet {
  const { text } = naming;
  const [now] = wholeOf(metric);
  const [then] = wholeOf(before);
  return {
    title: `${titleOf(metric, naming)}: ${text('statistics.compared')}`,
    head: [
      word(text('statistics.figure')),
      word(periodOf(metric, naming)),
      word(periodOf(before, naming)),
      word(text('statistics.change')),
    ],
    lines: codes.map((code) => ({
      cells: [nameOf(headOf(code, naming)), cellOf(now, code), cellOf(then, code), changeOf(now, then, code)],
      kind: 'line',
    })),
  };
}

function changeOf(now: RowView | undefined, then: RowView | undefined, code: FigureCode): Cell {
  const [a, b] = [now?.figures[code]?.value ?? null, then?.figures[code]?.value ?? null];
  const { unit } = FIGURES[code];
  if (a === null || b === null) return '';
  const isPoints = unit === 'share' || unit === 'ratio';
  return { unit: isPoints ? 'points' : unit, value: isPoints ? (a - b) * 100 : a - b, of: null, signed: true };
}

export function periodOf({ from, to }: { readonly from: string; readonly to: string }, naming: Naming): string {
  return from === to
    ? naming.month(from)
    : naming.text('statistics.fromTo', { from: naming.month(from), to: naming.month(to) });
}

export const WEEK = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
const word = (text: string): SheetHead => ({ text, unit: null });
const wholeOf = ({ totals }: MetricView) =>
  totals.filter(({ of, bucket }) => of === 'all' && bucket === null).slice(0, 1);
const headOf = (code: FigureCode, { text }: Naming): SheetHead => ({
  text: text(`metrics.figure.${code}`),
  unit: FIGURES[code].unit,
});
const headsOf = (codes: Codes, naming: Naming) => codes.map((code) => headOf(code, naming));

function cellOf(row: RowView | undefined, code: FigureCode, otherwise: number | null = null): Cell {
  const figure = row?.figures[code];
  return { unit: FIGURES[code].unit, value: figure ? figure.value : otherwise, of: figure?.of ?? null };
}
const cellsOf = (row: RowView, codes: Codes) => codes.map((code) => cellOf(row, code));

function kindOf({ partial }: MetricView, { month, of }: RowView): SheetLine['kind'] {
  if (month !== null) return partial.includes(month) ? 'partial' : 'line';
  return of === 'all' ? 'sum' : 'line';
}

function monthsOf({ from, to }: MetricView): readonly string[] {
  const months: string[] = [];
  for (let at = indexOf(from); at <= indexOf(to); at += 1)
    months.push(`${String(Math.floor(at / 12)).padStart(4, '0')}-${String((at % 12) + 1).padStart(2, '0')}`);
  return months;
}
const indexOf = (month: string) => Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1;

function monthHead({ partial }: MetricView, month: string, { text, monthShort }: Naming): string {
  return partial.includes(month) ? `${monthShort(month)} (${text('statistics.partialMonth')})` : monthShort(month);
}
