import { addDays, dayNumber, firstDayOf, monthOf, weekdayOf } from './calendar-day.ts';
import type { CalendarDay, CalendarMonth } from './calendar-day.ts';
import type { Instant } from './instant.ts';
import { parseTimeOfDay } from './site-calendar.ts';
import type { SiteCalendar, TimeRange } from './site-calendar.ts';
import { dayOf, instantAt } from './zoned-time.ts';

/** From, and up to but without, to. */
export type Interval = { readonly from: Instant; readonly to: Instant };

/** A site that is closed for longer than this is taken as one that never opens: the search ends with null. */
export const MOST_DAYS_SEARCHED = 800;

type DayPieces = { readonly open: readonly Interval[]; readonly calling: readonly Interval[] };
const remembered = new WeakMap<SiteCalendar, Map<number, DayPieces>>();
const MOST_DAYS_REMEMBERED = 4_000;

/** The unbroken open pieces of a day, in order; none on a closure. */
export function openPieces(site: SiteCalendar, day: CalendarDay): readonly Interval[] {
  return pieces(site, day).open;
}

/** Calling hours: opening hours − breaks − closures, cut to the site's calling limits. Spec: domain §3. */
export function callingPieces(site: SiteCalendar, day: CalendarDay): readonly Interval[] {
  return pieces(site, day).calling;
}

/** At the minute of closing a site is closed. */
export function isOpen(site: SiteCalendar, at: Instant): boolean {
  return openPieces(site, dayOf(site.timeZone, at)).some((piece) => piece.from <= at && at < piece.to);
}

/** `at` itself when open then; null for a site that never opens. */
export function nextOpening(site: SiteCalendar, at: Instant): Instant | null {
  for (const piece of openPiecesFrom(site, at)) return piece.from;
  return null;
}

/**
 * The instant after so much opening time has run since `at`; a clock that runs out at closing ends there, not at the next
 * opening. With 0 it is `nextOpening`. Null for a site that never opens.
 */
export function addOpeningTime(site: SiteCalendar, at: Instant, milliseconds: number): Instant | null {
  let left = milliseconds;
  for (const piece of openPiecesFrom(site, at)) {
    const length = piece.to - piece.from;
    if (left <= length) return (piece.from + left) as Instant;
    left -= length;
  }
  return null;
}

/** The instant since which so much opening time has run until `at`; more than 0. Null where the site was not open for so long. */
export function openingTimeBefore(site: SiteCalendar, at: Instant, milliseconds: number): Instant | null {
  let left = milliseconds;
  let empty = 0;
  for (let day = dayOf(site.timeZone, at); empty < MOST_DAYS_SEARCHED; day = addDays(day, -1)) {
    empty += 1;
    for (const piece of openPieces(site, day).toReversed()) {
      const to = piece.to < at ? piece.to : at;
      if (to <= piece.from) continue;
      empty = 0;
      if (left <= to - piece.from) return (to - left) as Instant;
      left -= to - piece.from;
    }
  }
  return null;
}

/** Milliseconds of opening time from a to b; 0 when b is not after a. */
export function openingTimeBetween(site: SiteCalendar, a: Instant, b: Instant): number {
  let total = 0;
  if (b <= a) return 0;
  const last = dayOf(site.timeZone, b);
  for (let day = dayOf(site.timeZone, a); day <= last; day = addDays(day, 1)) {
    for (const piece of openPieces(site, day)) {
      total += Math.max(0, Math.min(piece.to, b) - Math.max(piece.from, a));
    }
  }
  return total;
}

/** When the doors last closed before or at `at` (a break counts); null while open, or when they never were. */
export function closedSince(site: SiteCalendar, at: Instant): Instant | null {
  if (isOpen(site, at)) return null;
  let day = dayOf(site.timeZone, at);
  for (let searched = 0; searched < MOST_DAYS_SEARCHED; searched++, day = addDays(day, -1)) {
    const closed = openPieces(site, day).findLast((piece) => piece.to <= at);
    if (closed) return closed.to;
  }
  return null;
}

