import { PhoneEvent, PhoneEventReceipt } from '@anbu/contract';
import { z } from 'zod';
import { failure } from '../../platform/http/problem.ts';
import type { RawAnswer, RawRequest, RawRoute } from '../../platform/http/raw-route.ts';
import type { TelephonyDeps } from './service/deps.ts';
import { findFound, receiveSigned } from './service/webhook.ts';

const TOKEN = /^[A-Za-z0-9]{22}$/;

const NOTHING_MORE = { outcome: null, cause: null, recordingUrl: null };
/** Invented; a test sends them. */
export const EVENT_EXAMPLES = {
  ringing: {
    call: 'cm-20261124-000017',
    event: 'ringing',
    direction: 'inbound',
    number: '010-2283-2943',
    extensions: ['1001', '1002'],
    ...NOTHING_MORE,
  },
  answered: {
    call: 'cm-20261124-000017',
    event: 'answered',
    direction: 'inbound',
    number: '010-2283-2943',
    extensions: ['1002'],
    ...NOTHING_MORE,
  },
  ended: {
    call: 'cm-20261124-000017',
    event: 'ended',
    direction: 'inbound',
    number: '010-2283-2943',
    extensions: ['1002'],
    ...NOTHING_MORE,
    outcome: 'answered',
  },
} as const satisfies Record<string, unknown>;
const RECEIPT: z.infer<typeof PhoneEventReceipt> = {
  callId: '0199aa10-5c00-7000-8000-000000000021',
  state: 'ringing',
};

/** Where an exchange that signs tells of its calls. */
export function telephonyPublicRoutes(deps: TelephonyDeps): readonly RawRoute[] {
  return [
    {
      operationId: 'receivePhoneEvent',
      summary: 'One event of one call, from a telephone exchange or a telecom, signed',
      description:
        'Signed as Standard Webhooks say, with the secret of the exchange. What is not signed, is old, or is a copy of a message that came before is 401 and has no effect. Events may come late or twice: a call goes on from ringing to its end and never back.',
      tag: 'telephony',
      security: 'signature',
      params: z.object({ token: z.string().regex(TOKEN) }),
      body: { type: 'application/json', schema: PhoneEvent, examples: EVENT_EXAMPLES },
      answers: {
        202: {
          description: 'Taken',
          type: 'application/json',
          schema: PhoneEventReceipt,
          examples: { taken: RECEIPT },
        },
      },
      method: 'POST',
      path: '/api/v1/telephony/events/:token',
      limit: { name: 'telephony events', perMinute: 6_000 },
      maximumBytes: 16 * 1024,
      handler: (request) => hear(deps, request),
    },
  ];
}

/** 401 for whatever is not signed as agreed, and for an address that nobody has: a stranger learns nothing. */
async function hear(deps: TelephonyDeps, request: RawRequest): Promise<RawAnswer> {
  const token = request.params['token'] ?? '';
  const found = TOKEN.test(token) ? await findFound(deps, token) : null;
  if (!found) return { kind: 'problem', failure: failure('telephony.unsigned', 401) };
  const headers = {
    id: request.header('webhook-id'),
    timestamp: request.header('webhook-timestamp'),
    signature: request.header('webhook-signature'),
  };
  const taken = await receiveSigned(deps, found, headers, request.body);
  if (!taken.ok) return { kind: 'problem', failure: taken.refusal };
  const { id: callId, state } = taken.value;
  return { kind: 'json', status: 202, body: { callId, state } };
}
