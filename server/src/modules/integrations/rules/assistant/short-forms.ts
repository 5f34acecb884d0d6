import { choseong, isChoseongQuery, normaliseChoseongQuery } from '../../../../kernel/hangul.ts';
import { looseKey } from '../text-key.ts';

const HANGUL = /^[가-힣]+$/u;
const DONE = /(?:o|ok|v|완|완료|함|됨|했음|하심|요망|요|中|了)$/u;
const NOT_DONE = /(?:x|안함|안됨|못함|실패)$/u;

/**
 * How people shorten a word: 예완 of 예약완료, 재통 of 재통화, ㅂㅈ of 부재. Words of up to six syllables only: a longer one has too many.
 * Both as `looseKey`.
 */
export function isShortOf(label: string, word: string): 'syllables' | 'initials' | null {
  if (!HANGUL.test(word) || word.length > 6 || label.length < 2) return null;
  if (isChoseongQuery(label))
    return word.length >= 2 && normaliseChoseongQuery(label) === choseong(word) ? 'initials' : null;
  if (label.length > 3 || word.length < 3 || label.length >= word.length || !HANGUL.test(label)) return null;
  const heads = word.length === 3 ? [word.slice(0, 2), `${word[0]}${word[2]}`] : headsOf(word);
  return heads.includes(label) ? 'syllables' : null;
}

/** The first syllable of each pair, the last pair's may be three: 예약완료 → 예완, 상담후보류 → 상보. */
function headsOf(word: string): string[] {
  const pairs = [...word].filter((_, index) => index % 2 === 0).join('');
  return [`${word[0]}${word[2]}`, `${word[0]}${word[word.length - 2]}`, pairs];
}

/** A mark behind a word that says that it happened, or that it did not: 내원o, 예약완, 통화x. */
export function markOf(label: string): { readonly word: string; readonly done: boolean } | null {
  const lower = label.trim().replace(/[○◯]/gu, 'o').replace(/[×✕✗]/gu, 'x').replace(/[✓✔]/gu, 'v');
  const key = looseKey(lower);
  for (const [mark, done] of [
    [NOT_DONE, false],
    [DONE, true],
  ] as const) {
    const word = key.replace(mark, '');
    if (word !== key && word.length >= 2) return { word, done };
  }
  return null;
}
