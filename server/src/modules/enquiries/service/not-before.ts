import { MINUTE, SECOND, type Instant } from '../../../kernel/instant.ts';

/**
 * A time that is written to the second, or to the minute, cannot say that it came after an arrival of the same second: it counts as the arrival itself.
 * Anything else stays as it is, for the rules to judge.
 */
export function notBefore(text: string, at: Instant, receivedAt: Instant): Instant {
  const precision = precisionOf(text);
  const isSameMoment = at < receivedAt && Math.floor(at / precision) === Math.floor(receivedAt / precision);
  return isSameMoment ? receivedAt : at;
}

function precisionOf(text: string): number {
  if (/T\d{2}:\d{2}(?:Z|[+-])/.test(text)) return MINUTE;
  return /T\d{2}:\d{2}:\d{2}(?:\.0+)?(?:Z|[+-])/.test(text) ? SECOND : 1;
}
