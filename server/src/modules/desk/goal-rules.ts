import { firstDayOf, monthOf, addDays, type CalendarDay, type CalendarMonth } from '../../kernel/calendar-day.ts';
import { isOpenDay } from '../../kernel/opening-hours.ts';
import type { SiteCalendar } from '../../kernel/site-calendar.ts';

export type MonthShare = { readonly openDays: number; readonly openDaysPassed: number };

/** Opening days of a month, and those up to `today`, which is passed itself; holidays and closures are none. Spec: product A20. */
export function shareOfMonth(site: SiteCalendar, month: CalendarMonth, today: CalendarDay): MonthShare {
  let openDays = 0;
  let openDaysPassed = 0;
  for (let day = firstDayOf(month); monthOf(day) === month; day = addDays(day, 1)) {
    if (!isOpenDay(site, day)) continue;
    openDays += 1;
    if (day <= today) openDaysPassed += 1;
  }
  return { openDays, openDaysPassed };
}

/** What of a goal is expected by now; null without a goal, or where the month has no opening day. */
export function expectedOf(target: number | null, { openDays, openDaysPassed }: MonthShare): number | null {
  return target === null || openDays === 0 ? null : Math.round((target * openDaysPassed) / openDays);
}

export function standingOf(actual: number, expected: number | null): 'ahead' | 'even' | 'behind' | null {
  if (expected === null) return null;
  return actual > expected ? 'ahead' : actual < expected ? 'behind' : 'even';
}
