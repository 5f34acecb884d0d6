import { dayNumber, type CalendarDay } from '../../../kernel/calendar-day.ts';
import { DAY, HOUR, instant, type Instant } from '../../../kernel/instant.ts';
import { at, sql, type Sql } from '../../../platform/db/index.ts';

/** From a moment on, until before another; null = without an end. */
export type Span = { readonly from: Instant | null; readonly until: Instant | null };

export function within(column: Sql, span: Span | undefined): Sql[] {
  return [
    ...(!span || span.from === null ? [] : [sql`${column} >= ${at(span.from)}::timestamptz`]),
    ...(!span || span.until === null ? [] : [sql`${column} < ${at(span.until)}::timestamptz`]),
  ];
}

/** Days are those of the site. Somewhere on earth they begin 14 hours before and end 12 hours after those of UTC: so far the order of arrival is walked. */
export function arrivedWithin(from: CalendarDay | undefined, to: CalendarDay | undefined): Sql[] {
  const bounds: Sql[] = [];
  if (from) bounds.push(sql`e.received_at >= ${at(instant(dayNumber(from) * DAY - 14 * HOUR))}::timestamptz`);
  if (to) bounds.push(sql`e.received_at < ${at(instant((dayNumber(to) + 1) * DAY + 12 * HOUR))}::timestamptz`);
  return bounds;
}
