import { STATUS_CODES, type StatusCode } from '@anbu/contract';
import { addDays, type CalendarDay, type CalendarMonth } from '../../../kernel/calendar-day.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { dayOf, instantAt } from '../../../kernel/zoned-time.ts';
import { courseOf, WORK, type Stand } from './course.ts';
import type { History } from './history.ts';

type Call = { readonly at: Instant; readonly byUs: boolean; readonly connected: boolean };

/** What was known of an enquiry at the end of a day at its site, or now. */
export type Known = {
  readonly zone: string;
  readonly cohortMonth: CalendarMonth;
  readonly qualified: boolean;
  readonly imported: boolean;
  readonly patientKind: string;
  /** Null: it was not there yet. */
  readonly status: StatusCode | null;
  readonly everConsulted: boolean;
  /** The first booking, or visit without one. */
  readonly reached: { readonly at: Instant; readonly visit: boolean; readonly afterHold: boolean } | null;
  readonly visitedAt: Instant | null;
  readonly clocks: Stand | null;
  readonly late: boolean;
  /** Somebody here has worked on it. */
  readonly worked: boolean;
  /** Those that count, in order; `byUs`: a human attempt of ours. */
  readonly calls: readonly Call[];
  /** Promises that fell due. */
  readonly promises: readonly { readonly due: Instant; readonly result: 'kept' | 'customer_first' | 'broken' }[];
};

/** Place in the list of the 21, from 1. */
export const positionOf = (status: StatusCode): number => STATUS_CODES.indexOf(status) + 1;

/** Days on which what is known changed, in order: something was recorded or taken back, or a time went by. */
export function changeDays(history: History, zone: string, now: Instant): CalendarDay[] {
  const moments: (Instant | null)[] = [
    history.createdAt,
    ...history.events.map(({ recordedAt }) => recordedAt),
    ...history.calls.flatMap(({ recordedAt, voidedAt }) => [recordedAt, voidedAt]),
    ...history.acts.flatMap(({ at, voidedAt }) => [at, voidedAt]),
    ...history.promises.map(({ windowTo }) => windowTo),
    ...courseOf(history).map(({ windowTo }) => windowTo),
  ];
  // What will be late is not: `staleAt` says when to look again. What an import dates before it was here was known with it.
  const first = dayOf(zone, history.createdAt);
  const days = new Set<CalendarDay>([first]);
  for (const moment of moments) if (moment !== null && moment <= now) days.add(dayOf(zone, moment));
  return [...days].filter((day) => day >= first).sort();
}

/** The next moment at which time alone changes what is counted; null = none. */
export function staleAt({ clocks, promises }: History, now: Instant): Instant | null {
  const open = promises.filter(({ endedAt }) => endedAt === null).map(({ windowTo }) => windowTo);
  const next = [...open, ...(clocks.windowTo === null ? [] : [clocks.windowTo])].filter((moment) => moment >= now);
  return next.length === 0 ? null : (Math.min(...next) as Instant);
}

/** As of the end of `day`, by what had been recorded by then: later corrections change nothing of it. Spec: domain §2 (as-of), product P8. */
export function knownAt(history: History, zone: string, day: CalendarDay, now: Instant): Known {
  const midnight = instantAt(zone, addDays(day, 1), 0);
  const seen = (moment: Instant | null): moment is Instant => moment !== null && moment < midnight && moment <= now;
  const events = history.events.filter(({ recordedAt }) => seen(recordedAt));
  const voided = new Set(events.flatMap(({ voids }) => voids ?? []));
  const standing = events.filter(({ id, voids }) => voids === null && !voided.has(id));
  const acts = history.acts.filter(({ at, voidedAt }) => seen(at) && !seen(voidedAt));
  const clocks = courseOf(history).findLast(({ from }) => seen(from)) ?? null;
  const reached = firstOf(standing.filter(({ to }) => to === 'BOOKED' || to === 'VISITED'));
  const signedOf = new Map(history.acts.flatMap(({ callId, signed }) => (callId === null ? [] : [[callId, signed]])));
  const moment = midnight < now ? midnight : now;
  return {
    zone,
    cohortMonth: history.cohortMonth,
    qualified: history.qualified,
    imported: history.imported,
    patientKind: history.patientKind,
    status: standing.at(-1)?.to ?? null,
    everConsulted: standing.some(({ to }) => positionOf(to) >= 10 && positionOf(to) <= 16),
    reached: reached && {
      at: reached.validAt,
      visit: reached.to === 'VISITED',
      afterHold: standing.some((event) => event.to === 'HOLD' && isBefore(event, reached)),
    },
    visitedAt: firstOf(standing.filter(({ to }) => to === 'VISITED'))?.validAt ?? null,
    clocks,
    late: clocks !== null && clocks.windowTo !== null && clocks.windowTo < moment,
    worked: acts.some(({ kind, signed }) => signed && WORK.has(kind)),
    calls: history.calls
      .filter(({ recordedAt, voidedAt }) => seen(recordedAt) && !seen(voidedAt))
      .map(({ id, at, direction, outcome, signed }) => ({
        at,
        byUs: direction === 'outbound' && (signedOf.get(id) ?? signed),
        connected: outcome === 'CONNECTED',
      })),
    promises: duePromises(history, acts, { seen, moment }),
  };
}

type Seen = { readonly seen: (moment: Instant | null) => moment is Instant; readonly moment: Instant };

/** Promises that fell due: acted on, or their window went by. Not those replaced before, nor those taken back. */
function duePromises(history: History, acts: History['acts'], { seen, moment }: Seen): Known['promises'] {
  const made = new Set(acts.flatMap(({ promiseMade }) => promiseMade ?? []));
  const byAct = new Set(history.acts.flatMap(({ promiseMade }) => promiseMade ?? []));
  const ends = new Map(acts.flatMap((act) => (act.promiseEnded === null ? [] : [[act.promiseEnded, act] as const])));
  const endedByAct = new Set(history.acts.flatMap(({ promiseEnded }) => promiseEnded ?? []));
  return history.promises.flatMap(({ id, windowTo, madeAt, endedAt, result: last }) => {
    if (byAct.has(id) ? !made.has(id) : !seen(madeAt)) return [];
    const end = ends.get(id);
    const late = windowTo < moment ? 'broken' : null;
    const alone = !endedByAct.has(id) && seen(endedAt) ? last : late;
    const result = end ? (end.promiseResult ?? last) : alone;
    return result === 'kept' || result === 'customer_first' || result === 'broken' ? [{ due: windowTo, result }] : [];
  });
}

type Event = History['events'][number];

function isBefore(a: Event, b: Event): boolean {
  return a.validAt < b.validAt || (a.validAt === b.validAt && a.no < b.no);
}

function firstOf(events: readonly Event[]): Event | null {
  return events.reduce<Event | null>(
    (first, event) => (first === null || isBefore(event, first) ? event : first),
    null,
  );
}
