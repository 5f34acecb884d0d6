import { IntlMessageFormat } from 'intl-messageformat';
import { josa } from 'es-hangul';
import type { Language, Params } from '../common.ts';
import type { MessageKey } from './keys.ts';

export type Catalogue = Readonly<Record<string, string>>;

/** Of the parser's parts. */
const TYPE = { literal: 0, pound: 7 };
const LOCALES: Record<Language, string> = { ko: 'ko-KR', en: 'en-US', zh: 'zh-CN' };
type Compiled = { readonly message: IntlMessageFormat; readonly parameters: readonly string[] };
const compiled = new WeakMap<Catalogue, Map<string, Compiled>>();

export function isMessageKey(catalogue: Catalogue, key: string): key is MessageKey {
  return Object.hasOwn(catalogue, key);
}

/**
 * One whole sentence of the catalogue. Params that are lists are joined; a param that the caller lacks shows as an empty text; fields and
 * statuses are said by name. An unknown key gives the key itself: a code of a newer release still says something.
 */
export function format(catalogue: Catalogue, language: Language, key: string, params: Params = {}): string {
  const source = isMessageKey(catalogue, key) ? catalogue[key] : undefined;
  if (source === undefined) return key;
  if (!source.includes('{')) return language === 'ko' ? withJosa(source) : source;
  const { message, parameters } = compile(catalogue, language, key, source);
  const values: Record<string, string | number | boolean> = {};
  for (const name of parameters) values[name] = inWords(catalogue, name, plain(language, params[name]));
  const sentence = String(message.format(values));
  if (language === 'en') return withSmallDays(catalogue, sentence, Object.values(values));
  return language === 'ko' ? withJosa(sentence) : sentence;
}

/** A, B, C as the language writes a row of words. */
export function listed(language: Language, words: readonly (string | number)[]): string {
  return words.join(language === 'zh' ? '、' : ', ');
}

const DAYS = ['time.today', 'time.yesterday', 'time.tomorrow'];

/** `Today 09:30` is written small where it does not begin a sentence or a part of one: since today 09:30. */
function withSmallDays(catalogue: Catalogue, sentence: string, values: readonly unknown[]): string {
  let small = sentence;
  for (const value of values) {
    if (typeof value !== 'string') continue;
    const day = DAYS.map((key) => catalogue[key] ?? '').find((word) => word !== '' && value.startsWith(word));
    if (day === undefined || !/^( \d.*)?$/.test(value.slice(day.length))) continue;
    const at = small.indexOf(value);
    if (at > 0 && !/[.!?·] $/.test(small.slice(0, at))) {
      small = small.slice(0, at) + value.charAt(0).toLowerCase() + small.slice(at + 1);
    }
  }
  return small;
}

/** Params that hold a status code wherever they hold one at all. */
const STATUSES = ['status', 'from', 'to'];

/**
 * What people read for a code that stands in a param: `promiseAt` → 약속 시각, `NEW` → 신규 문의. Of a dotted field (`calls.0.at`) its last word
 * with a name. What has no name stays as it is.
 */
function inWords<T>(catalogue: Catalogue, param: string, value: T): T | string {
  if (typeof value !== 'string') return value;
  if (STATUSES.includes(param) && /^[A-Z][A-Z0-9_]+$/.test(value)) {
    return catalogue[`enquiries.status.${value}`] ?? value;
  }
  if (param !== 'field') return value;
  const known = value.split('.').findLast((word) => Object.hasOwn(catalogue, `field.name.${word}`));
  return catalogue[`field.name.${known ?? ''}`] ?? value;
}

function plain(language: Language, value: Params[string] | undefined): string | number | boolean {
  if (value === null || value === undefined) return '';
  return Array.isArray(value) ? listed(language, value) : value;
}

function compile(catalogue: Catalogue, language: Language, key: string, source: string): Compiled {
  let messages = compiled.get(catalogue);
  if (!messages) compiled.set(catalogue, (messages = new Map()));
  let found = messages.get(key);
  if (!found) {
    const message = new IntlMessageFormat(source, LOCALES[language], undefined, { ignoreTag: true });
    messages.set(key, (found = { message, parameters: [...namesIn(message.getAst())] }));
  }
  return found;
}

type Part = ReturnType<IntlMessageFormat['getAst']>[number];

/** The names of the parameters, those inside the branches of a choice included. */
function namesIn(parts: readonly Part[], names: Set<string> = new Set()): Set<string> {
  for (const part of parts) {
    // A literal's value is its text and a `#` has none: neither names a parameter.
    if (part.type !== TYPE.literal && part.type !== TYPE.pound && 'value' in part) names.add(part.value);
    if ('options' in part) for (const option of Object.values(part.options)) namesIn(option.value, names);
  }
  return names;
}

/** Parameters that a sentence of the catalogue takes. */
export function parametersOf(source: string): readonly string[] {
  return [...namesIn(new IntlMessageFormat(source, 'en', undefined, { ignoreTag: true }).getAst())].sort();
}

const PARTICLES = [
  '이/가',
  '을/를',
  '은/는',
  '으로/로',
  '와/과',
  '이나/나',
  '이란/란',
  '아/야',
  '이랑/랑',
  '이에요/예요',
] as const;

/** `{name}[을/를]` takes the particle that fits the word before it. */
function withJosa(sentence: string): string {
  return sentence.replace(/(\S+?)\[([^\]/]+\/[^\]]+)\]/g, (whole, word: string, particle: string) => {
    const known = PARTICLES.find((candidate) => candidate === particle);
    if (!known) return whole;
    // A closing mark is not spoken: the particle fits what stands before it.
    const spoken = word.replace(/[\p{Pe}\p{Pf}"'”’]+$/u, '');
    return spoken === '' ? josa(word, known) : word + josa(spoken, known).slice(spoken.length);
  });
}
