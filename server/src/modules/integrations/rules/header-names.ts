import { NO_STATUS, IGNORED, type Field } from '../words/headers.ts';
import { looseKey } from './text-key.ts';

const BRACKETS = /[([{<（【［].*?(?:[)\]}>）】］]|$)/gu;
const LATIN = /^[a-z0-9]+$/u;

/** A header in the forms that are compared. */
export type HeaderName = {
  readonly key: string;
  /** Without what stands in brackets: 연락처(휴대폰), 메모 (2). */
  readonly bare: string;
  /** And without a number at the end: 연락처1. */
  readonly plain: string;
  /** The last one, two and three Latin words written together. */
  readonly tails: ReadonlySet<string>;
  readonly words: ReadonlySet<string>;
};

export function headerName(header: string): HeaderName {
  const key = looseKey(header);
  const bare = looseKey(header.replace(BRACKETS, ' ')) || key;
  const words = header
    .normalize('NFKC')
    .replace(BRACKETS, ' ')
    .replace(/(?<=\p{Ll})(?=\p{Lu})/gu, ' ')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
  const tails = new Set([1, 2, 3].map((count) => words.slice(-count).join('')));
  return { key, bare, plain: bare.replace(/\d{1,2}$/u, '') || bare, tails, words: new Set(words) };
}

const keysOf = new WeakMap<readonly string[], readonly string[]>();
function keys(words: readonly string[] | undefined): readonly string[] {
  if (!words) return [];
  const known = keysOf.get(words) ?? words.map(looseKey);
  keysOf.set(words, known);
  return known;
}

/** Where a header's own words name a field: exactly, by an addition, in a doubtful way, by its last word, by a word in it. 0: not at all. */
export const NAMED = { exact: 1, addition: 0.95, head: 0.8, stem: 0.66, weak: 0.62, none: 0 } as const;

/** How surely the header names the field, 0–1. Of several exact ones the commoner is the surer. */
export function nameScore(name: HeaderName, field: Field): number {
  const names = [looseKey(field.field), ...keys(field.names)];
  const exact = names.indexOf(name.key);
  if (exact >= 0) return NAMED.exact - exact / 10_000;
  if (names.includes(name.bare)) return NAMED.exact - 0.02;
  // 연락처1 before 연락처2.
  if (names.includes(name.plain)) return NAMED.addition - Number(/\d+$/u.exec(name.bare)?.[0] ?? 0) / 1000;
  if ([name.key, name.bare, name.plain].some((one) => keys(field.weakNames).includes(one))) return NAMED.weak;
  if (isAnother(name, field)) return NAMED.none;
  const needed = field.needs === undefined || keys(field.needs).some((word) => name.bare.includes(word));
  if (needed && keys(field.heads).some((head) => endsWith(name, head))) return NAMED.head;
  return keys(field.stems).some((stem) => name.bare.includes(stem)) ? NAMED.stem : NAMED.none;
}

/** A word in the header says that it is something else: the guardian's number, the owner's name. */
export function isAnother(name: HeaderName, field: Field): boolean {
  return keys(field.not).some((word) =>
    LATIN.test(word) && word.length <= 3 ? name.words.has(word) : name.bare.includes(word),
  );
}

function endsWith(name: HeaderName, head: string): boolean {
  if (LATIN.test(head)) return name.tails.has(head) || (head.length >= 5 && name.plain.endsWith(head));
  return name.plain.endsWith(head);
}

const ignored = new Set(IGNORED.map(looseKey));

/** The list's own running number, and the reasons of a rejected file. */
export function isIgnored(header: string): boolean {
  const key = looseKey(header);
  return ignored.has(key) || key === '';
}

export function isNoStatus(header: string): boolean {
  const name = headerName(header);
  return NO_STATUS.map(looseKey).some((word) =>
    LATIN.test(word) && word.length <= 3 ? name.words.has(word) : name.bare.includes(word),
  );
}
