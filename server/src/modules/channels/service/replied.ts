import type { SentChannel } from '@anbu/contract';
import type { Id } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { MOVES_OF_ANSWERS } from '../rules/states.ts';
import { findSentMessage, listSentTo, type SentMessage } from '../store/sent-store.ts';
import { updateStates } from '../store/queue-store.ts';
import { tellChanged } from './told.ts';

/** What went to an address by a channel since then, newest first. Of these persons alone: a message belongs to one. */
export function sentTo(
  tx: Tx,
  personIds: readonly Id[],
  to: { readonly channel: SentChannel; readonly address: string; readonly since: Instant },
): Promise<SentMessage[]> {
  return personIds.length === 0 ? Promise.resolve([]) : listSentTo(tx, personIds, to);
}

/** One message that went out to a person; null where there is none, or it did not go. */
export function sentMessage(tx: Tx, id: Id): Promise<SentMessage | null> {
  return findSentMessage(tx, id);
}

/** Somebody answered it: the last thing that becomes of a message. */
export async function markReplied(tx: Tx, id: Id): Promise<void> {
  tellChanged(tx, await updateStates(tx, [{ id, state: 'replied', why: null }], MOVES_OF_ANSWERS));
}
