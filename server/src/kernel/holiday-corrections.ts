import { addDays, calendarDay, weekdayOf } from './calendar-day.ts';
import type { CalendarDay } from './calendar-day.ts';

type Added = { readonly day: CalendarDay; readonly name: string };
export type Corrections = {
  /** Days by which the library's first day of this rule is moved. */
  readonly shift: (rule: string) => number;
  readonly added: readonly Added[];
  readonly removed: readonly CalendarDay[];
};

const NONE: Corrections = { shift: () => 0, added: [], removed: [] };

/** What date-holidays 3.37.0 does not say, or says wrongly. */
export function correctionsFor(country: string, year: number): Corrections {
  if (country === 'KR') return korea(year);
  // The library counts four Chinese half-holidays of groups (women, youth, children, soldiers) as public for all.
  if (country === 'CN') {
    return { ...NONE, removed: ['03-08', '05-04', '06-01', '08-01'].map((date) => calendarDay(`${year}-${date}`)) };
  }
  return NONE;
}

/** Days that one decision made: elections (공직선거법) and temporary holidays (임시공휴일). Extend it when one is announced. */
const KOREAN_SINGLE_DAYS: readonly (readonly [string, string])[] = [
  ['2024-04-10', '국회의원 선거일'],
  ['2024-10-01', '임시공휴일'],
  ['2025-01-27', '임시공휴일'],
  ['2025-06-03', '대통령 선거일'],
  ['2026-06-03', '전국동시지방선거일'],
  ['2028-04-12', '국회의원 선거일'],
];

function korea(year: number): Corrections {
  const added: Added[] = KOREAN_SINGLE_DAYS.filter(([day]) => day.startsWith(`${year}-`)).map(([day, name]) => ({
    day: calendarDay(day),
    name,
  }));
  // Labour Day (노동절) is a public holiday with substitute days since the amendment in force in 2026. Constitution Day
  // (17 July), public again since the same year, is known to the library with its substitutes.
  if (year >= 2026) {
    const labourDay = calendarDay(`${year}-05-01`);
    added.push({ day: labourDay, name: '노동절' });
    const weekday = weekdayOf(labourDay);
    if (weekday === 'sat') added.push({ day: addDays(labourDay, 2), name: '노동절 (대체공휴일)' });
    if (weekday === 'sun') added.push({ day: addDays(labourDay, 1), name: '노동절 (대체공휴일)' });
  }
  // The library counts three days from the lunar new year on; the law gives the day before, the day, the day after.
  return {
    shift: (rule) => (rule.includes('korean 01-0-01 P3D') && !rule.includes('substitutes') ? -1 : 0),
    added,
    removed: [],
  };
}
