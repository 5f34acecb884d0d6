import { newId, type Id } from '../../../kernel/ids.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { newToken } from '../../../platform/webhooks/index.ts';
import { insertTransport } from '../store/transport-store.ts';
import type { TransportRow } from '../vocabulary.ts';

/** Ways that need nothing of anybody else. */
const BY_ITSELF = {
  ratePerSecond: 50,
  window: 10,
  position: 0,
  active: true,
  settings: {},
  sealed: null,
} as const satisfies Partial<TransportRow>;

/** Letters, printed by hand, at the price of a stamp. */
export async function addPostWay(tx: Tx, { name, sender }: Pick<TransportRow, 'name' | 'sender'>): Promise<Id> {
  const id = newId();
  const prices = { currency: 'KRW', letter: 520 };
  await insertTransport(tx, {
    ...BY_ITSELF,
    id,
    kind: 'post',
    name,
    channels: ['letter'],
    sender,
    prices,
    token: newToken(),
  });
  return id;
}

/** A way out by which nothing leaves, for a demo. */
export async function addPracticeWay(
  tx: Tx,
  { name, channels, sender }: Pick<TransportRow, 'name' | 'channels' | 'sender'>,
): Promise<Id> {
  const id = newId();
  const prices = channels.includes('sms') ? { currency: 'KRW', SMS: 9, LMS: 27, MMS: 80, alimtalk: 7 } : null;
  await insertTransport(tx, { ...BY_ITSELF, id, kind: 'practice', name, channels, sender, prices, token: newToken() });
  return id;
}
