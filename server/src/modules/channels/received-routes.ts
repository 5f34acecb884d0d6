import { z } from 'zod';
import { failure } from '../../platform/http/problem.ts';
import type { RawAnswer, RawRequest, RawRoute } from '../../platform/http/raw-route.ts';
import { ok } from '../../kernel/outcome.ts';
import { systemActor } from '../../platform/db/index.ts';
import { isToken } from '../../platform/webhooks/index.ts';
import type { ChannelsDeps } from './service/deps.ts';
import { hearText } from './service/heard.ts';
import { HEARD_PATH, heardUrl, isHeardMark, secretsOf } from './service/open.ts';
import { findAddress, findTransport } from './store/transport-store.ts';
import type { HeardText } from './transports/heard.ts';
import { textOfKannel } from './transports/kannel.ts';
import { isSignedByTwilio, textOfTwilio } from './transports/twilio.ts';
import type { TransportRow } from './vocabulary.ts';

const LIMIT = { name: 'received', perMinute: 6_000 };
const Token = z.object({ token: z.string() });
const ANSWERS = {
  200: {
    type: 'application/json',
    schema: z.object({ taken: z.boolean() }),
    description: 'Kept; the same again changes nothing',
  },
};

type Read = (row: TransportRow, request: RawRequest) => HeardText | null;

/** Where gateways and providers bring what people send. Whoever is not the one whom we told the address learns nothing: 401 (R11). */
export function receivedRoutes(deps: ChannelsDeps): readonly RawRoute[] {
  const take = (kind: TransportRow['kind'], read: Read) => (request: RawRequest) => hear(deps, kind, request, read);
  return [
    {
      method: 'POST',
      path: `${HEARD_PATH}/kannel/:token`,
      operationId: 'receiveKannelText',
      summary:
        'A gateway brings a text of somebody, at the address that only it was told (post-url of its sms-service)',
      tag: 'messages',
      security: 'none',
      params: Token,
      query: z.object({ mark: z.string(), id: z.string(), at: z.string(), from: z.string(), to: z.string() }),
      body: { type: 'text/plain', schema: z.string(), examples: { answer: '1' } },
      answers: ANSWERS,
      limit: LIMIT,
      handler: take('kannel', (row, request) => {
        if (!isHeardMark(deps, row.token, request.query.get('mark') ?? '')) return null;
        return textOfKannel(request);
      }),
    },
    {
      method: 'POST',
      path: `${HEARD_PATH}/twilio/:token`,
      operationId: 'receiveTwilioText',
      summary: 'A provider brings a text of somebody, signed over the address and the form',
      tag: 'messages',
      security: 'none',
      params: Token,
      body: {
        type: 'application/x-www-form-urlencoded',
        schema: z.object({ MessageSid: z.string(), From: z.string(), To: z.string(), Body: z.string() }),
        examples: { answer: { MessageSid: 'SM0001', From: '+821022832943', To: '+8215881234', Body: '1' } },
      },
      answers: ANSWERS,
      limit: LIMIT,
      handler: take('twilio', (row, request) => {
        const form = new URLSearchParams(request.body.toString('utf8'));
        const secret = secretsOf(deps, row)['authToken'] ?? '';
        const signature = request.header('x-twilio-signature');
        if (secret === '' || !isSignedByTwilio(secret, heardUrl(deps, row), form, signature)) return null;
        return textOfTwilio(form);
      }),
    },
  ];
}

async function hear(
  deps: ChannelsDeps,
  kind: TransportRow['kind'],
  request: RawRequest,
  read: Read,
): Promise<RawAnswer> {
  const unsigned: RawAnswer = { kind: 'problem', failure: failure('channels.unsigned', 401) };
  const token = request.params['token'] ?? '';
  const address = isToken(token) ? await findAddress(deps.database, token) : null;
  if (!address) return unsigned;
  const found = await deps.database.inTx(
    systemActor(address.orgId, 'channels'),
    async (tx) => ok(await findTransport(tx, address.id)),
    'read',
  );
  const row = found.ok ? found.value : null;
  const text = row?.kind === kind ? read(row, request) : null;
  if (!row || !text) return unsigned;
  await hearText(deps, address.orgId, row.id, text);
  return { kind: 'json', status: 200, body: { taken: true } };
}
