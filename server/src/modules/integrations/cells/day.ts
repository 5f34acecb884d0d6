import { addDays, parseDay, type CalendarDay } from '../../../kernel/calendar-day.ts';
import { fromDayNumber } from '../../../kernel/calendar-day.ts';
import { parseInstant, type Instant } from '../../../kernel/instant.ts';
import { ok, refuse, type Outcome } from '../../../kernel/outcome.ts';
import { foldWidth } from '../../../kernel/text.ts';
import { dayOf, instantAt, minuteOfDay } from '../../../kernel/zoned-time.ts';

/** `minute` of the day, 0–1439; null where the cell has no time. */
export type DayCell = { readonly day: CalendarDay; readonly minute: number | null };

export type DayReading = {
  readonly zone: string;
  /** Where the year is left out: the latest such day not after `until`, or the first not before `from`. */
  readonly yearless: { readonly until: CalendarDay } | { readonly from: CalendarDay };
  /** A birth: the century of a two-digit year is the latest that is not in the future. */
  readonly birth?: boolean;
};

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const MONTH = `(${MONTHS.join('|')})[a-z]*\\.?`;
// Day 0 of a spreadsheet's count, its leap day of 1900 included.
const SPREADSHEET_ZERO = -25_569;

type Parts = readonly [year: number | null, month: number, day: number];

/**
 * A date as people write it: 2026.6.2 17:31, 2026년 6월 2일(화) 오후 5시, 26/6/2, 20260602, 4월 8일, 4/8, Jun 2 2026, a
 * spreadsheet's 46175.73, RFC 3339. Refuses imports.day_unreadable { value }, imports.day_impossible { value } (30 February)
 * and imports.day_ambiguous { value } (6/2/2026 outside America), imports.time_impossible { value }.
 */
