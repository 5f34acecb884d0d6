import { addDays, addMonths, laterDay, monthOf } from '../../../kernel/calendar-day.ts';
import { HOUR, MINUTE } from '../../../kernel/instant.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { addOpeningTime, findDay, isOpen, nextOpening, openDayOfMonth } from '../../../kernel/opening-hours.ts';
import type { SiteCalendar } from '../../../kernel/site-calendar.ts';
import { hasSlot, nextSlotFrom, slotsOf } from '../../../kernel/slots.ts';
import type { SlotWindow } from '../../../kernel/slots.ts';
import { dayOf } from '../../../kernel/zoned-time.ts';
import { isOpenStatus, noAnswerNumber, positionOf } from '../vocabulary.ts';
import type { StatusCode } from '../vocabulary.ts';
import {
  afterElapsed,
  CADENCE_ORDER,
  datedSlot,
  promiseAction,
  slotActionOr,
  timedAction,
  unschedulable,
} from './action.ts';
import { bookingAction } from './booking.ts';
import { lastCallSlot, ONE_ON_DUTY, reason } from './state.ts';
import type { Duty, EnquiryState, NextAction } from './state.ts';

const CALL_LIMIT_MINUTES = 30;
const CALL_GOAL_MINUTES = 5;
const CALLS_PER_PERSON_AND_HALF_HOUR = 6;

/**
 * The next action on entering a status, from the fields that the state already has (promise, date, booking); null for a
 * closed one. Every open status gets one, also on a site that never opens. Spec: domain §2, the table.
 */
export function nextActionOnEntering(
  status: StatusCode,
  state: EnquiryState,
  site: SiteCalendar,
  now: Instant,
  duty: Duty = ONE_ON_DUTY,
): NextAction | null {
  if (!isOpenStatus(status)) return null;
  switch (status) {
    case 'NEW':
      return assignAction(state, site, now);
    case 'WAITING':
      return firstCall(state, site, duty);
    case 'CALLBACK':
      return callBack(state, site, now);
    case 'LATER':
      return laterCall(state, site, now);
    case 'CONSULTING': {
      const contact = state.lastContactAt ?? now;
      const dueAt = afterElapsed(site, contact, 24 * HOUR);
      return timedAction(site, 'FOLLOW_UP', now, dueAt, reason('enquiries.next.follow_up', { hours: 24 }));
    }
    case 'HOLD':
      return datedCall(state, site, now, 0, reasonOfDated('enquiries.next.recontact', 1));
    case 'BOOKED':
      return state.booking ? bookingAction(site, state.booking, null, now) : unschedulable('GUIDE', now);
    case 'RESCHEDULING': {
      const dueAt = afterElapsed(site, now, 24 * HOUR);
      return timedAction(site, 'REBOOK', now, dueAt, reason('enquiries.next.rebook', { hours: 24 }));
    }
    case 'CANCELLED':
      return state.cancelledBy === 'clinic'
        ? apology(state, site, now)
        : datedCall(state, site, now, 0, cancelledReason(1));
    case 'NO_SHOW':
      return timedAction(site, 'CALL', now, afterElapsed(site, now, 2 * HOUR), noShowReason(1));
    default: {
      // NO_ANSWER_n comes with an action of the cadence; this is an imported one, whose slots are not known.
      const why = reason('enquiries.next.no_answer_imported', { unansweredDays: noAnswerNumber(status) ?? 0 });
      return slotActionOr(site, 'CALL', nextSlotFrom(site, now), now, why);
    }
  }
}

/** Dates of the dated chains, in days from day 0; a hold has its own date. Null is the no-show's call after two hours. */
const CHAIN_DAYS = { HOLD: [null], CANCELLED: [0, 3, 7], NO_SHOW: [null, 1, 3, 7] } as const;
export type DatedStatus = keyof typeof CHAIN_DAYS;

export function isDatedStatus(status: StatusCode): status is DatedStatus {
  return status in CHAIN_DAYS;
}

/**
 * The dated call number `step` (from 0) of 11, 14, 15: its date, or after the last date once more on the next open day in
 * another slot; null when that one was made too: two calls for a hold, four for a cancellation, five for a no-show.
 */
export function datedChainAction(
  state: EnquiryState,
  status: DatedStatus,
  site: SiteCalendar,
  now: Instant,
  step: number,
) {
  const total = CHAIN_DAYS[status].length + 1;
  if (step >= total) return null;
  const call = step + 1;
  if (status === 'HOLD') return datedCall(state, site, now, step, reasonOfDated('enquiries.next.recontact', call));
  return datedCall(state, site, now, step, status === 'CANCELLED' ? cancelledReason(call) : noShowReason(call));
}

/** The first (n = 1) or the sixth (n = 6) open day of the month after an enquiry became UNREACHED. */
export function passDay(site: SiteCalendar, enteredAt: Instant, n: 1 | 6) {
  return openDayOfMonth(site, addMonths(monthOf(dayOf(site.timeZone, enteredAt)), 1), n);
}

const cancelledReason = (call: number) => reasonOfDated('enquiries.next.rebook_cancelled', call);
const noShowReason = (call: number) => reasonOfDated('enquiries.next.rebook_no_show', call);

function reasonOfDated(code: string, call: number) {
  return reason(code, { call });
}

