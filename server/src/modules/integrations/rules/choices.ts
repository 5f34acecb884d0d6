import type { ListChoice } from './plan.ts';
import { looseKey } from './text-key.ts';

type Words = Readonly<Record<string, readonly string[]>>;
export type Choice = { readonly code: string; readonly exact: boolean };
/** Exact: by code or by the organisation's own name; else by a word that everybody uses for it. */
export type Chooser = (text: string) => Choice | null;

/** Own codes and names go before common words, and words count only for codes that the list has. */
export function chooser(list: readonly ListChoice[], words: Words): Chooser {
  const own = new Map<string, Choice>();
  for (const { code, names } of list) {
    for (const name of [code, names.ko, names.en, names.zh]) {
      const key = looseKey(name);
      if (key !== '' && !own.has(key)) own.set(key, { code, exact: true });
    }
  }
  const codes = new Set(list.map(({ code }) => code));
  const common = new Map<string, Choice>();
  for (const [code, synonyms] of Object.entries(words)) {
    if (codes.has(code)) for (const word of synonyms) common.set(wordOf(word), { code, exact: false });
  }
  return (text) => own.get(looseKey(text)) ?? common.get(wordOf(text)) ?? null;
}

/** A fixed vocabulary: words only. */
export function wordChooser<T extends string>(
  words: Readonly<Record<T, readonly string[]>>,
): (text: string) => T | null {
  const known = new Map<string, T>();
  for (const [code, synonyms] of Object.entries<readonly string[]>(words)) {
    for (const word of [code, ...synonyms]) known.set(wordOf(word), code as T);
  }
  return (text) => known.get(wordOf(text)) ?? null;
}

/** A sign alone (`-`) is a word too. */
function wordOf(text: string): string {
  return looseKey(text) || text.trim();
}

/** Where one cell has several choices. */
export const SEPARATORS = /[,/、，·+&;|\n]+|\s+및\s+|\s+and\s+/iu;

/**
 * Several choices of one cell: cut at signs, then, where a part is none, at spaces. `unknown` are the parts that no list
 * knows; they are not guessed.
 */
export function chooseMany(text: string, choose: Chooser): { codes: string[]; unknown: string[] } {
  const codes = new Set<string>();
  const unknown: string[] = [];
  const whole = choose(text);
  const parts = whole ? [text] : text.split(SEPARATORS);
  for (const part of parts.map((one) => one.trim()).filter((one) => one !== '')) {
    const found = choose(part);
    const words = part.split(/\s+/u);
    const each = found ? [] : words.map(choose);
    if (found) codes.add(found.code);
    else if (words.length > 1 && each.some((one) => one !== null)) {
      each.forEach((one, index) => (one ? codes.add(one.code) : unknown.push(words[index] ?? '')));
    } else unknown.push(part);
  }
  return { codes: [...codes].sort(), unknown };
}
