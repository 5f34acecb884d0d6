import type { HoldReason, InvalidKind, StatusCode } from '@anbu/contract';
import { ENGLISH_MEMO_WORDS } from './memo-words-en.ts';
import { KOREAN_MEMO_WORDS } from './memo-words-ko.ts';
import { CHINESE_MEMO_WORDS } from './memo-words-zh.ts';

/**
 * What people write into memos beside a status, by the statuses under which it is written. Compared as `looseKey` does: without case,
 * width, spaces and signs. Words of labels (`status-words`) are looked for too; here stands what no label says.
 */
export type MemoWord = {
  readonly codes: readonly StatusCode[];
  readonly words: readonly string[];
  /** How many times likelier the word is under its statuses than under others. Left out: 12. */
  readonly times?: number;
  readonly invalidKind?: InvalidKind;
  readonly holdReason?: HoldReason;
};

export const MEMO_WORDS: readonly MemoWord[] = [...KOREAN_MEMO_WORDS, ...ENGLISH_MEMO_WORDS, ...CHINESE_MEMO_WORDS];
