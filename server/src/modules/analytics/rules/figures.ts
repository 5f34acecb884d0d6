import { FIGURES, LEAST_OF_A_SCORE, type FigureCode } from '@anbu/contract';
import { isGiven, type GivenMeasure } from './given.ts';
import type { Measure, State } from './measures.ts';

/** What is summed: a measure, and which of its buckets. The same condition finds the rows behind a figure. */
export type Part = { readonly measure: Measure | GivenMeasure; readonly holds: (bucket: string) => boolean };

const all = (measure: Part['measure']): Part => ({ measure, holds: () => true });
const states = (...found: State[]): Part => ({ measure: 'state', holds: (bucket) => found.includes(bucket as State) });
const monthsAfter = (bucket: string) => Number.parseInt(bucket, 10);
const minutes = (most: number): Part => ({
  measure: 'response',
  holds: (bucket) => bucket !== 'none' && Number(bucket) <= most,
});

const COHORT: Part = { measure: 'state', holds: (bucket) => bucket !== 'invalid' };
const OPEN = states('never_called', 'trying', 'consulting', 'booked');
const SAME_MONTH: Part = { measure: 'booked', holds: (bucket) => monthsAfter(bucket) === 0 };
const NEXT_MONTH: Part = { measure: 'booked', holds: (bucket) => monthsAfter(bucket) <= 1 };
const UNCONNECTED = states('trying', 'unreached');
const RESPONDED: Part = { measure: 'response', holds: (bucket) => bucket !== 'none' };
const KEPT: Part = { measure: 'promises', holds: (bucket) => bucket !== 'broken' };
const NEW_PATIENTS: Part = { measure: 'visits', holds: (bucket) => bucket === 'new' };
const RECONSULTED: Part = { measure: 'bookings', holds: (bucket) => bucket.startsWith('h') };

/** `of`: the denominator. `ofAll`: it is that of everybody, not of the key. `ofFigure`: whose rows are those of the denominator. */
type Summed = {
  readonly found: Part;
  readonly of?: Part;
  readonly ofAll?: true;
  readonly ofFigure?: FigureCode;
};

/** What each figure sums and is divided by. Those that are computed otherwise stand in `valueOf`. Spec: metrics. */
export const SUMS: Readonly<Record<FigureCode, Summed>> = {
  enquiries: { found: COHORT },
  sameMonthBooked: { found: SAME_MONTH },
  nextMonthBooked: { found: NEXT_MONTH },
  byNowBooked: { found: all('booked') },
  withoutBooking: { found: { measure: 'booked', holds: (bucket) => bucket.endsWith('v') } },
  visited: { found: all('visited') },
  sameMonth: { found: SAME_MONTH, of: COHORT },
  nextMonth: { found: NEXT_MONTH, of: COHORT },
  byNow: { found: all('booked'), of: COHORT },
  visitRate: { found: all('visited'), of: COHORT },
  gainPoints: { found: all('booked'), of: COHORT },
  gainRatio: { found: all('booked'), of: COHORT },
  unconnected: { found: UNCONNECTED },
  neverCalled: { found: states('never_called') },
  lost: { found: states('lost') },
  open: { found: OPEN },
  neglected: { found: all('neglected') },
  unconnectedShare: { found: UNCONNECTED, of: COHORT },
  neverCalledShare: { found: states('never_called'), of: COHORT },
  lostShare: { found: states('lost'), of: COHORT },
  neglectedShare: { found: all('neglected'), of: OPEN },
  invalid: { found: states('invalid') },
  invalidShare: { found: states('invalid'), of: all('state') },
  responseDue: { found: all('response') },
  responded: { found: RESPONDED },
  within5: { found: minutes(5), of: all('response') },
  within30: { found: minutes(30), of: all('response') },
  responseMedian: { found: RESPONDED, of: RESPONDED },
  responseP90: { found: RESPONDED, of: RESPONDED },
  promisesDue: { found: all('promises') },
  promisesKept: { found: KEPT },
  promisesKeptShare: { found: KEPT, of: all('promises') },
  connected: { found: { measure: 'attempts', holds: (bucket) => bucket.startsWith('c') } },
  notConnected: { found: { measure: 'attempts', holds: (bucket) => bucket.startsWith('n') } },
  connectedBy: { found: { measure: 'attempts', holds: (bucket) => bucket.startsWith('c') }, of: all('attempts') },
  newPatients: { found: NEW_PATIENTS },
  channelShare: { found: NEW_PATIENTS, of: NEW_PATIENTS, ofAll: true },
  bookings: { found: all('bookings') },
  reconsulted: { found: RECONSULTED },
  tries: { found: all('tries') },
  connects: { found: all('connects') },
  connectRate: { found: all('connects'), of: all('tries') },
  enquiryShare: { found: COHORT, of: COHORT, ofAll: true },
  spend: { found: all('spend') },
  costPerEnquiry: { found: all('spend'), of: COHORT, ofFigure: 'enquiries' },
  costPerBooked: { found: all('spend'), of: all('booked'), ofFigure: 'byNowBooked' },
  costPerNewPatient: { found: all('spend'), of: NEW_PATIENTS, ofFigure: 'newPatients' },
  bookingGoal: { found: all('goal') },
  goalReached: { found: all('bookings'), of: all('goal') },
};