export function parseDayCell(text: string, reading: DayReading): Outcome<DayCell> {
  const value = text.trim();
  const exact = parseInstant(value);
  if (exact !== null) {
    return ok({ day: dayOf(reading.zone, exact), minute: minuteOfDay(reading.zone, exact) });
  }
  const folded = foldWidth(value).toLowerCase().replace(/\s+/gu, ' ');
  const serial = /^(\d{5})(\.\d+)?$/.exec(folded);
  if (serial) return ok(fromSerial(Number(serial[1]), Number(serial[2] ?? 0), serial[2] !== undefined));
  const bare = folded
    .replace(/\(?\b(mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?\)?,?(?=\s|$)/gu, ' ')
    .replace(/\((월|화|수|목|금|토|일)\)|[월화수목금토일]요일|(星期|周)[一二三四五六日天]/gu, ' ')
    .replace(/(?<=\d)t(?=\d\d:)/u, ' ')
    .trim();
  const found = dateOf(bare, value, reading);
  if (!found.ok) return found;
  const { parts, rest } = found.value;
  const time = timeOf(rest);
  if (time === undefined) return refuse('imports.day_unreadable', { value });
  if (time === 'impossible') return refuse('imports.time_impossible', { value });
  const day = resolve(parts, reading);
  return day === null ? refuse('imports.day_impossible', { value }) : ok({ day, minute: time });
}

/** The instant of a cell; a day without a time begins it. */
export function instantOf(cell: DayCell, zone: string, otherwiseMinute = 0): Instant {
  return instantAt(zone, cell.day, cell.minute ?? otherwiseMinute);
}

function fromSerial(days: number, fraction: number, timed: boolean): DayCell {
  const minute = Math.round(fraction * 1440);
  const day = fromDayNumber(days + SPREADSHEET_ZERO);
  if (!timed) return { day, minute: null };
  return minute >= 1440 ? { day: addDays(day, 1), minute: 0 } : { day, minute };
}

function dateOf(bare: string, value: string, reading: DayReading): Outcome<{ parts: Parts; rest: string }> {
  const good = (year: string | null, month: number, day: string, match: RegExpExecArray) =>
    ok({
      parts: [year === null ? null : fullYear(year, reading), month, Number(day)] as Parts,
      rest: bare.slice(match[0].length).trim(),
    });
  let match =
    /^(\d{4}|'?\d{2}) ?[년年] ?(\d{1,2}) ?[월月] ?(\d{1,2}) ?[일日号]?/u.exec(bare) ??
    /^(\d{4}) ?[-./] ?(\d{1,2}) ?[-./] ?(\d{1,2})(?!\d)\.?/u.exec(bare) ??
    /^(\d{4})(\d{2})(\d{2})(?!\d)/u.exec(bare);
  if (match) return good(match[1] ?? '', Number(match[2]), match[3] ?? '', match);
  match = /^(\d{1,2}) ?[월月] ?(\d{1,2}) ?[일日号]/u.exec(bare);
  if (match) return good(null, Number(match[1]), match[2] ?? '', match);
  match = new RegExp(`^${MONTH} (\\d{1,2})(?:st|nd|rd|th)?,? (\\d{4})`, 'u').exec(bare);
  if (match) return good(match[3] ?? '', MONTHS.indexOf(match[1] ?? '') + 1, match[2] ?? '', match);
  match = new RegExp(`^(\\d{1,2})[ -]${MONTH}[ -](\\d{4})`, 'u').exec(bare);
  if (match) return good(match[3] ?? '', MONTHS.indexOf(match[2] ?? '') + 1, match[1] ?? '', match);
  match = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?!\d)/u.exec(bare);
  if (match) {
    const [first, second] = [Number(match[1]), Number(match[2])];
    const monthFirst = second > 12 || reading.zone.startsWith('America/') || first === second;
    if (!monthFirst && first <= 12) return refuse('imports.day_ambiguous', { value });
    return monthFirst && first <= 12
      ? good(match[3] ?? '', first, String(second), match)
      : good(match[3] ?? '', second, String(first), match);
  }
  match =
    /^'?(\d{2}) ?[-./] ?(\d{1,2}) ?[-./] ?(\d{1,2})(?!\d)\.?/u.exec(bare) ??
    (reading.birth ? /^(\d{2})(\d{2})(\d{2})(?!\d)/u.exec(bare) : null);
  if (match) return good(match[1] ?? '', Number(match[2]), match[3] ?? '', match);
  match = /^(\d{1,2}) ?[-./] ?(\d{1,2})(?![\d:])\.?/u.exec(bare);
  if (match) return good(null, Number(match[1]), match[2] ?? '', match);
  return refuse('imports.day_unreadable', { value });
}

function fullYear(text: string, reading: DayReading): number {
  const digits = text.replace("'", '');
  if (digits.length === 4) return Number(digits);
  const year = 2000 + Number(digits);
  if (!reading.birth) return year;
  const today = 'until' in reading.yearless ? reading.yearless.until : reading.yearless.from;
  return year > Number(today.slice(0, 4)) ? year - 100 : year;
}

function resolve([year, month, day]: Parts, { yearless }: DayReading): CalendarDay | null {
  if (year !== null) return dayIn(year, month, day);
  const around = Number(('until' in yearless ? yearless.until : yearless.from).slice(0, 4));
  // 29 February may be years away.
  for (let away = 0; away <= 8; away++) {
    const candidate = dayIn('until' in yearless ? around - away : around + away, month, day);
    if (candidate === null) continue;
    if ('until' in yearless ? candidate <= yearless.until : candidate >= yearless.from) return candidate;
  }
  return null;
}

function dayIn(year: number, month: number, day: number): CalendarDay | null {
  // The years of the contract's `Day`.
  if (year < 1800 || year > 2999) return null;
  return parseDay(`${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`);
}

/** Minutes; null without a time, undefined where the rest is something else. */
function timeOf(rest: string): number | null | 'impossible' | undefined {
  const text = rest.replace(/^[,·.\s]+/u, '').trim();
  if (text === '') return null;
  const half = /(오전|오후|am|pm|a\.m\.|p\.m\.|上午|下午)/u.exec(text)?.[1];
  const plain = text.replace(half ?? '', '').trim();
  const match =
    /^(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?$/u.exec(plain) ??
    /^(\d{1,2}) ?[시时点時](?: ?(\d{1,2}) ?[분分]?)?(?: ?(\d{1,2}) ?[초秒])?$/u.exec(plain) ??
    (half ? /^(\d{1,2})$/u.exec(plain) : null);
  if (!match) return undefined;
  let hour = Number(match[1]);
  const minute = Number(match[2] ?? 0);
  const evening = half !== undefined && /오후|^p|下午/u.test(half);
  if (half !== undefined && hour <= 12) hour = (hour % 12) + (evening ? 12 : 0);
  return hour < 24 && minute < 60 && Number(match[3] ?? 0) < 60 ? hour * 60 + minute : 'impossible';
}
