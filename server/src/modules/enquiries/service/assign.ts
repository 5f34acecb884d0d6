import type { AssignInput } from '@anbu/contract';
import type { z } from 'zod';
import type { Id } from '../../../kernel/ids.ts';
import { closedSince, nextOpening } from '../../../kernel/opening-hours.ts';
import { ok, refuse, type Outcome, type Refusal } from '../../../kernel/outcome.ts';
import type { SiteCalendar } from '../../../kernel/site-calendar.ts';
import { callerOf, type Tx } from '../../../platform/db/index.ts';
import { peopleOnDuty } from '../../roster/index.ts';
import { afterAssignment, type Duty } from '../rules/index.ts';
import type { EnquiryRecord } from '../store/enquiry-row.ts';
import { countArrivedBefore, lockFirstClaimable, updateClaim } from '../store/enquiry-store.ts';
import { claimOf, NO_CLAIM } from './claims.ts';
import { openAlone, type Opened } from './load.ts';
import { checkMayGive, checkOwner } from './owners.ts';
import { saveDecision, type Act } from './save.ts';

/** After hours the first calls are spread over the morning: the k-th to arrive since closing (domain §2). */
export async function dutyOf(
  tx: Tx,
  arrived: Pick<EnquiryRecord, 'id' | 'siteId' | 'receivedAt'>,
  site: SiteCalendar,
): Promise<Duty> {
  const closed = closedSince(site, arrived.receivedAt);
  if (closed === null) return { order: 1, people: 1 };
  const opening = nextOpening(site, arrived.receivedAt) ?? arrived.receivedAt;
  return {
    order: (await countArrivedBefore(tx, closed, arrived)) + 1,
    people: await peopleOnDuty(tx, arrived.siteId, opening),
  };
}

/** To another owner. Refuses what `openAlone`, `checkMayGive` and `checkOwner` refuse. */
export async function assign(tx: Tx, id: Id, input: z.infer<typeof AssignInput>): Promise<Outcome<EnquiryRecord>> {
  const opened = await openAlone(tx, id, input.version);
  if (!opened.ok) return opened;
  const allowed = checkMayGive(tx, opened.value.record.ownerId, input.ownerId);
  if (!allowed.ok) return allowed;
  const owner = await checkOwner(tx, input.ownerId);
  if (!owner.ok) return owner;
  return ok(
    await giveTo(tx, opened.value, input.ownerId, { kind: 'assign', columns: NO_CLAIM, note: input.note ?? null }),
  );
}

export type BulkOutcome = {
  done: number;
  refused: { id: Id; code: string; params: Refusal['params']; text: string }[];
};

/** Many at once; what cannot be given is named, the rest is done. Locked in one order, so that two hand-overs do not wait for each other. */
export async function assignMany(
  tx: Tx,
  ids: readonly Id[],
  ownerId: Id,
  note?: string,
): Promise<Outcome<BulkOutcome>> {
  const owner = await checkOwner(tx, ownerId);
  if (!owner.ok) return owner;
  const result: BulkOutcome = { done: 0, refused: [] };
  for (const id of [...new Set(ids)].sort()) {
    const opened = await openAlone(tx, id, undefined);
    if (opened.ok) await giveTo(tx, opened.value, ownerId, { kind: 'assign', columns: NO_CLAIM, note: note ?? null });
    if (opened.ok) result.done++;
    else result.refused.push({ id, code: opened.refusal.code, params: opened.refusal.params, text: '' });
  }
  return ok(result);
}

async function giveTo(tx: Tx, opened: Opened, ownerId: Id, act: Act): Promise<EnquiryRecord> {
  const { record, state, site } = opened;
  const decision = afterAssignment(state, ownerId, site, tx.now, await dutyOf(tx, record, site));
  return saveDecision(tx, opened, decision, site, act);
}

/**
 * The caller works on it: others see the lock and wait. What has no owner, or has fallen to the pool, becomes the caller's where she is a user; a key
 * owns nothing. Refuses what `openAlone` and `claimOf` refuse.
 */
export async function claim(tx: Tx, id: Id, version: number | undefined): Promise<Outcome<EnquiryRecord>> {
  const { userId } = tx.actor;
  const opened = await openAlone(tx, id, version);
  if (!opened.ok) return opened;
  const { record, site } = opened.value;
  const columns = claimOf(tx, site);
  if (!columns.ok) return columns;
  const pooled = record.open && (record.ownerId === null || (record.actionPoolAt ?? tx.now) <= tx.now);
  if (pooled && userId !== null && record.ownerId !== userId) {
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

/** The first of `ids` that may be claimed, claimed for the caller; null where none is left. Refuses enquiries.users_only for the system. */
export async function claimFirst(tx: Tx, ids: readonly Id[]): Promise<Outcome<EnquiryRecord | null>> {
  const caller = callerOf(tx.actor);
  if (caller === null) return refuse('enquiries.users_only', {}, 403);
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    const id = await lockFirstClaimable(tx, ids.slice(from, from + AT_ONCE), caller);
    if (id !== null) return claim(tx, id, undefined);
  }
  return ok(null);
}

/** Back to the queue. Refuses what `openAlone` refuses: the claim of another stays. */
export async function release(tx: Tx, id: Id, version: number | undefined): Promise<Outcome<EnquiryRecord>> {
  const opened = await openAlone(tx, id, version);
  if (!opened.ok) return opened;
  const { record } = opened.value;
  await updateClaim(tx, id, NO_CLAIM);
  tellClaim(tx, record, 'release');
  return ok({ ...record, ...NO_CLAIM });
}

/** The lock shows on the screens of the others at once. */
function tellClaim(tx: Tx, { id, personId }: EnquiryRecord, act: 'claim' | 'release'): void {
  tx.emit({ type: 'enquiries.claim_changed', personId, payload: { enquiryId: id } });
  tx.audit({ action: `enquiries.${act}`, entity: 'enquiry', entityId: id, personIds: [personId] });
}
