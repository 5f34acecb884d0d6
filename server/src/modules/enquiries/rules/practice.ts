import { STANDARD_PRESETS, type Presets } from '@anbu/contract';
import type { SiteCalendar } from '../../../kernel/site-calendar.ts';

/** When a site is open, and the numbers that its organisation works by. A value, like the calendar: never changed after it was made. */
export type Practice = SiteCalendar & { readonly presets: Presets };

export function practiceOf(calendar: SiteCalendar, presets: Presets = STANDARD_PRESETS): Practice {
  return { ...calendar, slots: presets.slots, presets };
}
