import { format, isMessageKey, listed, type Catalogue } from '@anbu/contract/messages/catalogue';
import type { MessageKey } from '@anbu/contract/messages/keys';
import { nearestLanguage, type Language, type Params } from '@anbu/contract';

export const LANGUAGES = ['ko', 'en', 'zh'] as const satisfies readonly Language[];
/** Each language by its own name: whoever looks for it reads it. */
export const LANGUAGE_NAMES: Record<Language, string> = { ko: '한국어', en: 'English', zh: '中文' };
/** The same for any BCP 47 tag, as far as the browser knows it. */
export function languageName(tag: string): string {
  const own = LANGUAGES.find((language) => language === tag);
  return own ? LANGUAGE_NAMES[own] : (new Intl.DisplayNames([tag], { type: 'language' }).of(tag) ?? tag);
}
export const LOCALES: Record<Language, string> = { ko: 'ko-KR', en: 'en-US', zh: 'zh-CN' };

/** The first language of the browser's list that we speak; Korean when it has none of ours. */
export function pickLanguage(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const found = nearestLanguage(tag);
    if (found) return found;
  }
  return 'ko';
}

export type Translate = {
  (key: MessageKey, params?: Params): string;
  /** A code that the server sent. One that this release does not know gives `otherwise`. */
  code: (code: string, params: Params, otherwise: string) => string;
  /** Every sentence whose key begins so, by what follows. */
  under: (prefix: string, params?: Params) => { readonly rest: string; readonly text: string }[];
  /** 1,234 */
  number: (value: number) => string;
  /** A, B, C */
  list: (words: readonly (string | number)[]) => string;
  language: Language;
  locale: string;
};

export function translator(catalogue: Catalogue, language: Language): Translate {
  const translate = (key: MessageKey, params?: Params) => format(catalogue, language, key, params);
  const numbers = new Intl.NumberFormat(LOCALES[language]);
  return Object.assign(translate, {
    number: (value: number) => numbers.format(value),
    list: (words: readonly (string | number)[]) => listed(language, words),
    under: (prefix: string, params?: Params) =>
      Object.keys(catalogue)
        .filter((key): key is MessageKey => key.startsWith(prefix))
        .map((key) => ({ rest: key.slice(prefix.length), text: translate(key, params) })),
    code: (code: string, params: Params, otherwise: string) =>
      isMessageKey(catalogue, code) ? format(catalogue, language, code, params) : otherwise,
    language,
    locale: LOCALES[language],
  });
}
