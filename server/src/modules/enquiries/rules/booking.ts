import { MINUTE, plus } from '../../../kernel/instant.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { openDayBefore, openPieces } from '../../../kernel/opening-hours.ts';
import { nextSlotAfter, slotsOf } from '../../../kernel/slots.ts';
import { dayOf } from '../../../kernel/zoned-time.ts';
import type { ActionKind } from '../vocabulary.ts';
import { afterElapsed, slotAction, timedAction } from './action.ts';
import type { Practice } from './practice.ts';
import { reason } from './state.ts';
import type { Booking, EnquiryState, NextAction } from './state.ts';

const STEPS = ['GUIDE', 'CONFIRM', 'SAME_DAY', 'CHECK_ARRIVAL'] as const;
type Step = (typeof STEPS)[number];

function isStep(kind: ActionKind): kind is Step {
  return STEPS.some((step) => step === kind);
}

/**
 * The chain of a booking after `done` (null: from the start): GUIDE in 30 min → CONFIRM in EV of the open day before →
 * SAME_DAY opening + 30 min → CHECK_ARRIVAL start + 15 min. A step past, or not before the start (except CHECK_ARRIVAL), is
 * left out. Spec: domain §2.
 */
export function bookingAction(site: Practice, booking: Booking, done: Step | null, now: Instant): NextAction {
  const from = done === null ? 0 : STEPS.indexOf(done) + 1;
  for (const step of STEPS.slice(from)) {
    if (step === 'CHECK_ARRIVAL') break;
    const action = stepAction(site, booking, step, now);
    if (action && action.dueAt >= now && action.dueAt < booking.startsAt) return action;
  }
  const arrival = plus(booking.startsAt, site.presets.booking.arrivalMinutes * MINUTE);
  return timedAction(site, 'CHECK_ARRIVAL', now, arrival, reason('enquiries.next.check_arrival'));
}

/** The step was done by a talk: the chain goes on. CHECK_ARRIVAL stays late until 14, 15 or 16. */
export function bookingStepDone(state: EnquiryState, site: Practice, now: Instant): NextAction | null {
  const { booking, nextAction } = state;
  if (!booking || nextAction?.kind === 'CHECK_ARRIVAL') return nextAction;
  return bookingAction(site, booking, runningStep(nextAction), now);
}

/**
 * Nobody answered: once more in the next slot ahead if that is before the next step, else the next step. Gives the action
 * and the tries of its step. CHECK_ARRIVAL does not move.
 */
export function bookingStepUnanswered(
  state: EnquiryState,
  site: Practice,
  now: Instant,
): { readonly nextAction: NextAction | null; readonly chainStep: number } {
  const { booking, nextAction } = state;
  if (!booking || nextAction?.kind === 'CHECK_ARRIVAL') return { nextAction, chainStep: state.chainStep };
  const again = state.chainStep === 0 ? bookingRetry(state, site, now, 'enquiries.next.booking_again') : null;
  if (again) return { nextAction: again, chainStep: 1 };
  return { nextAction: bookingAction(site, booking, runningStep(nextAction), now), chainStep: 0 };
}

/** The same step in the next slot ahead; null when the next step or the start comes first. */
export function bookingRetry(state: EnquiryState, site: Practice, now: Instant, code: string): NextAction | null {
  const { booking, nextAction } = state;
  if (!booking || !nextAction) return null;
  const next = bookingAction(site, booking, runningStep(nextAction), now);
  const slot = nextSlotAfter(site, now);
  if (!slot || slot.window.from >= next.dueAt || slot.window.from >= booking.startsAt) return null;
  return slotAction(site, nextAction.kind, slot, reason(code, { slot: slot.slot }));
}

function runningStep(action: NextAction | null): Step | null {
  return action && isStep(action.kind) ? action.kind : null;
}

function stepAction(site: Practice, booking: Booking, step: Step, now: Instant): NextAction | null {
  const day = dayOf(site.timeZone, booking.startsAt);
  if (step === 'GUIDE') {
    const dueAt = afterElapsed(site, now, site.presets.booking.guideMinutes * MINUTE);
    return timedAction(site, 'GUIDE', now, dueAt, reason('enquiries.next.guide'));
  }
  if (step === 'CONFIRM') {
    const before = openDayBefore(site, day);
    if (before === null) return null;
    const slots = slotsOf(site, before);
    const slot = (['EV', 'PM', 'AM'] as const).find((candidate) => slots[candidate]);
    const window = slot && slots[slot];
    return slot && window
      ? slotAction(site, 'CONFIRM', { slot, window }, reason('enquiries.next.confirm', { slot }))
      : null;
  }
  const opening = openPieces(site, day)[0]?.from;
  if (opening === undefined) return null;
  const dueAt = plus(opening, site.presets.booking.sameDayMinutes * MINUTE);
  return timedAction(site, 'SAME_DAY', now, dueAt, reason('enquiries.next.same_day'));
}
