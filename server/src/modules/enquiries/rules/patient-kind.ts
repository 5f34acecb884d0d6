import type { PatientKind } from '@anbu/contract';
import { addMonths, firstDayOf, monthOf } from '../../../kernel/calendar-day.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { dayOf } from '../../../kernel/zoned-time.ts';
import type { Practice } from './practice.ts';

/**
 * New, returning, or back after a long time (신환·구환·재신환): by the last visit before the enquiry. Re-new where that visit lies before the
 * month that was `reNewMonths` (12 as shipped) before the enquiry's. Spec: product A18.
 */
export function patientKindOf(site: Practice, receivedAt: Instant, lastVisitAt: Instant | null): PatientKind {
  if (lastVisitAt === null) return 'new';
  const month = monthOf(dayOf(site.timeZone, receivedAt));
  const limit = firstDayOf(addMonths(month, -site.presets.arrival.reNewMonths));
  return dayOf(site.timeZone, lastVisitAt) < limit ? 're_new' : 'returning';
}
