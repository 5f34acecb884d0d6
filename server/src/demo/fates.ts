import type { Instant } from '../kernel/instant.ts';
import { DAY } from '../kernel/instant.ts';
import { CALLS_BEFORE, type MonthOfStory } from './story.ts';
import { shuffled, type Random } from './random.ts';

/** What comes of the talks with a person, one after the other. */
export type Step = 'book' | 'consult' | 'hold' | 'callback' | 'callback_open' | 'later' | 'decline' | 'ineligible';

/** What an enquiry will turn out to be; consultants do not know it. */
export type Fate = {
  readonly kind: 'same' | 'later' | 'talked' | 'silent' | 'wrong_number' | 'fake' | 'duplicate' | 'walk_in';
  /** The call that is answered first, from 1. */
  readonly answersAt: number;
  /** Not reached before; null = any time. */
  readonly answersFrom: Instant | null;
  readonly path: readonly Step[];
  /** A first booking not before. */
  readonly booksFrom: Instant | null;
};

const NEVER = 99;
const BOOKED_AT_ONCE: readonly (readonly [readonly Step[], number])[] = [
  [['book'], 50],
  [['consult', 'book'], 22],
  [['callback', 'book'], 16],
  [['hold', 'book'], 12],
];
const LOST: readonly (readonly [readonly Step[], number])[] = [
  [['decline'], 24],
  [['hold', 'decline'], 28],
  [['consult', 'hold', 'decline'], 15],
  [['consult', 'decline'], 14],
  [['callback', 'hold', 'decline'], 7],
  [['callback_open', 'decline'], 3],
  [['later', 'decline'], 4],
  [['ineligible'], 5],
];

export type Span = { readonly ends: Instant; readonly cadence: boolean; readonly cadenceSince: Instant };

/**
 * Fates of a month's arrivals, so that its shares are those of the story: L counts all but the invalid ones, walk-ins are booked at once,
 * who books in the month arrives while there is time for it.
 */
export function fatesOf(
  row: MonthOfStory,
  span: Span,
  arrivals: readonly { readonly at: Instant; readonly mayWalkIn: boolean }[],
  rnd: Random,
): Fate[] {
  const fates = new Map<number, Fate>();
  const order = shuffled([...arrivals.keys()], rnd);
  const take = (count: number, suits: (index: number) => boolean, make: () => Fate) => {
    let left = Math.max(0, Math.round(count));
    for (const index of order) {
      if (left === 0) break;
      if (fates.has(index) || !suits(index)) continue;
      fates.set(index, make());
      left -= 1;
    }
  };
  const any = () => true;
  const n = arrivals.length;
  take(n * 0.022, any, () => closed('wrong_number'));
  take(n * 0.007, any, () => closed('fake'));
  take(n * 0.013, any, () => closed('duplicate'));
  const counted = n - fates.size;
  const walkIns = counted * 0.014;
  take(
    walkIns,
    (index) => arrivals[index]?.mayWalkIn ?? false,
    () => closed('walk_in'),
  );
  const inTime = (days: number) => (index: number) => (arrivals[index]?.at ?? span.ends) < span.ends - days * DAY;
  take(counted * row.sameMonth - walkIns, inTime(3.5), () => ({
    kind: 'same',
    answersAt: rnd.weighted([
      [1, 70],
      [2, 22],
      [3, 8],
    ]),
    answersFrom: null,
    path: rnd.weighted(BOOKED_AT_ONCE),
    booksFrom: null,
  }));
  const gain = counted * (row.byNow - row.sameMonth);
  const gainByCalls = span.cadence ? 0.5 : 0.7;
  take(gain * gainByCalls, any, () => byCalling(span));
  take(gain * (1 - gainByCalls), inTime(2), () => ({
    kind: 'later',
    answersAt: rnd.weighted([
      [1, 80],
      [2, 20],
    ]),
    answersFrom: null,
    path: ['hold', 'book'],
    booksFrom: span.ends,
  }));
  // Those who come late in the month are not reached in it either, and some wait for a call that they asked for.
  take(counted * (row.unconnected - 0.02) - gain * gainByCalls, any, () => silent(span, rnd));
  return arrivals.map((_, index) => fates.get(index) ?? talked(span, rnd));
}

function closed(kind: Fate['kind']): Fate {
  return { kind, answersAt: 1, answersFrom: null, path: [], booksFrom: null };
}

/** Reached only by going on: next month, and from the old days only since the cadence. */
function byCalling({ cadence, ends, cadenceSince }: Span): Fate {
  const from = cadence ? ends : (Math.max(ends, cadenceSince) as Instant);
  return { kind: 'later', answersAt: 1, answersFrom: from, path: ['book'], booksFrom: from };
}

function silent({ cadence, ends, cadenceSince }: Span, rnd: Random): Fate {
  const reachedIn = rnd.chance(cadence ? 0.28 : 0.6);
  return {
    kind: 'silent',
    answersAt: reachedIn
      ? rnd.weighted([
          [3, 3],
          [4, 2],
          [5, 2],
        ])
      : NEVER,
    answersFrom: cadence ? ends : (Math.max(ends, cadenceSince) as Instant),
    path: rnd.weighted([
      [['decline'], 5],
      [['hold', 'decline'], 3],
    ]),
    booksFrom: null,
  };
}

function talked({ cadence }: Span, rnd: Random): Fate {
  const early: [number, number][] = [
    [1, 62],
    [2, 27],
    [CALLS_BEFORE, 11],
  ];
  return {
    kind: 'talked',
    answersAt: rnd.weighted(cadence ? [...early, [4, 6], [5, 4]] : early),
    answersFrom: null,
    path: rnd.weighted(LOST),
    booksFrom: null,
  };
}
