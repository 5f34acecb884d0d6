import { LEAST_OF_A_SCORE, METRICS, NONE, type FigureCode, type MetricBy, type MetricName } from '@anbu/contract';
import { addMonths, type CalendarMonth } from '../../../kernel/calendar-day.ts';
import { bucketOf, hasRows, needsGiven, sumOf, SUMS, valueOf, type Counts, type Part, type Value } from './figures.ts';
import { isGiven } from './given.ts';

/** So often a measure counted in a month under a key ('' = what has none; with no `by` the only one). */
export type Line = {
  readonly month: CalendarMonth;
  readonly key: string;
  readonly measure: Part['measure'];
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
/** What was counted of one key (or of all), month by month. */
type Monthly = ReadonlyMap<CalendarMonth, Counts>;
type Counted = { readonly own: Monthly; readonly whole: Monthly };

/**
 * The table of a metric: a row for each month and key that has something (of `attempts` and `best-hours` for each bucket), the totals of each key, the
 * largest first, and last that of all. A sum is that of all months, as printed; channels leave months that are not over out of shares. Spec: metrics.
 */
export function tableOf(asked: Asked, lines: readonly Line[], all: readonly Line[]) {
  const { metric, by, months, mostKeys } = asked;
  const codes: readonly FigureCode[] = METRICS[metric];
  const first = codes[0];
  if (!first) throw new Error('a metric has figures');
  const whole = monthly(all);
  const keyed = new Map([...Map.groupBy(lines, ({ key }) => key)].map(([key, of]) => [key, monthly(of)]));
  const size = new Map([...keyed].map(([key, own]) => [key, sumOf([...own.values()], SUMS[first].found)]));
  const keys = [...size.keys()].toSorted((a, b) => (size.get(b) ?? 0) - (size.get(a) ?? 0) || (a < b ? -1 : 1));
  const shown = by === null ? [null] : keys.slice(0, mostKeys);
  const countedOf = (key: string | null): Counted => ({
    own: key === null ? whole : (keyed.get(key) ?? new Map()),
    whole,
  });
  const rows = shown.flatMap((key): Row[] => {
    if (isBucketed(metric))
      return bucketRows(asked, codes, key === null ? all : lines.filter((line) => line.key === key), key);
    const counted = countedOf(key);
    return months.flatMap((month) =>
      counted.own.has(month) ? [rowOf(asked, codes, { month, months: [month], key, bucket: null }, counted)] : [],
    );
  });
  const place = { month: null, months, bucket: null };
  const totals = (by === null ? [null] : [...shown, null]).map((key) =>
    rowOf(asked, codes, { ...place, key }, countedOf(key)),
  );
  return { rows, totals, omitted: by === null ? 0 : keys.length - shown.length };
}

const isBucketed = (metric: MetricName) => metric === 'attempts' || metric === 'best-hours';

function rowOf(asked: Asked, codes: readonly FigureCode[], place: Place, counted: Counted): Row {
  const figures = Object.fromEntries(codes.map((code) => [code, cellOf(asked, code, place, counted)]));
  const { key, bucket, month } = place;
  const of = key === null ? 'all' : key === '' ? 'none' : 'key';
  return { month, key: key === '' ? null : key, of, bucket, figures };
}

/**
 * Spec: a share of a month of channels that is not over is none; the rate by the next month is known when that month is over. What is divided by or of
 * something entered is of the months for which it was.
 */
function cellOf({ metric, partial, by }: Asked, code: FigureCode, place: Place, { own, whole }: Counted): FigureCell {
  const isShareOfChannel = metric === 'acquisition-channels' && code === 'channelShare';
  const given = needsGiven(code);
  const isUnknown = (month: CalendarMonth) =>
    code === 'nextMonth'
      ? partial.has(month) || partial.has(addMonths(month, 1))
      : (isShareOfChannel && partial.has(month)) || given.some((measure) => !own.get(month)?.has(measure));
  const months = place.months.filter((month) => !isUnknown(month));
  const within = (of: Monthly) => months.flatMap((month) => of.get(month) ?? []);
  const nothing = { value: null, of: given.length > 0 ? null : 0 };
  const value = months.length === 0 ? nothing : valueOf(code, within(own), within(whole));
  return { ...value, ...drillsOf(by, code, { ...place, months }) };
}

function drillsOf(
  by: MetricBy | null,
  figure: FigureCode,
  { months, key, bucket }: Place,
): Pick<FigureCell, 'drill' | 'ofDrill'> {
  const [from] = months;
  const to = months.at(-1);
  if (from === undefined || to === undefined) return NO_DRILLS;
  // With a month between them that is not counted, no period has these rows.
  if (addMonths(from, months.length - 1) !== to) return NO_DRILLS;
  const named = key === '' ? NONE : key;
  const drill: Drill = { figure, from, to, by: named === null ? null : by, key: named, bucket, whole: false };
  const { of, ofAll, ofFigure } = SUMS[figure];
  if (!hasRows(figure)) return { drill: null, ofDrill: ofFigure ? { ...drill, figure: ofFigure } : null };
  const everybody = ofAll ? { by: null, key: null } : {};
  return { drill, ofDrill: of && !isGiven(of.measure) ? { ...drill, ...everybody, whole: true } : null };
}

const NO_DRILLS = { drill: null, ofDrill: null };

function bucketRows(asked: Asked, codes: readonly FigureCode[], lines: readonly Line[], key: string | null): Row[] {
  const named = lines.flatMap((line) => {
    const bucket = bucketOf(asked.metric, line.measure, line.bucket);
    return bucket === null ? [] : [{ line, bucket }];
  });
  const buckets = Map.groupBy(named, ({ bucket }) => bucket);
  const order = [...buckets.keys()].toSorted((a, b) => placeOf(a) - placeOf(b));
  const attempts = [countsOf(lines.filter(({ measure }) => measure === 'attempts'))];
  const of = sumOf(attempts, { measure: 'attempts', holds: () => true });
  return order.map((bucket) => {
    const own = monthly((buckets.get(bucket) ?? []).map(({ line }) => line));
    const row = rowOf(asked, codes, { month: null, months: asked.months, key, bucket }, { own, whole: own });
    if (asked.metric !== 'attempts') return row;
    // Connected at this attempt or before: of all that were called.
    const isSoFar = (one: string) => one.startsWith('c') && Number(one.slice(1)) <= Number(bucket);
    const soFar = sumOf(attempts, { measure: 'attempts', holds: isSoFar });
    const value = of < LEAST_OF_A_SCORE ? null : soFar / of;
    return { ...row, figures: { ...row.figures, connectedBy: { value, of, drill: null, ofDrill: null } } };
  });
}

const WEEK = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/** Attempts by number, hours in the order of the week. */
function placeOf(bucket: string): number {
  const [day = '', hour] = bucket.split('-');
  return hour === undefined ? Number(bucket) : WEEK.indexOf(day) * 24 + Number(hour);
}

function monthly(lines: readonly Line[]): Monthly {
  return new Map([...Map.groupBy(lines, ({ month }) => month)].map(([month, of]) => [month, countsOf(of)]));
}

function countsOf(lines: readonly Line[]): Counts {
  const counts = new Map<Part['measure'], Map<string, number>>();
  for (const { measure, bucket, n } of lines) {
    let of = counts.get(measure);
    if (!of) counts.set(measure, (of = new Map()));
    of.set(bucket, (of.get(bucket) ?? 0) + n);
  }
  return counts;
}
