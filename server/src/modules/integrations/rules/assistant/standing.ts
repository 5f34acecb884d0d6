import { Standing as StandingSchema, type StatusCode } from '@anbu/contract';
import { priorOf } from './label-prior.ts';

/** Where an enquiry stands, as its effect on a cohort is told. Each status is in one. */
export const STANDINGS = StandingSchema.options;
export type Standing = (typeof STANDINGS)[number];

/** Unconnected: 3–9, and 17, which the list shows never in 10–16 (metrics, unconnected share). */
export function standingOf(code: StatusCode): Standing {
  if (code === 'NEW' || code === 'WAITING') return 'uncalled';
  if (/^NO_ANSWER|^CALLBACK$|^LATER$|^UNREACHED$/u.test(code)) return 'unconnected';
  if (code === 'CONSULTING') return 'consulting';
  if (code === 'HOLD') return 'held';
  if (code === 'BOOKED' || code === 'RESCHEDULING') return 'booked';
  if (code === 'CANCELLED' || code === 'NO_SHOW') return 'lostBooking';
  if (code === 'VISITED') return 'visited';
  return code === 'INVALID' ? 'invalid' : 'closed';
}

/** What a reader takes from the label's name alone: the standing that its words make likely, else unknown. */
export function standingByName(label: string): Standing {
  const sums = new Map<Standing, number>();
  const { shares, worded } = priorOf(label);
  if (!worded) return 'unknown';
  for (const [code, share] of Object.entries(shares) as [StatusCode, number][])
    sums.set(standingOf(code), (sums.get(standingOf(code)) ?? 0) + share);
  const [most] = [...sums].sort((a, b) => b[1] - a[1]);
  return most && most[1] >= PLAIN ? most[0] : 'unknown';
}

const PLAIN = 0.6;

export type CountedStanding = {
  readonly month: string;
  readonly from: Standing;
  readonly to: Standing;
  readonly count: number;
};
export type Tally = Readonly<Record<Standing, number>>;
export type Effect = {
  readonly enquiries: number;
  readonly before: Tally;
  readonly after: Tally;
  readonly months: readonly {
    readonly month: string;
    readonly enquiries: number;
    readonly before: Tally;
    readonly after: Tally;
  }[];
  readonly flows: readonly { readonly from: Standing; readonly to: Standing; readonly count: number }[];
};

/** The list's enquiries by what their labels' names say and by what they are read as: in all, by month of receipt, and from where to where. */
export function effectOf(counted: readonly CountedStanding[]): Effect {
  const months = Map.groupBy(counted, ({ month }) => month);
  const flows = Map.groupBy(counted, ({ from, to }) => `${from}>${to}`);
  return {
    enquiries: sumOf(counted),
    before: tally(counted, ({ from }) => from),
    after: tally(counted, ({ to }) => to),
    months: [...months]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([month, of]) => ({
        month,
        enquiries: sumOf(of),
        before: tally(of, ({ from }) => from),
        after: tally(of, ({ to }) => to),
      })),
    flows: [...flows.values()]
      .flatMap((of) => (of[0] ? [{ from: of[0].from, to: of[0].to, count: sumOf(of) }] : []))
      .sort((a, b) => b.count - a.count),
  };
}

/** Unconnected ÷ enquiries without invalid ones; null below ten, as every share (metrics). */
export function unconnectedShare(tallied: Tally): number | null {
  const cohort = STANDINGS.reduce((sum, one) => sum + tallied[one], 0) - tallied.invalid;
  return cohort < 10 ? null : Math.round((tallied.unconnected / cohort) * 1000) / 1000;
}

function tally(counted: readonly CountedStanding[], of: (one: CountedStanding) => Standing): Tally {
  const sums = Object.fromEntries(STANDINGS.map((one) => [one, 0])) as Record<Standing, number>;
  for (const one of counted) sums[of(one)] += one.count;
  return sums;
}

function sumOf(counted: readonly CountedStanding[]): number {
  return counted.reduce((sum, { count }) => sum + count, 0);
}
