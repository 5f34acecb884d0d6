import { Temporal } from 'temporal-polyfill';
import type { RosterMember, Shift, WeekShifts } from '@anbu/contract';
import { WEEK, type Weekday } from '../settings/site-hours.ts';

export type Scope = 'day' | 'weekly' | 'weekdays';

export function mondayOf(day: string): string {
  const date = Temporal.PlainDate.from(day);
  return date.subtract({ days: date.dayOfWeek - 1 }).toString();
}

export function weekdayOf(day: string): Weekday {
  return WEEK[Temporal.PlainDate.from(day).dayOfWeek - 1] ?? 'mon';
}

/** The weekly pattern with these shifts on the weekday of `day`, or from Monday to Friday. */
export function weekWith(
  week: RosterMember['week'],
  day: string,
  scope: Exclude<Scope, 'day'>,
  shifts: Shift[],
): WeekShifts {
  const before: WeekShifts = week?.shifts ?? { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] };
  const changed = scope === 'weekly' ? [weekdayOf(day)] : WEEK.slice(0, 5);
  return { ...before, ...Object.fromEntries(changed.map((name) => [name, shifts])) };
}

/** The next piece of work: the site's hours of the first, then an afternoon. */
export function nextShift(shifts: readonly Shift[], siteId: string): Shift {
  const last = shifts.at(-1);
  if (!last) return { siteId, from: '09:30', to: '18:30' };
  return last.to < '18:00'
    ? { siteId: last.siteId, from: last.to, to: '18:30' }
    : { siteId: last.siteId, from: last.to, to: last.to < '22:00' ? '22:00' : '24:00' };
}
