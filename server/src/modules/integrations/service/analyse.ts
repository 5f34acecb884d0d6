import type { Id } from '../../../kernel/ids.ts';
import { must, ok, type Refusal } from '../../../kernel/outcome.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { BadFile, trimEnd, visible, type Table } from '../csv/records.ts';
import { governedReading } from '../rules/labels.ts';
import type { Issue } from '../rules/plan.ts';
import { rowReader, type RowReader } from '../rules/read-row.ts';
import { lockImport, updateImport, type ImportRecord } from '../store/import-store.ts';
import {
  countLabels,
  insertLabels,
  listKnownLabels,
  removeLabels,
  updateOrphans,
  type LabelRow,
} from '../store/label-store.ts';
import { countList, countWaiting, insertRows, removeRows } from '../store/row-store.ts';
import { spellingsOf } from '../rules/assistant/spellings.ts';
import { assess } from './assess.ts';
import { judgeConsents } from './consents.ts';
import { judgeRows, note, type JudgedImport, type NumberedRow } from './judge.ts';
import { rememberMapping } from './known-mappings.ts';
import { openRecords, prepare, type Runner } from './prepare.ts';
import { isAsking, labelsWithAsked } from './questions.ts';

export type { Runner } from './prepare.ts';
const BATCH = 1000;

/**
 * Reads the whole file and says of each row what would become of it. Goes on where an earlier run ended: rows and the mark of how far it is are
 * written together.
 */
export async function analyse(runner: Runner, id: Id): Promise<void> {
  try {
    const prepared = await prepare(runner, id);
    if (!prepared) return;
    const { record, context } = prepared;
    await clear(runner, record);
    const table = must(await openRecords(runner, record));
    const names = record.headers.map(({ name }) => name);
    await readAll(runner, record, table, rowReader(record.kind, names, record.mapping, context));
    await assess(runner, record);
    await runner.inTx(async (tx) => ok(await countList(tx)));
    await runner.inTx(async (tx) => ok(await finish(tx, id)));
  } catch (error) {
    if (!(error instanceof BadFile)) throw error;
    await fail(runner, id, error.refusal);
  }
}

/** Rows of an earlier mapping go before the first new one is written, some at a time: `done` and the rows are written together. */
async function clear(runner: Runner, { id, done }: ImportRecord): Promise<void> {
  for (let removed = done === 0 ? BATCH : 0; removed > 0;) {
    runner.signal.throwIfAborted();
    removed = must(
      await runner.inTx(async (tx) => {
        const locked = await lockImport(tx, id);
        const isFresh = locked?.state === 'running' && locked.phase === 'analyse' && locked.done === 0;
        return ok(isFresh ? await removeRows(tx, id, 5 * BATCH) : 0);
      }),
    );
  }
}

async function readAll(runner: Runner, record: ImportRecord, table: Table, reader: RowReader): Promise<void> {
  let done = record.done;
  let no = 0;
  let batch: NumberedRow[] = [];
  let saved = 0;
  let counted = 1;
  const judged = judgedImport(record);
  const save = async () => {
    runner.signal.throwIfAborted();
    const rows = batch;
    const before = done;
    batch = [];
    done = no;
    await runner.inTx(async (tx) => {
      const locked = await lockImport(tx, record.id);
      if (!locked || locked.state !== 'running' || locked.phase !== 'analyse' || locked.done !== before) {
        throw new Error('the import is analysed by another worker');
      }
      const judge = record.kind === 'consents' ? judgeConsents : judgeRows;
      await insertRows(tx, record.id, await judge(tx, judged, rows));
      await updateImport(tx, record.id, { done });
      tx.emit({ type: 'imports.progressed', payload: { importId: record.id } });
      return ok(null);
    });
    // After the batches 1, 5, 25, 125, also of a run that goes on: the planner learns that the list grows.
    if (++saved === counted) {
      if ((record.total ?? 0) > BATCH) must(await runner.inTx(async (tx) => ok(await countList(tx))));
      counted *= 5;
    }
    await runner.progress(done, record.total);
  };
  // The next rows are read while the database writes the ones before.
  let saving: Promise<void> = Promise.resolve();
  try {
    for await (const raw of table.records) {
      no++;
      if (no <= record.done) continue;
      batch.push({ no, cells: kept(raw, table.headers.length), read: judgeWhole(raw, table.headers) ?? reader(raw) });
      if (batch.length < BATCH) continue;
      await saving;
      saving = save();
      // It is waited for before the next one, or below.
      saving.catch(() => undefined);
    }
  } finally {
    await saving;
  }
  if (batch.length > 0) await save();
}

