import { createRequire } from 'node:module';
import type { HolidaysTypes } from 'date-holidays';
import { addDays, compareDays, parseDay } from './calendar-day.ts';
import type { CalendarDay } from './calendar-day.ts';
import { correctionsFor } from './holiday-corrections.ts';

export type PublicHoliday = { readonly day: CalendarDay; readonly name: string };

type Library = new (country: string) => { getHolidays(year: number, language?: string): HolidaysTypes.Holiday[] };
type CountryYear = `${string} ${number}`;

const remembered = new Map<CountryYear, readonly PublicHoliday[]>();
let library: Library | null = null;

/**
 * The public holidays of a country (ISO 3166 alpha-2) in a year, one entry for each day, in order, under the name in the
 * country's own language. Lunar and substitute days are included. Gives none for a country that is not known.
 * The library knows rules; acts of parliament and elections that it does not know yet stand in `holiday-corrections.ts`.
 */
export function publicHolidays(country: string, year: number): readonly PublicHoliday[] {
  const key: CountryYear = `${country} ${year}`;
  let holidays = remembered.get(key);
  if (!holidays) remembered.set(key, (holidays = compute(country, year)));
  return holidays;
}

function compute(country: string, year: number): readonly PublicHoliday[] {
  // The library holds the whole world's rules: it is loaded at the first question, not at the start of the program.
  library ??= createRequire(import.meta.url)('date-holidays') as Library;
  const names = new Map<CalendarDay, string>();
  const corrections = correctionsFor(country, year);
  for (const holiday of new library(country).getHolidays(year)) {
    if (holiday.type !== 'public') continue;
    const first = parseDay(holiday.date.slice(0, 10));
    if (!first) continue;
    const shift = corrections.shift(holiday.rule);
    const length = Math.max(1, Math.round((holiday.end.getTime() - holiday.start.getTime()) / 86_400_000));
    for (let index = 0; index < length; index++) {
      const day = addDays(first, index + shift);
      if (!names.has(day)) names.set(day, holiday.name);
    }
  }
  for (const { day, name } of corrections.added) if (!names.has(day)) names.set(day, name);
  for (const day of corrections.removed) names.delete(day);
  return [...names].map(([day, name]) => ({ day, name })).sort((a, b) => compareDays(a.day, b.day));
}
