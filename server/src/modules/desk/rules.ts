import type { StatusCode, TodayTab } from '@anbu/contract';
import type { CalendarDay } from '../../kernel/calendar-day.ts';
import type { Instant } from '../../kernel/instant.ts';
import { openPieces } from '../../kernel/opening-hours.ts';
import type { SiteCalendar } from '../../kernel/site-calendar.ts';
import { instantAt } from '../../kernel/zoned-time.ts';

/** Which statuses a tab of Today shows. */
const TAB_STATUSES: Partial<Record<TodayTab, readonly StatusCode[]>> = {
  promise: ['CALLBACK'],
  new: ['NEW', 'WAITING'],
  unconnected: ['NO_ANSWER_1', 'NO_ANSWER_2', 'NO_ANSWER_3', 'NO_ANSWER_4', 'NO_ANSWER_5', 'LATER'],
  hold: ['CONSULTING', 'HOLD'],
  cancelled: ['RESCHEDULING', 'CANCELLED', 'NO_SHOW'],
  booked: ['BOOKED'],
};

/** What a tab shows of the queue of open items. Null for `passes`, which holds closed ones only. */
export function partOf(tab: TodayTab): { readonly statuses?: readonly StatusCode[]; readonly late?: true } | null {
  if (tab === 'passes') return null;
  if (tab === 'all') return {};
  if (tab === 'late') return { late: true };
  return { statuses: TAB_STATUSES[tab] ?? [] };
}

export type QueueCounts = {
  readonly statuses: readonly { readonly status: StatusCode; readonly count: number; readonly late: number }[];
  readonly passes: number;
};

/** How many stand in a tab. */
export function countOf(tab: TodayTab, { statuses, passes }: QueueCounts): number {
  const part = partOf(tab);
  if (!part) return passes;
  const rows = part.statuses ? statuses.filter(({ status }) => part.statuses?.includes(status)) : statuses;
  return rows.reduce((sum, row) => sum + (part.late ? row.late : row.count), 0);
}

/** Each full hour of the clock from the first opening of the day to its closing, breaks too, as far as it has come. None on a closed day. */
export function hoursSoFar(site: SiteCalendar, day: CalendarDay, now: Instant): Instant[] {
  const pieces = openPieces(site, day);
  const [opening, closing] = [pieces[0]?.from, pieces.at(-1)?.to];
  if (opening === undefined || closing === undefined) return [];
  const hours = Array.from({ length: 24 }, (_, hour) => instantAt(site.timeZone, day, hour * 60));
  return hours.filter((hour) => hour >= opening && hour <= closing && hour <= now);
}
