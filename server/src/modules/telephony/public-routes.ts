import { PhoneEvent, PhoneEventReceipt } from '@anbu/contract';
import { z } from 'zod';
import type { RawRoute } from '../../platform/http/raw-route.ts';
import { signedRoute } from '../../platform/webhooks/index.ts';
import type { TelephonyDeps } from './service/deps.ts';
import { receiveSigned } from './service/webhook.ts';
import { findAddress, findExchange } from './store/exchange-store.ts';

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
    signedRoute(deps, {
      operationId: 'receivePhoneEvent',
      summary: 'One event of one call, from a telephone exchange or a telecom, signed',
      description:
        'Signed as Standard Webhooks say, with the secret of the exchange. What is not signed, is old, or is a copy of a message that came before is 401 and has no effect. Events may come late or twice: a call goes on from ringing to its end and never back.',
      tag: 'telephony',
      params: z.object({ token: z.string().regex(/^[A-Za-z0-9]{22}$/) }),
      body: { type: 'application/json', schema: PhoneEvent, examples: EVENT_EXAMPLES },
      answers: {
        202: {
          description: 'Taken',
          type: 'application/json',
          schema: PhoneEventReceipt,
          examples: { taken: RECEIPT },
        },
      },
      path: '/api/v1/telephony/events/:token',
      limit: { name: 'telephony events', perMinute: 6_000 },
      maximumBytes: 16 * 1024,
      unsigned: 'telephony.unsigned',
      address: findAddress,
      find: async (tx, id) => {
        const exchange = await findExchange(tx, id);
        return exchange?.active && exchange.kind === 'webhook' ? exchange : null;
      },
      take: async ({ orgId, way }, message) => {
        const taken = await receiveSigned(deps, { orgId, exchange: way }, message);
        if (!taken.ok) return { kind: 'problem', failure: taken.refusal };
        const { id: callId, state } = taken.value;
        return { kind: 'json', status: 202, body: { callId, state } };
      },
    }),
  ];
}
