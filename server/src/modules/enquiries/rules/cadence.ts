import { HOUR, plus } from '../../../kernel/instant.ts';
import type { Instant } from '../../../kernel/instant.ts';
import type { CalendarDay } from '../../../kernel/calendar-day.ts';
import { minutesOf } from '../../../kernel/site-calendar.ts';
import { nextDayWithSlot, slotOf, slotsOf } from '../../../kernel/slots.ts';
import type { Slot } from '../../../kernel/slots.ts';
import { dayOf, minuteOfDay } from '../../../kernel/zoned-time.ts';
import { isCadenceStatus } from '../vocabulary.ts';
import { CADENCE_ORDER, slotAction, unschedulable } from './action.ts';
import type { Practice } from './practice.ts';
import { isUnansweredOutbound, liveCalls, reason } from './state.ts';
import type { EnquiryCall, EnquiryState, InformationDue, NextAction } from './state.ts';

/** A site day with an unanswered outbound call after the day's last connect; its unanswered calls in order. */
export type UnansweredDay = { readonly day: CalendarDay; readonly calls: readonly EnquiryCall[] };

export type Tally = {
  /** Unanswered days, an imported count included. */
  readonly u: number;
  readonly imported: number;
  readonly days: readonly UnansweredDay[];
};

/** Unanswered days since creation or the last leaving of 17–21, counting calls made in 1–8 only. Spec: domain §3. */
export function unansweredDays(state: EnquiryState, site: Practice): Tally {
  const since = state.lastLeftClosedAt;
  const counted = (call: EnquiryCall) => isCadenceStatus(call.statusWhenMade) && (since === null || call.at >= since);
  const days = groupDays(state.calls, site, counted);
  // An imported count belongs to the life before the enquiry was closed.
  const imported = since === null ? state.importedUnansweredDays : 0;
  return { u: imported + days.length, imported, days };
}

/** LATER's own unanswered days, from the day it was set. */
export function laterUnansweredDays(state: EnquiryState, site: Practice): Tally {
  const days = groupDays(state.calls, site, (call) => call.statusWhenMade === 'LATER' && call.at >= state.chainSince);
  return { u: days.length, imported: 0, days };
}

/** Unanswered days of 10 and 13 since the chain began. */
export function chainUnansweredDays(state: EnquiryState, site: Practice): number {
  return groupDays(state.calls, site, (call) => call.at >= state.chainSince).length;
}

/**
 * The next call of the cadence after the last unanswered call: rules 2 and 3 of domain §3. Counted from the calls alone:
 * what should have happened by now is late, not moved. Null after the last day (rule 1: u ≥ 7) or when nothing was unanswered.
 */
export function cadenceAction(state: EnquiryState, site: Practice, tally: Tally): NextAction | null {
  const last = tally.days.at(-1);
  const call = last?.calls.at(-1);
  if (!last || !call || tally.u >= site.presets.cadence.lastDay) return null;
  const later = state.status === 'LATER';
  const sameDay = later ? null : sameDayEvening(site, tally, last, call);
  if (sameDay) return sameDay;
  const evenings = !later && state.promise !== null && state.promise.dueAt === null;
  return nextDayCall(site, tally, last, evenings) ?? unschedulable(site, 'CALL', call.at);
}

/** After the unanswered days 1, 3 and 5, and before the call of the sixth; only where this call made a new day. */
export function informationDue(
  site: Practice,
  before: Tally,
  after: Tally,
  action: NextAction | null,
  now: Instant,
): InformationDue[] {
  if (after.u <= before.u) return [];
  const { informationAfterDays, informationBeforeCall } = site.presets.cadence;
  const due: InformationDue[] = [];
  if (informationAfterDays.includes(after.u)) {
    due.push({ code: 'after_unanswered_day', unansweredDays: after.u, at: now });
  }
  if (after.u === informationBeforeCall - 1 && action) {
    due.push({ code: 'before_sixth_call', unansweredDays: after.u, at: plus(action.windowFrom, -HOUR) });
  }
  return due;
}

/** Rule 2: u = 1, the day's only call, before 15:00, EV exists: EV today, two hours later at the earliest. */
function sameDayEvening(site: Practice, tally: Tally, last: UnansweredDay, call: EnquiryCall): NextAction | null {
  const evening = slotsOf(site, last.day).EV;
  if (tally.u !== 1 || last.calls.length !== 1 || !evening) return null;
  const { sameDayBefore, sameDayHours } = site.presets.cadence;
  if (minuteOfDay(site.timeZone, call.at) >= minutesOf(sameDayBefore)) return null;
  const rested = plus(call.at, sameDayHours * HOUR);
  const from = evening.from > rested ? evening.from : rested;
  if (from >= evening.to) return null;
  const why = reason('enquiries.next.no_answer_same_day', { unansweredDays: 1, slot: 'EV' });
  return slotAction(site, 'CALL', { slot: 'EV', window: { from, to: evening.to } }, why);
}

/** Rule 3: the next day that has a slot, in the planned slot, or else in one that the last unanswered day did not try. */
function nextDayCall(site: Practice, tally: Tally, last: UnansweredDay, evenings: boolean): NextAction | null {
  const day = nextDayWithSlot(site, last.day);
  if (day === null) return null;
  const slots = slotsOf(site, day);
  const tried = last.calls.map((call) => slotOf(site, call.at));
  const planned = plannedSlot(site, tally);
  const params = { unansweredDays: tally.u };
  const choose = (slot: Slot, code: string) => {
    const window = slots[slot];
    return window && slotAction(site, 'CALL', { slot, window }, reason(code, { ...params, slot, planned }));
  };
  if (evenings && slots.EV) return choose('EV', 'enquiries.next.no_answer_promised_evening');
  if (slots[planned] && !tried.includes(planned)) return choose(planned, 'enquiries.next.no_answer_planned');
  const fresh = CADENCE_ORDER.find((slot) => slots[slot] && !tried.includes(slot));
  const any = fresh ?? CADENCE_ORDER.find((slot) => slots[slot]);
  return any ? choose(any, fresh ? 'enquiries.next.no_answer_other_slot' : 'enquiries.next.no_answer_only_slot') : null;
}

function plannedSlot(site: Practice, tally: Tally): Slot {
  // The slots of imported calls are not known: their first day tells nothing.
  const first = tally.imported === 0 ? tally.days[0] : undefined;
  const morning = first?.calls.some((call) => slotOf(site, call.at) === 'AM') ?? false;
  const { plan, planAfterMorning } = site.presets.cadence;
  return (morning ? planAfterMorning : plan)[tally.u - 1] ?? 'EV';
}

function groupDays(
  calls: readonly EnquiryCall[],
  site: Practice,
  counted: (call: EnquiryCall) => boolean,
): UnansweredDay[] {
  const days = new Map<CalendarDay, { calls: EnquiryCall[]; sinceConnect: number }>();
  for (const call of liveCalls(calls)) {
    const day = dayOf(site.timeZone, call.at);
    const entry = days.get(day) ?? { calls: [], sinceConnect: 0 };
    days.set(day, entry);
    if (call.outcome === 'CONNECTED') entry.sinceConnect = 0;
    else if (isUnansweredOutbound(call) && counted(call)) {
      entry.calls.push(call);
      entry.sinceConnect++;
    }
  }
  // A connect ends its day's count: only what came after it is unanswered. Of two at the same minute the later recorded one is the later.
  return [...days].flatMap(([day, { calls: unanswered, sinceConnect }]) =>
    sinceConnect > 0 ? [{ day, calls: unanswered }] : [],
  );
}
