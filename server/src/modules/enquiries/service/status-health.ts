import type { StatusHealth, StatusHealthQuery } from '@anbu/contract';
import type { z } from 'zod';
import { addDays, daysBetween, type CalendarDay } from '../../../kernel/calendar-day.ts';
import { ok, refuseFields, type Outcome } from '../../../kernel/outcome.ts';
import { dayOf, instantAt } from '../../../kernel/zoned-time.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { defaultSite } from '../../identity/index.ts';
import { CORRECTION_DAYS, healthOf, LEAST_USES, MEASURES, MOST_DAYS } from '../rules/status-health.ts';
import { countUses } from '../store/usage-store.ts';

const USUAL_DAYS = 30;

/**
 * How the 21 statuses are used, in days of the site (A3). Shows no person: each number has the address of its rows, and whoever opens those leaves the
 * line of a read. Refuses enquiries.period_reversed and enquiries.period_too_long { days } on `to`.
 */
export async function statusHealth(
  tx: Tx,
  query: z.infer<typeof StatusHealthQuery>,
): Promise<Outcome<z.input<typeof StatusHealth>>> {
  const { timeZone: zone } = await defaultSite(tx);
  const today = dayOf(zone, tx.now);
  // The contract has checked that they are days of the calendar.
  const to = (query.to as CalendarDay | undefined) ?? today;
  const from = (query.from as CalendarDay | undefined) ?? addDays(to, 1 - USUAL_DAYS);
  if (from > to) return refuseFields([{ field: 'to', code: 'enquiries.period_reversed', params: {} }]);
  if (daysBetween(from, to) >= MOST_DAYS) {
    return refuseFields([{ field: 'to', code: 'enquiries.period_too_long', params: { days: MOST_DAYS } }]);
  }
  const span = { from: instantAt(zone, from, 0), until: instantAt(zone, addDays(to, 1), 0) };
  const { measures, ...rest } = healthOf(await countUses(tx, { span, zone, today }), { from, to });
  return ok({
    from,
    to,
    correctionDays: CORRECTION_DAYS,
    leastUses: LEAST_USES,
    ...rest,
    measures: measures.map((measure) => ({
      ...measure,
      statuses: [...MEASURES[measure.code].found.statuses],
      definition: { code: `enquiries.health.means.${measure.code}`, params: { days: CORRECTION_DAYS }, text: '' },
    })),
  });
}
