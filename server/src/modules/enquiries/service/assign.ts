import type { AssignInput, ClaimInput } from '@anbu/contract';
import type { z } from 'zod';
import { newId, type Id } from '../../../kernel/ids.ts';
import { ok, refuse, type Outcome, type Refusal } from '../../../kernel/outcome.ts';
import { callerOf, type Tx } from '../../../platform/db/index.ts';
import { afterAssignment } from '../rules/index.ts';
import type { EnquiryRecord } from '../store/enquiry-row.ts';
import { updateClaim } from '../store/claim-store.ts';
import { lockFirstClaimable } from '../store/enquiry-store.ts';
import { insertHandOver, insertItems } from '../store/hand-over-store.ts';
import { claimOf, isPooled, NO_CLAIM, tellClaim } from './claims.ts';
import { dutyOf } from './duty.ts';
import { tellReceivers } from './hand-over/give.ts';
import { handOver } from './hand-over/hand-over.ts';
import type { HandOverOrder } from './hand-over/plan.ts';
import { openAlone, type Opened } from './load.ts';
import { checkMayGive, checkOwner, checkPresent } from './owners.ts';
import { saveDecision, type Act } from './save.ts';

/**
 * To another owner. What was somebody else's, or comes with a word, is a hand-over that she is told of. Refuses what `openAlone`, `checkMayGive` and
 * `checkOwner` refuse, and what `checkPresent` refuses unless it is known.
 */
export async function assign(tx: Tx, id: Id, input: z.infer<typeof AssignInput>): Promise<Outcome<EnquiryRecord>> {
  const opened = await openAlone(tx, id, input.version);
  if (!opened.ok) return opened;
  const allowed = checkMayGive(tx, opened.value.record.ownerId, input.ownerId);
  if (!allowed.ok) return allowed;
  const owner = await checkOwner(tx, input.ownerId);
  if (!owner.ok) return owner;
  const present = input.evenAbsent ? ok(null) : await checkPresent(tx, input.ownerId);
  if (!present.ok) return present;
  const { record: before } = opened.value;
  const note = input.note ?? null;
  const act = { kind: 'assign', columns: NO_CLAIM, note } as const;
  const fromOther = before.ownerId !== null && before.ownerId !== input.ownerId;
  if (input.ownerId === tx.actor.userId || (note === null && !fromOther)) {
    return ok(await giveTo(tx, opened.value, input.ownerId, act));
  }
  const handOverId = newId();
  const giving = { kind: 'person', note, absenceId: null } as const;
  await insertHandOver(tx, { id: handOverId, ...giving });
  const columns = { ...NO_CLAIM, handOverId };
  const given = [{ before, after: await giveTo(tx, opened.value, input.ownerId, { ...act, columns }) }];
  await insertItems(tx, handOverId, given, false);
  await tellReceivers(tx, handOverId, given, giving);
  return ok(given[0]?.after ?? before);
}

export type BulkOutcome = {
  done: number;
  refused: { id: Id; code: string; params: Refusal['params']; text: string }[];
};

/** Many at once to one owner; what cannot be given is named, the rest is done. Refuses what `checkOwner` and `checkPresent` refuse. */
export async function assignMany(
  tx: Tx,
  ids: readonly Id[],
  ownerId: Id,
  note?: string,
): Promise<Outcome<BulkOutcome>> {
  const owner = await checkOwner(tx, ownerId);
  if (!owner.ok) return owner;
  const order: HandOverOrder = { what: { ids: [...ids] }, to: { kind: 'person', userId: ownerId }, evenAbsent: false };
  const given = await handOver(tx, { ...order, note });
  if (given.ok) return ok({ done: given.value.given, refused: given.value.refused });
  // Nothing could be given: each is named all the same.
  const { code, params, errors } = given.refusal;
  if (errors || code === 'enquiries.owner_absent') return given;
  return ok({ done: 0, refused: ids.map((id) => ({ id, code, params, text: '' })) });
}

async function giveTo(tx: Tx, opened: Opened, ownerId: Id, act: Act): Promise<EnquiryRecord> {
  const { record, state, site } = opened;
  const decision = afterAssignment(state, ownerId, site, tx.now, await dutyOf(tx, record, site));
  return saveDecision(tx, opened, decision, site, act);
}

/**
 * The caller works on it: others see the lock and wait. To look is not to take: with `keep` the owner stays, and changes with the first act that is
 * recorded (`takenOver`). With `take` what has no owner, or has fallen to the pool, becomes the caller's at once where she is a user; a key owns
 * nothing. Refuses what `openAlone` and `claimOf` refuse. Spec: domain §2.
 */
export async function claim(tx: Tx, id: Id, input: z.input<typeof ClaimInput>): Promise<Outcome<EnquiryRecord>> {
  const { userId } = tx.actor;
  const opened = await openAlone(tx, id, input.version);
  if (!opened.ok) return opened;
  const { record, site } = opened.value;
  const columns = claimOf(tx, site);
  if (!columns.ok) return columns;
  if (input.owner !== 'keep' && isPooled(record, tx.now) && userId !== null && record.ownerId !== userId) {
    const owner = await checkOwner(tx, userId);
    if (!owner.ok) return owner;
    return ok(await giveTo(tx, opened.value, userId, { kind: 'claim', columns: columns.value }));
  }
  await updateClaim(tx, id, columns.value);
  tellClaim(tx, record, 'claim');
  return ok({ ...record, ...columns.value });
}

/** So many are tried in one statement. */
const AT_ONCE = 50;

/** The first of `ids` that may be claimed, claimed for the caller and its owner as before; null where none is left. Refuses enquiries.users_only for the system. */
export async function claimFirst(tx: Tx, ids: readonly Id[]): Promise<Outcome<EnquiryRecord | null>> {
  const caller = callerOf(tx.actor);
  if (caller === null) return refuse('enquiries.users_only', {}, 403);
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    const id = await lockFirstClaimable(tx, ids.slice(from, from + AT_ONCE), caller);
    if (id !== null) return claim(tx, id, { owner: 'keep' });
  }
  return ok(null);
}
