import { PhoneEvent } from '@anbu/contract';
import type { Id } from '../../../kernel/ids.ts';
import { ok, refuse, type Outcome } from '../../../kernel/outcome.ts';
import { systemActor } from '../../../platform/db/index.ts';
import { parse } from '../../../platform/http/validation.ts';
import { checkWebhook, type SignedHeaders } from '../../../platform/webhook-signature.ts';
import { findAddress, findExchange, insertMessage, updateHeard } from '../store/exchange-store.ts';
import type { CallRow, ExchangeRow } from '../vocabulary.ts';
import { SECRET_PURPOSE, type TelephonyDeps } from './deps.ts';
import { hearSignal } from './hear.ts';

export type Found = { readonly orgId: Id; readonly exchange: ExchangeRow };

/** The exchange of a public address while it is in use. */
export async function findFound({ database }: TelephonyDeps, token: string): Promise<Found | null> {
  const address = await findAddress(database, token);
  if (!address) return null;
  const { orgId, exchangeId } = address;
  const read = await database.inTx(
    systemActor(orgId, 'telephony'),
    async (tx) => ok(await findExchange(tx, exchangeId)),
    'read',
  );
  const exchange = read.ok ? read.value : null;
  return exchange?.active && exchange.kind === 'webhook' ? { orgId, exchange } : null;
}

/**
 * A signed message of an exchange. What is unsigned, wrongly signed or old is refused telephony.unsigned 401 and has no effect, and so is the very same
 * message a second time; the same id signed anew is the sender's retry: the call moves no further by it. Refuses by field what is no event. Spec: R11.
 */
export async function receiveSigned(
  deps: TelephonyDeps,
  { orgId, exchange }: Found,
  headers: SignedHeaders,
  body: Buffer,
): Promise<Outcome<CallRow>> {
  const now = await deps.database.now();
  const secrets = exchange.secrets
    .filter((_secret, index) => index === 0 || (exchange.oldSecretUntil !== null && exchange.oldSecretUntil > now))
    .map((sealed) => deps.secrets.open(sealed, SECRET_PURPOSE));
  const signed = checkWebhook(secrets, headers, body, Math.floor(now / 1000));
  if (!signed.ok) return refuse('telephony.unsigned', {}, 401);
  const content = parseJson(body);
  if (content === undefined) return refuse('request.malformed', {}, 400);
  const event = parse(PhoneEvent, content);
  if (!event.ok) return event;
  const { call, direction, number, extensions, outcome, cause, recordingUrl } = event.value;
  const signature = (headers.signature ?? '').slice(0, 2_000);
  return deps.database.inTxAgain(systemActor(orgId, `telephony: ${exchange.name}`), async (tx) => {
    if ((await insertMessage(tx, exchange.id, signed.id, signature)) === signature)
      return refuse('telephony.unsigned', {}, 401);
    await updateHeard(tx, exchange.id);
    const heard = { call, direction, number, extensions, cause, recording: recordingUrl };
    return ok(await hearSignal(tx, exchange, { ...heard, what: event.value.event, end: outcome }));
  });
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)) as unknown;
  } catch {
    return undefined;
  }
}
