import { format } from '@anbu/contract/messages/catalogue';
import { messages as en } from '@anbu/contract/messages/en/index';
import { messages as ko } from '@anbu/contract/messages/ko/index';
import { messages as zh } from '@anbu/contract/messages/zh/index';
import { nearestLanguage, type Language, type Params } from '@anbu/contract';

const CATALOGUES: Record<Language, Readonly<Record<string, string>>> = { ko, en, zh };

/** The whole sentence of a code in a language. An unknown code gives itself. */
export function textOf(language: Language, code: string, params: Params = {}): string {
  return format(CATALOGUES[language], language, code, params);
}

export function hasText(code: string): boolean {
  return Object.hasOwn(ko, code);
}

/** The language of an Accept-Language header that Anbu speaks and the reader likes most; Korean where there is none. */
export function languageOf(acceptLanguage: string | undefined, otherwise: Language = 'ko'): Language {
  let best: { language: Language; quality: number } | null = null;
  for (const part of (acceptLanguage ?? '').slice(0, 500).split(',')) {
    const [range = '', ...parameters] = part.trim().split(';');
    const language = nearestLanguage(range.trim());
    const weight = parameters.map((parameter) => /^\s*q=([01](?:\.\d{1,3})?)\s*$/.exec(parameter)?.[1]).find(Boolean);
    const quality = weight === undefined ? 1 : Number(weight);
    if (language !== null && quality > (best?.quality ?? 0)) best = { language, quality };
  }
  return best?.language ?? otherwise;
}

type Sentence = { code: string; params: Params; text?: unknown };

/**
 * Fills the empty `text` beside every `code` and `params` of an answer, in the reader's language. Changes the value in place. Where the particulars are
 * not known any more, and the code has a sentence that needs none (`….counted`), that one is said.
 */
export function fillTexts(language: Language, value: unknown): void {
  if (Array.isArray(value)) {
    for (const item of value) fillTexts(language, item);
  } else if (typeof value === 'object' && value !== null) {
    if (isSentence(value) && !value.text && Object.isExtensible(value)) {
      const counted = `${value.code}.counted`;
      const known = Object.keys(value.params).length > 0 || !hasText(counted);
      value.text = textOf(language, known ? value.code : counted, value.params);
    }
    for (const item of Object.values(value)) if (typeof item === 'object') fillTexts(language, item);
  }
}

function isSentence(value: object): value is Sentence {
  const { code, params } = value as Partial<Sentence>;
  return typeof code === 'string' && typeof params === 'object' && params !== null;
}
