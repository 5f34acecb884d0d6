import { foldWidth } from './text.ts';

export { cleanText } from './text.ts';

const INITIALS = [...'ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ'];

/** What an input method makes of two consonants typed quickly: ㄱㅅ becomes ㄳ. */
const CLUSTERS: Readonly<Record<string, string>> = {
  ㄳ: 'ㄱㅅ',
  ㄵ: 'ㄴㅈ',
  ㄶ: 'ㄴㅎ',
  ㄺ: 'ㄹㄱ',
  ㄻ: 'ㄹㅁ',
  ㄼ: 'ㄹㅂ',
  ㄽ: 'ㄹㅅ',
  ㄾ: 'ㄹㅌ',
  ㄿ: 'ㄹㅍ',
  ㅀ: 'ㄹㅎ',
  ㅄ: 'ㅂㅅ',
};

const FIRST_SYLLABLE = 0xac00;
const LAST_SYLLABLE = 0xd7a3;
const SYLLABLES_PER_INITIAL = 21 * 28;

/**
 * Initial consonants of a name, for the search column: 홍길동 → ㅎㄱㄷ. Decomposed (NFD) input gives the same. Other
 * letters stay, in lower case; spaces go.
 */
export function choseong(name: string): string {
  return [...normaliseName(name).replaceAll(' ', '')].map(initialOf).join('');
}

/** Only consonants, so that ㅎㄱㄷ searches initials and 홍ㄱ does not. */
export function isChoseongQuery(query: string): boolean {
  const letters = normaliseChoseongQuery(query);
  return letters.length > 0 && [...letters].every((letter) => INITIALS.includes(letter));
}

/** Compatibility letters without spaces; clusters taken apart, conjoining initials (as NFD has them) turned. */
export function normaliseChoseongQuery(query: string): string {
  return [...foldWidth(query)]
    .filter((letter) => letter.trim() !== '')
    .map((letter) => CLUSTERS[letter] ?? conjoiningInitialOf(letter))
    .join('');
}

/** For comparing names: NFC, full-width folded, lower case, white space collapsed. */
export function normaliseName(name: string): string {
  return foldWidth(name.normalize('NFC')).replace(/\s+/gu, ' ').trim().toLowerCase();
}

function initialOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code >= FIRST_SYLLABLE && code <= LAST_SYLLABLE) {
    return INITIALS[Math.floor((code - FIRST_SYLLABLE) / SYLLABLES_PER_INITIAL)] ?? character;
  }
  return conjoiningInitialOf(character);
}

function conjoiningInitialOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code >= 0x1100 && code <= 0x1112) return INITIALS[code - 0x1100] ?? character;
  return character;
}
