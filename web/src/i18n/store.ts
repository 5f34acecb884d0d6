import { useSyncExternalStore } from 'react';
import type { Language } from '@anbu/contract';
import type { Catalogue } from '@anbu/contract/messages/catalogue';
import { pickLanguage, translator, type Translate } from './language.ts';

const STORED = 'anbu.language';

const load: Record<Language, () => Promise<{ messages: Catalogue }>> = {
  ko: () => import('@anbu/contract/messages/ko/index'),
  en: () => import('@anbu/contract/messages/en/index'),
  // Where the reader's system has no Chinese font; the files themselves load by the characters that a page shows.
  zh: async () => {
    await import('@fontsource-variable/noto-sans-sc/index.css');
    return import('@anbu/contract/messages/zh/index');
  },
};

let current: Translate | null = null;
let wanted: Language | null = null;
const listeners = new Set<() => void>();

/** What this browser last used, else what it asks for. The user's own setting is applied once she is known. */
export function rememberedLanguage(): Language {
  const stored = localStorage.getItem(STORED);
  return pickLanguage(stored ? [stored, ...navigator.languages] : navigator.languages);
}

/** Loads one catalogue and shows it everywhere. The last call wins when two overlap. */
export async function showLanguage(language: Language): Promise<void> {
  wanted = language;
  if (current?.language === language) return;
  const { messages } = await load[language]();
  if (wanted !== language) return;
  current = translator(messages, language);
  localStorage.setItem(STORED, language);
  document.documentElement.lang = language;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The language of the requests: what is shown. */
export function shownLanguage(): Language {
  return current?.language ?? 'ko';
}

function snapshot(): Translate {
  if (!current) throw new Error('showLanguage() has to finish before anything is drawn');
  return current;
}

/** `t('shell.nav.today')`: typed keys, whole sentences. */
export function useT(): Translate {
  return useSyncExternalStore(subscribe, snapshot);
}
