import { DAY, HOUR, MINUTE, plus } from '../../../kernel/instant.ts';
import type { Instant } from '../../../kernel/instant.ts';
import type { StatusCode } from '../vocabulary.ts';
import { isLate } from './clocks.ts';
import { FIRST_CLOCKS, IMPORTED_FIRST, SET_BY_HAND } from './state.ts';
import type { EnquiryState, NextAction, Reason } from './state.ts';

export type PriorityPart = Reason & { readonly points: number };
export type Priority = { readonly score: number; readonly parts: readonly PriorityPart[] };

/** What a status alone is worth: the nearer to a promise or to a lost person, the more. */
const STATUS_POINTS: Record<StatusCode, number> = {
  NEW: 30,
  WAITING: 30,
  NO_ANSWER_1: 20,
  NO_ANSWER_2: 18,
  NO_ANSWER_3: 16,
  NO_ANSWER_4: 14,
  NO_ANSWER_5: 12,
  CALLBACK: 28,
  LATER: 10,
  CONSULTING: 22,
  HOLD: 15,
  BOOKED: 18,
  RESCHEDULING: 26,
  CANCELLED: 20,
  NO_SHOW: 24,
  VISITED: 0,
  UNREACHED: 0,
  DECLINED: 0,
  INELIGIBLE: 0,
  INVALID: 0,
  DO_NOT_CONTACT: 0,
};

const LIKELIHOOD_POINTS = { H: 12, M: 6, L: 1 } as const;
const LATE = { points: 20, stepMinutes: 8, mostSteps: 30 };
const DUE = 10;
const NOT_YET = -40;
/** Above all that is not a promise, as late as it may be: `near` until some time after it, `points` from then on. */
const PROMISE = { near: 90, points: 25, before: 10 * MINUTE, after: 2 * HOUR };
/** Who asked just now comes next: each minute costs. `near` while the first clock runs and an hour after, `points` from then on. */
const ARRIVAL = { near: 65, points: 25, after: HOUR };
/** Below every new enquiry and every promise whose time has come, as late as it may be. */
const IMPORTED = -75;
/** A time that somebody chose is not waited for by the second. */
const CHOSEN_BEFORE = 10 * MINUTE;
const MOST_WAITING_DAYS = 10;

/**
 * The place in Today, higher first, from what the screen shows in words:
 * status (0–30) + lateness (20 when late, 10 when its window runs, 1 more for each 8 minutes late, at most 30; −40 before its window, or before a time
 * that somebody chose: an evening call is not made in the morning while anything else is left)
 * + a promise (90 from 10 minutes before it, or while its evening runs, until two hours after; then 25: a promise near or just past comes before anything
 * that has been late for long)
 * + the first clock of an arrival (65 while it runs and an hour after, then 25: who asks now comes before all that is late, and after a promise)
 * + likelihood (H 12, M 6, L 1) + waiting (1 a day since it came, at most 10)
 * + the first contact of an imported one (−75: a list of last year's comes after who is here now).
 * The same state at the same minute has the same score. A closed enquiry has 0. Spec: domain §1, last line.
 */
export function priorityOf(state: EnquiryState, now: Instant): Priority {
  const action = state.nextAction;
  if (!action) return { score: 0, parts: [] };
  const parts: PriorityPart[] = [part('status', { status: state.status }, STATUS_POINTS[state.status])];
  if (isLate(action, now)) {
    const minutes = Math.floor((now - action.windowTo) / MINUTE);
    const steps = Math.min(Math.floor(minutes / LATE.stepMinutes), LATE.mostSteps);
    parts.push(part('late', { minutes, ...largestUnit(minutes) }, LATE.points + steps));
  } else if (isEarly(action, now)) {
    parts.push(part('early', {}, NOT_YET));
  } else {
    parts.push(part('due', {}, DUE));
  }
  const promise = promiseRuns(state, action);
  if (promise && now >= promise.from) {
    const minutes = Math.round((now - promise.at) / MINUTE);
    const points = now <= promise.to + PROMISE.after ? PROMISE.near : PROMISE.points;
    parts.push(part('promise', { minutes, by: state.promise?.by ?? 'us' }, points));
  }
  if (FIRST_CLOCKS.includes(action.reason.code) && !isEarly(action, now)) {
    parts.push(part('arrival', {}, now <= action.windowTo + ARRIVAL.after ? ARRIVAL.near : ARRIVAL.points));
  }
  if (state.likelihood) {
    parts.push(part('likelihood', { likelihood: state.likelihood }, LIKELIHOOD_POINTS[state.likelihood]));
  }
  const days = Math.max(0, Math.floor((now - state.receivedAt) / DAY));
  if (days > 0) parts.push(part('waiting', { days }, Math.min(days, MOST_WAITING_DAYS)));
  if (action.reason.code === IMPORTED_FIRST) parts.push(part('imported', {}, IMPORTED));
  return { score: parts.reduce((sum, { points }) => sum + points, 0), parts };
}