/** Five minutes of opening time from arrival, for the intake team. */
function assignAction(state: EnquiryState, site: SiteCalendar, now: Instant): NextAction {
  const dueAt = addOpeningTime(site, arrivalOf(state), 5 * MINUTE);
  return timedAction(site, 'ASSIGN', now, dueAt, reason('enquiries.next.assign', { minutes: 5 }));
}

/**
 * Thirty minutes of opening time from arrival, goal five. After hours the k-th since closing is due
 * 30 min × ⌈k ÷ (6 × people on duty)⌉ after opening, so that a week-end's enquiries are not all late at once.
 */
function firstCall(state: EnquiryState, site: SiteCalendar, duty: Duty): NextAction {
  const arrival = arrivalOf(state);
  const afterHours = !isOpen(site, arrival);
  const rounds = afterHours
    ? Math.ceil(Math.max(1, duty.order) / (CALLS_PER_PERSON_AND_HALF_HOUR * Math.max(1, duty.people)))
    : 1;
  const limitMinutes = CALL_LIMIT_MINUTES * rounds;
  const why = afterHours
    ? reason('enquiries.next.first_call_after_hours', { limitMinutes, order: duty.order })
    : reason('enquiries.next.first_call', { limitMinutes, goalMinutes: CALL_GOAL_MINUTES });
  return timedAction(site, 'CALL', arrival, addOpeningTime(site, arrival, limitMinutes * MINUTE), why);
}

/** Re-opened enquiries arrive again. */
function arrivalOf(state: EnquiryState): Instant {
  return state.lastLeftClosedAt ?? state.receivedAt;
}

function callBack(state: EnquiryState, site: SiteCalendar, now: Instant): NextAction {
  const promise = state.promise;
  const by = promise?.by ?? 'us';
  if (promise && promise.dueAt !== null) return promiseAction(promise.dueAt, reason('enquiries.next.promise', { by }));
  const evening = eveningFrom(site, now) ?? nextSlotFrom(site, now);
  return slotActionOr(site, 'CALL', evening, now, reason('enquiries.next.promise_no_time', { by }));
}

/** EV of today, or of the next day that has one, if EV's start is past. */
function eveningFrom(site: SiteCalendar, now: Instant): SlotWindow | null {
  const ahead = (day: Parameters<typeof slotsOf>[1]) => {
    const window = slotsOf(site, day).EV;
    return window && window.from >= now ? window : null;
  };
  const day = findDay(dayOf(site.timeZone, now), 1, (candidate) => ahead(candidate) !== null);
  const window = day === null ? null : ahead(day);
  return day !== null && window ? { day, slot: 'EV', window } : null;
}

/** The next day that has a slot, in the first of EV, PM, AM that exists and was not the last call's slot. */
function laterCall(state: EnquiryState, site: SiteCalendar, now: Instant): NextAction {
  const day = findDay(addDays(dayOf(site.timeZone, now), 1), 1, (candidate) => hasSlot(site, candidate));
  if (day === null) return unschedulable('CALL', now);
  const slots = slotsOf(site, day);
  const last = lastCallSlot(site, state.calls);
  const existing = CADENCE_ORDER.filter((slot) => slots[slot]);
  const slot = existing.find((candidate) => candidate !== last) ?? existing[0];
  const window = slot && slots[slot];
  return slotActionOr(site, 'CALL', slot && window ? { day, slot, window } : null, now, reason('enquiries.next.later'));
}

function datedCall(
  state: EnquiryState,
  site: SiteCalendar,
  now: Instant,
  step: number,
  why: ReturnType<typeof reason>,
) {
  const today = dayOf(site.timeZone, now);
  const earliest = step === 0 ? today : addDays(today, 1);
  const date = chainDate(state, site, step) ?? earliest;
  const lastSlot = lastCallSlot(site, state.calls);
  const chosen = datedSlot(site, { day: laterDay(date, earliest), notBefore: now, lastSlot });
  return slotActionOr(site, 'CALL', chosen, now, why);
}

function chainDate(state: EnquiryState, site: SiteCalendar, step: number) {
  const status = state.status;
  if (!isDatedStatus(status)) return null;
  if (status === 'HOLD') return step === 0 ? state.recontactOn : null;
  const offset = CHAIN_DAYS[status][step] ?? null;
  return offset === null ? null : addDays(dayOf(site.timeZone, state.chainSince), offset);
}

/** The clinic cancelled: an apology and a new time the same day, while there is any of it left. */
function apology(state: EnquiryState, site: SiteCalendar, now: Instant): NextAction {
  const why = reason('enquiries.next.apology', { call: 1 });
  const today = dayOf(site.timeZone, now);
  const lastSlot = lastCallSlot(site, state.calls);
  const chosen = datedSlot(site, { day: today, notBefore: now, lastSlot });
  if (chosen?.day === today) return slotActionOr(site, 'CALL', chosen, now, why);
  const left = addOpeningTime(site, now, 30 * MINUTE);
  return timedAction(site, 'CALL', now, left ?? nextOpening(site, now), why);
}

/** True where the state counts as consulted: 10–16. */
export function isConsulted(status: StatusCode): boolean {
  const position = positionOf(status);
  return position >= 10 && position <= 16;
}
