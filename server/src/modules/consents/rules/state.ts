import { MESSAGE_CHANNELS, PURPOSES } from '@anbu/contract';
import type { Instant } from '../../../kernel/instant.ts';
import { messageOf, standing, stopOf, type Recipient } from './gate/index.ts';

export type PersonSums = {
  readonly granted: readonly string[];
  readonly marketing: boolean;
  readonly stopped: boolean;
};

/** What of a person's consents is counted: granted and not stopped. A pause, which ends by itself, is no stop here. */
export function sumsOf(recipient: Recipient, now: Instant): PersonSums {
  const lasting = { ...recipient, suppressions: recipient.suppressions.filter(({ until }) => until === null) };
  const granted: string[] = [];
  for (const purpose of PURPOSES) {
    for (const channel of MESSAGE_CHANNELS) {
      const asked = { kind: 'contact', purpose, channel } as const;
      if (standing(recipient.consents, asked, false, now)?.state !== 'granted') continue;
      if (stopOf(messageOf({ channel, purpose }), lasting, now)) continue;
      granted.push(`${purpose}:${channel}`);
      if (standing(recipient.consents, asked, true, now)?.state === 'granted')
        granted.push(`${purpose}:${channel}:night`);
    }
  }
  return {
    granted,
    marketing: granted.some((code) => code.startsWith('marketing:')),
    stopped: lasting.suppressions.some(
      ({ address, purposes, channels }) => address === null && purposes === null && channels === null,
    ),
  };
}
