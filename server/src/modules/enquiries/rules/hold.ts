import { addDays } from '../../../kernel/calendar-day.ts';
import type { CalendarDay } from '../../../kernel/calendar-day.ts';
import type { Presets } from '@anbu/contract';
import { HOLD_REASONS } from '../vocabulary.ts';
import type { HoldReason } from '../vocabulary.ts';

/**
 * The proposed re-contact day of a hold: each reason has its own, the earliest wins. `statedOn` is the date that the person
 * named for BUSY or AWAY (the return); it goes before the preset days of theirs. Null without reasons. The day itself is not moved to an
 * open one: entering HOLD does that. Spec: domain §4.
 */
export function proposeRecontactOn(
  reasons: readonly HoldReason[],
  days: Presets['hold'],
  today: CalendarDay,
  statedOn: CalendarDay | null = null,
): CalendarDay | null {
  const proposed = HOLD_REASONS.filter(({ code }) => reasons.includes(code)).map((rule) =>
    rule.stated && statedOn !== null ? statedOn : addDays(today, days[rule.code]),
  );
  return proposed.sort()[0] ?? null;
}