function judgedImport({ id, kind, headers, mapping }: ImportRecord): JudgedImport {
  const places = new Map(headers.map(({ name }, index) => [name, index]));
  return {
    id,
    kind,
    columnOf: (field) => {
      const header = mapping[field];
      const index = header === undefined ? undefined : places.get(header);
      return header === undefined || index === undefined ? null : { header, index };
    },
  };
}

/** As the file has them; without empty cells past the last header, with NUL as its picture: the database holds no NUL. */
function kept(cells: readonly string[], columns: number): string[] {
  const shown = cells.length > columns ? trimEnd(cells) : cells;
  return shown.map((cell) => visible(cell).toWellFormed());
}

function judgeWhole(cells: readonly string[], headers: readonly string[]): Issue | null {
  if (cells.every((cell) => cell.trim() === '')) return note('imports.blank_row');
  // A second column of a name has a number that the file has not.
  const isHeader = (cell: string | undefined, name: string) =>
    cell !== undefined && (cell.trim() === name || `${cell.trim()} ` === name.replace(/\(\d+\)$/u, ''));
  const repeated = headers.every((name, index) => isHeader(cells[index], name));
  return repeated && headers.length > 1 ? note('imports.repeated_header') : null;
}

/**
 * Collects the labels. With something to decide it waits; else a dry run is done, and a real one goes on to enter the rows. Decisions
 * that were taken for an earlier list stand.
 */
async function finish(tx: Tx, id: Id): Promise<void> {
  const record = await lockImport(tx, id);
  if (!record || record.state !== 'running' || record.phase !== 'analyse') return;
  await removeLabels(tx, id);
  const counted = await countLabels(tx, id);
  const known = new Map(
    (
      await listKnownLabels(
        tx,
        counted.map(({ labelKey }) => labelKey),
      )
    ).map((label) => [label.labelKey, label]),
  );
  const groups = spellingsOf(counted);
  const labels = counted.map((one): LabelRow => {
    const head = groups.get(one.labelKey);
    const governed = governedReading(one.label);
    const remembered = governed ? undefined : known.get(one.labelKey);
    return {
      ...one,
      code: governed?.code ?? remembered?.code ?? null,
      invalidKind: governed?.invalidKind ?? remembered?.invalidKind ?? null,
      holdReasons: [...(remembered?.holdReasons ?? [])],
      likelihood: remembered?.likelihood ?? null,
      governed: governed !== null,
      remembered: remembered !== undefined,
      byRow: false,
      spellingOf: head === undefined || head === one.labelKey ? null : head,
    };
  });
  await insertLabels(tx, id, labels);
  await updateOrphans(tx, id);
  if (isAsking(record, await labelsWithAsked(tx, id))) await updateImport(tx, id, { state: 'waiting' });
  else if (record.dryRun) await updateImport(tx, id, { state: 'done' });
  else await beginApply(tx, record);
  tx.emit({ type: 'imports.analysed', payload: { importId: id } });
}

/** The caller holds the lock and has seen that nothing is undecided. */
export async function beginApply(tx: Tx, record: ImportRecord): Promise<void> {
  const { id } = record;
  await rememberMapping(tx, record);
  const fresh = { state: 'running', phase: 'apply', done: 0, reached: 0, late: false } as const;
  await updateImport(tx, id, { ...fresh, total: await countWaiting(tx, id) });
}

async function fail(runner: Runner, id: Id, refusal: Refusal): Promise<void> {
  await runner.inTx(async (tx) => {
    await updateImport(tx, id, {
      state: 'failed',
      errorCode: refusal.code,
      errorParams: refusal.params as Record<string, string>,
    });
    tx.emit({ type: 'imports.failed', payload: { importId: id } });
    return ok(null);
  });
}
