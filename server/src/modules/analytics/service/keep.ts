import type { Id } from '../../../kernel/ids.ts';
import { must, ok } from '../../../kernel/outcome.ts';
import { systemActor, type Database, type Tx } from '../../../platform/db/index.ts';
import { listOrganisationIds } from '../../identity/index.ts';
import { hasFactOfEach, listStale } from '../store/fact-store.ts';
import { listEnquiryIds } from '../store/history-store.ts';
import {
  findProgress,
  listOrganisationsToCount,
  lockProgress,
  updateProgress,
  type Progress,
} from '../store/progress-store.ts';
import { listTallyMonths, repairTally } from '../store/repair-store.ts';
import { recount } from './count.ts';

const BATCH = 500;
/** Up to `few` are added to the sums as they are counted, `batch` at a time; more leave the sums, `many` at a time. */
const STEPS = { batch: BATCH, few: 2_000, many: 2_000 } as const;
export type Steps = Readonly<Record<keyof typeof STEPS, number>>;

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
  const progress = await lockProgress(tx);
  const ids = await listStale(tx, BATCH);
  await recount(tx, ids, progress);
  return ids.length;
}

/** Counts what was there before there were roll-ups, in steps; what is counted already stays. Every minute, of organisations where it is not done. */
export async function sweepUncounted(db: Database): Promise<number> {
  let counted = 0;
  for (const orgId of await listOrganisationIds(db)) counted += await countRest(db, orgId);
  return counted;
}

/**
 * All of an organisation that is not counted, in steps, told as they are done; who was interrupted goes on. Of more than a few the sums are left
 * meanwhile and built at the end, a month at a time. Gives how many were counted.
 */
export async function countRest(
  db: Database,
  orgId: Id,
  onCounted: (counted: number) => void = () => undefined,
  steps: Steps = STEPS,
): Promise<number> {
  const inTx = async <T>(work: (tx: Tx) => Promise<T>) =>
    must(await db.inTxAgain(systemActor(orgId, 'analytics.fill'), async (tx) => ok(await work(tx))));
  let counted = 0;
  let progress = await inTx(findProgress);
  while (progress === null || (!progress.complete && progress.sums !== 'rebuilding')) {
    const isMuch = progress?.sums === 'left' || counted >= steps.few;
    counted += await inTx((tx) => (isMuch ? countMany(tx, steps.many) : countNext(tx, steps.batch)));
    onCounted(counted);
    progress = await inTx(findProgress);
  }
  if (progress.complete) return counted;
  for (const month of await inTx(listTallyMonths)) {
    await inTx(async (tx) => {
      await lockProgress(tx);
      await repairTally(tx, month);
    });
  }
  await inTx(async (tx) => updateProgress(tx, { ...(await lockProgress(tx)), complete: true, sums: 'kept' }));
  return counted;
}

/** The next step of it; fewer than a batch: it is done. */
export async function countNext(tx: Tx, batch: number = BATCH): Promise<number> {
  const progress = await lockProgress(tx);
  if (progress.complete || progress.sums !== 'kept') return 0;
  const ids = await countAfter(tx, progress, batch);
  await updateProgress(tx, { ...progressAfter(progress, ids), complete: ids.length < batch });
  return ids.length;
}

/** A larger one that leaves the sums; after the last they are built. */
async function countMany(tx: Tx, many: number): Promise<number> {
  const progress = await lockProgress(tx);
  if (progress.complete || progress.sums === 'rebuilding') return 0;
  const left = { ...progress, sums: 'left' } as const;
  const ids = await countAfter(tx, left, many);
  await updateProgress(tx, { ...progressAfter(left, ids), sums: ids.length < many ? 'rebuilding' : 'left' });
  return ids.length;
}

async function countAfter(tx: Tx, progress: Progress, size: number): Promise<Id[]> {
  const ids = await listEnquiryIds(tx, progress.afterId, size);
  await recount(tx, ids, progress);
  return ids;
}

function progressAfter(progress: Progress, ids: readonly Id[]): Progress {
  return { ...progress, afterId: ids.at(-1) ?? progress.afterId, counted: progress.counted + ids.length };
}

/** Each enquiry is counted once more, by `countRest`: many came of which no event told. Until then figures say that they are not complete. */
export async function countAnew(tx: Tx): Promise<void> {
  await lockProgress(tx);
  await updateProgress(tx, { complete: false, afterId: null, counted: 0, sums: 'kept' });
}

/** `done`: each enquiry is counted; `going`: `countRest` has more to do; `missing`: some came of which no event told. */
export async function countingOf(tx: Tx): Promise<'done' | 'going' | 'missing'> {
  const progress = await findProgress(tx);
  if (!progress?.complete) return 'going';
  return (await hasFactOfEach(tx)) ? 'done' : 'missing';
}
