import type { StatusCode } from '@anbu/contract';
import { ATTEMPT_WORDS, NO_ANSWER_WORDS, ORDINALS } from '../words/status-words.ts';
import type { Proposal } from './labels.ts';
import { looseKey } from './text-key.ts';

const noAnswers = [...new Set(NO_ANSWER_WORDS.map(looseKey))].sort((a, b) => b.length - a.length);
const attempts = [...new Set(ATTEMPT_WORDS.map(looseKey))].sort((a, b) => b.length - a.length);
const inWords = new Map(ORDINALS.flatMap(([number, words]) => words.map((word): [string, number] => [word, number])));

const NUMBER = `(\\d{1,2}|${[...inWords.keys()].join('|')})`;
const BEFORE = `第?${NUMBER}(?:차|회|번째|번|次|st|nd|rd|th)?(?:콜|통화|전화|상담|연락|电话)?`;
const AFTER = `(?:중|x|×)?${NUMBER}(?:차|회|번|次|times)?`;
/** Letters of a language whose words are written apart: `na` is not in `national`. */
const SHORT_LATIN = /^[a-z]{1,3}$/u;

export function isNoAnswerWord(key: string): boolean {
  return noAnswers.some((word) => !SHORT_LATIN.test(word) && key.includes(word));
}

/**
 * A label that counts unanswered calls, in any order and any of three languages: 2부재, 부재 3회, 3차, 第一次未接通, no answer x2,
 * third attempt. From the sixth on it is the fifth, from the seventh on UNREACHED (domain §3). Without a number it is not said how
 * often. Takes a label's `looseKey`.
 */
export function attemptReading(key: string): Proposal | null {
  const word = noAnswers.find((one) => (SHORT_LATIN.test(one) ? latinAlone(key, one) : key.includes(one)));
  if (word === undefined) {
    const counted = attempts.map((one) => new RegExp(`^第?${NUMBER}${one}$`, 'u').exec(key)).find(Boolean);
    return counted ? proposal(numberOf(counted[1]), 0.6, 'imports.why.attempt_number') : null;
  }
  const found = new RegExp(`${BEFORE}${word}`, 'u').exec(key) ?? new RegExp(`${word}${AFTER}`, 'u').exec(key);
  if (!found) return proposal(1, 0.5, 'imports.why.number_not_said');
  return proposal(numberOf(found[1]), found[0] === key ? 0.9 : 0.75, 'imports.why.no_answer_number');
}

function latinAlone(key: string, word: string): boolean {
  return new RegExp(`^\\d*${word}\\d*$`, 'u').test(key);
}

function numberOf(text = ''): number {
  return inWords.get(text) ?? Number(text);
}

function proposal(number: number, confidence: number, code: string): Proposal | null {
  if (number < 1) return null;
  const params = { number: String(number) };
  if (number >= 7) return { code: 'UNREACHED', confidence: Math.min(confidence, 0.6), why: { code, params } };
  const status: StatusCode = `NO_ANSWER_${Math.min(number, 5) as 1 | 2 | 3 | 4 | 5}`;
  return { code: status, confidence: number === 6 ? Math.min(confidence, 0.7) : confidence, why: { code, params } };
}
