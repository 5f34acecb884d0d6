import { addDays, addMonths, laterDay, monthOf } from '../../../kernel/calendar-day.ts';
import { HOUR, MINUTE } from '../../../kernel/instant.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { addOpeningTime, findDay, isOpen, nextOpening, openDayOfMonth } from '../../../kernel/opening-hours.ts';
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
import type { Practice } from './practice.ts';
import { IMPORTED_FIRST, lastCallSlot, ONE_ON_DUTY, reason } from './state.ts';
import type { Duty, EnquiryState, NextAction } from './state.ts';

/**
 * The next action on entering a status, from the fields that the state already has (promise, date, booking); null for a
 * closed one. Every open status gets one, also on a site that never opens. Spec: domain §2, the table.
 */
export function nextActionOnEntering(
  status: StatusCode,
  state: EnquiryState,
  site: Practice,
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
      const hours = site.presets.consultation.followUpHours;
      const dueAt = afterElapsed(site, contact, hours * HOUR);
      return timedAction(site, 'FOLLOW_UP', now, dueAt, reason('enquiries.next.follow_up', { hours }));
    }
    case 'HOLD':
      return datedCall(state, site, now, 0, reasonOfDated('enquiries.next.recontact', 1));
    case 'BOOKED':
      return state.booking ? bookingAction(site, state.booking, null, now) : unschedulable(site, 'GUIDE', now);
    case 'RESCHEDULING': {
      const hours = site.presets.consultation.rebookHours;
      const dueAt = afterElapsed(site, now, hours * HOUR);
      return timedAction(site, 'REBOOK', now, dueAt, reason('enquiries.next.rebook', { hours }));
    }
    case 'CANCELLED':
      return state.cancelledBy === 'clinic'
        ? apology(state, site, now)
        : datedCall(state, site, now, 0, cancelledReason(1));
    case 'NO_SHOW': {
      const dueAt = afterElapsed(site, now, site.presets.noShow.firstHours * HOUR);
      return timedAction(site, 'CALL', now, dueAt, noShowReason(1));
    }
    default: {
      // NO_ANSWER_n comes with an action of the cadence; this is an imported one, whose slots are not known.
      const why = reason('enquiries.next.no_answer_imported', { unansweredDays: noAnswerNumber(status) ?? 0 });
      return slotActionOr(site, 'CALL', nextSlotFrom(site, now), now, why);
    }
  }
}

const DATED_STATUSES = ['HOLD', 'CANCELLED', 'NO_SHOW'] as const;
export type DatedStatus = (typeof DATED_STATUSES)[number];

export function isDatedStatus(status: StatusCode): status is DatedStatus {
  return DATED_STATUSES.some((dated) => dated === status);
}

/** Dates of a dated chain, in days from day 0; a hold has its own date. Null is the no-show's call after some hours. */
function chainDays(site: Practice, status: DatedStatus): readonly (number | null)[] {
  const { cancelled, noShow } = site.presets;
  return { HOLD: [null], CANCELLED: cancelled.days, NO_SHOW: [null, ...noShow.days] }[status];
}

/**
 * The dated call number `step` (from 0) of 11, 14, 15: its date, or after the last date once more on the next open day in
 * another slot; null when that one was made too: as shipped two calls for a hold, four for a cancellation, five for a no-show.
 */
export function datedChainAction(state: EnquiryState, status: DatedStatus, site: Practice, now: Instant, step: number) {
  const total = chainDays(site, status).length + 1;
  if (step >= total) return null;
  const call = step + 1;
  if (status === 'HOLD') return datedCall(state, site, now, step, reasonOfDated('enquiries.next.recontact', call));
  return datedCall(state, site, now, step, status === 'CANCELLED' ? cancelledReason(call) : noShowReason(call));
}

/** The day of a pass (1 or 2) over an enquiry that became UNREACHED: as shipped the first, then the sixth open day of the month after. */
export function passDay(site: Practice, enteredAt: Instant, pass: 1 | 2) {
  const n = site.presets.passes.openDays[pass - 1] ?? 1;
  return openDayOfMonth(site, addMonths(monthOf(dayOf(site.timeZone, enteredAt)), 1), n);
}

const cancelledReason = (call: number) => reasonOfDated('enquiries.next.rebook_cancelled', call);
const noShowReason = (call: number) => reasonOfDated('enquiries.next.rebook_no_show', call);

function reasonOfDated(code: string, call: number) {
  return reason(code, { call });
}

/** Some minutes of opening time from arrival (five as shipped), for the intake team. */
function assignAction(state: EnquiryState, site: Practice, now: Instant): NextAction {
  const minutes = site.presets.firstResponse.ownerMinutes;
  const dueAt = addOpeningTime(site, arrivalOf(state), minutes * MINUTE);
  const why = isFromList(state) ? importedFirst('ASSIGN') : reason('enquiries.next.assign', { minutes });
  return timedAction(site, 'ASSIGN', now, dueAt, why);
}

/**
 * Thirty minutes of opening time from arrival, goal five. After hours the k-th since closing is due
 * limit × ⌈k ÷ (6 × people on duty)⌉ after opening, so that a week-end's enquiries are not all late at once.
 */
