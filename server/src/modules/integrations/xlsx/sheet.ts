import { ok, refuse, type Outcome } from '../../../kernel/outcome.ts';
import { ALLOWED } from '../csv/sniff.ts';
import { MOST_COLUMNS, trimEnd, uniqueNames, type Table } from '../csv/records.ts';
import type { Bytes } from './archive.ts';
import { columnOf, rowReader, type SheetRow } from './cells.ts';
import { findHeader, type Merge } from './header.ts';
import { openWorkbook, readDateStyles, readSharedStrings } from './workbook.ts';
import { readXml } from './xml.ts';

/** A header stands within these rows of words. */
const HEADER_WITHIN = 12;
const MOST_MERGES = 500;

/**
 * A sheet of a workbook as a table, read piece by piece: what is kept is the texts that its cells share. Refuses imports.sheet_unknown, imports.file_empty,
 * imports.too_many_columns; throws BadFile as `openWorkbook`, also while `records` are read.
 */
export async function openSheet(bytes: Bytes, sheet: string | null): Promise<Outcome<Table>> {
  const workbook = await openWorkbook(bytes);
  const chosen = sheet === null ? workbook.sheets[0] : workbook.sheets.find(({ name }) => name === sheet);
  if (!chosen) return refuse('imports.sheet_unknown', { sheet: sheet ?? '' });
  const merges = await readMerges(workbook.archive.text(chosen.part));
  const context = {
    strings: await readSharedStrings(workbook),
    dateStyles: await readDateStyles(workbook),
    is1904: workbook.is1904,
  };
  const rows = readXml(workbook.archive.text(chosen.part), rowReader(context));
  const first: SheetRow[] = [];
  while (first.length < HEADER_WITHIN) {
    const next = await rows.next();
    if (next.done) break;
    first.push(next.value);
  }
  const header = findHeader(first, merges);
  const names = trimEnd(header.names);
  if (names.length === 0) return refuse('imports.file_empty', { allowed: ALLOWED });
  if (names.length > MOST_COLUMNS) {
    await rows.return(undefined);
    return refuse('imports.too_many_columns', { maximum: MOST_COLUMNS, found: names.length });
  }
  const records = asRecords(first.slice(header.rows), rows, names.length);
  return ok({ delimiter: null, headers: uniqueNames(names), records });
}

async function* asRecords(
  first: readonly SheetRow[],
  rest: AsyncGenerator<SheetRow>,
  width: number,
): AsyncGenerator<readonly string[]> {
  const whole = ({ cells }: SheetRow) =>
    cells.length >= width ? cells : [...cells, ...Array<string>(width - cells.length).fill('')];
  for (const row of first) yield whole(row);
  for await (const row of rest) yield whole(row);
}

/** Merged cells stand behind the rows, and the header's must be known before the first of them. The rows are only looked through for their end. */
async function readMerges(text: AsyncIterable<string>): Promise<Merge[]> {
  const merges: Merge[] = [];
  let behind = false;
  let kept = '';
  for await (const piece of text) {
    kept += piece;
    if (!behind) {
      const end = kept.search(/<\/(\w+:)?sheetData>|<(\w+:)?sheetData\/>/u);
      behind = end >= 0;
      kept = behind ? kept.slice(end) : kept.slice(-64);
      if (!behind) continue;
    }
    for (const [, from, fromRow, to, toRow] of kept.matchAll(MERGE)) {
      const fromColumn = columnOf(from ?? '');
      const toColumn = columnOf(to ?? '');
      if (fromColumn === null || toColumn === null || toColumn >= MOST_COLUMNS) continue;
      merges.push({ fromRow: Number(fromRow), toRow: Number(toRow), fromColumn, toColumn });
      if (merges.length === MOST_MERGES) return merges;
    }
    kept = kept.slice(Math.max(0, kept.lastIndexOf('<')));
    if (kept.length > 4096) kept = '';
  }
  return merges;
}

const MERGE = /<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"[^>]*>/gu;
