import type { AssignInput } from '@anbu/contract';
import { ROLE_PERMISSIONS } from '@anbu/contract';
import type { z } from 'zod';
import type { Id } from '../../../kernel/ids.ts';
import { MINUTE, plus, type Instant } from '../../../kernel/instant.ts';
import { closedSince } from '../../../kernel/opening-hours.ts';
import { ok, refuse, refuseFields, type Outcome, type Refusal } from '../../../kernel/outcome.ts';
import type { SiteCalendar } from '../../../kernel/site-calendar.ts';
import { callerOf, may, type Tx } from '../../../platform/db/index.ts';
import { findMember, peopleOnDuty } from '../../identity/index.ts';
import { afterAssignment, type Duty, type Practice } from '../rules/index.ts';
import type { EnquiryRecord } from '../store/enquiry-row.ts';
import { countArrivedSince, lockFirstClaimable, updateClaim } from '../store/enquiry-store.ts';
import { openForAct, type Opened } from './load.ts';
import { saveDecision } from './save.ts';

/** After hours the first calls are spread over the morning: the k-th to arrive since closing (domain §2). */
export async function dutyOf(
  tx: Tx,
  arrival: {
    readonly siteId: Id;
    readonly site: SiteCalendar;
    readonly receivedAt: Instant;
    readonly counted: boolean;
  },
): Promise<Duty> {
  const closed = closedSince(arrival.site, arrival.receivedAt);
  if (closed === null) return { order: 1, people: 1 };
  const arrived = await countArrivedSince(tx, arrival.siteId, closed, arrival.receivedAt);
  return {
    order: arrival.counted ? Math.max(1, arrived) : arrived + 1,
    people: await peopleOnDuty(tx, arrival.siteId),
  };
}

/** An owner is an active user who may work enquiries. Refuses enquiries.owner_unknown on `ownerId`. */
export async function checkOwner(tx: Tx, ownerId: Id): Promise<Outcome<null>> {
  const member = await findMember(tx, ownerId);
  if (member?.active && ROLE_PERMISSIONS[member.role].includes('enquiries.work')) return ok(null);
  return refuseFields([{ field: 'ownerId', code: 'enquiries.owner_unknown', params: {} }]);
}

/** Whoever may assign gives it to anyone; others take or pass on what is theirs or nobody's. Refuses also request.forbidden. */
export async function assign(tx: Tx, id: Id, input: z.infer<typeof AssignInput>): Promise<Outcome<EnquiryRecord>> {
  const opened = await openForAct(tx, id, input.version);
  if (!opened.ok) return opened;
  const { record } = opened.value;
  const own = record.ownerId === null || record.ownerId === tx.actor.userId;
  if (!own && !may(tx.actor, 'enquiries.assign'))
    return refuse('request.forbidden', { permission: 'enquiries.assign' }, 403);
  const owner = await checkOwner(tx, input.ownerId);
  if (!owner.ok) return owner;
  return ok(await giveTo(tx, opened.value, input.ownerId, 'assign', input.note));
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
    const opened = await openForAct(tx, id, undefined);
    if (opened.ok) await giveTo(tx, opened.value, ownerId, 'assign', note);
    if (opened.ok) result.done++;
    else result.refused.push({ id, code: opened.refusal.code, params: opened.refusal.params, text: '' });
  }
  return ok(result);
}

async function giveTo(
  tx: Tx,
  opened: Opened,
  ownerId: Id,
  kind: 'assign' | 'claim',
  note?: string,
): Promise<EnquiryRecord> {
  const { record, state, site } = opened;
  const duty = await dutyOf(tx, { siteId: record.siteId, site, receivedAt: record.receivedAt, counted: true });
  const decision = afterAssignment(state, ownerId, site, tx.now, duty);
  const claim = kind === 'claim' ? { claimedBy: ownerId, claimedUntil: claimEnds(tx, site) } : NO_CLAIM;
  return saveDecision(tx, opened, decision, site, { kind, columns: claim, note: note ?? null });
}

/** How long an opened enquiry stays with who opened it before it returns to the queue. */
function claimEnds(tx: Tx, site: Practice): Instant {
  return plus(tx.now, site.presets.work.claimMinutes * MINUTE);
}

const NO_CLAIM = { claimedBy: null, claimedUntil: null };

/**
 * The caller works on it: others see the lock. What has no owner, or has fallen to the pool, becomes the caller's where she is a user; a key
 * owns nothing. Refuses what `openForAct` refuses, and enquiries.users_only for the system.
 */
export async function claim(tx: Tx, id: Id, version: number | undefined): Promise<Outcome<EnquiryRecord>> {
  const { userId } = tx.actor;
  const caller = callerOf(tx.actor);
  if (caller === null) return refuse('enquiries.users_only', {}, 403);
  const opened = await openForAct(tx, id, version);
  if (!opened.ok) return opened;
  const { record } = opened.value;
  const pooled = record.open && (record.ownerId === null || (record.actionPoolAt ?? tx.now) <= tx.now);
  if (pooled && userId !== null && record.ownerId !== userId)
    return ok(await giveTo(tx, opened.value, userId, 'claim'));
  const until = claimEnds(tx, opened.value.site);
  await updateClaim(tx, id, caller, until);
  tellClaim(tx, record);
  return ok({ ...record, claimedBy: caller, claimedUntil: until });
}

/** The first of `ids` that nobody else holds, claimed for the caller; null where all are held. */
export async function claimFirst(tx: Tx, ids: readonly Id[]): Promise<Outcome<EnquiryRecord | null>> {
  const caller = callerOf(tx.actor);
  if (caller === null) return refuse('enquiries.users_only', {}, 403);
  const id = await lockFirstClaimable(tx, ids, caller);
  return id === null ? ok(null) : claim(tx, id, undefined);
}

/** Back to the queue. Refuses enquiries.claimed_by_other for the claim of another user. */
export async function release(tx: Tx, id: Id): Promise<Outcome<EnquiryRecord>> {
  const opened = await openForAct(tx, id, undefined);
  if (!opened.ok) return opened;
  const { record } = opened.value;
  await updateClaim(tx, id, null, null);
  tellClaim(tx, record);
  return ok({ ...record, ...NO_CLAIM });
}

/** The lock shows on the screens of the others at once. */
function tellClaim(tx: Tx, { id, personId }: EnquiryRecord): void {
  tx.emit({ type: 'enquiries.claim_changed', personId, payload: { enquiryId: id } });
}
