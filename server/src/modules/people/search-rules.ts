import { withoutUnseen } from '@anbu/contract';
import { parseDay, type CalendarDay } from '../../kernel/calendar-day.ts';
import { isChoseongQuery, normaliseChoseongQuery, normaliseName } from '../../kernel/hangul.ts';
import { parsePhone, type PhoneNumber } from '../../kernel/phone.ts';
import type { PhoneRegion } from './input.ts';
import { normaliseIdentifier } from './rules.ts';

/** What a search text may mean, each way with the value that its index holds. Best match first. */
export type Way =
  | { readonly way: 'number'; readonly number: string }
  /** A number that another system gave: a chart number. */
  | { readonly way: 'identifier'; readonly value: string }
  | { readonly way: 'phone'; readonly e164: PhoneNumber }
  | { readonly way: 'birth'; readonly days: readonly CalendarDay[] }
  | { readonly way: 'last4'; readonly last4: string }
  | { readonly way: 'choseong'; readonly prefix: string }
  | { readonly way: 'name'; readonly prefix: string }
  | { readonly way: 'given'; readonly prefix: string };

// Longer than any name that the contract takes.
const LONGEST = 200;

/**
 * Reads a search text as everything that it can be: 2943 is a person number and the end of a phone. Gives no way at all for
 * an empty text, for one that is longer than a name can be and for one with characters that no stored text has.
 * Spec: product B2.
 */
export function readQuery(text: string, region: PhoneRegion = 'KR'): readonly Way[] {
  if (text.length > 4 * LONGEST || text.includes('\u0000') || !text.isWellFormed()) return [];
  const query = normaliseName(withoutUnseen(text));
  if (query === '' || query.length > LONGEST) return [];
  const ways: Way[] = [];
  const number = /^#?(\d{1,12})$/.exec(query)?.[1];
  if (number !== undefined) ways.push({ way: 'number', number });
  const identifier = /\d/.test(query) ? normaliseIdentifier(query) : '';
  if (identifier !== '') ways.push({ way: 'identifier', value: identifier });
  const phone = parsePhone(query, region);
  if (phone.ok) ways.push({ way: 'phone', e164: phone.value });
  const days = birthDays(query);
  if (days.length > 0) ways.push({ way: 'birth', days });
  if (/^\d{4}$/.test(query)) ways.push({ way: 'last4', last4: query });
  if (isChoseongQuery(query)) ways.push({ way: 'choseong', prefix: normaliseChoseongQuery(query) });
  const prefix = query.replaceAll(' ', '');
  ways.push({ way: 'name', prefix }, { way: 'given', prefix });
  return ways;
}

/** 1980-01-02, 1980.1.2, 1980년 1월 2일, 19800102 and 800102, which is a day of either century. Days that do not exist are left out. */
function birthDays(query: string): CalendarDay[] {
  const match =
    /^(\d{4}|\d{2})[-./년\s]\s*(\d{1,2})[-./월\s]\s*(\d{1,2})[.일]?$/.exec(query) ??
    /^(\d{4})(\d{2})(\d{2})$/.exec(query) ??
    /^(\d{2})(\d{2})(\d{2})$/.exec(query);
  const [, year = '', month = '', day = ''] = match ?? [];
  if (year === '') return [];
  const years = year.length === 4 ? [year] : [`19${year}`, `20${year}`];
  return years
    .map((full) => parseDay(`${full}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`))
    .filter((found) => found !== null);
}
