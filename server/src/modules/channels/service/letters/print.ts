import { must, ok, type Outcome } from '../../../../kernel/outcome.ts';
import type { Id } from '../../../../kernel/ids.ts';
import type { Tx } from '../../../../platform/db/index.ts';
import { FileWriter, removeFile } from '../../../../platform/files/index.ts';
import type { FailedJob, JobContext, JobRunner } from '../../../../platform/jobs/index.ts';
import { PrintRun } from '../../press/index.ts';
import { MOVES } from '../../rules/states.ts';
import {
  findBatch,
  findPrint,
  listPrints,
  lockBatch,
  updateBatchState,
  updatePrintFailed,
  updatePrintMade,
} from '../../store/letter-batch-store.ts';
import { listPrintable, removeLetters, updatePages } from '../../store/letter-store.ts';
import { insertQueued, updateStates } from '../../store/queue-store.ts';
import { tellChanged } from '../told.ts';
import { LETTERS_JOB } from './make.ts';
import { sheetOf, stationeryOf, type Stationery } from './sheets.ts';

/** Set at a time: so many letters and their pages are in memory. */
const AT_ONCE = 50;

export function registerLetters(runner: JobRunner): void {
  runner.register(LETTERS_JOB, printLetters, { onFailed: giveBack });
}

/** The pages of a batch at once, for who does not wait for a worker; its job finds them made. */
export async function printBatch(batchId: Id, inTx: JobContext['inTx']): Promise<void> {
  const prints = must(await inTx(async (tx) => ok(await listPrints(tx, [batchId]))));
  const quiet = { progress: () => Promise.resolve(), signal: new AbortController().signal };
  for (const { id: ref } of prints) must(await printLetters({ ref, inTx, ...quiet }));
}

/** Sets the pages in a thread of its own and keeps them as they come: the file is whole with the last one, or not at all. */
const printLetters = async ({
  ref,
  inTx,
  progress,
  signal,
}: Pick<JobContext, 'ref' | 'inTx' | 'progress' | 'signal'>): Promise<Outcome<null>> => {
  const begun = ref === null ? null : must(await inTx((tx) => beginning(tx, ref)));
  if (begun === null) return ok(null);
  const { print, batch, stationery } = begun;
  const run = new PrintRun();
  const stop = () => void run.close();
  signal.addEventListener('abort', stop, { once: true });
  try {
    const name = `letters-${batch.no}${print.to - print.from + 1 === batch.letters ? '' : `-${print.from}-${print.to}`}.pdf`;
    const file = await FileWriter.begin(inTx, { name, mediaType: 'application/pdf' });
    await run.begin(name);
    const counts: { seq: number; pages: number }[] = [];
    for (let after = print.from - 1; after < print.to;) {
      signal.throwIfAborted();
      const letters = must(await inTx(async (tx) => ok(await listPrintable(tx, batch.id, after, print.to, AT_ONCE))));
      if (letters.length === 0) break;
      const set = await run.add(letters.map((letter) => sheetOf(letter, stationery(letter.siteId), batch.madeAt)));
      letters.forEach(({ seq }, at) => counts.push({ seq, pages: set.counts[at] ?? 1 }));
      await file.write(set.bytes);
      after = letters.at(-1)?.seq ?? print.to;
      await progress(after - print.from + 1, print.to - print.from + 1);
    }
    await file.write(await run.end());
    await file.flush();
    return await inTx((tx) => ending(tx, print.id, batch.id, file, counts));
  } finally {
    signal.removeEventListener('abort', stop);
    await run.close();
  }
};

type Begun = {
  readonly print: NonNullable<Awaited<ReturnType<typeof findPrint>>>;
  readonly batch: NonNullable<Awaited<ReturnType<typeof findBatch>>>;
  readonly stationery: (siteId: Id | null) => Stationery;
};

/** Null where it was made already. */
async function beginning(tx: Tx, printId: Id): Promise<Outcome<Begun | null>> {
  const print = await findPrint(tx, printId);
  const batch = print && (await findBatch(tx, print.batchId));
  if (!print || !batch || print.fileId !== null || print.failed) return ok(null);
  return ok({ print, batch, stationery: await stationeryOf(tx) });
}

async function ending(
  tx: Tx,
  printId: Id,
  batchId: Id,
  file: FileWriter,
  counts: readonly { readonly seq: number; readonly pages: number }[],
): Promise<Outcome<null>> {
  await file.end(tx);
  const pages = counts.reduce((sum, one) => sum + one.pages, 0);
  // Another worker was faster: its file is the one.
  if ((await updatePrintMade(tx, printId, file.id, pages)) === 0) await removeFile(tx, file.id);
  else await updatePages(tx, batchId, counts);
  tx.emit({ type: 'channels.letters_changed', payload: { batchId } });
  return ok(null);
}

/** The pages cannot be set: letters of a batch that nobody has yet wait again; of a part nothing changes. */
async function giveBack(tx: Tx, { ref }: FailedJob): Promise<void> {
  const print = ref === null ? null : await findPrint(tx, ref);
  if (!print || (await updatePrintFailed(tx, print.id)) === 0) return;
  const batch = await lockBatch(tx, print.batchId);
  if (batch?.state === 'queued' && print.from === 1 && print.to === batch.letters) {
    await updateBatchState(tx, batch.id, 'failed');
    const ids = await removeLetters(tx, batch.id);
    tellChanged(
      tx,
      await updateStates(
        tx,
        ids.map((id) => ({ id, state: 'queued', why: null })),
        MOVES,
      ),
    );
    await insertQueued(
      tx,
      ids.map((id) => ({ id, lane: batch.transportId, nextAt: tx.now })),
    );
  }
  tx.emit({ type: 'channels.letters_changed', payload: { batchId: print.batchId } });
}
