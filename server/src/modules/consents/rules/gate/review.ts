import { dayOf } from '../../../../kernel/zoned-time.ts';
import { needsSignOff } from './advertisement.ts';
import type { Case, Fault } from './judge.ts';

/** Where a review comes before an advertisement it has a number; one that was given, and is over, lets nothing out. */
export function reviewFault(asked: Case): Fault | null {
  const { review } = asked.message;
  const rule = review === null ? null : asked.rule('review');
  if (!rule || review === null) return null;
  if (review.number === null && rule.params['required'] === true) return { code: 'gate.review_missing', rule };
  return review.expiresOn !== null && review.expiresOn < todayOf(asked)
    ? { code: 'gate.review_expired', params: { expiresOn: review.expiresOn }, rule }
    : null;
}

/** A benefit for services that no insurance covers: somebody who knows the law has signed for it, until a day. Without a look it is a warning only. */
export function signOffFault(asked: Case): Fault | null {
  const { review, text } = asked.message;
  const rule = review === null || text === null ? null : asked.rule('sign_off');
  const words = rule && needsSignOff(text ?? '');
  if (!rule || review === null || !words) return null;
  const until = review.signedOffUntil;
  if (until === null) return { code: 'gate.sign_off_missing', params: { words: words.words }, rule };
  return until < todayOf(asked)
    ? { code: 'gate.sign_off_expired', params: { words: words.words, expiresOn: until }, rule }
    : null;
}

function todayOf({ zones, now }: Case) {
  return dayOf(zones[0] ?? 'UTC', now);
}
