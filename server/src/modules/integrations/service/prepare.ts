import { must, ok, type Outcome } from '../../../kernel/outcome.ts';
import type { Id } from '../../../kernel/ids.ts';
import type { Tx } from '../../../platform/db/index.ts';
import type { PhoneRegion } from '../cells/phone.ts';
import { BadFile, openTable, visible, type Table } from '../csv/records.ts';
import { ALLOWED, decode, sniffEncoding, type Encoding } from '../csv/sniff.ts';
import { countryOf, findSite, listItemsOf, listMembers, type JobContext } from '../neighbours.ts';
import { chooseMany, chooser } from '../rules/choices.ts';
import type { Vocabulary } from '../rules/column-fit.ts';
import { ColumnWatch } from '../rules/column-profile.ts';
import { checkMapping, completeMapping, missingFields, statusCandidates, type Column } from '../rules/mapping.ts';
import { colleagueKey } from '../rules/names.ts';
import type { RowContext } from '../rules/plan.ts';
import { wordKey } from '../rules/text-key.ts';
import { findSize, readFile, readRange } from '../store/file-store.ts';
import { lockImport, updateImport, type Header, type ImportRecord } from '../store/import-store.ts';
import { listSiteNames } from '../store/row-store.ts';
import { INTEREST_WORDS, SOURCE_WORDS } from '../words/choices.ts';
import { recallMapping } from './known-mappings.ts';
import { openSheet } from '../xlsx/sheet.ts';

export type Runner = Pick<JobContext, 'inTx' | 'progress' | 'signal'>;
const MOST_SAMPLES = 3;

/**
 * Encoding, columns and what they are, the number of rows: once, before the first row. Null where there is nothing to analyse. Throws
 * BadFile with what `scan`, `checkMapping` refuse, and imports.column_missing { fields }.
 */
export async function prepare(runner: Runner, id: Id): Promise<{ record: ImportRecord; context: RowContext } | null> {
  const record = must(await runner.inTx(async (tx) => ok(await lockImport(tx, id))));
  if (!record || record.state !== 'running' || record.phase !== 'analyse') return null;
  const context = must(await runner.inTx(async (tx) => ok(await contextOf(tx, record))));
  if (record.done > 0) return { record, context };
  const encoding = await encodingOf(runner, record);
  const scanned = await scan(runner, { ...record, encoding, delimiter: null }, context);
  const { columns, delimiter, total } = scanned;
  const write = (changes: Parameters<typeof updateImport>[2]) =>
    runner.inTx(async (tx) => ok(await updateImport(tx, id, { encoding, delimiter, total, ...changes })));
  const headers = (of: Partial<Header>[] = []) => scanned.headers.map((header, index) => ({ ...header, ...of[index] }));
  const names = columns.map(({ name }) => name);
  const known =
    Object.keys(record.given).length > 0
      ? null
      : must(await runner.inTx(async (tx) => ok(await recallMapping(tx, record.kind, names))));
  const given = checkMapping(record.kind, names, known?.mapping ?? record.given);
  if (!given.ok) {
    // The file's columns are shown, so that another mapping can be given.
    await write({ headers: headers(), mapping: {} });
    throw new BadFile(given.refusal.errors?.[0] ? { ...given.refusal, ...given.refusal.errors[0] } : given.refusal);
  }
  const { mapping, how } = completeMapping(record.kind, columns, given.value, vocabularyOf(context));
  const fixed = new Set(Object.values(given.value));
  const asked = new Set(statusCandidates(record.kind, columns, mapping, given.value));
  const found = headers(
    columns.map(({ name }) => ({
      how: fixed.has(name) ? ('given' as const) : (how[name] ?? null),
      mayBeStatus: asked.has(name),
    })),
  );
  const recalled = known ? { given: given.value } : {};
  await write({ headers: found, mapping, mappedBy: known?.name ?? null, ...recalled });
  const missing = missingFields(record.kind, mapping);
  if (missing.length > 0) {
    const fields = missing.map((group) => group.join('/'));
    throw new BadFile({ code: 'imports.column_missing', params: { fields }, status: 422 });
  }
  return { record: { ...record, encoding, headers: found, mapping, delimiter, total, ...recalled }, context };
}