export function isOpenDay(site: SiteCalendar, day: CalendarDay): boolean {
  return openPieces(site, day).length > 0;
}

/** The first open day from `day` on, itself included; null for a site that never opens. */
export function openDayFrom(site: SiteCalendar, day: CalendarDay): CalendarDay | null {
  return findDay(day, 1, (candidate) => isOpenDay(site, candidate));
}

/** The first open day after `day`. */
export function nextOpenDay(site: SiteCalendar, day: CalendarDay): CalendarDay | null {
  return openDayFrom(site, addDays(day, 1));
}

/** The last open day before `day`. */
export function openDayBefore(site: SiteCalendar, day: CalendarDay): CalendarDay | null {
  return findDay(addDays(day, -1), -1, (candidate) => isOpenDay(site, candidate));
}

/** The n-th open day of a month, from 1; the last open one when the month has fewer; null when it has none. */
export function openDayOfMonth(site: SiteCalendar, month: CalendarMonth, n: number): CalendarDay | null {
  let found: CalendarDay | null = null;
  let count = 0;
  for (let day = firstDayOf(month); monthOf(day) === month && count < n; day = addDays(day, 1)) {
    if (!isOpenDay(site, day)) continue;
    found = day;
    count += 1;
  }
  return found;
}

/** The first day from `day` on, forward or backward, that suits; null after `MOST_DAYS_SEARCHED`. */
export function findDay(day: CalendarDay, direction: 1 | -1, suits: (day: CalendarDay) => boolean): CalendarDay | null {
  let candidate = day;
  for (let searched = 0; searched < MOST_DAYS_SEARCHED; searched++, candidate = addDays(candidate, direction)) {
    if (suits(candidate)) return candidate;
  }
  return null;
}

/** Open pieces from `at` on, the running one cut at `at`. Ends after `MOST_DAYS_SEARCHED` days without any. */
function* openPiecesFrom(site: SiteCalendar, at: Instant): Generator<Interval> {
  let empty = 0;
  for (let day = dayOf(site.timeZone, at); empty < MOST_DAYS_SEARCHED; day = addDays(day, 1)) {
    empty += 1;
    for (const piece of openPieces(site, day)) {
      if (piece.to <= at) continue;
      empty = 0;
      yield piece.from < at ? { from: at, to: piece.to } : piece;
    }
  }
}

function pieces(site: SiteCalendar, day: CalendarDay): DayPieces {
  let days = remembered.get(site);
  if (!days) remembered.set(site, (days = new Map()));
  const number = dayNumber(day);
  let found = days.get(number);
  if (!found) {
    if (days.size >= MOST_DAYS_REMEMBERED) days.clear();
    days.set(number, (found = computePieces(site, day)));
  }
  return found;
}

function computePieces(site: SiteCalendar, day: CalendarDay): DayPieces {
  if (site.closures.has(day)) return { open: [], calling: [] };
  const open: Interval[] = [];
  for (const range of site.hours[weekdayOf(day)]) {
    const piece = intervalOf(site.timeZone, day, range);
    const last = open.at(-1);
    if (last && piece.from <= last.to) open[open.length - 1] = { from: last.from, to: later(last.to, piece.to) };
    // A range inside the hour that the change of clocks skips has no length.
    else if (piece.from < piece.to) open.push(piece);
  }
  const limits = intervalOf(site.timeZone, day, site.callingLimits);
  const calling = open
    .map((piece) => ({ from: later(piece.from, limits.from), to: earlier(piece.to, limits.to) }))
    .filter((piece) => piece.from < piece.to);
  return { open, calling };
}

function intervalOf(zone: string, day: CalendarDay, [from, to]: TimeRange): Interval {
  return {
    from: instantAt(zone, day, parseTimeOfDay(from) ?? 0),
    to: instantAt(zone, day, parseTimeOfDay(to) ?? 0),
  };
}

function later(a: Instant, b: Instant): Instant {
  return a > b ? a : b;
}

function earlier(a: Instant, b: Instant): Instant {
  return a < b ? a : b;
}
