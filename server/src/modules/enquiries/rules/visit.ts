import type { Instant } from '../../../kernel/instant.ts';
import { isVisitWithoutBooking, positionOf } from '../vocabulary.ts';
import type { Canceller } from '../vocabulary.ts';
import { keep, moveTo } from './move.ts';
import type { Practice } from './practice.ts';
import { endingPromise } from './promise.ts';
import { reason } from './state.ts';
import type { Booking, Decision, EnquiryState } from './state.ts';

/**
 * A visit was recorded: 1–15, 17, 18 → 16; others keep their status. `withoutBooking` in the reason: it counts as booked at that
 * moment and is shown apart. Spec: domain §1 By rule.
 */
export function afterVisit(state: EnquiryState, visitAt: Instant, site: Practice): Decision {
  const position = positionOf(state.status);
  if (position === 16 || position >= 19) return keep(state);
  const withoutBooking = isVisitWithoutBooking(state.status, 'VISITED');
  const moved = moveTo(state, 'VISITED', visitAt, site, reason('enquiries.status.visited', { withoutBooking }));
  return endingPromise(state, moved, { now: visitAt });
}

export type AppointmentEnd =
  | { readonly kind: 'cancelled'; readonly by: Canceller; readonly at: Instant }
  | { readonly kind: 'no_show'; readonly at: Instant }
  | { readonly kind: 'arrived'; readonly at: Instant };

/**
 * The appointment tells its enquiry: 12 → 14, 15 or 16; an arrival is a visit in any status. For the appointment book, which is the next module:
 * until it comes nobody calls this. Spec: domain §1 By rule.
 */
export function afterAppointment(state: EnquiryState, end: AppointmentEnd, site: Practice): Decision {
  if (end.kind === 'arrived') return afterVisit(state, end.at, site);
  if (state.status !== 'BOOKED') return keep(state);
  if (end.kind === 'no_show') return moveTo(state, 'NO_SHOW', end.at, site, reason('enquiries.status.no_show'));
  const why = reason('enquiries.status.cancelled', { by: end.by });
  return moveTo(state, 'CANCELLED', end.at, site, why, { changes: { cancelledBy: end.by } });
}

/** The appointment has another time: the chain of 12 begins again with it. Other statuses only keep it. For the appointment book, as above. */
export function afterBookingMoved(state: EnquiryState, booking: Booking, site: Practice, now: Instant): Decision {
  if (state.status !== 'BOOKED') return keep(state, { booking });
  return moveTo(state, 'BOOKED', now, site, reason('enquiries.status.booking_moved'), { changes: { booking } });
}
