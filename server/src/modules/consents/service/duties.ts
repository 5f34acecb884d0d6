import type { Id } from '../../../kernel/ids.ts';
import { DAY, plus } from '../../../kernel/instant.ts';
import { ok } from '../../../kernel/outcome.ts';
import { systemActor, type Database, type Tx } from '../../../platform/db/index.ts';
import { listOrganisationIds } from '../../identity/index.ts';
import { dutyDue, requestDue } from '../events.ts';
import { announceDuties, updateDutiesDone } from '../store/duty-store.ts';
import { announceRequests } from '../store/request-store.ts';
import { removeTold } from '../store/told-store.ts';
import { LONGEST_BUDGET_DAYS } from './recipients.ts';

const AT_ONCE = 200;
const REMOVED_AT_ONCE = 5_000;

/**
 * Tells of each notice that the law asks for, and of each request that is near its day or late, when its time has come, once: what is told is in the same transaction as its mark. What went out longer
 * ago than any budget looks back is forgotten. Gives how many were told.
 */
export async function announceDue(db: Database): Promise<number> {
  let told = 0;
  for (const orgId of await listOrganisationIds(db)) {
    for (let more = true; more;) {
      const outcome = await db.inTx(systemActor(orgId, 'consents'), async (tx) => {
        const duties = await announceDuties(tx, AT_ONCE);
        for (const { id, personId, kind } of duties) dutyDue(tx, id, personId, kind);
        for (const { id, late } of await announceRequests(tx, AT_ONCE)) requestDue(tx, id, late);
        await removeTold(tx, plus(tx.now, -(LONGEST_BUDGET_DAYS + 1) * DAY), REMOVED_AT_ONCE);
        return ok(duties.length);
      });
      const count = outcome.ok ? outcome.value : 0;
      told += count;
      more = count === AT_ONCE;
    }
  }
  return told;
}

/** The notices were sent: what the law asks is done. For who sends them. */
export async function noticesSent(tx: Tx, dutyIds: readonly Id[]): Promise<void> {
  if (dutyIds.length > 0) await updateDutiesDone(tx, dutyIds);
}
