import { Temporal } from 'temporal-polyfill';

/**
 * A day as it is typed: 2026-11-27, 2026.11.27, 20261127, and without the year 11-27, 11/27, 1127 for the year of `today`. Null while it
 * is no whole day.
 */
export function readDay(text: string, today: string): string | null {
  const typed = text.trim();
  const whole = /^(\d{4})[-./\s]?(\d{1,2})[-./\s]?(\d{1,2})\.?$/.exec(typed);
  const short = /^(\d{1,2})[-./](\d{1,2})\.?$/.exec(typed) ?? /^(\d{2})(\d{2})$/.exec(typed);
  const [year, month, day] = whole ? whole.slice(1) : short ? [today.slice(0, 4), ...short.slice(1)] : [];
  if (!year || !month || !day) return null;
  try {
    return Temporal.PlainDate.from(
      { year: Number(year), month: Number(month), day: Number(day) },
      { overflow: 'reject' },
    ).toString();
  } catch {
    return null;
  }
}

/** A time of the day as it is typed: 15:00, 1500, 15, 9:30. Null while it is none. */
export function readTime(text: string): string | null {
  const parts = /^(\d{1,2}):?(\d{2})?$/.exec(text.trim());
  if (!parts) return null;
  const hour = Number(parts[1]);
  const minute = Number(parts[2] ?? 0);
  if (hour > 23 || minute > 59) return null;
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
}

export function addDays(day: string, days: number): string {
  return Temporal.PlainDate.from(day).add({ days }).toString();
}

export function addMonths(day: string, months: number): string {
  return Temporal.PlainDate.from(day).add({ months }).toString();
}

/** The next Monday after a day. */
export function nextMonday(day: string): string {
  return addDays(day, 8 - Temporal.PlainDate.from(day).dayOfWeek);
}

/** The weeks that a month touches, whole; Monday is 1 and Sunday 7. */
export function weeksOf(day: string, firstWeekday: 1 | 7): readonly (readonly string[])[] {
  const first = Temporal.PlainDate.from(day).with({ day: 1 });
  const start = first.subtract({ days: (first.dayOfWeek - firstWeekday + 7) % 7 });
  const weeks = Math.ceil((start.until(first, { largestUnit: 'day' }).days + first.daysInMonth) / 7);
  return Array.from({ length: weeks }, (_, week) =>
    Array.from({ length: 7 }, (_, weekday) => start.add({ days: week * 7 + weekday }).toString()),
  );
}
