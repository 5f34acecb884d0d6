import { addDays, laterDay } from '../../../kernel/calendar-day.ts';
import type { CalendarDay } from '../../../kernel/calendar-day.ts';
import { MINUTE, plus } from '../../../kernel/instant.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { addOpeningTime, findDay, nextOpening } from '../../../kernel/opening-hours.ts';
import type { Interval } from '../../../kernel/opening-hours.ts';
import { ok, refuse, refuseFields } from '../../../kernel/outcome.ts';
import type { Outcome } from '../../../kernel/outcome.ts';
import { slotsOf } from '../../../kernel/slots.ts';
import type { Slot, SlotWindow } from '../../../kernel/slots.ts';
import { dayOf } from '../../../kernel/zoned-time.ts';
import type { ActionKind } from '../vocabulary.ts';
import { isTooFarAhead, YEARS_AHEAD } from './limits.ts';
import type { Practice } from './practice.ts';
import { IMPORTED_FIRST, reason as reasonOf, SET_BY_HAND } from './state.ts';
import type { EnquiryState, NextAction, Reason } from './state.ts';

/** "The first of EV, AM, PM": dated calls. Spec: domain §2. */
export const DATED_ORDER: readonly Slot[] = ['EV', 'AM', 'PM'];
/** "The first of EV, PM, AM": rule 3 and LATER. Spec: domain §3. */
export const CADENCE_ORDER: readonly Slot[] = ['EV', 'PM', 'AM'];

/** Window = the slot (or what is left of it), due at its start. */
export function slotAction(
  site: Practice,
  kind: ActionKind,
  chosen: { readonly slot: Slot; readonly window: Interval },
  reason: Reason,
): NextAction {
  const { from, to } = chosen.window;
  return escalating(site, { kind, dueAt: from, windowFrom: from, windowTo: to, slot: chosen.slot, reason });
}

/** Window from when it was set, or the next opening, to `dueAt`. */
export function timedAction(
  site: Practice,
  kind: ActionKind,
  setAt: Instant,
  dueAt: Instant | null,
  reason: Reason,
): NextAction {
  if (dueAt === null) return unschedulable(site, kind, setAt);
  const opening = nextOpening(site, setAt) ?? setAt;
  const windowFrom = opening < dueAt ? opening : dueAt;
  return escalating(site, { kind, dueAt, windowFrom, windowTo: dueAt, slot: null, reason });
}

/** A promise with a time: ±10 min, pool +10, team leader +30 (presets), at whatever hour was promised. */
export function promiseAction(site: Practice, dueAt: Instant, reason: Reason): NextAction {
  const { windowMinutes, leaderMinutes } = site.presets.promise;
  const windowTo = plus(dueAt, windowMinutes * MINUTE);
  return {
    kind: 'CALL',
    dueAt,
    windowFrom: plus(dueAt, -windowMinutes * MINUTE),
    windowTo,
    slot: null,
    poolAt: windowTo,
    escalateAt: plus(dueAt, leaderMinutes * MINUTE),
    reason,
  };
}

/** A site whose calendar has no opening cannot date anything: the action is due at once, so that somebody sees it. */
export function unschedulable(site: Practice, kind: ActionKind, now: Instant): NextAction {
  const reason = reasonOf('enquiries.next.site_never_opens');
  return {
    kind,
    dueAt: now,
    windowFrom: now,
    windowTo: now,
    slot: null,
    poolAt: now,
    escalateAt: plus(now, toLeader(site)),
    reason,
  };
}

/** Elapsed time that ends outside opening moves to the next opening. Null for a site that never opens. */
export function afterElapsed(site: Practice, from: Instant, milliseconds: number): Instant | null {
  return nextOpening(site, plus(from, milliseconds));
}

/**
 * A dated call: on its day or the next open day, the first of EV, AM, PM that exists, starts at `notBefore` or later and is
 * not `lastSlot`; where neither day has another slot, the last call's slot again. Spec: domain §2.
 */
export function datedSlot(
  site: Practice,
  wanted: { readonly day: CalendarDay; readonly notBefore: Instant; readonly lastSlot: Slot | null },
): SlotWindow | null {
  const ahead = (day: CalendarDay): SlotWindow[] =>
    DATED_ORDER.flatMap((slot) => {
      const window = slotsOf(site, day)[slot];
      return window && window.from >= wanted.notBefore ? [{ day, slot, window }] : [];
    });
  const start = laterDay(wanted.day, dayOf(site.timeZone, wanted.notBefore));
  const first = findDay(start, 1, (day) => ahead(day).length > 0);
  if (first === null) return null;
  const second = findDay(addDays(first, 1), 1, (day) => ahead(day).length > 0);
  const candidates = [...ahead(first), ...(second === null ? [] : ahead(second))];
  return candidates.find(({ slot }) => slot !== wanted.lastSlot) ?? candidates[0] ?? null;
}

export function slotActionOr(
  site: Practice,
  kind: ActionKind,
  chosen: SlotWindow | null,
  now: Instant,
  reason: Reason,
): NextAction {
  if (!chosen) return unschedulable(site, kind, now);
  return slotAction(site, kind, chosen, { ...reason, params: { ...reason.params, slot: chosen.slot } });
}

/**
 * Due now, or at the next opening; an action that is due earlier stays as it is, but not the first contact of an imported one: the person is here now.
 * CHECK_ARRIVAL never moves.
 */
export function dueNow(site: Practice, action: NextAction, now: Instant, reason: Reason): NextAction {
  const dueAt = nextOpening(site, now) ?? now;
  if (action.kind === 'CHECK_ARRIVAL') return action;
  if (action.dueAt <= dueAt && action.reason.code !== IMPORTED_FIRST) return action;
  return timedAction(site, action.kind, now, dueAt, reason);
}

/**
 * A person sets another time for the next action (`PATCH …/next-action`), the same kind. Refuses enquiries.already_closed,
 * enquiries.action_fixed { kind } (CHECK_ARRIVAL does not move) and, by field, enquiries.due_in_past and enquiries.too_far_ahead { years }.
 */
export function moveNextAction(state: EnquiryState, dueAt: Instant, site: Practice, now: Instant): Outcome<NextAction> {
  const action = state.nextAction;
  if (!action) return refuse('enquiries.already_closed', { status: state.status }, 409);
  if (action.kind === 'CHECK_ARRIVAL') return refuse('enquiries.action_fixed', { kind: action.kind }, 409);
  if (dueAt < now) return refuseFields([{ field: 'dueAt', code: 'enquiries.due_in_past', params: {} }]);
  if (isTooFarAhead(dueAt, now)) {
    return refuseFields([{ field: 'dueAt', code: 'enquiries.too_far_ahead', params: { years: YEARS_AHEAD } }]);
  }
  return ok(timedAction(site, action.kind, now, dueAt, reasonOf(SET_BY_HAND)));
}

function escalating(site: Practice, action: Omit<NextAction, 'poolAt' | 'escalateAt'>): NextAction {
  const later = toLeader(site);
  const escalateAt = addOpeningTime(site, action.windowTo, later) ?? plus(action.windowTo, later);
  return { ...action, poolAt: action.windowTo, escalateAt };
}

/** From the end of an action's window to the team leader. */
function toLeader(site: Practice): number {
  return site.presets.leader.minutes * MINUTE;
}