function firstCall(state: EnquiryState, site: Practice, duty: Duty): NextAction {
  const arrival = arrivalOf(state);
  const { limitMinutes: limit, goalMinutes, callsPerLimit } = site.presets.firstResponse;
  const afterHours = !isOpen(site, arrival);
  const rounds = afterHours ? Math.ceil(Math.max(1, duty.order) / (callsPerLimit * Math.max(1, duty.people))) : 1;
  const limitMinutes = limit * rounds;
  const arrived = afterHours
    ? reason('enquiries.next.first_call_after_hours', { limitMinutes, order: duty.order })
    : reason('enquiries.next.first_call', { limitMinutes, goalMinutes });
  const why = isFromList(state) ? importedFirst('CALL') : arrived;
  return timedAction(site, 'CALL', arrival, addOpeningTime(site, arrival, limitMinutes * MINUTE), why);
}

/** Its clock ran out elsewhere: late, and so neglected, until its first act here; but no arrival that somebody waits for by the minute. */
function isFromList(state: EnquiryState): boolean {
  return state.imported && state.lastLeftClosedAt === null;
}

const importedFirst = (kind: 'ASSIGN' | 'CALL') => reason(IMPORTED_FIRST, { kind });

/** Re-opened enquiries arrive again. */
function arrivalOf(state: EnquiryState): Instant {
  return state.lastLeftClosedAt ?? state.receivedAt;
}

function callBack(state: EnquiryState, site: Practice, now: Instant): NextAction {
  const promise = state.promise;
  const by = promise?.by ?? 'us';
  if (promise && promise.dueAt !== null)
    return promiseAction(site, promise.dueAt, reason('enquiries.next.promise', { by }));
  const evening = eveningFrom(site, now) ?? nextSlotFrom(site, now);
  return slotActionOr(site, 'CALL', evening, now, reason('enquiries.next.promise_no_time', { by }));
}

/** EV of today, or of the next day that has one, if EV's start is past. */
function eveningFrom(site: Practice, now: Instant): SlotWindow | null {
  const ahead = (day: Parameters<typeof slotsOf>[1]) => {
    const window = slotsOf(site, day).EV;
    return window && window.from >= now ? window : null;
  };
  const day = findDay(dayOf(site.timeZone, now), 1, (candidate) => ahead(candidate) !== null);
  const window = day === null ? null : ahead(day);
  return day !== null && window ? { day, slot: 'EV', window } : null;
}

/** The next day that has a slot, in the first of EV, PM, AM that exists and was not the last call's slot. */
function laterCall(state: EnquiryState, site: Practice, now: Instant): NextAction {
  const day = findDay(addDays(dayOf(site.timeZone, now), 1), 1, (candidate) => hasSlot(site, candidate));
  if (day === null) return unschedulable(site, 'CALL', now);
  const slots = slotsOf(site, day);
  const last = lastCallSlot(site, state.calls);
  const existing = CADENCE_ORDER.filter((slot) => slots[slot]);
  const slot = existing.find((candidate) => candidate !== last) ?? existing[0];
  const window = slot && slots[slot];
  return slotActionOr(site, 'CALL', slot && window ? { day, slot, window } : null, now, reason('enquiries.next.later'));
}

function datedCall(state: EnquiryState, site: Practice, now: Instant, step: number, why: ReturnType<typeof reason>) {
  const today = dayOf(site.timeZone, now);
  const earliest = step === 0 ? today : addDays(today, 1);
  const date = chainDate(state, site, step) ?? earliest;
  const lastSlot = lastCallSlot(site, state.calls);
  const chosen = datedSlot(site, { day: laterDay(date, earliest), notBefore: now, lastSlot });
  return slotActionOr(site, 'CALL', chosen, now, why);
}

function chainDate(state: EnquiryState, site: Practice, step: number) {
  const status = state.status;
  if (!isDatedStatus(status)) return null;
  if (status === 'HOLD') return step === 0 ? state.recontactOn : null;
  const offset = chainDays(site, status)[step] ?? null;
  return offset === null ? null : addDays(dayOf(site.timeZone, state.chainSince), offset);
}

/** The clinic cancelled: an apology and a new time the same day, while there is any of it left. */
function apology(state: EnquiryState, site: Practice, now: Instant): NextAction {
  const why = reason('enquiries.next.apology', { call: 1 });
  const today = dayOf(site.timeZone, now);
  const lastSlot = lastCallSlot(site, state.calls);
  const chosen = datedSlot(site, { day: today, notBefore: now, lastSlot });
  if (chosen?.day === today) return slotActionOr(site, 'CALL', chosen, now, why);
  const left = addOpeningTime(site, now, site.presets.firstResponse.limitMinutes * MINUTE);
  return timedAction(site, 'CALL', now, left ?? nextOpening(site, now), why);
}

/** True where the state counts as consulted: 10–16. */
export function isConsulted(status: StatusCode): boolean {
  const position = positionOf(status);
  return position >= 10 && position <= 16;
}
