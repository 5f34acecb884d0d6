import { dayNumber, type CalendarDay } from '../../../kernel/calendar-day.ts';
import { DAY, HOUR, instant } from '../../../kernel/instant.ts';
import { at, sql, type Sql } from '../../../platform/db/index.ts';

export { within, type Span } from '../../../platform/db/index.ts';

/** Days are those of the site. Somewhere on earth they begin 14 hours before and end 12 hours after those of UTC: so far the order of arrival is walked. */
export function arrivedWithin(from: CalendarDay | undefined, to: CalendarDay | undefined): Sql[] {
  const bounds: Sql[] = [];
  if (from) bounds.push(sql`e.received_at >= ${at(instant(dayNumber(from) * DAY - 14 * HOUR))}::timestamptz`);
  if (to) bounds.push(sql`e.received_at < ${at(instant((dayNumber(to) + 1) * DAY + 12 * HOUR))}::timestamptz`);
  return bounds;
}
