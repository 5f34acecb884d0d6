import { fromDayNumber } from '../../../kernel/calendar-day.ts';

/** Day numbers of 31 December 1899 and 1 January 1904. */
const ZERO_1900 = -25_568;
const ZERO_1904 = -24_107;
const LAST_SERIAL = 2_958_465;

/**
 * A spreadsheet's date as text: `2026-06-02`, `2026-06-02 17:31`, `17:31`. It has no zone: it is the time of the site. The count of 1900 has a
 * 29 February 1900 that never was: it is given as such, and refused as a day. Null where the number is no date.
 */
export function serialText(serial: number, is1904: boolean): string | null {
  if (!Number.isFinite(serial) || serial < 0 || serial > LAST_SERIAL) return null;
  const minutes = Math.round(serial * 1440);
  const days = Math.floor(minutes / 1440);
  const time = clockText(minutes % 1440);
  if (days === 0 && !is1904) return time;
  const day = dayText(days, is1904);
  return minutes % 1440 === 0 ? day : `${day} ${time}`;
}

function dayText(days: number, is1904: boolean): string {
  if (is1904) return fromDayNumber(days + ZERO_1904);
  if (days === 60) return '1900-02-29';
  return fromDayNumber(days + ZERO_1900 - (days > 60 ? 1 : 0));
}

function clockText(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

/** Formats of dates and times that have a number and no code; 27–36 and 50–58 are those of East Asia. */
export function isDateFormat(id: number, code: string | undefined): boolean {
  if (code === undefined) {
    return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);
  }
  const [positive = ''] = code.split(';');
  // Words in quotes, signs after a backslash, colours and languages in brackets are no part of the pattern.
  const pattern = positive.replace(/"[^"]*"|\\.|_.|\*.|\[[^\]]*\]/gu, '');
  return !/^(general|standard|g\/표준)$/iu.test(pattern.trim()) && /[ymdhs]/iu.test(pattern);
}
