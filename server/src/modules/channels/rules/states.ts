import type { MessageState } from '@anbu/contract';

/**
 * What a message may become. One table for the statements, the tests and the README. A receipt moves only forwards, so that the same one a hundred times,
 * and an older one after a newer one, change nothing (R10). Spec: domain §11.
 */
export const NEXT_STATES: Readonly<Record<MessageState, readonly MessageState[]>> = {
  draft: ['gated', 'refused', 'expired'],
  gated: ['queued', 'refused', 'expired'],
  queued: ['sending', 'refused', 'expired', 'failed'],
  // Back to the queue: whoever was to hand it over did not begin, or may say it twice with the same number.
  sending: ['queued', 'sent', 'delivered', 'read', 'failed', 'unknown', 'refused', 'expired'],
  sent: ['delivered', 'read', 'replied', 'failed'],
  delivered: ['read', 'replied'],
  read: ['replied'],
  replied: [],
  refused: [],
  expired: [],
  // Its answer comes after all, or somebody finds out.
  unknown: ['queued', 'sent', 'delivered', 'read', 'replied', 'failed'],
  failed: [],
};

/** The table as `from>to`. */
export const MOVES: readonly string[] = Object.entries(NEXT_STATES).flatMap(([from, next]) =>
  next.map((to) => `${from}>${to}`),
);

/** Once somebody else may have found it left in the middle, only an answer of the other end counts. */
export const MOVES_OF_ANSWERS: readonly string[] = MOVES.filter((move) => !move.startsWith('unknown>queued'));
