import { EnquiryQuery, type HandOverInput } from '@anbu/contract';
import type { z } from 'zod';
import type { Id } from '../../../../kernel/ids.ts';
import { ok, refuse, refuseFields, type Outcome, type Refusal } from '../../../../kernel/outcome.ts';
import type { Tx } from '../../../../platform/db/index.ts';
import { fieldErrors } from '../../../../platform/http/validation.ts';
import { findTeam } from '../../../identity/index.ts';
import { findAbsence } from '../../../roster/index.ts';
import { shareOut, type Receiver } from '../../rules/index.ts';
import type { EnquiryRecord } from '../../store/enquiry-row.ts';
import { listEnquiriesById } from '../../store/enquiry-store.ts';
import { listOpenIdsOf, lockEnquiries } from '../../store/hand-over-store.ts';
import { checkClaim } from '../claims.ts';
import { checkMayGive, checkOwner, checkPresent } from '../owners.ts';
import { findOpenIds } from '../queries.ts';
import { portionsOf, receiversNow } from './receivers.ts';

/** So many at once: a day of a large desk. */
export const MOST_AT_ONCE = 2_000;

export type Planned = { readonly record: EnquiryRecord; readonly ownerId: Id | null; readonly teamId: Id };
export type NotGiven = { readonly id: Id } & Pick<Refusal, 'code' | 'params'>;
export type Plan = { readonly give: readonly Planned[]; readonly refused: readonly NotGiven[] };
export type HandOverOrder = z.output<typeof HandOverInput>;

/**
 * Who would get what. `lock`: the enquiries are held for the act that follows. Those that cannot be given are named, each with its reason:
 * request.not_found, enquiries.already_closed, enquiries.claimed_by_other, enquiries.changed (it is no longer the owner's), enquiries.already_owner,
 * request.forbidden. Refuses as a whole enquiries.hand_over_nothing, enquiries.hand_over_too_many { most }, and what `checkTarget` refuses.
 */
export async function planHandOver(tx: Tx, order: HandOverOrder, { lock }: { lock: boolean }): Promise<Outcome<Plan>> {
  const target = await checkTarget(tx, order);
  if (!target.ok) return target;
  const ids = await idsOf(tx, order.what);
  if (!ids.ok) return ids;
  if (ids.value.length === 0) return refuse('enquiries.hand_over_nothing');
  if (ids.value.length > MOST_AT_ONCE) return refuse('enquiries.hand_over_too_many', { most: MOST_AT_ONCE });
  const records = lock ? await lockEnquiries(tx, ids.value) : await listEnquiriesById(tx, ids.value);
  const refused: NotGiven[] = [];
  const free: EnquiryRecord[] = [];
  const found = new Map(records.map((record) => [record.id, record]));
  for (const id of ids.value) {
    const record = found.get(id);
    const why = record ? whyNot(tx, record, order) : refuse('request.not_found', { what: 'enquiry' }, 404);
    if (why && !why.ok) refused.push({ id, code: why.refusal.code, params: why.refusal.params });
    else if (record) free.push(record);
  }
  return ok({ give: await assignTo(tx, order.to, free), refused });
}

async function idsOf(tx: Tx, what: HandOverOrder['what']): Promise<Outcome<readonly Id[]>> {
  if ('ids' in what) return ok(what.ids);
  if ('ownerId' in what) return ok(await listOpenIdsOf(tx, what.ownerId, MOST_AT_ONCE + 1));
  const asked = EnquiryQuery.safeParse({ ...what.filter, open: 'true' });
  if (asked.success) return findOpenIds(tx, asked.data, MOST_AT_ONCE + 1);
  const errors = fieldErrors(asked.error.issues, what.filter);
  return refuseFields(errors.map((error) => ({ ...error, field: `what.filter.${error.field}` })));
}

/**
 * The receiver, the team and the absence that are named. Refuses enquiries.owner_unknown, enquiries.owner_absent { name, until } 409 unless that is known,
 * field.not_found on `to.teamId` and `absenceId`.
 */
async function checkTarget(tx: Tx, { to, absenceId, evenAbsent }: HandOverOrder): Promise<Outcome<null>> {
  if (absenceId !== undefined) {
    const absence = await findAbsence(tx, absenceId);
    if (!absence || absence.cancelledAt !== null) return unknown('absenceId');
  }
  if (to.kind === 'team') return (await findTeam(tx, to.teamId)) ? ok(null) : unknown('to.teamId');
  if (to.kind === 'load') return ok(null);
  const owner = await checkOwner(tx, to.userId, 'to.userId');
  return owner.ok && !evenAbsent ? checkPresent(tx, to.userId) : owner;
}

function unknown(field: string) {
  return refuseFields([{ field, code: 'field.not_found', params: {} }]);
}

/** Null where it may be given. */
function whyNot(tx: Tx, record: EnquiryRecord, { what, to }: HandOverOrder): Outcome<null> | null {
  if (!record.open) return refuse('enquiries.already_closed', {}, 409);
  const claim = checkClaim(tx, record);
  if (!claim.ok) return claim;
  if ('ownerId' in what && record.ownerId !== what.ownerId) return refuse('enquiries.changed', {}, 409);
  if (to.kind === 'person' && record.ownerId === to.userId) return refuse('enquiries.already_owner', {}, 409);
  if (to.kind === 'team' && record.ownerId === null && record.teamId === to.teamId) {
    return refuse('enquiries.already_owner', {}, 409);
  }
  const allowed = checkMayGive(tx, record.ownerId, to.kind === 'person' ? to.userId : null);
  return allowed.ok ? null : allowed;
}

async function assignTo(
  tx: Tx,
  to: HandOverOrder['to'],
  records: readonly EnquiryRecord[],
): Promise<readonly Planned[]> {
  if (to.kind === 'person') return records.map((record) => ({ record, ownerId: to.userId, teamId: record.teamId }));
  if (to.kind === 'team') return records.map((record) => ({ record, ownerId: null, teamId: to.teamId }));
  return shareAmong(tx, records, await receiversNow(tx));
}

/** By load; what nobody there can get is its team's. */
export async function shareAmong(
  tx: Tx,
  records: readonly EnquiryRecord[],
  receivers: readonly Receiver[],
): Promise<readonly Planned[]> {
  const shared = shareOut(await portionsOf(tx, records), receivers);
  return records.map((record) => ({ record, ownerId: shared.get(record.id) ?? null, teamId: record.teamId }));
}
