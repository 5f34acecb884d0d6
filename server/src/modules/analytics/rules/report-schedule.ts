import type { ReportPeriod, ReportSchedule } from '@anbu/contract';
import {
  addDays,
  addMonths,
  firstDayOf,
  monthOf,
  weekdayOf,
  WEEKDAYS,
  type CalendarDay,
  type CalendarMonth,
} from '../../../kernel/calendar-day.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { isOpenDay, openDayFrom } from '../../../kernel/opening-hours.ts';
import type { SiteCalendar } from '../../../kernel/site-calendar.ts';
import { dayOf, instantAt } from '../../../kernel/zoned-time.ts';

/** A schedule names a day at least once a month; a site that is closed for longer has no next one. */
const MOST_DAYS = 800;

/**
 * The first moment after `after` at which a report is due, by the wall of its site. A time that the change of clocks skips moves on by the gap, one that
 * it repeats is the first of the two. Null for a site that is not open on any such day. Spec: screen 23.
 */
export function nextRunAt(schedule: ReportSchedule, site: SiteCalendar, after: Instant): Instant | null {
  const { timeZone } = site;
  // What was due on an earlier day may have waited for a day on which the site is open.
  let day = addDays(dayOf(timeZone, after), schedule.openDaysOnly && schedule.every !== 'day' ? -31 : -1);
  for (let searched = 0; searched < MOST_DAYS; searched += 1, day = addDays(day, 1)) {
    if (!names(schedule, day)) continue;
    const own = madeOn(schedule, site, day);
    if (own === null) continue;
    const at = instantAt(timeZone, own, schedule.minuteOfDay);
    if (at > after) return at;
  }
  return null;
}

/** Whether the schedule names that day of the calendar. */
function names({ every, weekdays, dayOfMonth }: ReportSchedule, day: CalendarDay): boolean {
  if (every === 'day') return true;
  if (every === 'week') return weekdays.includes(weekdayOf(day));
  const last = Number(addDays(firstDayOf(addMonths(monthOf(day), 1)), -1).slice(8));
  return Number(day.slice(8)) === Math.min(dayOfMonth, last);
}

function madeOn({ every, openDaysOnly }: ReportSchedule, site: SiteCalendar, day: CalendarDay): CalendarDay | null {
  if (!openDaysOnly) return day;
  return every === 'day' ? (isOpenDay(site, day) ? day : null) : openDayFrom(site, day);
}

/** What a report is about: its days, the months of its tables, and the day at whose end they are looked at (null: when it is made). */
export type ReportSpan = {
  readonly from: CalendarDay;
  readonly to: CalendarDay;
  readonly fromMonth: CalendarMonth;
  readonly toMonth: CalendarMonth;
  readonly asOf: CalendarDay | null;
};

/** The period as of the day on which the report is made. Weeks begin on Monday. */
export function spanOf(period: ReportPeriod, today: CalendarDay): ReportSpan {
  const month = monthOf(today);
  switch (period) {
    case 'yesterday':
      return daysFrom(addDays(today, -1), addDays(today, -1));
    case 'lastWeek': {
      const monday = addDays(today, -WEEKDAYS.indexOf(weekdayOf(today)));
      return daysFrom(addDays(monday, -7), addDays(monday, -1));
    }
    case 'thisMonth':
      return { from: firstDayOf(month), to: today, fromMonth: month, toMonth: month, asOf: null };
    case 'lastMonth':
      return monthsBefore(month, 1);
    case 'last3Months':
      return monthsBefore(month, 3);
    case 'last12Months':
      return monthsBefore(month, 12);
  }
}

function daysFrom(from: CalendarDay, to: CalendarDay): ReportSpan {
  return { from, to, fromMonth: monthOf(from), toMonth: monthOf(to), asOf: to };
}

function monthsBefore(month: CalendarMonth, count: number): ReportSpan {
  const [fromMonth, toMonth] = [addMonths(month, -count), addMonths(month, -1)];
  return { from: firstDayOf(fromMonth), to: addDays(firstDayOf(month), -1), fromMonth, toMonth, asOf: null };
}
