import {
  addDays,
  addMonths,
  firstDayOf,
  weekdayOf,
  WEEKDAYS,
  type CalendarDay,
  type CalendarMonth,
} from '../kernel/calendar-day.ts';
import { MINUTE, plus, type Instant } from '../kernel/instant.ts';
import { isOpen, isOpenDay } from '../kernel/opening-hours.ts';
import type { SiteCalendar } from '../kernel/site-calendar.ts';
import { instantAt } from '../kernel/zoned-time.ts';
import { fatesOf, type Fate } from './fates.ts';
import type { Random } from './random.ts';
import { CADENCE_SINCE, CAMPAIGNS, CHANNELS, HOURS, INTERESTS, WEEKDAY_WEIGHTS, type MonthOfStory } from './story.ts';

export type Arrival = {
  readonly at: Instant;
  readonly fate: Fate;
  readonly channel: string;
  readonly campaign: string | null;
  readonly interests: readonly string[];
  readonly ago: number;
};

export type MonthPlan = MonthOfStory & { readonly month: CalendarMonth };

/** The arrivals of a month up to `until`, in order; `count` is the whole month's. */
export function arrivalsOf(
  row: MonthPlan,
  options: { site: SiteCalendar; count: number; until: Instant; cadenceSince: Instant; rnd: Random },
): Arrival[] {
  const { site, count, until, cadenceSince, rnd } = options;
  const days = daysOf(row.month);
  const weights = days.map((day): [CalendarDay, number] => {
    const weekday = WEEKDAY_WEIGHTS[WEEKDAYS.indexOf(weekdayOf(day))] ?? 1;
    return [day, isOpenDay(site, day) ? weekday : Math.min(weekday, 0.45)];
  });
  const times = Array.from({ length: count }, () => timeOn(site, rnd.weighted(weights), rnd))
    .filter((at) => at <= until)
    .sort((a, b) => a - b);
  const ends = instantAt(site.timeZone, firstDayOf(addMonths(row.month, 1)), 0);
  const span = { ends, cadence: row.ago <= CADENCE_SINCE, cadenceSince };
  const fates = fatesOf(
    row,
    span,
    times.map((at) => ({ at, mayWalkIn: isOpen(site, at) })),
    rnd,
  );
  return times.map((at, index) => {
    const heard = rnd.weighted(CHANNELS);
    // Nobody answers the telephone at night.
    const channel = heard === 'phone' && !isOpen(site, at) ? 'web_form' : heard;
    const campaigns = CAMPAIGNS[channel];
    const first = rnd.weighted(INTERESTS);
    const second = rnd.chance(0.12) ? rnd.weighted(INTERESTS) : first;
    return {
      at,
      fate: fates[index] as Fate,
      channel,
      campaign: campaigns && rnd.chance(0.7) ? rnd.pick(campaigns) : null,
      interests: [...new Set([first, second])],
      ago: row.ago,
    };
  });
}

function timeOn(site: SiteCalendar, day: CalendarDay, rnd: Random): Instant {
  const minute = rnd.weighted(HOURS) * 60 + rnd.int(60);
  return plus(instantAt(site.timeZone, day, minute), rnd.int(MINUTE));
}

function daysOf(month: CalendarMonth): CalendarDay[] {
  const days: CalendarDay[] = [];
  for (let day = firstDayOf(month); day.startsWith(month); day = addDays(day, 1)) days.push(day);
  return days;
}
