import type { Id } from '../../../kernel/ids.ts';
import { must, ok } from '../../../kernel/outcome.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { findImport, type ImportRecord } from '../store/import-store.ts';
import { listDuplicateLabels } from '../store/label-store.ts';
import { listDuplicateRows } from '../store/reading-store.ts';
import { listFollowers, listWaiting, type Duplicates, type WaitingRow } from '../store/row-store.ts';
import type { Runner } from './prepare.ts';

type Place = Pick<ImportRecord, 'reached' | 'late'>;
/** Rows that are entered together, in the file's order; none: nothing is left. `from` and `to`: where the pass over the rows stands before and after. */
export type WaitingPage = { readonly from: Place; readonly to: Place; readonly rows: readonly WaitingRow[] };

const NOTHING: WaitingPage = { from: { reached: 0, late: false }, to: { reached: 0, late: false }, rows: [] };

/** Reads what waits to be entered, also before the page before it is entered: no page changes what another one says. */
export async function waitingRows(runner: Runner, id: Id, limit: number) {
  const duplicates = must(await runner.inTx(async (tx) => ok(await duplicatesOf(tx, id))));
  return {
    /** The page at the place, or where the import stands. */
    read: async (place: Place | null): Promise<WaitingPage> =>
      must(
        await runner.inTx(async (tx) => {
          if (place) return ok(await readPage(tx, id, duplicates, place, limit));
          const record = await findImport(tx, id);
          if (record?.state !== 'running' || record.phase !== 'apply') return ok(NOTHING);
          return ok(await readPage(tx, id, duplicates, record, limit));
        }),
      ),
  };
}

/** Nothing is decided about labels and rows any more while they are entered. */
async function duplicatesOf(tx: Tx, id: Id): Promise<Duplicates> {
  return { labels: await listDuplicateLabels(tx, id), rows: await listDuplicateRows(tx, id) };
}

async function readPage(
  tx: Tx,
  id: Id,
  duplicates: Duplicates,
  { reached, late: second }: Place,
  limit: number,
): Promise<WaitingPage> {
  const from = { reached, late: second };
  let late = second;
  let leaders = await listWaiting(tx, id, duplicates, { late, after: reached, limit });
  if (leaders.length === 0 && !late) {
    late = true;
    leaders = await listWaiting(tx, id, duplicates, { late, after: 0, limit });
  }
  const last = leaders.at(-1);
  if (!last) return { from, to: from, rows: [] };
  const followers = await listFollowers(
    tx,
    id,
    leaders.map(({ no }) => no),
  );
  const rows = [...leaders, ...followers].sort((a, b) => a.no - b.no);
  return { from, to: { reached: last.no, late }, rows };
}
