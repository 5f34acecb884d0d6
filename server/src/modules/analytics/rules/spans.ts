import type { CalendarDay, CalendarMonth } from '../../../kernel/calendar-day.ts';
import type { Instant } from '../../../kernel/instant.ts';
import type { History } from './history.ts';
import { changeDays, knownAt } from './known.ts';
import { MEASURES, MEASURE_NAMES, type Measure } from './measures.ts';

/** An enquiry counts so often from the day `since` on, until before `until`; null: it still does. */
export type Span = {
  readonly measure: Measure;
  readonly month: CalendarMonth;
  readonly bucket: string;
  readonly n: number;
  readonly since: CalendarDay;
  readonly until: CalendarDay | null;
};

/** What the enquiry counts as and since when, by what was known at the end of each day. In the order of their beginning, then as they are named. */
export function spansOf(history: History, zone: string, now: Instant): Span[] {
  const ended: Span[] = [];
  let open = new Map<string, Span>();
  for (const day of changeDays(history, zone, now)) {
    const counted = countedAt(history, zone, day, now);
    const still = new Map<string, Span>();
    for (const [key, span] of open) {
      const next = counted.get(key);
      if (next && next.n === span.n) still.set(key, span);
      else ended.push({ ...span, until: day });
    }
    for (const [key, one] of counted) if (!still.has(key)) still.set(key, { ...one, since: day, until: null });
    open = still;
  }
  return [...ended, ...open.values()].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
}

export function nameOf({ measure, month, bucket, since, until, n }: Span): string {
  return `${measure} ${month} ${bucket} ${since} ${until ?? ''} ${n}`;
}

function countedAt(history: History, zone: string, day: CalendarDay, now: Instant) {
  const known = knownAt(history, zone, day, now);
  const counted = new Map<string, { measure: Measure; month: CalendarMonth; bucket: string; n: number }>();
  for (const measure of MEASURE_NAMES) {
    for (const { month, bucket } of MEASURES[measure](known)) {
      const key = `${measure} ${month} ${bucket}`;
      const one = counted.get(key);
      if (one) one.n += 1;
      else counted.set(key, { measure, month, bucket, n: 1 });
    }
  }
  return counted;
}
