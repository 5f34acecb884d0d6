import { LEAST_OF_A_SCORE, METRICS, NONE, type FigureCode, type MetricBy, type MetricName } from '@anbu/contract';
import { addMonths, type CalendarMonth } from '../../../kernel/calendar-day.ts';
import { bucketOf, hasRows, sumOf, SUMS, valueOf, type Counts, type Value } from './figures.ts';
import type { Measure } from './measures.ts';

/** So often a measure counted in a month under a key ('' = what has none; with no `by` the only one). */
export type Line = {
  readonly month: CalendarMonth;
  readonly key: string;
  readonly measure: Measure;
  readonly bucket: string;
  readonly n: number;
};

/** Which rows a figure counts, in words of the API. */
export type Drill = {
  readonly figure: FigureCode;
  readonly from: CalendarMonth;
  readonly to: CalendarMonth;
  readonly by: MetricBy | null;
  readonly key: string | null;
  readonly bucket: string | null;
  /** Those of the denominator. */
  readonly whole: boolean;
};
export type FigureCell = Value & { readonly drill: Drill | null; readonly ofDrill: Drill | null };
export type Row = {
  readonly month: CalendarMonth | null;
  readonly key: string | null;
  readonly of: 'all' | 'key' | 'none';
  readonly bucket: string | null;
  readonly figures: Readonly<Partial<Record<FigureCode, FigureCell>>>;
};

export type Asked = {
  readonly metric: MetricName;
  readonly months: readonly CalendarMonth[];
  readonly by: MetricBy | null;
  /** Months that are not over at the as-of time. */
  readonly partial: ReadonlySet<CalendarMonth>;
  /** No more keys than this, those that count most. */
  readonly mostKeys: number;
};

type Place = {
  readonly month: CalendarMonth | null;
  readonly months: readonly CalendarMonth[];
  readonly key: string | null;
  readonly bucket: string | null;
};

/**
 * The table of a metric: a row for each month and key that has something (of `attempts` and `best-hours` for each bucket), the totals of each key, the
 * largest first, and last that of all. Channels leave months that are not over out of shares and totals. Spec: metrics.
 */
export function tableOf(asked: Asked, lines: readonly Line[], whole: readonly Line[]) {
  const { metric, by, months, mostKeys } = asked;
  const codes: readonly FigureCode[] = METRICS[metric];
  const first = codes[0];
  if (!first) throw new Error('a metric has figures');
  const size = new Map<string, number>();
  for (const [key, of] of Map.groupBy(lines, ({ key }) => key)) size.set(key, sumOf(countsOf(of), SUMS[first].found));
  const keys = [...size.keys()].toSorted((a, b) => (size.get(b) ?? 0) - (size.get(a) ?? 0) || (a < b ? -1 : 1));
  const shown = by === null ? [null] : keys.slice(0, mostKeys);
  const counted = monthsCounted(asked);
  const linesOf = (key: string | null) => (key === null ? whole : lines.filter((line) => line.key === key));
  const rows = shown.flatMap((key): Row[] => {
    const own = linesOf(key);
    if (isBucketed(metric)) return bucketRows(asked, codes, own, key);
    return months.flatMap((month) => {
      const ofMonth = own.filter((line) => line.month === month);
      return ofMonth.length === 0
        ? []
        : [rowOf(asked, codes, { month, months: [month], key, bucket: null }, ofMonth, whole)];
    });
  });
  const totals = (by === null ? [null] : [...shown, null]).map((key) =>
    rowOf(asked, codes, { month: null, months: counted, key, bucket: null }, linesOf(key), whole),
  );
  return { rows, totals, omitted: by === null ? 0 : keys.length - shown.length };
}

/** Months that totals are of. */
function monthsCounted({ metric, months, partial }: Asked): readonly CalendarMonth[] {
  return metric === 'acquisition-channels' ? months.filter((month) => !partial.has(month)) : months;
}

const isBucketed = (metric: MetricName) => metric === 'attempts' || metric === 'best-hours';

