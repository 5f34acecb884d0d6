import { addDays, type CalendarDay } from '../kernel/calendar-day.ts';
import { MINUTE, plus, type Instant } from '../kernel/instant.ts';
import {
  addOpeningTime,
  closedSince,
  nextOpening,
  openDayBefore,
  openDayFrom,
  openingTimeBetween,
  openPieces,
} from '../kernel/opening-hours.ts';
import type { SiteCalendar } from '../kernel/site-calendar.ts';
import { slotOf, slotsOf } from '../kernel/slots.ts';
import { dayOf } from '../kernel/zoned-time.ts';
import type { Random } from './random.ts';

/** After so many open minutes. */
export function openMinutesAfter(site: SiteCalendar, at: Instant, minutes: number): Instant {
  return addOpeningTime(site, at, Math.round(minutes * MINUTE)) ?? at;
}

/** So many open minutes before; with 0 the last moment at which somebody was there. */
export function openMinutesBefore(site: SiteCalendar, at: Instant, minutes: number): Instant {
  let left = Math.round(minutes * MINUTE);
  for (let day: CalendarDay | null = dayOf(site.timeZone, at); day !== null; day = openDayBefore(site, day)) {
    for (const piece of [...openPieces(site, day)].reverse()) {
      const to = Math.min(piece.to - MINUTE, at);
      const length = to - piece.from;
      if (length < 0) continue;
      if (left <= length) return (to - left) as Instant;
      left -= length;
    }
  }
  return at;
}

/** `at` itself while the doors are open, else the last minutes before they closed. */
export function beforeClosing(site: SiteCalendar, at: Instant, rnd: Random): Instant {
  const closed = closedSince(site, at);
  return closed === null ? at : openMinutesBefore(site, closed, rnd.between(1, 25));
}

/** Somewhere in the open time of a window, sooner rather than later; where it has none, at the next opening. */
export function openWithin(site: SiteCalendar, rnd: Random, from: Instant, to: Instant): Instant {
  const open = openingTimeBetween(site, from, to) * 0.92 * rnd.next() * (0.4 + 0.6 * rnd.next());
  return addOpeningTime(site, from, Math.floor(open)) ?? from;
}

/** A quarter of an hour that people name to each other, at `at` or after it, in opening hours. */
export function nextQuarter(site: SiteCalendar, at: Instant): Instant {
  const quarter = (Math.ceil(at / (15 * MINUTE)) * 15 * MINUTE) as Instant;
  return nextOpening(site, quarter) ?? quarter;
}

/** The quarter of an hour before `at`. */
export function lastQuarter(at: Instant): Instant {
  return (Math.floor(at / (15 * MINUTE)) * 15 * MINUTE) as Instant;
}

/** Somewhere in a window, sooner rather than later. */
export function within(rnd: Random, from: Instant, to: Instant): Instant {
  return plus(from, Math.floor((to - from) * 0.92 * rnd.next() * (0.4 + 0.6 * rnd.next())));
}

/** Some minute of the opening hours of the first open day from `day` on. */
export function someTimeOn(site: SiteCalendar, day: CalendarDay, rnd: Random): Instant | null {
  const open = openDayFrom(site, day);
  if (open === null) return null;
  const piece = rnd.pick(openPieces(site, open));
  return plus(piece.from, rnd.int(Math.max(1, piece.to - piece.from)));
}

/** A time on the first open day from `day` on in another slot than that of the last call: what a pass needs. */
export function inOtherSlot(site: SiteCalendar, day: CalendarDay, last: Instant | null, rnd: Random): Instant | null {
  const open = openDayFrom(site, day);
  if (open === null) return null;
  const tried = last === null ? null : slotOf(site, last);
  const slots = slotsOf(site, open);
  const window = (['AM', 'PM', 'EV'] as const).filter((slot) => slot !== tried).flatMap((slot) => slots[slot] ?? []);
  return window.length === 0 ? null : within(rnd, window[0]!.from, window[0]!.to);
}

/** A quarter of an hour in opening hours, `days` ahead at least: an appointment. */
export function appointmentAfter(site: SiteCalendar, at: Instant, days: number, rnd: Random): Instant {
  const time = someTimeOn(site, addDays(dayOf(site.timeZone, at), days), rnd) ?? at;
  const quarter = (Math.floor(time / (15 * MINUTE)) * 15 * MINUTE) as Instant;
  return quarter > at ? quarter : (nextOpening(site, plus(at, 60 * MINUTE)) ?? quarter);
}
