import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { ok, refuse, type Outcome, type Refusal } from '../../../kernel/outcome.ts';
import { ALLOWED, sniffDelimiter, type Delimiter } from './sniff.ts';

export const MOST_COLUMNS = 200;
/** A quote that is never closed would swallow the rest of the file into one cell. */
const LARGEST_RECORD = 400_000;
const START = 64 * 1024;

export class BadFile extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.code);
    this.refusal = refusal;
  }
}

export type Table = {
  /** Null of a sheet. */
  readonly delimiter: Delimiter | null;
  /** Unique names in the order of the columns; a second 메모 is `메모 (2)`, an empty one its place. */
  readonly headers: readonly string[];
  /** Cells as they stand, without the header's record. */
  readonly records: AsyncGenerator<readonly string[]>;
};

/**
 * Reads a table piece by piece. Quotes, line breaks in cells, ragged rows and stray quotes are taken as they are.
 * Refuses imports.file_empty, imports.too_many_columns; while it is read, `records` throws BadFile with
 * imports.quote_open { row }.
 */
export async function openTable(text: AsyncGenerator<string>, given: Delimiter | null = null): Promise<Outcome<Table>> {
  let start = '';
  while (start.length < START) {
    const { value, done } = await text.next();
    if (done) break;
    start += value;
  }
  const delimiter = given ?? sniffDelimiter(start);
  const records = readRecords(start, text, delimiter);
  const header = await records.next();
  if (header.done) return refuse('imports.file_empty', { allowed: ALLOWED });
  const cells = trimEnd(header.value);
  if (cells.length === 0) return refuse('imports.file_empty', { allowed: ALLOWED });
  if (cells.length > MOST_COLUMNS) {
    return refuse('imports.too_many_columns', { maximum: MOST_COLUMNS, found: cells.length });
  }
  return ok({ delimiter, headers: uniqueNames(cells), records });
}

async function* readRecords(
  start: string,
  rest: AsyncGenerator<string>,
  delimiter: Delimiter,
): AsyncGenerator<readonly string[]> {
  async function* pieces() {
    if (start) yield start;
    yield* rest;
  }
  const parser = parse({
    delimiter,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: LARGEST_RECORD,
  });
  const source = Readable.from(pieces());
  source.on('error', (error) => parser.destroy(error));
  source.pipe(parser);
  let row = 0;
  try {
    for await (const record of parser) {
      yield record as string[];
      row++;
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const refused = refuse('imports.quote_open', { row: Math.max(1, row) });
    throw new BadFile(refused.refusal);
  } finally {
    source.destroy();
    parser.destroy();
  }
}

export function trimEnd(cells: readonly string[]): string[] {
  const last = cells.findLastIndex((cell) => cell.trim() !== '');
  return cells.slice(0, last + 1);
}

export function uniqueNames(cells: readonly string[]): string[] {
  const seen = new Set<string>();
  return cells.map((cell, index) => {
    const clean = visible(cell).normalize('NFC').replace(/\s+/gu, ' ').trim().slice(0, 200) || `#${index + 1}`;
    let name = clean;
    for (let n = 2; seen.has(name); n++) name = `${clean} (${n})`;
    seen.add(name);
    return name;
  });
}

/** NUL cannot be stored: its picture stands for it. */
export function visible(cell: string): string {
  return cell.replaceAll('\u0000', '\u2400');
}
