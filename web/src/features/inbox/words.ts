import type { IncomingEffect, IncomingMessage } from '@anbu/contract';
import type { MessageKey } from '@anbu/contract/messages/keys';
import type { useT } from '../../i18n/index.ts';
import type { StatusFamily } from '../../ui/index.ts';

type Translate = ReturnType<typeof useT>;

/** What it did by itself, where that is worth a mark. */
export const EFFECTS: Readonly<Partial<Record<IncomingEffect, { label: MessageKey; family: StatusFamily }>>> = {
  stopped: { label: 'inbox.effect.stopped', family: 'complaint' },
  confirmed: { label: 'inbox.effect.confirmed', family: 'booked' },
  change_asked: { label: 'inbox.effect.change_asked', family: 'promise' },
  cancelled: { label: 'inbox.effect.cancelled', family: 'cancelled' },
};

/** Whose it is, as far as it is known. */
export function whoOf(t: Translate, { person, channel, fromShown, fromName, match }: IncomingMessage): string {
  if (person) return person.name ?? t('common.noName');
  if (channel === 'letter') return fromName ?? t('inbox.noSender');
  const address = fromShown ?? t('inbox.withheld');
  if (match === 'shared') return t('inbox.sharedOf', { address });
  return fromName ? `${fromName} · ${address}` : address;
}
