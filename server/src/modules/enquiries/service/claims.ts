import { MINUTE, plus, type Instant } from '../../../kernel/instant.ts';
import { ok, refuse, type Outcome } from '../../../kernel/outcome.ts';
import { callerOf, type Tx } from '../../../platform/db/index.ts';
import type { Practice } from '../rules/index.ts';
import type { Claim, EnquiryRecord } from '../store/enquiry-row.ts';

/** Nobody works on it. */
export const NO_CLAIM: Claim = { claimedBy: null, claimedKind: null, claimedName: null, claimedUntil: null };

/** The caller's, a user's or a key's, until it returns to the queue. Refuses enquiries.users_only for the system, which works on nothing. */
export function claimOf(tx: Tx, { presets }: Practice): Outcome<Claim> {
  const { kind, name } = tx.actor;
  const claimedBy = callerOf(tx.actor);
  if (kind === 'system' || claimedBy === null) return refuse('enquiries.users_only', {}, 403);
  const claimedUntil = plus(tx.now, presets.work.claimMinutes * MINUTE);
  return ok({ claimedBy, claimedKind: kind, claimedName: name, claimedUntil });
}

/** Users and keys mind each other's claims; the system minds none: what it does waits for nobody. */
export function isHeldByOther(tx: Tx, { claimedBy, claimedUntil }: Pick<Claim, 'claimedBy' | 'claimedUntil'>): boolean {
  if (claimedBy === null || claimedUntil === null || claimedUntil <= tx.now) return false;
  return tx.actor.kind !== 'system' && claimedBy !== callerOf(tx.actor);
}

/** Refuses enquiries.claimed_by_other { name, holder, until } 409. */
export function checkClaim(tx: Tx, claim: Claim): Outcome<null> {
  if (!isHeldByOther(tx, claim) || claim.claimedUntil === null) return ok(null);
  const params = {
    name: claim.claimedName ?? '',
    holder: claim.claimedKind ?? 'user',
    until: new Date(claim.claimedUntil).toISOString(),
  };
  return refuse('enquiries.claimed_by_other', params, 409);
}

/** Offered to all of its team: nobody owns it, or its owner has let its window pass. Spec: domain §2. */
export function isPooled(record: Pick<EnquiryRecord, 'open' | 'ownerId' | 'actionPoolAt'>, now: Instant): boolean {
  return record.open && (record.ownerId === null || (record.actionPoolAt ?? now) <= now);
}

/** The lock shows on the screens of the others at once. */
export function tellClaim(tx: Tx, { id, personId }: EnquiryRecord, act: 'claim' | 'release' | 'claim_ended'): void {
  tx.emit({ type: 'enquiries.claim_changed', personId, payload: { enquiryId: id } });
  tx.audit({ action: `enquiries.${act}`, entity: 'enquiry', entityId: id, personIds: [personId] });
}
