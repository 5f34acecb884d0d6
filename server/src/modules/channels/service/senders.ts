import type { Tx } from '../../../platform/db/index.ts';
import { listSenders, type Sender } from '../../consents/index.ts';

const UNREGISTERED: Sender = { registered: false, expiresOn: null };

/** As whom a way out sends, by channel and value: one that nobody registered is not registered. */
export async function senderOf(tx: Tx, channel: string, value: string): Promise<Sender> {
  const found = (await listSenders(tx)).find((sender) => sender.channel === channel && sender.value === value);
  return found ? { registered: found.active && found.registeredOn !== null, expiresOn: found.expiresOn } : UNREGISTERED;
}
