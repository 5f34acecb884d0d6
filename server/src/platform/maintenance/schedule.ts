import { sealAudit } from '../audit/index.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { Database } from '../db/index.ts';
import { findSweepSuccess, type Ticker } from '../jobs/index.ts';
import { maintain } from './maintain.ts';

export type MaintenanceLog = { error(fields: object, text: string): void };

const NIGHT = 3 * 60 + 10;
const MAINTAIN = 'platform.maintain';

/** When the owner's work was last done whole, by whatever process; null = never. */
export function maintainedAt(db: Database): Promise<Instant | null> {
  return findSweepSuccess(db, MAINTAIN);
}

/** What the platform itself does by time: the audit is sealed every minute, the owner's work is done at 03:10. `ownerUrl` null = elsewhere. */
export function scheduleMaintenance(
  ticker: Ticker,
  options: { ownerUrl: string | null; timeZone: string; log: MaintenanceLog },
): void {
  const { ownerUrl, timeZone, log } = options;
  ticker.registerSweep('platform.seal_audit', 60, sealAudit);
  if (ownerUrl === null) return;
  ticker.registerDaily(MAINTAIN, NIGHT, timeZone, async (db) => {
    const { postponed, rowsWithoutMonth } = await maintain(ownerUrl, await db.now());
    if (rowsWithoutMonth > 0)
      log.error({ rows: rowsWithoutMonth }, 'rows are in a default partition: their month was missing');
    if (postponed > 0) throw new Error(`${postponed} months could not be made: their tables were read all the while`);
  });
}
