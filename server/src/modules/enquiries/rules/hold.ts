import { addDays } from '../../../kernel/calendar-day.ts';
import type { CalendarDay } from '../../../kernel/calendar-day.ts';
import { HOLD_REASONS } from '../vocabulary.ts';
import type { HoldReason } from '../vocabulary.ts';

/**
 * The proposed re-contact day of a hold: each reason has its own, the earliest wins. `statedOn` is the date that the person
 * named for BUSY or AWAY (the return); it goes before their 14 days. Null without reasons. The day itself is not moved to an
 * open one: entering HOLD does that. Spec: domain §4.
 */
export function proposeRecontactOn(
  reasons: readonly HoldReason[],
  today: CalendarDay,
  statedOn: CalendarDay | null = null,
): CalendarDay | null {
  const days = HOLD_REASONS.filter(({ code }) => reasons.includes(code)).map((rule) =>
    rule.stated && statedOn !== null ? statedOn : addDays(today, rule.days),
  );
  return days.sort()[0] ?? null;
}
