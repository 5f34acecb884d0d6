import { trimEnd } from '../csv/records.ts';
import type { SheetRow } from './cells.ts';

/** Cells that are one: columns from 0, rows from 1. */
export type Merge = {
  readonly fromRow: number;
  readonly toRow: number;
  readonly fromColumn: number;
  readonly toColumn: number;
};
/** `names`: of the columns, before they are made unique. `rows`: how many of the given rows stand up to the header's end. */
export type SheetHeader = { readonly names: readonly string[]; readonly rows: number };

const MOST_HEADER_ROWS = 3;

/**
 * Where the names of the columns stand: lines of a title above them are no header, a header of two lines is the lower one where it has a word. A
 * name that is written over several columns is the name of each.
 */
export function findHeader(rows: readonly SheetRow[], merges: readonly Merge[]): SheetHeader {
  const filled = rows.map(({ cells }) => cells.filter((cell) => cell.trim() !== '').length);
  const widest = Math.max(...filled);
  const first = Math.max(
    0,
    filled.findIndex((count) => count >= 2 && count * 2 >= widest),
  );
  const top = rows[first];
  if (!top) return { names: [], rows: 0 };
  const starting = merges.filter(({ fromRow }) => fromRow === top.no);
  const bottom = Math.min(
    top.no + MOST_HEADER_ROWS - 1,
    Math.max(top.no, ...starting.filter(({ fromRow, toRow }) => toRow > fromRow).map(({ toRow }) => toRow)),
  );
  const lines = rows.filter(({ no }) => no >= top.no && no <= bottom);
  const width = Math.max(
    ...lines.map(({ cells }) => trimEnd(cells).length),
    ...starting.map(({ toColumn }) => toColumn + 1),
  );
  const names = Array.from({ length: width }, (_, column) => nameOf(column, lines, merges));
  return { names, rows: rows.indexOf(top) + lines.length };
}

function nameOf(column: number, lines: readonly SheetRow[], merges: readonly Merge[]): string {
  for (const { no, cells } of lines.toReversed()) {
    const own = cells[column]?.trim() ?? '';
    if (own !== '') return own;
    const merge = merges.find(
      (one) => one.fromRow <= no && no <= one.toRow && one.fromColumn <= column && column <= one.toColumn,
    );
    const shared = merge && lines.find((line) => line.no === merge.fromRow)?.cells[merge.fromColumn]?.trim();
    if (shared) return shared;
  }
  return '';
}
