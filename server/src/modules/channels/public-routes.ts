import { z } from 'zod';
import { isId } from '../../kernel/ids.ts';
import { must, ok } from '../../kernel/outcome.ts';
import { systemActor } from '../../platform/db/index.ts';
import { failure } from '../../platform/http/problem.ts';
import type { RawAnswer, RawRequest, RawRoute } from '../../platform/http/raw-route.ts';
import type { ChannelsDeps } from './service/deps.ts';
import { isOurMark, receiptUrl, RECEIPT_PATH, secretsOf } from './service/open.ts';
import { hearReceipts } from './service/receipts.ts';
import { findAddress, findTransport } from './store/transport-store.ts';
import { stateOfKannel } from './transports/kannel.ts';
import { isSignedByTwilio, receiptOfTwilio } from './transports/twilio.ts';
import type { Receipt } from './transports/index.ts';
import type { TransportRow } from './vocabulary.ts';

const LIMIT = { name: 'receipts', perMinute: 60_000 };
const TOKEN = /^[A-Za-z0-9]{22}$/;
const Token = z.object({ token: z.string() });
const Heard = z.object({ heard: z.int() });
const ANSWERS = {
  200: { type: 'application/json', schema: Heard, description: 'Heard; the same again changes nothing' },
};

type Read = (row: TransportRow, request: RawRequest) => Receipt | null;

/** Where providers report what became of a message. Whoever is not who we asked to report learns nothing: 401 (R11). */
export function channelsPublicRoutes(deps: ChannelsDeps): readonly RawRoute[] {
  const take = (kind: TransportRow['kind'], read: Read) => (request: RawRequest) => hear(deps, kind, request, read);
  return [
    {
      method: 'GET',
      path: `${RECEIPT_PATH}/kannel/:token`,
      operationId: 'hearKannelReceipt',
      summary: 'A gateway reports of one message, at the address that it was given with it',
      tag: 'messages',
      security: 'none',
      params: Token,
      query: z.object({ id: z.string(), mark: z.string(), state: z.string() }),
      answers: ANSWERS,
      limit: LIMIT,
      handler: take('kannel', (row, { query }) => {
        const [id, mark] = [query.get('id') ?? '', query.get('mark') ?? ''];
        if (!isId(id) || !isOurMark(deps, row.token, id, mark)) return null;
        const type = query.get('state') ?? '';
        const state = stateOfKannel(type);
        return state && { providerId: null, messageId: id, state, why: state === 'failed' ? `kannel_${type}` : null };
      }),
    },
    {
      method: 'POST',
      path: `${RECEIPT_PATH}/twilio/:token`,
      operationId: 'hearTwilioReceipt',
      summary: 'A provider reports of one message, signed over the address and the form',
      tag: 'messages',
      security: 'none',
      params: Token,
      body: {
        type: 'application/x-www-form-urlencoded',
        schema: z.object({ MessageSid: z.string(), MessageStatus: z.string(), ErrorCode: z.string().optional() }),
      },
      answers: ANSWERS,
      limit: LIMIT,
      handler: take('twilio', (row, request) => {
        const form = new URLSearchParams(request.body.toString('utf8'));
        const signature = request.header('x-twilio-signature');
        const secret = secretsOf(deps, row)['authToken'] ?? '';
        if (secret === '' || !isSignedByTwilio(secret, receiptUrl(deps, row, null), form, signature)) return null;
        return receiptOfTwilio(form);
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
  const address = TOKEN.test(token) ? await findAddress(deps.database, token) : null;
  if (!address) return unsigned;
  const actor = systemActor(address.orgId, 'channels');
  const heard = must(
    await deps.database.inTxAgain(actor, async (tx) => {
      const row = await findTransport(tx, address.id);
      const receipt = row?.kind === kind ? read(row, request) : null;
      return ok(receipt && (await hearReceipts(tx, address.id, [receipt])));
    }),
  );
  return heard === null ? unsigned : { kind: 'json', status: 200, body: { heard } };
}
