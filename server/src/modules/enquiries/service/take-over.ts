import type { Tx } from '../../../platform/db/index.ts';
import { afterAssignment, type Decision, type Practice } from '../rules/index.ts';
import type { EnquiryRecord } from '../store/enquiry-row.ts';
import { isPooled } from './claims.ts';
import { dutyOf } from './duty.ts';
import { checkOwner } from './owners.ts';
import type { Act } from './save.ts';

/** Work with the person, not a correction of what is known of her. */
const WORK: ReadonlySet<Act['kind']> = new Set(['call', 'transition', 'reply', 'visit', 'move_action', 'consent']);

/**
 * The first act of who works on something that is offered to all makes it hers: not the look at it before. Until then its owner and team stay, so
 * that giving it back, or letting the claim run out, changes nothing. Spec: domain §2, "the owner stays until somebody claims it".
 */
export async function takenOver(
  tx: Tx,
  record: EnquiryRecord,
  decision: Decision,
  site: Practice,
  kind: Act['kind'],
): Promise<Decision> {
  const { userId } = tx.actor;
  if (userId === null || !WORK.has(kind) || decision.state.ownerId !== record.ownerId) return decision;
  const holds = record.claimedBy === userId && record.claimedUntil !== null && record.claimedUntil > tx.now;
  if (!holds || record.ownerId === userId || !isPooled(record, tx.now)) return decision;
  const owner = await checkOwner(tx, userId);
  if (!owner.ok) return decision;
  const given = afterAssignment(decision.state, userId, site, tx.now, await dutyOf(tx, record, site));
  return { ...decision, state: given.state, events: [...decision.events, ...given.events] };
}