function isEarly(action: NextAction, now: Instant): boolean {
  if (action.reason.code === SET_BY_HAND) return now < action.dueAt - CHOSEN_BEFORE;
  return now < action.windowFrom;
}

/** When a promise of a call-back calls for somebody: around its time, or the one that it was moved to; without a time while its evening runs. */
function promiseRuns({ status, promise }: EnquiryState, action: NextAction) {
  if (status !== 'CALLBACK') return null;
  const promisedAt = action.reason.code === SET_BY_HAND ? action.dueAt : (promise?.dueAt ?? null);
  if (promisedAt === null) return { from: action.windowFrom, at: action.windowFrom, to: action.windowTo };
  return { from: promisedAt - PROMISE.before, at: promisedAt, to: promisedAt };
}

/** As people say it, and as the screens do: 59 minutes, 3 hours, 2 days; never thousands of minutes. */
function largestUnit(minutes: number): { readonly count: number; readonly unit: 'minutes' | 'hours' | 'days' } {
  const passed = minutes * MINUTE;
  if (passed < HOUR) return { count: minutes, unit: 'minutes' };
  if (passed < DAY) return { count: Math.floor(passed / HOUR), unit: 'hours' };
  return { count: Math.floor(passed / DAY), unit: 'days' };
}

function part(code: string, params: Reason['params'], points: number): PriorityPart {
  return { code: `enquiries.priority.${code}`, params, points };
}

/**
 * `priorityOf` of one moment as tables, so that a statement can put millions in order without knowing the rule. Points of time that grow by
 * steps are times in ascending order: a row has one step for each of them that is *after* its own time. Times are whole milliseconds.
 */
export type PriorityTable = {
  readonly status: Readonly<Record<StatusCode, number>>;
  readonly likelihood: typeof LIKELIHOOD_POINTS;
  /** For a window that ended before `now`: `points` and a step for each of `after` that is later than its end. */
  readonly late: { readonly points: number; readonly after: readonly Instant[] };
  readonly due: number;
  readonly early: number;
  /** A time chosen by hand (`action_reason_code`) is early when it is later than `until`. */
  readonly chosen: { readonly reason: string; readonly until: Instant };
  /** For a promise of a call-back up to `until`: `near` where it ended at `since` or later, else `points`. */
  readonly promise: {
    readonly points: number;
    readonly near: number;
    readonly until: Instant;
    readonly since: Instant;
  };
  /** The first clock of an arrival that has begun: `near` where its window ended at `since` or later, else `points`. */
  readonly arrival: {
    readonly reasons: readonly string[];
    readonly points: number;
    readonly near: number;
    readonly since: Instant;
  };
  readonly imported: { readonly reason: string; readonly points: number };
  /** A step for each that is later than the arrival. */
  readonly waiting: readonly Instant[];
};

export function priorityTable(now: Instant): PriorityTable {
  return {
    status: STATUS_POINTS,
    likelihood: LIKELIHOOD_POINTS,
    late: { points: LATE.points, after: stepsBefore(now, LATE.stepMinutes * MINUTE, LATE.mostSteps) },
    due: DUE,
    early: NOT_YET,
    chosen: { reason: SET_BY_HAND, until: plus(now, CHOSEN_BEFORE) },
    promise: {
      points: PROMISE.points,
      near: PROMISE.near,
      until: plus(now, PROMISE.before),
      since: plus(now, -PROMISE.after),
    },
    arrival: {
      reasons: FIRST_CLOCKS,
      points: ARRIVAL.points,
      near: ARRIVAL.near,
      since: plus(now, -ARRIVAL.after),
    },
    imported: { reason: IMPORTED_FIRST, points: IMPORTED },
    waiting: stepsBefore(now, DAY, MOST_WAITING_DAYS),
  };
}

/** What is as old as a step is past it: a step ends one millisecond later. */
function stepsBefore(now: Instant, length: number, most: number): Instant[] {
  return Array.from({ length: most }, (_, index) => plus(now, (index - most) * length + 1));
}
