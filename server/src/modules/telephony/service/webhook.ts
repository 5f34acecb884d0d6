import { PhoneEvent } from '@anbu/contract';
import type { Id } from '../../../kernel/ids.ts';
import { ok, refuse, type Outcome } from '../../../kernel/outcome.ts';
import { systemActor } from '../../../platform/db/index.ts';
import { parse } from '../../../platform/http/validation.ts';
import { isCopy, type SignedMessage } from '../../../platform/webhooks/index.ts';
import { updateHeard } from '../store/exchange-store.ts';
import type { CallRow, ExchangeRow } from '../vocabulary.ts';
import type { TelephonyDeps } from './deps.ts';
import { hearSignal } from './hear.ts';

export type Found = { readonly orgId: Id; readonly exchange: ExchangeRow };

/**
 * A signed message of an exchange. The very same one a second time is refused telephony.unsigned 401 and has no effect; the same id signed anew is the
 * sender's retry: the call moves no further by it. Refuses by field what is no event. Spec: R11.
 */
export async function receiveSigned(
  { database }: TelephonyDeps,
  { orgId, exchange }: Found,
  message: SignedMessage,
): Promise<Outcome<CallRow>> {
  const event = parse(PhoneEvent, message.content);
  if (!event.ok) return event;
  const { call, direction, number, extensions, outcome, cause, recordingUrl } = event.value;
  return database.inTxAgain(systemActor(orgId, `telephony: ${exchange.name}`), async (tx) => {
    if (await isCopy(tx, exchange.id, message, true)) return refuse('telephony.unsigned', {}, 401);
    await updateHeard(tx, exchange.id);
    const heard = { call, direction, number, extensions, cause, recording: recordingUrl };
    return ok(await hearSignal(tx, exchange, { ...heard, what: event.value.event, end: outcome }));
  });
}
