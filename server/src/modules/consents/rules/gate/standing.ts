import { addMonths, firstDayOf, addDays, monthOf, type CalendarDay } from '../../../../kernel/calendar-day.ts';
import type { Instant } from '../../../../kernel/instant.ts';
import type { Consent, ConsentKind, MessageChannel, Purpose } from './types.ts';

/** What is asked: may she be told of this, this way? */
export type Asked = { readonly kind: ConsentKind; readonly purpose: Purpose; readonly channel: MessageChannel };

/**
 * The row that counts at a moment; null where nobody said anything. The newest counts, and of two at once the refusal. A consent for the night is one
 * for the day too; a refusal of the day ends that of the night; a refusal of the night leaves the day.
 */
export function standing(consents: readonly Consent[], asked: Asked, night: boolean, at: Instant): Consent | null {
  let found: Consent | null = null;
  for (const row of consents) {
    if (row.kind !== asked.kind || row.purpose !== asked.purpose || row.channel !== asked.channel) continue;
    if (row.at > at) continue;
    const counts = night ? row.night || row.state === 'withdrawn' : !row.night || row.state === 'granted';
    if (counts && (found === null || isNewer(row, found))) found = row;
  }
  return found;
}

function isNewer(one: Consent, other: Consent): boolean {
  return one.at > other.at || (one.at === other.at && one.state === 'withdrawn');
}

/** The same date so many years or months later; where the month has no such day, its last one: 29 February 2024 + 2 years = 28 February 2026 (T5). */
export function sameDateLater(day: CalendarDay, months: number): CalendarDay {
  const month = addMonths(monthOf(day), months);
  const last = addDays(firstDayOf(addMonths(month, 1)), -1);
  const same = `${month}-${day.slice(8)}` as CalendarDay;
  return same < last ? same : last;
}

/** Whole years on a day. Who was born on 29 February is a year older on 1 March of a common year. */
export function ageOn(birthDate: CalendarDay, day: CalendarDay): number {
  const years = Number(day.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return day.slice(5) < birthDate.slice(5) ? years - 1 : years;
}

/** The day from which on she is so old, as `ageOn` counts (T5). */
export function birthday(birthDate: CalendarDay, years: number): CalendarDay {
  const month = addMonths(monthOf(birthDate), years * 12);
  const same = `${month}-${birthDate.slice(8)}` as CalendarDay;
  const next = firstDayOf(addMonths(month, 1));
  return same <= addDays(next, -1) ? same : next;
}
