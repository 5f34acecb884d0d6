import type { Id } from '../../../kernel/ids.ts';
import { must, ok, type Outcome, type Refusal } from '../../../kernel/outcome.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { BadFile, openTable, trimEnd, visible, type Table } from '../csv/records.ts';
import { ALLOWED, decode, sniffEncoding, type Encoding } from '../csv/sniff.ts';
import { findSite, listItemsOf, listMembers, type JobContext } from '../neighbours.ts';
import { governedReading } from '../rules/labels.ts';
import { checkMapping, missingFields, proposeMapping } from '../rules/mapping.ts';
import type { Issue, RowContext } from '../rules/plan.ts';
import { rowReader, type RowReader } from '../rules/read-row.ts';
import { readFile } from '../store/file-store.ts';
import { lockImport, updateImport, type Header, type ImportRecord } from '../store/import-store.ts';
import { countLabels, insertLabels, listLabels, removeLabels, updateOrphans } from '../store/label-store.ts';
import { countWaiting, insertRows, listSiteNames } from '../store/row-store.ts';
import { judgeRows, note, type NumberedRow } from './judge.ts';

export type Runner = Pick<JobContext, 'inTx' | 'progress' | 'signal'>;
const BATCH = 1000;
const MOST_SAMPLES = 3;

/**
 * Reads the whole file and says of each row what would become of it. Goes on where an earlier run ended: rows and the mark of how far it is are
 * written together.
 */
export async function analyse(runner: Runner, id: Id): Promise<void> {
  try {
    const record = await prepare(runner, id);
    if (!record) return;
    const context = must(await runner.inTx(async (tx) => ok(await contextOf(tx, record))));
    const table = must(await openRecords(runner, record.sha256, record.encoding ?? 'utf-8', record.delimiter));
    const names = record.headers.map(({ name }) => name);
    const reader = rowReader(record.kind, names, record.mapping, context);
    await readAll(runner, record, table, reader);
    await runner.inTx(async (tx) => ok(await finish(tx, id)));
  } catch (error) {
    if (!(error instanceof BadFile)) throw error;
    await fail(runner, id, error.refusal);
  }
}

/** Encoding, headers, mapping, the number of rows: once. Null where there is nothing to analyse. */
async function prepare(runner: Runner, id: Id): Promise<ImportRecord | null> {
  const record = must(await runner.inTx(async (tx) => ok(await lockImport(tx, id))));
  if (!record || record.state !== 'running' || record.phase !== 'analyse') return null;
  const encoding = record.encoding ?? (await sniffEncoding(readFile(runner, record.sha256)));
  const scanned = record.headers.length > 0 ? null : await scan(runner, record.sha256, encoding);
  const headers = scanned?.headers ?? record.headers;
  const names = headers.map(({ name }) => name);
  const given = record.mappingGiven ? checkMapping(record.kind, names, record.mapping) : null;
  if (given && !given.ok) {
    // The file's columns are shown, so that another mapping can be given.
    await runner.inTx(async (tx) => ok(await updateImport(tx, id, { encoding, headers, mapping: {} })));
    throw new BadFile(given.refusal.errors?.[0] ? { ...given.refusal, ...given.refusal.errors[0] } : given.refusal);
  }
  const mapping =
    given?.value ?? (Object.keys(record.mapping).length > 0 ? record.mapping : proposeMapping(record.kind, names));
  const delimiter = scanned?.delimiter ?? record.delimiter;
  const total = scanned?.total ?? record.total;
  await runner.inTx(async (tx) => ok(await updateImport(tx, id, { encoding, headers, mapping, delimiter, total })));
  const missing = missingFields(record.kind, mapping);
  if (missing.length > 0) {
    throw new BadFile({
      code: 'imports.column_missing',
      params: { fields: missing.map((group) => group.join('/')) },
      status: 422,
    });
  }
  return { ...record, encoding, headers, mapping, delimiter, total };
}

type Scan = Pick<ImportRecord, 'headers' | 'delimiter'> & { readonly total: number };

