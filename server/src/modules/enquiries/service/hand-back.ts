import { isId, type Id } from '../../../kernel/ids.ts';
import type { Tx } from '../../../platform/db/index.ts';
import type { Subscriber } from '../../../platform/outbox/index.ts';
import { afterAssignment } from '../rules/index.ts';
import { lockEnquiriesOf } from '../store/enquiry-store.ts';
import { NO_CLAIM } from './claims.ts';
import { openRecord } from './load.ts';
import { isOwner } from './owners.ts';
import { saveDecision } from './save.ts';

/**
 * What is owned by somebody who may own nothing any more goes back to its team, with its clock as it was: the open ones, and those whose pass is still
 * to come. Closed ones keep the owner who closed them. A user who is an owner keeps everything.
 */
export async function handBack(tx: Tx, userId: Id): Promise<void> {
  if (await isOwner(tx, userId)) return;
  for (const record of await lockEnquiriesOf(tx, userId)) {
    const opened = await openRecord(tx, record);
    const decision = afterAssignment(opened.state, null, opened.site, tx.now);
    // A colleague who works on one of them goes on.
    const columns = record.claimedBy === userId ? NO_CLAIM : {};
    await saveDecision(tx, opened, decision, opened.site, { kind: 'hand_back', columns });
  }
}

/** Identity knows no enquiries: it tells that a user has changed, and this looks what became of her. */
export const enquiriesSubscribers: readonly Subscriber[] = [
  {
    name: 'enquiries.owners',
    types: ['identity.user_changed'],
    handle: async (tx, { payload }) => {
      const { userId } = payload;
      if (typeof userId === 'string' && isId(userId)) await handBack(tx, userId);
    },
  },
];
