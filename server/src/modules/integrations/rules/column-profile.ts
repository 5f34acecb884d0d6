import type { CalendarDay } from '../../../kernel/calendar-day.ts';
import { addDays, compareDays } from '../../../kernel/calendar-day.ts';
import { parseDayCell } from '../cells/day.ts';
import { parsePhoneCell, type PhoneRegion } from '../cells/phone.ts';
import { CHINESE_SURNAMES, KOREAN_SURNAMES } from '../words/names.ts';

/** What the cells of a column look like. Shares are 0–1 of the cells that were looked at; empty ones do not count. */
export type ColumnProfile = {
  readonly filled: number;
  readonly looked: number;
  readonly phones: number;
  readonly emails: number;
  readonly days: number;
  /** Days of the last ten years, up to today. */
  readonly recentDays: number;
  readonly numbers: number;
  readonly names: number;
  /** How many different values; null where there are more than are counted. */
  readonly distinct: number | null;
  /** The values with their counts, the most frequent first; the first ones of the file where there are more than are counted. */
  readonly values: readonly (readonly [value: string, count: number])[];
  readonly averageLength: number;
};

const LOOKED_AT = 300;
const MOST_VALUES = 80;
const TEN_YEARS_DAYS = 3653;
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/u;
// Seven digits alone may be anything; a number of a person begins with 0, + or a mobile's 1x.
const PHONE_START = /^['"(]*(\+|0|82|1[016-9]\d{7,8}(\.0)?$|1[016-9][- .])/u;

/** Collects what a column holds, cell by cell. */
export class ColumnWatch {
  readonly #reading: { readonly zone: string; readonly region: PhoneRegion; readonly today: CalendarDay };
  readonly #values = new Map<string, number>();
  readonly #sums = { phones: 0, emails: 0, days: 0, recentDays: 0, numbers: 0, names: 0, length: 0 };
  #overflow = false;
  #filled = 0;
  #looked = 0;

  constructor(reading: { readonly zone: string; readonly region: PhoneRegion; readonly today: CalendarDay }) {
    this.#reading = reading;
  }

  see(cell: string): void {
    const value = cell.normalize('NFC').trim();
    if (value === '') return;
    this.#filled++;
    const count = this.#values.get(value);
    if (count === undefined && this.#values.size >= MOST_VALUES) this.#overflow = true;
    else this.#values.set(value, (count ?? 0) + 1);
    if (this.#looked >= LOOKED_AT) return;
    this.#looked++;
    this.#look(value);
  }

  #look(value: string): void {
    const { zone, region, today } = this.#reading;
    const sums = this.#sums;
    sums.length += value.length;
    if (/^-?[\d.,]+$/u.test(value)) sums.numbers++;
    if (EMAIL.test(value)) sums.emails++;
    if (isPersonName(value)) sums.names++;
    // Some of a mixed-up order of day and month is still a day.
    const day = parseDayCell(value, { zone, yearless: { until: today } });
    const isDay = day.ok ? !/^\d{5}(\.\d+)?$/u.test(value) : day.refusal.code === 'imports.day_ambiguous';
    if (isDay) sums.days++;
    if (day.ok && isDay && isRecent(day.value.day, today)) sums.recentDays++;
    if (!isDay && PHONE_START.test(value) && parsePhoneCell(value, region).ok) sums.phones++;
  }

  get profile(): ColumnProfile {
    const share = (sum: number) => (this.#looked === 0 ? 0 : sum / this.#looked);
    const { phones, emails, days, recentDays, numbers, names, length } = this.#sums;
    return {
      filled: this.#filled,
      looked: this.#looked,
      phones: share(phones),
      emails: share(emails),
      days: share(days),
      recentDays: share(recentDays),
      numbers: share(numbers),
      names: share(names),
      distinct: this.#overflow ? null : this.#values.size,
      values: [...this.#values].sort((a, b) => b[1] - a[1]),
      averageLength: share(length),
    };
  }
}

function isRecent(day: CalendarDay, today: CalendarDay): boolean {
  return compareDays(day, today) <= 0 && compareDays(day, addDays(today, -TEN_YEARS_DAYS)) >= 0;
}

/** 홍길동, 王小明, Jane Doe: looks like the name of a person. */
export function isPersonName(value: string): boolean {
  if (/^[가-힣]{2,4}$/u.test(value)) return KOREAN_SURNAMES.includes(value[0] ?? ' ');
  if (/^[가-힣]{1,2} [가-힣]{1,3}$/u.test(value)) return KOREAN_SURNAMES.includes(value[0] ?? ' ');
  if (/^\p{Script=Han}{2,4}$/u.test(value)) return CHINESE_SURNAMES.includes(value[0] ?? ' ');
  return /^\p{Lu}[\p{L}'’.-]+(?: \p{Lu}[\p{L}'’.-]*){1,3}$/u.test(value);
}
