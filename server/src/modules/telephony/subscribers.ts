import { parseInstant, instant, MINUTE, plus, type Instant } from '../../kernel/instant.ts';
import { isId } from '../../kernel/ids.ts';
import type { Tx } from '../../platform/db/index.ts';
import type { DeliveredEvent, Subscriber } from '../../platform/outbox/index.ts';
import { lockUnrecorded, updateCall } from './store/call-store.ts';
import { tellCall } from './service/hear.ts';

/** A record made by hand says a time near the call's: begun while it rang, or written after it. */
const BEFORE_MINUTES = 90;
const AFTER_MINUTES = 2;

/** A call that somebody recorded by hand is the exchange's call: it is not recorded a second time. */
async function merge(tx: Tx, event: DeliveredEvent): Promise<void> {
  const { callId, direction, at } = event.payload;
  const when = instantOf(at) ?? event.at;
  if (typeof callId !== 'string' || !isId(callId) || !event.personId) return;
  if (direction !== 'inbound' && direction !== 'outbound') return;
  const row = await lockUnrecorded(tx, {
    callId,
    personId: event.personId,
    userId: event.actorId,
    direction,
    from: plus(when, -BEFORE_MINUTES * MINUTE),
    to: plus(when, AFTER_MINUTES * MINUTE),
  });
  if (!row) return;
  const merged = { ...row, recordedCallId: callId, recordDueAt: null };
  await updateCall(tx, merged);
  tellCall(tx, merged);
}

function instantOf(value: unknown): Instant | null {
  if (typeof value === 'string') return parseInstant(value);
  return typeof value === 'number' && Number.isSafeInteger(value) ? instant(value) : null;
}

export const telephonySubscribers: readonly Subscriber[] = [
  { name: 'telephony', types: ['enquiries.call_recorded'], handle: merge },
];