/** How often each bucket of each measure was counted; of several months one beside the other. */
export type Counts = ReadonlyMap<Part['measure'], ReadonlyMap<string, number>>;

/** What was summed of a month is kept with it: a denominator is that of ten figures, and totals are of the same months. */
const summed = new WeakMap<Counts, Map<Part, number>>();

export function sumOf(counted: readonly Counts[], part: Part): number {
  let sum = 0;
  for (const counts of counted) {
    let known = summed.get(counts);
    if (!known) summed.set(counts, (known = new Map()));
    let one = known.get(part);
    if (one === undefined) {
      one = 0;
      for (const [bucket, n] of counts.get(part.measure) ?? []) if (part.holds(bucket)) one += n;
      known.set(part, one);
    }
    sum += one;
  }
  return sum;
}

export type Value = { readonly value: number | null; readonly of: number | null };

/** A figure of what was counted; `whole`: what was counted of everybody. Too few to say: null, with how many. Spec: metrics, n < 10. */
export function valueOf(code: FigureCode, counted: readonly Counts[], whole: readonly Counts[] = counted): Value {
  const { found, of, ofAll } = SUMS[code];
  if (needsGiven(code).some((measure) => !counted.some((counts) => counts.has(measure))))
    return { value: null, of: null };
  const sum = sumOf(counted, found);
  if (!of) return { value: sum, of: null };
  const base = sumOf(ofAll ? whole : counted, of);
  if (base < LEAST_OF_A_SCORE) return { value: null, of: base };
  if (code === 'responseMedian') return { value: quantile(counted, 0.5), of: base };
  if (code === 'responseP90') return { value: quantile(counted, 0.9), of: base };
  if (code === 'gainPoints') return { value: ((sum - sumOf(counted, SAME_MONTH)) / base) * 100, of: base };
  if (code === 'gainRatio') {
    const same = sumOf(counted, SAME_MONTH);
    return { value: same === 0 ? null : sum / same - 1, of: base };
  }
  if (FIGURES[code].unit === 'won') return { value: Math.round(sum / base), of: base };
  return { value: sum / base, of: base };
}

/** What somebody must have entered before there is such a figure. */
export function needsGiven(code: FigureCode): readonly GivenMeasure[] {
  const { found, of } = SUMS[code];
  return [found.measure, ...(of ? [of.measure] : [])].filter(isGiven);
}

/** The least number of minutes within which that share of those that had a response had it. */
function quantile(counted: readonly Counts[], share: number): number | null {
  const times = new Map<number, number>();
  let all = 0;
  for (const counts of counted) {
    for (const [bucket, n] of counts.get('response') ?? []) {
      if (!RESPONDED.holds(bucket)) continue;
      const minutes = Number(bucket);
      times.set(minutes, (times.get(minutes) ?? 0) + n);
      all += n;
    }
  }
  const rank = Math.ceil(all * share);
  let passed = 0;
  for (const minutes of Float64Array.from(times.keys()).sort()) {
    passed += times.get(minutes) ?? 0;
    if (passed >= rank) return minutes;
  }
  return null;
}

/** Of its buckets alone: `attempts` by number, the hours by name. Null where the metric has no buckets. */
export function bucketOf(metric: string, measure: Part['measure'], bucket: string): string | null {
  if (metric === 'attempts' && measure === 'attempts') return bucket.slice(1);
  if (metric === 'best-hours' && (measure === 'tries' || measure === 'connects')) return bucket;
  return null;
}

/** The measures of enquiries that a figure reads. */
export function measuresOf(code: FigureCode): readonly Measure[] {
  const { found, of } = SUMS[code];
  const more: Measure[] = code === 'gainPoints' || code === 'gainRatio' ? ['booked'] : [];
  const measures = [found.measure, ...(of ? [of.measure] : []), ...more];
  return [...new Set(measures.filter((measure): measure is Measure => !isGiven(measure)))];
}

/** Whether the figure opens a list. */
export function hasRows(code: FigureCode): boolean {
  return FIGURES[code].rows;
}
