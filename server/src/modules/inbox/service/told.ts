import type { ReceivedChannel } from '@anbu/contract';
import type { Id } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';
import type { Tx } from '../../../platform/db/index.ts';
import type { Settled } from '../store/message-store.ts';

export type ReceivedOf = Pick<Settled, 'personId' | 'enquiryId' | 'replyToId' | 'effect' | 'ownerId'> & {
  readonly id: Id;
  readonly channel: ReceivedChannel;
  readonly at: Instant;
};

/** It came in, or is known whose it is: the archive of the person tells it from now on. */
export function tellReceived(tx: Tx, { id, personId, ...rest }: ReceivedOf): void {
  const { channel, at, effect, enquiryId, replyToId, ownerId } = rest;
  tx.emit({
    type: 'inbox.received',
    personId,
    payload: { incomingId: id, channel, at, effect, enquiryId, replyToId, ownerId },
  });
}

/** Whoever looks at the inbox reads it again. */
export function tellChanged(tx: Tx, id: Id, personId: Id | null): void {
  tx.emit({ type: 'inbox.changed', personId, payload: { incomingId: id } });
}
