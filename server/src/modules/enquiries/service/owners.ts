import { ROLE_PERMISSIONS } from '@anbu/contract';
import type { Id } from '../../../kernel/ids.ts';
import { ok, refuseFields, type Outcome } from '../../../kernel/outcome.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { findMember, lockMemberShared, type MemberRow } from '../../identity/index.ts';

/** An owner is an active user who may work enquiries: who is disabled, or has another role now, answers for nothing any more. */
function mayOwn(member: MemberRow | null): boolean {
  return member !== null && member.active && ROLE_PERMISSIONS[member.role].includes('enquiries.work');
}

export async function isOwner(tx: Tx, id: Id): Promise<boolean> {
  return mayOwn(await findMember(tx, id));
}

/** The new owner stays one until the commit: disabling her waits, and finds then what became hers. Refuses enquiries.owner_unknown on `ownerId`. */
export async function checkOwner(tx: Tx, ownerId: Id): Promise<Outcome<null>> {
  if (mayOwn(await lockMemberShared(tx, ownerId))) return ok(null);
  return refuseFields([{ field: 'ownerId', code: 'enquiries.owner_unknown', params: {} }]);
}