function rowOf(
  asked: Asked,
  codes: readonly FigureCode[],
  place: Place,
  lines: readonly Line[],
  whole: readonly Line[],
): Row {
  const figures = Object.fromEntries(codes.map((code) => [code, cellOf(asked, code, place, lines, whole)]));
  const { key, bucket, month } = place;
  const of = key === null ? 'all' : key === '' ? 'none' : 'key';
  return { month, key: key === '' ? null : key, of, bucket, figures };
}

/** Spec: a share of a month of channels that is not over is none; the rate by the next month is known when that month is over. */
function cellOf(
  asked: Asked,
  code: FigureCode,
  place: Place,
  lines: readonly Line[],
  whole: readonly Line[],
): FigureCell {
  const { metric, partial } = asked;
  const isNext = code === 'nextMonth';
  const isUnknown = (month: CalendarMonth) =>
    (isNext && (partial.has(month) || partial.has(addMonths(month, 1)))) ||
    (metric === 'acquisition-channels' && code === 'channelShare' && partial.has(month));
  const months = place.months.filter((month) => !isUnknown(month));
  const within = (list: readonly Line[]) => countsOf(list.filter(({ month }) => months.includes(month)));
  const value = months.length === 0 ? { value: null, of: 0 } : valueOf(code, within(lines), within(whole));
  return { ...value, ...drillsOf(asked, code, { ...place, months }) };
}

function drillsOf(
  { by }: Asked,
  figure: FigureCode,
  { months, key, bucket }: Place,
): Pick<FigureCell, 'drill' | 'ofDrill'> {
  const [from] = months;
  const to = months.at(-1);
  if (from === undefined || to === undefined || !hasRows(figure)) return { drill: null, ofDrill: null };
  const named = key === '' ? NONE : key;
  const drill: Drill = { figure, from, to, by: named === null ? null : by, key: named, bucket, whole: false };
  const { of, ofAll } = SUMS[figure];
  const everybody = ofAll ? { by: null, key: null } : {};
  return { drill, ofDrill: of ? { ...drill, ...everybody, whole: true } : null };
}

function bucketRows(asked: Asked, codes: readonly FigureCode[], lines: readonly Line[], key: string | null): Row[] {
  const named = lines.flatMap((line) => {
    const bucket = bucketOf(asked.metric, line.measure, line.bucket);
    return bucket === null ? [] : [{ line, bucket }];
  });
  const buckets = Map.groupBy(named, ({ bucket }) => bucket);
  const order = [...buckets.keys()].toSorted((a, b) => placeOf(a) - placeOf(b));
  const attempts = countsOf(lines.filter(({ measure }) => measure === 'attempts'));
  return order.map((bucket) => {
    const own = (buckets.get(bucket) ?? []).map(({ line }) => line);
    const row = rowOf(asked, codes, { month: null, months: asked.months, key, bucket }, own, own);
    if (asked.metric !== 'attempts') return row;
    // Connected at this attempt or before: of all that were called.
    const until = {
      measure: 'attempts',
      holds: (one: string) => one.startsWith('c') && Number(one.slice(1)) <= Number(bucket),
    } as const;
    const of = sumOf(attempts, { measure: 'attempts', holds: () => true });
    const value = of < LEAST_OF_A_SCORE ? null : sumOf(attempts, until) / of;
    return { ...row, figures: { ...row.figures, connectedBy: { value, of, drill: null, ofDrill: null } } };
  });
}

const WEEK = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** Attempts by number, hours in the order of the week. */
function placeOf(bucket: string): number {
  const [day = '', hour] = bucket.split('-');
  return hour === undefined ? Number(bucket) : WEEK.indexOf(day) * 24 + Number(hour);
}

function countsOf(lines: readonly Line[]): Counts {
  const counts = new Map<Measure, Map<string, number>>();
  for (const { measure, bucket, n } of lines) {
    let of = counts.get(measure);
    if (!of) counts.set(measure, (of = new Map()));
    of.set(bucket, (of.get(bucket) ?? 0) + n);
  }
  return counts;
}