/** How full each column is, with a few samples. Refuses imports.no_rows. */
async function scan(runner: Runner, sha256: string, encoding: Encoding): Promise<Scan> {
  const table = await openRecords(runner, sha256, encoding, null);
  if (!table.ok) throw new BadFile(table.refusal);
  const { headers, delimiter, records } = table.value;
  const filled = headers.map(() => 0);
  const samples = headers.map(() => new Set<string>());
  let total = 0;
  let unreadable = 0;
  for await (const cells of records) {
    total++;
    headers.forEach((_, index) => {
      const cell = cells[index]?.trim() ?? '';
      if (cell === '') return;
      filled[index] = (filled[index] ?? 0) + 1;
      if ((samples[index]?.size ?? 0) < MOST_SAMPLES) samples[index]?.add(visible(cell).slice(0, 80));
    });
    if (cells.some((cell) => cell.includes('\ufffd'))) unreadable++;
  }
  if (total === 0) throw new BadFile({ code: 'imports.no_rows', params: { allowed: ALLOWED }, status: 422 });
  if (unreadable > total / 2)
    throw new BadFile({ code: 'imports.encoding_unknown', params: { allowed: ALLOWED }, status: 422 });
  const described = headers.map((name, index): Header => ({
    name,
    filled: Math.round(((filled[index] ?? 0) / total) * 1000) / 10,
    samples: [...(samples[index] ?? [])],
  }));
  return { headers: described, delimiter, total };
}

function openRecords(
  runner: Runner,
  sha256: string,
  encoding: Encoding,
  delimiter: ImportRecord['delimiter'],
): Promise<Outcome<Table>> {
  return openTable(decode(readFile(runner, sha256), encoding), delimiter);
}

async function contextOf(tx: Tx, record: ImportRecord): Promise<RowContext> {
  const site = await findSite(tx, record.siteId);
  if (!site) throw new Error('the site of an import is missing');
  return {
    zone: site.timeZone,
    now: tx.now,
    readOn: record.readOn,
    sources: await listItemsOf(tx, 'source_channel'),
    interests: await listItemsOf(tx, 'interest'),
    members: await listMembers(tx),
    sites: await listSiteNames(tx),
    siteId: site.id,
  };
}

async function readAll(runner: Runner, record: ImportRecord, table: Table, reader: RowReader): Promise<void> {
  let done = record.done;
  let no = 0;
  let batch: NumberedRow[] = [];
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
      await insertRows(tx, record.id, await judgeRows(tx, record.id, rows));
      await updateImport(tx, record.id, { done });
      tx.emit({ type: 'imports.progressed', payload: { importId: record.id } });
      return ok(null);
    });
    await runner.progress(done, record.total);
  };
  for await (const raw of table.records) {
    no++;
    if (no <= record.done) continue;
    batch.push({ no, cells: kept(raw, table.headers.length), read: judgeWhole(raw, table.headers) ?? reader(raw) });
    if (batch.length === BATCH) await save();
  }
  if (batch.length > 0) await save();
}

/** As the file has them; without empty cells past the last header, with NUL as its picture: the database holds no NUL. */
function kept(cells: readonly string[], columns: number): string[] {
  const shown = cells.length > columns ? trimEnd(cells) : cells;
  return shown.map((cell) => visible(cell).toWellFormed());
}

function judgeWhole(cells: readonly string[], headers: readonly string[]): Issue | null {
  if (cells.every((cell) => cell.trim() === '')) return note('imports.blank_row');
  const repeated = cells.length >= headers.length && headers.every((name, index) => cells[index]?.trim() === name);
  return repeated && headers.length > 1 ? note('imports.repeated_header') : null;
}

/** Collects the labels; then waits for what is undecided, or for `apply`, or goes on. */
async function finish(tx: Tx, id: Id): Promise<void> {
  const record = await lockImport(tx, id);
  if (!record || record.state !== 'running' || record.phase !== 'analyse') return;
  await removeLabels(tx, id);
  const labels = (await countLabels(tx, id)).map((one) => {
    const reading = governedReading(one.label);
    return {
      ...one,
      code: reading?.code ?? null,
      invalidKind: reading?.invalidKind ?? null,
      holdReasons: [],
      likelihood: null,
      governed: reading !== null,
    };
  });
  await insertLabels(tx, id, labels);
  await updateOrphans(tx, id);
  const undecided = (await listLabels(tx, id)).some(({ code }) => code === null);
  if (!undecided && record.unattended) await beginApply(tx, id);
  else await updateImport(tx, id, { state: !undecided && record.dryRun ? 'done' : 'waiting' });
  tx.emit({ type: 'imports.analysed', payload: { importId: id } });
}

/** The caller holds the lock and has seen that nothing is undecided. */
export async function beginApply(tx: Tx, id: Id): Promise<void> {
  await updateImport(tx, id, { state: 'running', phase: 'apply', done: 0, total: await countWaiting(tx, id) });
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
