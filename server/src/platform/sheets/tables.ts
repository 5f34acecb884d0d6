import { csvLine } from '../../kernel/csv-line.ts';
import { writeSheets } from './workbook.ts';

/** Lines under a title; the first is the head. */
export type Table = { readonly title: string; readonly lines: readonly (readonly string[])[] };

/** Several small tables as one file: a sheet each, or one below the other under their titles. */
export async function* tableBytes(format: 'csv' | 'xlsx', tables: readonly Table[]): AsyncGenerator<Uint8Array> {
  if (format === 'xlsx') {
    yield* writeSheets(tables.map(({ title, lines }) => ({ name: title, lines: inOrder(lines) })));
    return;
  }
  const [only] = tables;
  // One alone is read by programs: its head is the first line.
  const lines =
    tables.length === 1 && only
      ? only.lines
      : tables.flatMap(({ title, lines: own }, at) => [...(at > 0 ? [[]] : []), [title], ...own]);
  yield Buffer.from(`\ufeff${lines.map(csvLine).join('')}`);
}

async function* inOrder(lines: readonly (readonly string[])[]): AsyncGenerator<readonly string[]> {
  yield* lines;
}
