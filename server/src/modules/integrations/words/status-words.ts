import type { HoldReason, InvalidKind, StatusCode } from '@anbu/contract';
import { ENGLISH_STATUS_WORDS } from './status-words-en.ts';
import { KOREAN_STATUS_WORDS } from './status-words-ko.ts';
import { CHINESE_STATUS_WORDS } from './status-words-zh.ts';

/**
 * Wording of home-made labels. A label that fits several codes gets each as a proposal, one that fits none gets none. Compared as
 * `looseKey` does: without case, width, spaces and signs.
 */
export type StatusWord = {
  readonly code: StatusCode;
  readonly words: readonly string[];
  /** How sure the code is where the label is nothing but the word. Without doubt: 0.95. */
  readonly sure?: number;
  /** Means this only where the label is nothing but the word. */
  readonly whole?: boolean;
  readonly invalidKind?: InvalidKind;
  readonly holdReasons?: readonly HoldReason[];
  /** Why it is not sure: a code of the catalogue. */
  readonly doubt?: 'imports.why.stop_word' | 'imports.why.several';
};

export const STATUS_WORDS: readonly StatusWord[] = [
  ...KOREAN_STATUS_WORDS,
  ...ENGLISH_STATUS_WORDS,
  ...CHINESE_STATUS_WORDS,
];

/** Nobody answered: with a number beside it NO_ANSWER_n, without one it is not said how often. */
export const NO_ANSWER_WORDS: readonly string[] = [
  ...['부재중전화', '부재중', '부재', '부제', '안받음', '전화안받음', '안받아', '미수신', '무응답', '미응답', '미연결'],
  ...['연결안됨', '연결실패', '통화안됨', '통화실패', '받지않음', '불통', '꺼짐', '전원꺼짐', '음성사서함', '음성'],
  ...['no answer', 'noanswer', 'no ans', 'na', 'n/a', 'unanswered', 'not answered', 'did not answer', "didn't answer"],
  ...['no response', 'no reply', 'no pick up', 'no pickup', 'missed', 'missed call', 'voicemail', 'voice mail', 'vm'],
  ...['left message', 'left voicemail', 'lvm', 'busy', 'line busy', 'not reached', 'not connected', 'attempted'],
  ...[
    '未接通',
    '未接听',
    '未接',
    '无人接听',
    '无人接',
    '没人接',
    '没接',
    '不接',
    '无应答',
    '未应答',
    '关机',
    '占线',
    '语音信箱',
  ],
];

/** A label that is a number and one of these alone counts calls: 3차, 3회, 第3次, call 3. */
export const ATTEMPT_WORDS: readonly string[] = [
  ...[
    '차',
    '회',
    '회차',
    '차콜',
    '차통화',
    '차시도',
    '차연락',
    '차전화',
    '차상담',
    '번째',
    '번째통화',
    '번',
    '콜',
    '회콜',
  ],
  ...['st call', 'nd call', 'rd call', 'th call', 'call', 'attempt', 'st attempt', 'nd attempt', 'rd attempt'],
  ...['th attempt', 'try', '次', '次联系', '次拨打', '次跟进', '次电话', '次回访'],
];

/** Numbers in words. */
export const ORDINALS: readonly (readonly [number, readonly string[]])[] = [
  [1, ['일', '첫', '한', 'first', 'one', '一', '首']],
  [2, ['이', '두', 'second', 'two', 'twice', '二', '两']],
  [3, ['삼', '세', 'third', 'three', '三']],
  [4, ['사', '네', 'fourth', 'four', '四']],
  [5, ['오', '다섯', 'fifth', 'five', '五']],
  [6, ['육', '여섯', 'sixth', 'six', '六']],
  [7, ['칠', '일곱', 'seventh', 'seven', '七']],
];
