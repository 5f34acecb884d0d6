import { fromDayNumber, type CalendarDay } from '../../kernel/calendar-day.ts';
import { choseong, normaliseName } from '../../kernel/hangul.ts';
import { DAY, HOUR, type Instant } from '../../kernel/instant.ts';
import type { Id } from '../../kernel/ids.ts';
import { DUPLICATE_POINTS, type DuplicateReason, type FoundReason } from './vocabulary.ts';

export type NameColumns = { readonly normal: string; readonly choseong: string; readonly given: string };

/**
 * The search columns of a name. `normal`: 홍 길동 = 홍길동 = its decomposed form, Kim = ＫＩＭ. `given`: the name without its
 * first word, or of a Korean name in one word without its first syllable (길동); empty where there is none.
 */
export function nameColumns(name: string | null): NameColumns {
  if (name === null) return { normal: '', choseong: '', given: '' };
  const words = normaliseName(name).split(' ');
  const [first = ''] = words;
  const given = words.length > 1 ? words.slice(1).join('') : /^[가-힣]{2,}$/.test(first) ? first.slice(1) : '';
  return { normal: words.join(''), choseong: choseong(name), given };
}

/** A person who has the number. `wrong`: the number was found not to be hers. */
export type Candidate = { readonly id: Id; readonly nameNormal: string; readonly wrong: boolean };

/**
 * Who a number and a name are. A shared number is told apart by name; a name that differs is another person on the same
 * number. A person without a name is known by the number alone, and so is one whom nobody else shares it with when no name
 * is given. Null = a new person, `shared` where others have the number.
 */
export function matchKnown(
  candidates: readonly Candidate[],
  nameNormal: string,
): { id: Id; reason: FoundReason } | { id: null; reason: FoundReason } {
  const same = candidates.find((candidate) => candidate.nameNormal === nameNormal && nameNormal !== '');
  if (same) return { id: same.id, reason: 'same_phone_and_name' };
  const holders = candidates.filter((candidate) => !candidate.wrong);
  const nameless = holders.find((candidate) => candidate.nameNormal === '');
  if (nameless && (nameNormal === '' || holders.length === 1)) return { id: nameless.id, reason: 'same_phone' };
  const [only] = holders;
  if (nameNormal === '' && only && holders.length === 1) return { id: only.id, reason: 'same_phone' };
  return { id: null, reason: holders.length > 0 ? 'new_on_shared_phone' : 'new' };
}

/**
 * A name for who may not read people: enough to tell two rows apart, not to know whose they are. 홍길동 → 홍○동, 이영 → 이○, Kim Minsu → K○○ M○○.
 */
export function maskName(name: string): string {
  const words = name.split(' ').filter(Boolean);
  const [only = ''] = words;
  const letters = [...only];
  if (words.length > 1 || !/^[\p{Script=Hangul}\p{Script=Han}]+$/u.test(only))
    return words.map((word) => `${[...word][0]}○○`).join(' ');
  if (letters.length < 3) return `${letters.length === 2 ? letters[0] : ''}○`;
  return `${letters[0]}${'○'.repeat(letters.length - 2)}${letters.at(-1)}`;
}

/** Nobody is born tomorrow, wherever on earth that begins first. */
export function isFutureBirth(birthDate: CalendarDay, now: Instant): boolean {
  return birthDate > fromDayNumber(Math.floor((now + 14 * HOUR) / DAY));
}

/** 0–100: how likely two persons are one. */
export function duplicateScore(reasons: readonly DuplicateReason[]): number {
  return Math.min(
    100,
    reasons.reduce((sum, reason) => sum + DUPLICATE_POINTS[reason], 0),
  );
}

/** A number of another system as it is searched: 2026-0012 = 20260012, a-12 = A12. Empty where it is signs only. */
export function normaliseIdentifier(value: string): string {
  return value
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');
}

export function normaliseEmail(email: string): string {
  return email.normalize('NFC').trim().toLowerCase();
}
