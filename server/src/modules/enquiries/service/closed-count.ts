import { must, ok } from '../../../kernel/outcome.ts';
import { systemActor, type Database, type Tx } from '../../../platform/db/index.ts';
import { listOrganisationIds } from '../../identity/index.ts';
import { lockClosedCount, replaceClosedCount } from '../store/closed-count-store.ts';

/** Lock, then look: the statement that counts sees all that was written before it, and nobody else makes lines of the same ones. */
export async function settleClosedCount(tx: Tx): Promise<number> {
  return (await lockClosedCount(tx)) ? (await replaceClosedCount(tx)).length : 0;
}

/**
 * The counts of closed enquiries of all organisations, each counted anew into one line a status. Gives how many counts were wrong: none, but after
 * an upgrade under which the release before, which does not keep them, went on writing.
 */
export async function settleClosedCounts(db: Database): Promise<number> {
  let wrong = 0;
  for (const orgId of await listOrganisationIds(db)) {
    wrong += must(await db.inTx(systemActor(orgId, 'enquiries.counts'), async (tx) => ok(await settleClosedCount(tx))));
  }
  return wrong;
}
