import { must, ok } from '../../../kernel/outcome.ts';
import { systemActor, type Database, type Tx } from '../../../platform/db/index.ts';
import { listOrganisationIds } from '../../identity/index.ts';
import { hasFactOfEach, listStale } from '../store/fact-store.ts';
import { listEnquiryIds } from '../store/history-store.ts';
import { findProgress, listOrganisationsToCount, lockProgress, updateProgress } from '../store/progress-store.ts';
import { recount } from './count.ts';

const BATCH = 500;

/** What became late by time alone is counted so. Every minute, of organisations where there is something. Gives how many enquiries. */
export async function sweepLate(db: Database): Promise<number> {
  let counted = 0;
  for (const orgId of await listOrganisationsToCount(db)) {
    for (let found = BATCH; found === BATCH; counted += found) {
      found = must(await db.inTxAgain(systemActor(orgId, 'analytics.late'), async (tx) => ok(await countStale(tx))));
    }
  }
  return counted;
}

export async function countStale(tx: Tx): Promise<number> {
  await lockProgress(tx);
  const ids = await listStale(tx, BATCH);
  await recount(tx, ids);
  return ids.length;
}

/** Counts what was there before there were roll-ups, in steps; what is counted already stays. Every minute, of organisations where it is not done. */
export async function sweepUncounted(db: Database): Promise<number> {
  let counted = 0;
  for (const orgId of await listOrganisationIds(db)) {
    const actor = systemActor(orgId, 'analytics.fill');
    const progress = must(await db.inTx(actor, async (tx) => ok(await findProgress(tx)), 'read'));
    if (progress?.complete) continue;
    for (let found = BATCH; found === BATCH; counted += found) {
      found = must(await db.inTxAgain(actor, async (tx) => ok(await countNext(tx))));
    }
  }
  return counted;
}

/** The next step of it; fewer than a batch: it is done. */
export async function countNext(tx: Tx): Promise<number> {
  const { complete, afterId, counted } = await lockProgress(tx);
  if (complete) return 0;
  const ids = await listEnquiryIds(tx, afterId, BATCH);
  await recount(tx, ids);
  const done = ids.length < BATCH;
  await updateProgress(tx, { complete: done, afterId: ids.at(-1) ?? afterId, counted: counted + ids.length });
  return ids.length;
}

/** Each enquiry is counted once more, by `countNext`: many came of which no event told. Until then figures say that they are not complete. */
export async function countAnew(tx: Tx): Promise<void> {
  await lockProgress(tx);
  await updateProgress(tx, { complete: false, afterId: null, counted: 0 });
}

/** `done`: each enquiry is counted; `going`: `countNext` has more to do; `missing`: some came of which no event told. */
export async function countingOf(tx: Tx): Promise<'done' | 'going' | 'missing'> {
  const progress = await findProgress(tx);
  if (!progress?.complete) return 'going';
  return (await hasFactOfEach(tx)) ? 'done' : 'missing';
}
