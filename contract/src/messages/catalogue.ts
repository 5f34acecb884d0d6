import { IntlMessageFormat } from 'intl-messageformat';
import { josa } from 'es-hangul';
import type { Language, Params } from '../common.ts';
import type { MessageKey } from './keys.ts';

export type Catalogue = Readonly<Record<string, string>>;

const LOCALES: Record<Language, string> = { ko: 'ko-KR', en: 'en-US', zh: 'zh-CN' };
const compiled = new WeakMap<Catalogue, Map<string, IntlMessageFormat>>();

export function isMessageKey(catalogue: Catalogue, key: string): key is MessageKey {
  return Object.hasOwn(catalogue, key);
}

/**
 * One whole sentence of the catalogue. Params that are lists are joined; a param that the caller lacks shows as an empty text.
 * An unknown key gives the key itself: a code of a newer release still says something.
 */
export function format(catalogue: Catalogue, language: Language, key: string, params: Params = {}): string {
  const source = isMessageKey(catalogue, key) ? catalogue[key] : undefined;
  if (source === undefined) return key;
  if (!source.includes('{')) return language === 'ko' ? withJosa(source) : source;
  let messages = compiled.get(catalogue);
  if (!messages) compiled.set(catalogue, (messages = new Map()));
  let message = messages.get(key);
  if (!message)
    messages.set(key, (message = new IntlMessageFormat(source, LOCALES[language], undefined, { ignoreTag: true })));
  const values: Record<string, string | number | boolean> = {};
  for (const name of placeholders(source)) values[name] = plain(params[name]);
  const sentence = String(message.format(values));
  return language === 'ko' ? withJosa(sentence) : sentence;
}

function plain(value: Params[string] | undefined): string | number | boolean {
  if (value === null || value === undefined) return '';
  return Array.isArray(value) ? value.join(', ') : value;
}

function placeholders(source: string): string[] {
  return [...source.matchAll(/\{\s*([a-zA-Z0-9_]+)\s*[,}]/g)].map((match) => match[1] ?? '');
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
    return known ? josa(word, known) : whole;
  });
}
