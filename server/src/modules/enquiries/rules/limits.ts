import { fromDayNumber, type CalendarDay } from '../../../kernel/calendar-day.ts';
import { DAY, plus } from '../../../kernel/instant.ts';
import type { Instant } from '../../../kernel/instant.ts';

/** Nobody plans a call or a booking beyond this: a year that slipped. Refused with enquiries.too_far_ahead { years }. */
export const YEARS_AHEAD = 2;
/** A booking is made for what is to come; one of yesterday evening may still be written down this morning. */
const BOOKING_LATE_BY = DAY;

export function isTooFarAhead(at: Instant, now: Instant): boolean {
  return at > furthest(now);
}

export function isDayTooFarAhead(day: CalendarDay, now: Instant): boolean {
  return day > fromDayNumber(Math.floor(furthest(now) / DAY));
}

/** `at`: now, or the time of the call that it was agreed in. */
export function isBookingTooLate(startsAt: Instant, at: Instant): boolean {
  return startsAt < plus(at, -BOOKING_LATE_BY);
}

function furthest(now: Instant): Instant {
  return plus(now, YEARS_AHEAD * 366 * DAY);
}
