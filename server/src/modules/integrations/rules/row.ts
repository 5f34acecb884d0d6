import { withoutUnseen, type Params } from '@anbu/contract';
import type { CalendarDay } from '../../../kernel/calendar-day.ts';
import { addDays, calendarDay } from '../../../kernel/calendar-day.ts';
import { parseDayCell, type DayCell, type DayReading } from '../cells/day.ts';
import { visible } from '../csv/records.ts';
import { unguard } from '../../../kernel/csv-line.ts';
import type { Issue } from './plan.ts';

// Line breaks and tabs belong to memos; every other control character is a broken file.
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]/u;
export const LONGEST_LINE = 200;
/** A spreadsheet's mark of a text stands before what is no text of a person. */
const KEEPS_APOSTROPHE: ReadonlySet<string> = new Set(['text', 'name', 'familyName', 'givenName']);
const EARLIEST = calendarDay('2000-01-01');
const MOST_DAYS_AHEAD = 3653;

/** One record of the file, cell by cell by our fields, with what is said of it. */
export class Row {
  readonly issues: Issue[] = [];
  readonly #headers: readonly string[];
  readonly #places: ReadonlyMap<string, number>;
  readonly #cells: readonly string[];

  constructor(headers: readonly string[], places: ReadonlyMap<string, number>, cells: readonly string[]) {
    this.#headers = headers;
    this.#places = places;
    this.#cells = cells;
  }

  checkWhole(): void {
    const extra = this.#cells.findLastIndex((cell) => cell.trim() !== '') + 1;
    if (extra > this.#headers.length) {
      const params = { expected: this.#headers.length, found: extra };
      this.issues.push({ level: 'error', column: null, value: null, code: 'imports.too_many_cells', params });
    }
    this.#cells.forEach((cell, index) => {
      const column = this.#headers[index] ?? null;
      // U+FFFD is what the encoding could not read: a word is lost there.
      if (CONTROL.test(cell) || cell.includes('\ufffd') || !cell.isWellFormed()) {
        this.issues.push({ level: 'error', column, value: shown(cell), code: 'imports.bad_character', params: {} });
      }
    });
  }

  /** Trimmed, composed, without the apostrophe of a guarded cell; empty where there is no such column. */
  cell(field: string): string {
    const place = this.#places.get(field);
    const raw = place === undefined ? undefined : this.#cells[place];
    if (raw === undefined) return '';
    const text = withoutUnseen(unguard(visible(raw)))
      .toWellFormed()
      .normalize('NFC')
      .replace(/\r\n?/gu, '\n')
      .trim();
    return KEEPS_APOSTROPHE.has(field) ? text : text.replace(/^'+/u, '').trimStart();
  }

  text(field: string, maximum: number): string | null {
    const value = this.cell(field);
    if ([...value].length > maximum) this.say('error', field, 'field.too_long', { maximum });
    return value === '' ? null : value;
  }

  say(level: Issue['level'], field: string, code: string, params: Params = {}): void {
    const place = this.#places.get(field);
    const column = place === undefined ? null : (this.#headers[place] ?? null);
    this.issues.push({ level, column, value: shown(this.cell(field)), code, params });
  }

  /** A day that may have been: from 2000 on, births apart; what is planned, at most ten years on. Others are a slip of the hand. */
  day(field: string, reading: DayReading): DayCell | null {
    const value = this.cell(field);
    if (value === '') return null;
    const parsed = parseDayCell(value, reading);
    if (!parsed.ok) this.say('error', field, parsed.refusal.code);
    else if ((!reading.birth && parsed.value.day < EARLIEST) || isFarAhead(parsed.value.day, reading)) {
      this.say('error', field, 'imports.day_implausible');
    } else return parsed.value;
    return null;
  }
}

function isFarAhead(day: CalendarDay, { yearless }: DayReading): boolean {
  return 'from' in yearless && day > addDays(yearless.from, MOST_DAYS_AHEAD);
}

function shown(cell: string): string {
  return visible(cell).slice(0, LONGEST_LINE).toWellFormed();
}
