import type { CallOutcome } from '@anbu/contract';

export { ACTION_KINDS, CALL_OUTCOMES, type ActionKind, type CallOutcome } from '@anbu/contract';

export const CALL_DIRECTIONS = ['outbound', 'inbound'] as const;
export type CallDirection = (typeof CALL_DIRECTIONS)[number];

/** Nobody spoke: these make an unanswered day. */
export function isUnanswered(outcome: CallOutcome): boolean {
  return outcome === 'NO_ANSWER' || outcome === 'BUSY' || outcome === 'VOICEMAIL';
}

/** The number is of no use; the person may have another. */
export function isDeadNumber(outcome: CallOutcome): boolean {
  return outcome === 'DISCONNECTED' || outcome === 'WRONG_NUMBER';
}
