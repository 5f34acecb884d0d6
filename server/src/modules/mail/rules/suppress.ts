import type { Said } from '../../channels/index.ts';

/**
 * What a failure says of the address. `dead`: nobody is there, nothing goes there any more. `doubtful`: it counts, three of them in thirty days are
 * enough. `ours`: the message or we were refused, not the address. By the table of enhanced status codes (RFC 3463); decision 0026.
 */
export type Verdict = 'dead' | 'doubtful' | 'ours';

const DEAD = new Set(['5.1.1', '5.1.2', '5.1.3', '5.1.6', '5.1.10', '5.2.1', '5.4.4']);

/** Of our own address, though it stands among those of addresses. */
const OUR_ADDRESS = new Set(['5.1.7', '5.1.8']);

export const DOUBTS = { many: 3, days: 30 } as const;

/** `status` null = it said none. `of`: what a server spoke of that refused a message while it was handed over; a report speaks of the recipient. */
export function verdictOf(status: string | null, of: Said['of'] = 'recipient'): Verdict {
  if (of === 'us') return 'ours';
  if (status === null || /\.0\.0$/.test(status)) return of === 'recipient' ? 'doubtful' : 'ours';
  if (DEAD.has(status)) return 'dead';
  if (OUR_ADDRESS.has(status)) return 'ours';
  // Of the protocol, of the content, of policy: nothing of the address. 5.2.3 and 5.3.4: too large.
  if (/^[45]\.[567]\./.test(status) || status === '5.2.3' || status === '5.3.4') return 'ours';
  return 'doubtful';
}
