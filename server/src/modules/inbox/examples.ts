import type { Examples } from '../../platform/http/route.ts';

/** For the OpenAPI document; a test parses each by the schema of its route. */
export const EXAMPLES: Examples = {
  countReceivedMessages: { reply: { open: 7, mine: 2, unassigned: 3, unmatched: 1 } },
  settleReceivedMessage: { body: { state: 'done', version: 2 } },
};