type Scan = Pick<ImportRecord, 'headers' | 'delimiter'> & {
  readonly columns: readonly Column[];
  readonly total: number;
};

/** How full each column is and what it looks like, with a few samples. Refuses imports.no_rows, imports.encoding_unknown. */
async function scan(runner: Runner, source: Source, context: RowContext): Promise<Scan> {
  const table = await openRecords(runner, source);
  if (!table.ok) throw new BadFile(table.refusal);
  const { headers, delimiter, records } = table.value;
  const reading = { zone: context.zone, region: context.regionOf(context.siteId), today: context.readOn };
  const watches = headers.map(() => new ColumnWatch(reading));
  const samples = headers.map(() => new Set<string>());
  let total = 0;
  let unreadable = 0;
  for await (const cells of records) {
    total++;
    watches.forEach((watch, index) => {
      const cell = cells[index] ?? '';
      watch.see(cell);
      if (cell.trim() !== '' && (samples[index]?.size ?? 0) < MOST_SAMPLES)
        samples[index]?.add(visible(cell.trim()).slice(0, 80));
    });
    if (cells.some((cell) => cell.includes('\ufffd'))) unreadable++;
  }
  if (total === 0) throw new BadFile({ code: 'imports.no_rows', params: { allowed: ALLOWED }, status: 422 });
  if (unreadable > total / 2)
    throw new BadFile({ code: 'imports.encoding_unknown', params: { allowed: ALLOWED }, status: 422 });
  const columns = headers.map((name, index): Column => ({ name, profile: watches[index]!.profile }));
  const described = columns.map(({ name, profile }, index): Header => ({
    name,
    filled: Math.round((profile.filled / total) * 1000) / 10,
    samples: [...(samples[index] ?? [])],
    how: null,
    mayBeStatus: false,
  }));
  return { headers: described, columns, delimiter, total };
}

/** Of a workbook null. */
async function encodingOf(runner: Runner, { sheet, encoding, sha256 }: ImportRecord): Promise<Encoding | null> {
  if (sheet !== null) return null;
  return encoding ?? (await sniffEncoding(readFile(runner, sha256)));
}

export type Source = Pick<ImportRecord, 'sha256' | 'sheet' | 'encoding' | 'delimiter'>;

/** The table of a text or of a workbook's sheet. Refuses what `openTable` and `openSheet` refuse. */
export async function openRecords(
  runner: Runner,
  { sha256, sheet, encoding, delimiter }: Source,
): Promise<Outcome<Table>> {
  if (sheet === null) return openTable(decode(readFile(runner, sha256), encoding ?? 'utf-8'), delimiter);
  const size = must(await runner.inTx(async (tx) => ok(await findSize(tx, sha256))));
  return openSheet({ size, read: (start, end) => readRange(runner, sha256, start, end) }, sheet);
}

async function contextOf(tx: Tx, record: ImportRecord): Promise<RowContext> {
  const site = await findSite(tx, record.siteId);
  if (!site) throw new Error('the site of an import is missing');
  const sites = await listSiteNames(tx);
  const regions = new Map<Id, PhoneRegion>();
  for (const { id } of sites) {
    const row = await findSite(tx, id);
    if (row) regions.set(id, countryOf(row));
  }
  return {
    zone: site.timeZone,
    now: tx.now,
    readOn: record.readOn,
    sources: await listItemsOf(tx, 'source_channel'),
    interests: await listItemsOf(tx, 'interest'),
    members: await listMembers(tx),
    sites,
    siteId: site.id,
    regionOf: (siteId) => regions.get(siteId) ?? countryOf(site),
  };
}

function vocabularyOf(context: RowContext): Vocabulary {
  const source = chooser(context.sources, SOURCE_WORDS);
  const interest = chooser(context.interests, INTEREST_WORDS);
  const members = new Set(context.members.map(({ name }) => colleagueKey(name)));
  const sites = new Set(context.sites.map(({ name }) => wordKey(name)));
  return {
    isSource: (value) => source(value) !== null,
    isInterest: (value) => chooseMany(value, interest).codes.length > 0,
    isMember: (value) => members.has(colleagueKey(value)),
    isSite: (value) => sites.has(wordKey(value)),
  };
}
