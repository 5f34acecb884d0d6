import {
  addDays,
  addMonths,
  calendarDay,
  firstDayOf,
  monthOf,
  type CalendarDay,
} from '../../../kernel/calendar-day.ts';
import { publicHolidays } from '../../../kernel/holidays.ts';
import type { Id } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { DEFAULT_SLOTS, type SiteCalendar } from '../../../kernel/site-calendar.ts';
import { dayOf } from '../../../kernel/zoned-time.ts';
import { Trusted, type Tx } from '../../../platform/db/index.ts';
import { findSiteRow, findSiteVersion, listClosures, type ClosureRow } from '../store/sites.ts';
import type { HolidayCountry, SiteRow } from '../vocabulary.ts';

const trusted = new Trusted<SiteCalendar>();
/** Years of holidays on either side of now: a cadence looks weeks ahead, a backdated call some months back. */
const YEARS_AROUND = 2;

/**
 * When a site is open, public holidays and its own closures included. On the hot path of every enquiry: a process remembers it, and asks for
 * the site's version every few seconds. The same version gives the same object, so that what the kernel computed from it stays remembered too.
 */
export async function siteCalendar(tx: Tx, siteId: Id): Promise<SiteCalendar> {
  const year = new Date(tx.now).getUTCFullYear();
  return trusted.read(tx, `${tx.orgId} ${siteId} ${year}`, async (known) => {
    if (known && (await findSiteVersion(tx, siteId)) === known.version) return known;
    const site = await findSiteRow(tx, siteId);
    if (!site) throw new Error('a calendar was asked of a site that does not exist');
    return { value: calendarOf(site, await listClosures(tx, [siteId]), year), version: site.version };
  });
}

/** The site was changed in this transaction. */
export function forgetCalendar(tx: Tx, siteId: Id): void {
  trusted.forget(tx, `${tx.orgId} ${siteId} `);
}

function calendarOf(site: SiteRow, own: readonly ClosureRow[], year: number): SiteCalendar {
  const from = calendarDay(`${year - YEARS_AROUND}-01-01`);
  const to = calendarDay(`${year + YEARS_AROUND}-12-31`);
  const closures = new Set<CalendarDay>(own.map(({ day }) => day));
  for (const { day } of holidaysBetween(site.holidayCountry, from, to)) closures.add(day);
  return {
    timeZone: site.timeZone,
    hours: site.hours,
    closures,
    callingLimits: [site.callingFrom, site.callingTo],
    slots: DEFAULT_SLOTS,
  };
}

export type ClosureView = { day: CalendarDay; name: string; source: 'own' | 'holiday' };

/** From the first day of last month, two years ahead, in order of days. On a day that is both, its own name stands. */
export function closuresOf(site: SiteRow, own: readonly ClosureRow[], now: Instant): ClosureView[] {
  const today = dayOf(site.timeZone, now);
  const from = firstDayOf(addMonths(monthOf(today), -1));
  const to = addDays(firstDayOf(addMonths(monthOf(today), 25)), -1);
  const byDay = new Map<CalendarDay, ClosureView>();
  for (const { day, name } of holidaysBetween(site.holidayCountry, from, to))
    byDay.set(day, { day, name, source: 'holiday' });
  for (const { siteId, day, name } of own) {
    if (siteId === site.id && day >= from && day <= to) byDay.set(day, { day, name, source: 'own' });
  }
  return [...byDay.values()].sort((a, b) => (a.day < b.day ? -1 : 1));
}

function holidaysBetween(country: HolidayCountry | null, from: CalendarDay, to: CalendarDay) {
  if (country === null) return [];
  const found = [];
  for (let year = Number(from.slice(0, 4)); year <= Number(to.slice(0, 4)); year++) {
    found.push(...publicHolidays(country, year).filter(({ day }) => day >= from && day <= to));
  }
  return found;
}
