import type { SentChannel } from '@anbu/contract';
import type { Recipient } from '../../consents/index.ts';

/** Usable ones, the best first. */
export function addressesOf(recipient: Recipient, channel: SentChannel): readonly string[] {
  // A chat is hers where she wrote: see `listChats`.
  if (channel === 'web') return [];
  if (channel === 'email') return recipient.emails ?? [];
  return (channel === 'fax' ? recipient.faxes : recipient.phones) ?? [];
}
