import type { Instant } from '../../../kernel/instant.ts';
import { positionOf } from '../vocabulary.ts';
import { dueNow } from './action.ts';
import { later } from './apply.ts';
import { bookingStepDone } from './booking.ts';
import { keep, moveTo } from './move.ts';
import type { Practice } from './practice.ts';
import { reason } from './state.ts';
import type { Decision, EnquiryState } from './state.ts';

/**
 * The person wrote: a message, a form, a second enquiry. 3–7, 9, 17, 18 → 10; 1, 2, 10–15 keep the status and the next
 * action is due now (at the next opening); 8 shows it and the promise stays; 16, 19–21 stay closed: `judgeSecondEnquiry`
 * says what a new enquiry of theirs is. Spec: domain §1 By rule.
 */
export function afterReply(state: EnquiryState, at: Instant, site: Practice): Decision {
  const replied: EnquiryState = { ...state, lastContactAt: later(state.lastContactAt, at) };
  const position = positionOf(state.status);
  if ((position >= 3 && position <= 7) || position === 9 || position === 17 || position === 18) {
    return moveTo(replied, 'CONSULTING', at, site, reason('enquiries.status.replied'));
  }
  if (!state.nextAction || position === 8) return keep(replied);
  return keep(replied, { nextAction: dueNow(site, state.nextAction, at, reason('enquiries.next.replied')) });
}

/** She comes, and says so without a call: the step of the booking is done and the chain goes on. Spec: domain §2, B7. */
export function afterBookingConfirmed(state: EnquiryState, at: Instant, site: Practice, now: Instant): Decision {
  const replied: EnquiryState = { ...state, lastContactAt: later(state.lastContactAt, at) };
  return keep(replied, { nextAction: bookingStepDone(state, site, now), chainStep: 0 });
}
