import { Temporal } from 'temporal-polyfill';
import type { CalendarDay } from './calendar-day.ts';
import { dayNumber, fromDayNumber } from './calendar-day.ts';
import { DAY, MINUTE } from './instant.ts';
import type { Instant } from './instant.ts';

/**
 * Wall time of an IANA zone. Offsets are remembered for each (zone, UTC day) whose offset does not change in it, so that a
 * million questions cost a map look-up each; the few days with a change of clocks are asked exactly.
 */
type DayOffsets = Map<number, number | null>;
const offsetsByZone = new Map<string, DayOffsets>();
const MOST_DAYS_REMEMBERED = 20_000;

/** An IANA name that this program knows. Offsets such as `+09:00` are refused: they have no summer time. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z][A-Za-z0-9_+\-]*(\/[A-Za-z0-9_+\-]+)*$/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** The zone's offset from UTC at that instant, in milliseconds, east positive. */
export function offsetAt(zone: string, at: Instant): number {
  const utcDay = Math.floor(at / DAY);
  let offsets = offsetsByZone.get(zone);
  if (!offsets) offsetsByZone.set(zone, (offsets = new Map()));
  let offset = offsets.get(utcDay);
  if (offset === undefined) {
    const first = exactOffset(zone, utcDay * DAY);
    offset = first === exactOffset(zone, (utcDay + 1) * DAY - 1) ? first : null;
    if (offsets.size >= MOST_DAYS_REMEMBERED) offsets.clear();
    offsets.set(utcDay, offset);
  }
  return offset ?? exactOffset(zone, at);
}

export function dayOf(zone: string, at: Instant): CalendarDay {
  return fromDayNumber(Math.floor((at + offsetAt(zone, at)) / DAY));
}

/** What the clock on the wall shows, in minutes since its midnight: 0–1439. A repeated hour shows the same twice. */
export function minuteOfDay(zone: string, at: Instant): number {
  const local = at + offsetAt(zone, at);
  return Math.floor((local - Math.floor(local / DAY) * DAY) / MINUTE);
}

/**
 * The instant of a wall time. A time that the change of clocks skips moves forward by the gap; a time that it repeats is
 * the first of the two. 1440 is the midnight that ends the day.
 */
export function instantAt(zone: string, day: CalendarDay, minute: number): Instant {
  const wall = dayNumber(day) * DAY + minute * MINUTE;
  const before = offsetAt(zone, (wall - DAY) as Instant);
  if (before === offsetAt(zone, (wall + DAY) as Instant)) return (wall - before) as Instant;
  return Temporal.Instant.fromEpochMilliseconds(wall)
    .toZonedDateTimeISO('UTC')
    .toPlainDateTime()
    .toZonedDateTime(zone, { disambiguation: 'compatible' }).epochMilliseconds as Instant;
}

function exactOffset(zone: string, at: number): number {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).offsetNanoseconds / 1e6;
}
