import type { Language, Params } from '@anbu/contract';
import { format } from '@anbu/contract/messages/catalogue';
import { messages as en } from '@anbu/contract/messages/en/index';
import type { MessageKey } from '@anbu/contract/messages/keys';
import { messages as ko } from '@anbu/contract/messages/ko/index';
import { messages as zh } from '@anbu/contract/messages/zh/index';

const CATALOGUES = { ko, en, zh };

export type Words = (key: MessageKey, params?: Params) => string;

/** The sentences of the screens: a test finds what it looks for by the name that people read. */
export function wordsIn(language: Language): Words {
  return (key, params) => format(CATALOGUES[language], language, key, params);
}
