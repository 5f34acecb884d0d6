import type { MessageState } from '@anbu/contract';

/** Why a message waits that was not begun with: its batch was over in time, or broke before anything left. No try of it counts. */
export const NOT_BEGUN = 'not_begun';

const MOST_TRIES = 8;
/** Who tests a template waits at her screen. */
const MOST_TRIES_OF_A_TEST = 2;

/** What became of a hand-over, as far as it decides what the message becomes. */
export type Answer =
  | { readonly kind: 'sent' }
  | { readonly kind: 'failed' | 'unknown'; readonly why: string }
  | { readonly kind: 'again'; readonly why: string; readonly waitMilliseconds: number | null };

/** `tries`: how often it had been handed over before. `idempotent`: the other end takes a message of the same number once. */
export type Tried = { readonly tries: number; readonly isTest: boolean; readonly idempotent: boolean };

export type After = {
  readonly state: MessageState;
  readonly why: string | null;
  /** Until it is handed over again; null where it is not. */
  readonly waitMilliseconds: number | null;
};

/**
 * What a message becomes by its answer: sent, failed, unknown, or queued for another try, which comes no sooner than the other end asks for and no sooner
 * than `backoff` (milliseconds after so many tries). Spec: reliability R3, R13.
 */
export function afterAnswer(
  answer: Answer,
  { tries, isTest, idempotent }: Tried,
  backoff: (times: number) => number,
): After {
  if (answer.kind === 'sent') return { state: 'sent', why: null, waitMilliseconds: null };
  const { why } = answer;
  if (answer.kind === 'failed') return { state: 'failed', why, waitMilliseconds: null };
  // A centre that takes the same number once may be asked again, however the answer was lost.
  if (answer.kind === 'unknown' && !idempotent) return { state: 'unknown', why, waitMilliseconds: null };
  if (why === NOT_BEGUN) return { state: 'queued', why: null, waitMilliseconds: 0 };
  const times = tries + 1;
  if (times >= (isTest ? MOST_TRIES_OF_A_TEST : MOST_TRIES)) return { state: 'failed', why, waitMilliseconds: null };
  const asked = answer.kind === 'again' ? (answer.waitMilliseconds ?? 0) : 0;
  return { state: 'queued', why, waitMilliseconds: Math.max(asked, backoff(times)) };
}
