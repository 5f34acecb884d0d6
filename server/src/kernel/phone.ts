import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import type { CountryCode } from 'libphonenumber-js/max';
import { ok, refuse } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import { foldWidth } from './text.ts';

/** E.164: plus and digits. */
export type PhoneNumber = string & { readonly __phoneNumber: true };

/**
 * Korea's numbering plan, national part without the leading 0. Stricter than the library, which takes ten digits for 010
 * (they have had eleven since 2004) and groups of 050 that were never given out.
 */
const KOREAN =
  /^(10\d{8}|1[16-9]\d{7,8}|2\d{7,8}|(3[1-3]|4[1-4]|5[1-5]|6[1-4])\d{7,8}|70\d{8}|50[2-8]\d{7,8}|[368]0\d{7,8}|1[568]\d{6})$/;

/**
 * A phone number as people write it → E.164. Korean numbers may have lost their 0 to a spreadsheet, carry +82 with it,
 * be full-width, or be cut by dots, spaces, hyphens and brackets; others need their + (or 00).
 * Refuses `phone.not_a_phone` { value } (letters, too few digits) and `phone.impossible` { value, region } (no such number).
 */
export function parsePhone(text: string, region: CountryCode = 'KR'): Outcome<PhoneNumber> {
  const folded = foldWidth(text).trim();
  if (!/^\+?[\d\s().\-‐-―−/·]+$/u.test(folded)) return refuse('phone.not_a_phone', { value: text });
  const international = /^(\+|00[1-9])/.test(folded);
  let digits = folded.replace(/\D/g, '');
  if (digits.length < 7 || digits.length > 17) return refuse('phone.not_a_phone', { value: text });
  if (international) digits = digits.replace(/^00/, '');
  if (international ? digits.startsWith('82') : region === 'KR') {
    const national = koreanPart(digits, international);
    return national ? ok(`+82${national}` as PhoneNumber) : refuse('phone.impossible', { value: text, region: 'KR' });
  }
  const parsed = parsePhoneNumberFromString(international ? `+${digits}` : digits, region);
  if (!parsed?.isValid()) return refuse('phone.impossible', { value: text, region: parsed?.country ?? region });
  return ok(parsed.number as string as PhoneNumber);
}

/** The national part without 0, from 010…, 10…, 8210… or 82010…; null when Korea has no such number. */
function koreanPart(digits: string, international: boolean): string | null {
  const candidates = international ? [digits.slice(2)] : [digits, digits.startsWith('82') ? digits.slice(2) : ''];
  for (const candidate of candidates) {
    const national = candidate.replace(/^0/, '');
    if (KOREAN.test(national)) return national;
  }
  return null;
}

/** For search and for masks: never shown as the whole number. */
export function phoneLast4(phone: PhoneNumber): string {
  return phone.slice(-4);
}

/** As a reader in `region` writes it: 010-2283-2943 at home, +1 650 253 0000 from elsewhere. */
export function formatPhone(phone: PhoneNumber, region: CountryCode = 'KR'): string {
  if (phone.startsWith('+82') && region === 'KR') return formatKorean(phone.slice(3));
  const parsed = parsePhoneNumberFromString(phone);
  if (!parsed) return phone;
  return parsed.country === region ? parsed.formatNational() : parsed.formatInternational();
}

function formatKorean(national: string): string {
  if (/^1[568]\d{6}$/.test(national)) return `${national.slice(0, 4)}-${national.slice(4)}`;
  const area = national.startsWith('2') ? 1 : national.startsWith('50') ? 3 : 2;
  return `0${national.slice(0, area)}-${national.slice(area, -4)}-${national.slice(-4)}`;
}
