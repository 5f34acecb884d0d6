import type { SentChannel } from '@anbu/contract';
import type { Tx } from '../../../platform/db/index.ts';
import {
  judgeSender,
  listSenders,
  loadRules,
  messageOf,
  whoseNumber,
  type Sender,
  type Verdict,
} from '../../consents/index.ts';

const UNREGISTERED: Sender = { registered: false, expiresOn: null };

/** As whom a way out sends, by channel and value: one that nobody registered is not registered. */
export async function senderOf(tx: Tx, channel: string, value: string): Promise<Sender> {
  const found = (await listSenders(tx)).find((sender) => sender.channel === channel && sender.value === value);
  return found ? { registered: found.active && found.registeredOn !== null, expiresOn: found.expiresOn } : UNREGISTERED;
}

/** What the gate says of a message to a colleague whose sender is not registered, or no more; null = it may go. */
export async function refusedSender(
  tx: Tx,
  { channel, to }: { readonly channel: SentChannel; readonly to: string | null },
  sender: Sender,
): Promise<Verdict | null> {
  const message = messageOf({ channel, purpose: 'service', to, sender });
  return judgeSender(message, await whoseNumber(tx, channel === 'email' ? null : to), await loadRules(tx), tx.now);
}
