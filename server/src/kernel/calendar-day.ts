import { DAY } from './instant.ts';

/** A day of a calendar on a wall, `YYYY-MM-DD`, without a zone. Compare with `<`: the text sorts as the days do. */
export type CalendarDay = string & { readonly __calendarDay: true };
export type CalendarMonth = string & { readonly __calendarMonth: true };

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** Gives null for anything that is not a real day: 31 February, 2026-2-1, a day with a time. */
export function parseDay(text: string): CalendarDay | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!match) return null;
  const day = fromDayNumber(Math.floor(Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3])) / DAY));
  // Date.UTC turns 31 February into March, and the years 0–99 into 1900–1999.
  return day === text ? day : null;
}

/** For constants in code and tests. Throws on a day that does not exist. */
export function calendarDay(text: string): CalendarDay {
  const day = parseDay(text);
  if (day === null) throw new RangeError(`not a calendar day: ${text}`);
  return day;
}

/** Days since 1970-01-01. */
export function dayNumber(day: CalendarDay): number {
  return Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)) - 1, Number(day.slice(8, 10))) / DAY;
}

export function fromDayNumber(number: number): CalendarDay {
  if (number !== named.number)
    named = { number, day: new Date(number * DAY).toISOString().slice(0, 10) as CalendarDay };
  return named.day;
}

/** Who asks for a day asks for the same one a thousand times: writing it costs more than all else. */
let named = { number: 0, day: '1970-01-01' as CalendarDay };

export function addDays(day: CalendarDay, days: number): CalendarDay {
  return fromDayNumber(dayNumber(day) + days);
}

export function weekdayOf(day: CalendarDay): Weekday {
  // 1970-01-01 was a Thursday.
  const index = (((dayNumber(day) + 3) % 7) + 7) % 7;
  return WEEKDAYS[index] ?? 'mon';
}

/** Negative, zero or positive, as `Array.sort` wants it. */
export function compareDays(a: CalendarDay, b: CalendarDay): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Whole days from a to b; negative when b is earlier. */
export function daysBetween(a: CalendarDay, b: CalendarDay): number {
  return dayNumber(b) - dayNumber(a);
}

export function laterDay(a: CalendarDay, b: CalendarDay): CalendarDay {
  return a < b ? b : a;
}

export function monthOf(day: CalendarDay): CalendarMonth {
  return day.slice(0, 7) as CalendarMonth;
}

export function firstDayOf(month: CalendarMonth): CalendarDay {
  return `${month}-01` as CalendarDay;
}

export function addMonths(month: CalendarMonth, months: number): CalendarMonth {
  const index = Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1 + months;
  const year = String(Math.floor(index / 12)).padStart(4, '0');
  return `${year}-${String((index % 12) + 1).padStart(2, '0')}` as CalendarMonth;
}
