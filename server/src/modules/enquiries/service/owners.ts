import { ROLE_PERMISSIONS } from '@anbu/contract';
import type { Id } from '../../../kernel/ids.ts';
import { formatInstant } from '../../../kernel/instant.ts';
import { ok, refuse, refuseFields, type Outcome } from '../../../kernel/outcome.ts';
import { may, type Tx } from '../../../platform/db/index.ts';
import { findMember, lockMemberShared, memberNames, type MemberRow } from '../../identity/index.ts';
import { awayOf } from '../../roster/index.ts';
import type { EnquiryRecord } from '../store/enquiry-row.ts';
import { setResponsible } from './state-of.ts';

/** An owner is an active user who may work enquiries: who is disabled, or has another role now, answers for nothing any more. */
function mayOwn(member: MemberRow | null): boolean {
  return member !== null && member.active && ROLE_PERMISSIONS[member.role].includes('enquiries.work');
}

export async function isOwner(tx: Tx, id: Id): Promise<boolean> {
  return mayOwn(await findMember(tx, id));
}

/** The new owner stays one until the commit: disabling her waits, and finds then what became hers. Refuses enquiries.owner_unknown on `field`. */
export async function checkOwner(tx: Tx, ownerId: Id, field = 'ownerId'): Promise<Outcome<null>> {
  if (mayOwn(await lockMemberShared(tx, ownerId))) return ok(null);
  return refuseFields([{ field, code: 'enquiries.owner_unknown', params: {} }]);
}

/** Who is away gets nothing new, but what she takes herself. Refuses enquiries.owner_absent { name, until } 409. */
export async function checkPresent(tx: Tx, ownerId: Id): Promise<Outcome<null>> {
  if (ownerId === tx.actor.userId) return ok(null);
  const away = (await awayOf(tx, [ownerId], tx.now)).get(ownerId);
  if (!away) return ok(null);
  const name = (await memberNames(tx, [ownerId])).get(ownerId) ?? '';
  return refuse('enquiries.owner_absent', { name, until: away.to === null ? null : formatInstant(away.to) }, 409);
}

/**
 * Whoever may assign gives anything to anyone; others pass on what is theirs, and take what is nobody's for themselves. Refuses
 * request.forbidden { permission }.
 */
export function checkMayGive(tx: Tx, from: Id | null, to: Id | null): Outcome<null> {
  const { userId } = tx.actor;
  const own = userId !== null && (from === userId || (from === null && to === userId));
  if (own || may(tx.actor, 'enquiries.assign')) return ok(null);
  return refuse('request.forbidden', { permission: 'enquiries.assign' }, 403);
}

/** What comes to life again with an owner who answers for nothing any more is its team's. Changes the record. */
export async function dropLostOwner(tx: Tx, record: EnquiryRecord): Promise<void> {
  if (!record.open || record.ownerId === null || (await isOwner(tx, record.ownerId))) return;
  record.ownerId = null;
  setResponsible(record);
}
