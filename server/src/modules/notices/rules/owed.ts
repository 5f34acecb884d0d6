import type { StatusCode } from '@anbu/contract';
import { addDays } from '../../../kernel/calendar-day.ts';
import type { Id } from '../../../kernel/ids.ts';
import { DAY, HOUR, MINUTE, plus, type Instant } from '../../../kernel/instant.ts';
import { isOpen, nextOpening, openPieces } from '../../../kernel/opening-hours.ts';
import { minutesOf, type SiteCalendar } from '../../../kernel/site-calendar.ts';
import { dayOf, instantAt } from '../../../kernel/zoned-time.ts';
import type { Owed, Settings } from '../vocabulary.ts';

/** Nobody waits longer for the word that her enquiry came. */
const RECEIVED_HOURS = 12;

const NOBODY = { memberId: null, bookingId: null, refId: null, params: {} } as const;

export type Received = {
  readonly id: Id;
  readonly personId: Id;
  readonly receivedAt: Instant;
  readonly status: StatusCode;
  readonly imported: boolean;
};

/**
 * That an enquiry came: at once, after hours with the next opening (domain §2). Nothing for one that is no longer new, was imported, or is entered long
 * after it came.
 */
export function owedOnArrival(enquiry: Received, site: SiteCalendar, settings: Settings, now: Instant): Owed[] {
  const { id, personId, receivedAt, status, imported } = enquiry;
  if (imported || (status !== 'NEW' && status !== 'WAITING')) return [];
  const opening = isOpen(site, receivedAt) ? null : nextOpening(site, receivedAt);
  const occasion = opening === null ? 'enquiry_received' : 'enquiry_after_hours';
  const usefulUntil = opening ?? plus(receivedAt, RECEIVED_HOURS * HOUR);
  if (!settings.get(occasion)?.active || usefulUntil <= now) return [];
  const params = opening === null ? {} : { opening };
  return [{ ...NOBODY, occasion, subject: id, personId, enquiryId: id, params, dueAt: now, usefulUntil }];
}

export type Information = {
  readonly enquiryId: Id;
  readonly personId: Id;
  readonly code: 'after_unanswered_day' | 'before_sixth_call';
  readonly unansweredDays: number;
  readonly at: Instant;
};

/** What is said after an unanswered day, and in the hour before the call of the sixth (domain §3). Once for each day of a cadence. */
export function owedInformation(due: Information, settings: Settings, now: Instant): Owed[] {
  const before = due.code === 'before_sixth_call';
  const occasion = before ? 'before_sixth_call' : 'unanswered_day';
  const usefulUntil = plus(due.at, before ? HOUR : DAY);
  if (!settings.get(occasion)?.active || usefulUntil <= now) return [];
  const { enquiryId, personId, unansweredDays } = due;
  // The same number of days in a later cadence is another day.
  const subject = `${enquiryId} ${unansweredDays} ${Math.floor(due.at / DAY)}`;
  const dueAt = Math.max(due.at, now) as Instant;
  return [{ ...NOBODY, occasion, subject, personId, enquiryId, params: { unansweredDays }, dueAt, usefulUntil }];
}

export type Booked = {
  readonly id: Id;
  readonly enquiryId: Id;
  readonly personId: Id;
  readonly startsAt: Instant;
  /** It takes the place of one that was moved. */
  readonly moved: boolean;
};

/** The guide to a booking, after the minutes in which it may be taken back; the days before it, and its day. A step whose time is past is left out (domain §2). */
export function owedOnBooking(booking: Booked, site: SiteCalendar, settings: Settings, now: Instant): Owed[] {
  const { id, enquiryId, personId, startsAt, moved } = booking;
  const owed = (occasion: Owed['occasion'], dueAt: Instant): Owed[] =>
    settings.get(occasion)?.active && dueAt < startsAt
      ? [{ ...NOBODY, occasion, subject: id, personId, enquiryId, bookingId: id, dueAt, usefulUntil: startsAt }]
      : [];
  const guide = moved ? 'booking_moved' : 'booking_made';
  const day = dayOf(site.timeZone, startsAt);
  const before = settings.get('booking_day_before');
  const sameDay = settings.get('booking_same_day');
  const [opening] = openPieces(site, day);
  const steps: [Owed['occasion'], Instant | null][] = [
    [
      'booking_day_before',
      instantAt(site.timeZone, addDays(day, -(before?.days ?? 1)), minutesOf(before?.time ?? '10:00')),
    ],
    ['booking_same_day', opening ? plus(opening.from, (sameDay?.minutes ?? 30) * MINUTE) : null],
  ];
  return [
    ...owed(guide, plus(now, (settings.get(guide)?.minutes ?? 10) * MINUTE)),
    ...steps.flatMap(([occasion, at]) => (at !== null && at > now ? owed(occasion, at) : [])),
  ];
}

/** A cancellation, after the minutes in which it may be taken back. */
export function owedOnCancelling(
  enquiry: { readonly id: Id; readonly personId: Id; readonly eventId: Id },
  settings: Settings,
  now: Instant,
): Owed[] {
  const setting = settings.get('booking_cancelled');
  if (!setting?.active) return [];
  const { id, personId, eventId } = enquiry;
  const dueAt = plus(now, (setting.minutes ?? 10) * MINUTE);
  return [
    {
      ...NOBODY,
      occasion: 'booking_cancelled',
      subject: eventId,
      personId,
      enquiryId: id,
      dueAt,
      usefulUntil: plus(dueAt, DAY),
    },
  ];
}
