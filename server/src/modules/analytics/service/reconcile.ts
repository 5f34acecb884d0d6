import type { Id } from '../../../kernel/ids.ts';
import { must, ok } from '../../../kernel/outcome.ts';
import { systemActor, type Database, type Tx } from '../../../platform/db/index.ts';
import { hasPending } from '../../../platform/outbox/index.ts';
import { listOrganisationIds } from '../../identity/index.ts';
import { listFactIds } from '../store/fact-store.ts';
import { listEnquiryIds } from '../store/history-store.ts';
import { findProgress, lockProgress, updateReconciled } from '../store/progress-store.ts';
import { listTallyMonths, repairTally } from '../store/repair-store.ts';
import { countsOtherwise, recount, type Recounted } from './count.ts';
import { countStale } from './keep.ts';

const BATCH = 2_000;
/** As `countStale` takes them. */
const STALE = 500;

/** What was wrong, and is right now: enquiries that counted otherwise than their history says, and sums that were not those of their enquiries. */
export type Differences = { readonly enquiries: number; readonly sums: number };

/**
 * Every night: all is counted anew from the raw history, in bounded steps, and the sums from what was counted. More than none is a bug; it is put
 * right, audited and told. What an event that is still on its way will change is no difference.
 */
export async function reconcileRollUps(db: Database): Promise<Differences> {
  const total = { enquiries: 0, sums: 0 };
  for (const orgId of await listOrganisationIds(db)) {
    const { enquiries, sums } = await reconcileOrganisation(db, orgId);
    total.enquiries += enquiries;
    total.sums += sums;
  }
  return total;
}

export async function reconcileOrganisation(db: Database, orgId: Id): Promise<Differences> {
  const inTx = async <T>(work: (tx: Tx) => Promise<T>) =>
    must(await db.inTxAgain(systemActor(orgId, 'analytics.reconcile'), async (tx) => ok(await work(tx))));
  // What is not counted yet is not wrong: it is counted by `sweepUncounted`.
  if (!(await inTx(findProgress))?.complete) return { enquiries: 0, sums: 0 };
  while ((await inTx(countStale)) === STALE);
  let enquiries = 0;
  for (const list of [listEnquiryIds, listFactIds]) {
    for (let after: Id | null = null; ;) {
      const ids: Id[] = await inTx((tx) => list(tx, after, BATCH));
      enquiries += await inTx((tx) => countAgain(tx, ids));
      if (ids.length < BATCH) break;
      after = ids.at(-1) ?? null;
    }
  }
  let sums = 0;
  for (const month of await inTx(listTallyMonths)) {
    sums += await inTx(async (tx) => {
      await lockProgress(tx);
      return repairTally(tx, month);
    });
  }
  await inTx(async (tx) => {
    await updateReconciled(tx, enquiries + sums);
    if (enquiries + sums > 0)
      tx.audit({ action: 'analytics.repaired', changes: { enquiries: [enquiries, 0], sums: [sums, 0] } });
  });
  return { enquiries, sums };
}

/**
 * Counts these anew and gives how many were wrong. Neither what an event on its way will change is, nor what became late by time alone since the
 * sweep: at a million the night takes many minutes.
 */
export async function countAgain(tx: Tx, ids: readonly Id[]): Promise<number> {
  const changed = await recount(tx, ids, await lockProgress(tx));
  // Asked afterwards: whatever was seen has its event in the outbox by now, and nobody takes it while the progress is held.
  const onItsWay = changed.length > 0 && (await hasPending(tx, 'analytics'));
  const isMoved = ({ before, after }: Recounted) => onItsWay && before?.version !== after?.version;
  const isLate = ({ before }: Recounted) => before !== null && before.staleAt !== null && before.staleAt < tx.now;
  return changed.filter((one) => countsOtherwise(one) && !isMoved(one) && !isLate(one)).length;
}
