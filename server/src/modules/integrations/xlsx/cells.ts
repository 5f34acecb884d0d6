import { serialText } from './serial.ts';
import type { SharedStrings } from './shared-strings.ts';
import { LONGEST_CELL } from './shared-strings.ts';
import { unescaped } from './workbook.ts';
import type { XmlReader } from './xml.ts';

/** `no`: the row's number in the sheet, from 1. */
export type SheetRow = { readonly no: number; readonly cells: readonly string[] };
export type CellContext = {
  readonly strings: SharedStrings;
  readonly dateStyles: ReadonlySet<number>;
  readonly is1904: boolean;
};

/** A table has 200 columns at most: what stands far beyond only has to be seen. */
const FARTHEST = 400;

/**
 * Rows of a sheet as text, hidden ones too; those without a word are left out. A formula is what it last gave; a date is written as one; a
 * number stands with all its digits.
 */
export function rowReader(context: CellContext): XmlReader<SheetRow> {
  let no = 0;
  let cells: string[] = [];
  let column = -1;
  let type = '';
  let style = 0;
  let value = '';
  let isValue = false;
  let above = 0;
  return {
    open: (name, attribute) => {
      if (name === 'row') {
        no = Number(attribute('r') ?? no + 1);
        cells = [];
        column = -1;
      } else if (name === 'c') {
        const place = columnOf(attribute('r') ?? '');
        column = place ?? column + 1;
        type = attribute('t') ?? 'n';
        style = Number(attribute('s') ?? -1);
        value = '';
      } else if (name === 'rPh') above++;
      isValue = above === 0 && (name === 'v' || name === 't');
    },
    text: (piece) => {
      if (isValue && value.length < LONGEST_CELL) value += piece;
    },
    close: (name, emit) => {
      isValue = false;
      if (name === 'rPh') above--;
      else if (name === 'c') put(cells, column, cellText(value, type, style, context));
      else if (name === 'row' && cells.some((cell) => cell.trim() !== '')) emit({ no, cells });
    },
  };
}

function put(cells: string[], column: number, text: string): void {
  if (text === '') return;
  const place = Math.min(column, FARTHEST);
  while (cells.length < place) cells.push('');
  cells[place] = text;
}

function cellText(value: string, type: string, style: number, context: CellContext): string {
  if (value === '') return '';
  switch (type) {
    case 's':
      return context.strings.at(Number(value));
    case 'inlineStr':
    case 'str':
      return unescaped(value);
    case 'b':
      return value === '1' ? 'TRUE' : 'FALSE';
    case 'd':
      return value.replace('T', ' ');
    case 'e':
      return value;
    default:
      return numberText(value, context.dateStyles.has(style), context.is1904);
  }
}

function numberText(value: string, isDate: boolean, is1904: boolean): string {
  const number = Number(value);
  if (!Number.isFinite(number)) return value;
  return (isDate ? serialText(number, is1904) : null) ?? plain(number, value);
}

/** 1.012345678E10 is 10123456780; 0.1 + 0.2 is what a sheet shows: fifteen digits. */
function plain(number: number, value: string): string {
  if (/^-?\d+$/u.test(value)) return value;
  return Number.isInteger(number) && Math.abs(number) < 1e15 ? String(number) : String(Number(number.toPrecision(15)));
}

/** 0 for A1, 27 for AB3; null where the cell does not say where it stands. */
export function columnOf(reference: string): number | null {
  let column = 0;
  for (const letter of reference) {
    const code = letter.charCodeAt(0) - 64;
    if (code < 1 || code > 26) break;
    column = column * 26 + code;
  }
  return column === 0 ? null : column - 1;
}
