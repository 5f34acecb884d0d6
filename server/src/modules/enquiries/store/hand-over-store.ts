import type { HandOverKind } from '@anbu/contract';
import type { Id } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { at, callerOf, json, sql, type Database, type Tx } from '../../../platform/db/index.ts';
import { enquiryColumns, snapshot, type EnquiryRecord } from './enquiry-row.ts';
import { locked } from './enquiry-store.ts';

export type HandOverRow = {
  readonly id: Id;
  readonly madeBy: Id | null;
  readonly at: Instant;
  readonly kind: HandOverKind;
  readonly note: string | null;
  readonly absenceId: Id | null;
  readonly returnedAt: Instant | null;
  readonly undoneAt: Instant | null;
};
export type HandOverItem = {
  readonly enquiryId: Id;
  readonly fromOwnerId: Id | null;
  readonly fromTeamId: Id;
  readonly toOwnerId: Id | null;
  readonly toTeamId: Id;
  readonly versionAfter: number;
  readonly outcome: 'given' | 'undone' | 'returned' | 'kept';
};

const COLUMNS = sql`h.id, h.made_by as "madeBy", h.at, h.kind, h.note, h.absence_id as "absenceId",
  h.returned_at as "returnedAt", h.undone_at as "undoneAt"`;
const ITEM_COLUMNS = sql`i.enquiry_id as "enquiryId", i.from_owner_id as "fromOwnerId", i.from_team_id as "fromTeamId",
  i.to_owner_id as "toOwnerId", i.to_team_id as "toTeamId", i.version_after as "versionAfter", i.outcome`;

/** Many at once, each locked, in the order of their ids: two hand-overs of the same wait in a line. */
export function lockEnquiries(tx: Tx, ids: readonly Id[]): Promise<EnquiryRecord[]> {
  return locked(
    tx,
    sql<EnquiryRecord>`
      select ${enquiryColumns} from enquiries.enquiry e
      where e.org_id = ${tx.orgId} and e.id = any(${ids}::uuid[]) order by e.id for update`,
  );
}

/** The same to look at, without a lock. */
export async function listOpenIdsOf(tx: Tx, ownerId: Id, limit: number): Promise<Id[]> {
  const rows = await tx.rows(sql<{ id: Id }>`
    select e.id from enquiries.enquiry e
    where e.org_id = ${tx.orgId} and e.owner_id = ${ownerId} and e.open order by e.id limit ${limit}`);
  return rows.map(({ id }) => id);
}

/** Open enquiries of each of these whose window begins before `until`: what she has to do today. */
export async function countDue(tx: Tx, ownerIds: readonly Id[], until: Instant): Promise<Map<Id, number>> {
  const rows = await tx.rows(sql<{ ownerId: Id; count: number }>`
    select e.owner_id as "ownerId", count(*) as count from enquiries.enquiry e
    where e.org_id = ${tx.orgId} and e.open and e.owner_id = any(${ownerIds}::uuid[]) and e.action_window_from < ${at(until)}::timestamptz
    group by e.owner_id`);
  return new Map(rows.map(({ ownerId, count }) => [ownerId, count]));
}

/** The languages of persons where they are known, as tags. */
export async function listLanguages(tx: Tx, personIds: readonly Id[]): Promise<Map<Id, string>> {
  const rows = await tx.rows(sql<{ id: Id; language: string }>`
    select p.id, p.language from people.public_person p
    where p.org_id = ${tx.orgId} and p.id = any(${personIds}::uuid[]) and p.language is not null`);
  return new Map(rows.map(({ id, language }) => [id, language]));
}

export async function insertHandOver(
  tx: Tx,
  { id, kind, note, absenceId }: Pick<HandOverRow, 'id' | 'kind' | 'note' | 'absenceId'>,
): Promise<void> {
  await tx.run(sql`
    insert into enquiries.hand_over (org_id, id, made_by, at, kind, note, absence_id)
    values (${tx.orgId}, ${id}, ${tx.actor.userId}, ${at(tx.now)}, ${kind}, ${note}, ${absenceId})`);
}

/** An enquiry before and after it was given. */
export type Given = { readonly before: EnquiryRecord; readonly after: EnquiryRecord; readonly actId: Id };

/** What changes when only the owner does, of many in one statement; with the act that an undo needs. The caller holds the locks. */
export async function updateOwners(tx: Tx, given: readonly Given[], kind: string, note: string | null): Promise<void> {
  const after = given.map((one) => one.after);
  const written = await tx.run(sql`
    update enquiries.enquiry e set owner_id = g.owner_id, team_id = g.team_id, action_owner_id = g.action_owner_id,
      action_team_id = g.action_team_id, hand_over_id = g.hand_over_id, claimed_by = null, claimed_kind = null, claimed_name = null,
      claimed_until = null, version = g.version, updated_at = ${at(tx.now)}::timestamptz
    from unnest(${after.map(({ id }) => id)}::uuid[], ${after.map(({ ownerId }) => ownerId)}::uuid[],
      ${after.map(({ teamId }) => teamId)}::uuid[], ${after.map(({ actionOwnerId }) => actionOwnerId)}::uuid[],
      ${after.map(({ actionTeamId }) => actionTeamId)}::uuid[], ${after.map(({ handOverId }) => handOverId)}::uuid[],
      ${after.map(({ version }) => version)}::integer[])
      as g (id, owner_id, team_id, action_owner_id, action_team_id, hand_over_id, version)
    where e.org_id = ${tx.orgId} and e.id = g.id and e.version = g.version - 1`);
  if (written !== given.length) throw new Error('an enquiry was given without its lock');
  const acts = given.map(({ before, after: { version }, actId }) => ({
    ...{ id: actId, enquiry_id: before.id, version, before: snapshot(before) },
  }));
  await tx.run(sql`
    insert into enquiries.act (org_id, id, enquiry_id, version_after, kind, user_id, at, note, before, made)
    select ${tx.orgId}::uuid, a.id, a.enquiry_id, a.version, ${kind}::text, ${callerOf(tx.actor)}::uuid, ${at(tx.now)}::timestamptz,
      ${note}::text, a.before, '{}'::jsonb
    from jsonb_to_recordset(${json(acts)}) as a (id uuid, enquiry_id uuid, version integer, before jsonb)`);
}

export async function insertItems(
  tx: Tx,
  handOverId: Id,
  given: readonly Omit<Given, 'actId'>[],
  automatic: boolean,
): Promise<void> {
  const column = <T>(read: (one: Omit<Given, 'actId'>) => T) => given.map(read);
  await tx.run(sql`
    insert into enquiries.hand_over_item (org_id, hand_over_id, enquiry_id, from_owner_id, from_team_id, to_owner_id, to_team_id,
      version_after, action_set_at, automatic)
    select ${tx.orgId}::uuid, ${handOverId}::uuid, i.*, ${automatic}::boolean
    from unnest(${column(({ before }) => before.id)}::uuid[], ${column(({ before }) => before.ownerId)}::uuid[],
      ${column(({ before }) => before.teamId)}::uuid[], ${column(({ after }) => after.ownerId)}::uuid[],
      ${column(({ after }) => after.teamId)}::uuid[], ${column(({ after }) => after.version)}::integer[],
      ${column(({ before }) => at(before.actionSetAt ?? tx.now))}::timestamptz[]) as i`);
}

export function findHandOver(tx: Tx, id: Id): Promise<HandOverRow | null> {
  return tx.maybe(sql<HandOverRow>`
    select ${COLUMNS} from enquiries.hand_over h where h.org_id = ${tx.orgId} and h.id = ${id}`);
}

export async function lockHandOver(tx: Tx, id: Id): Promise<HandOverRow | null> {
  const row = await tx.maybe(sql<HandOverRow>`
    select ${COLUMNS} from enquiries.hand_over h where h.org_id = ${tx.orgId} and h.id = ${id} for update`);
  await tx.follow([row?.at ?? null]);
  return row;
}

/** Items of many hand-overs, each with its hand-over. */
export function listItemsOf(tx: Tx, ids: readonly Id[]): Promise<(HandOverItem & { readonly handOverId: Id })[]> {
  return tx.rows(sql<HandOverItem & { readonly handOverId: Id }>`
    select i.hand_over_id as "handOverId", ${ITEM_COLUMNS} from enquiries.hand_over_item i
    where i.org_id = ${tx.orgId} and i.hand_over_id = any(${ids}::uuid[]) order by i.enquiry_id`);
}

export function listItems(tx: Tx, id: Id): Promise<HandOverItem[]> {
  return tx.rows(sql<HandOverItem>`
    select ${ITEM_COLUMNS} from enquiries.hand_over_item i
    where i.org_id = ${tx.orgId} and i.hand_over_id = ${id} order by i.enquiry_id`);
}

export type HandOverOf = {
  readonly id: Id;
  readonly note: string | null;
  readonly at: Instant;
  readonly madeBy: Id | null;
} & {
  readonly enquiryId: Id;
  readonly kind: HandOverKind;
  readonly fromOwnerId: Id | null;
  readonly temporary: boolean;
};

/** The latest ones: of everybody, or those that `userId` made, gave or got. */
export function listHandOvers(tx: Tx, userId: Id | null, limit: number): Promise<HandOverRow[]> {
  return tx.rows(sql<HandOverRow>`
    select ${COLUMNS} from enquiries.hand_over h
    where h.org_id = ${tx.orgId} and (${userId}::uuid is null or h.made_by = ${userId}::uuid or exists (
      select from enquiries.hand_over_item i
      where i.org_id = h.org_id and i.hand_over_id = h.id and (i.to_owner_id = ${userId}::uuid or i.from_owner_id = ${userId}::uuid)))
    order by h.at desc, h.id desc limit ${limit}`);
}

/** By which hand-over the owners of these have them. */
export function listHandOversOf(tx: Tx, enquiryIds: readonly Id[]): Promise<HandOverOf[]> {
  return tx.rows(sql<HandOverOf>`
    select h.id, h.note, h.at, h.kind, h.made_by as "madeBy", e.id as "enquiryId", i.from_owner_id as "fromOwnerId",
      h.absence_id is not null as temporary
    from enquiries.enquiry e
    join enquiries.hand_over h on h.org_id = e.org_id and h.id = e.hand_over_id
    join enquiries.hand_over_item i on i.org_id = e.org_id and i.hand_over_id = h.id and i.enquiry_id = e.id
    where e.org_id = ${tx.orgId} and e.id = any(${enquiryIds}::uuid[])`);
}

/** Persons of those that were new until this hand-over gave them their first owner: to take it back writes to them. */
export async function listPersonsOfNew(tx: Tx, handOverId: Id): Promise<Id[]> {
  const rows = await tx.rows(sql<{ personId: Id }>`
    select distinct e.person_id as "personId" from enquiries.hand_over_item i
    join enquiries.enquiry e on e.org_id = i.org_id and e.id = i.enquiry_id
    join enquiries.act a on a.org_id = i.org_id and a.enquiry_id = i.enquiry_id and a.version_after = i.version_after
    where i.org_id = ${tx.orgId} and i.hand_over_id = ${handOverId} and i.outcome = 'given' and a.before ->> 'status' = 'NEW'`);
  return rows.map(({ personId }) => personId);
}

/** What the rows were before a hand-over, by enquiry. */
export async function listBefore(tx: Tx, handOverId: Id): Promise<Map<Id, Partial<EnquiryRecord>>> {
  const rows = await tx.rows(sql<{ enquiryId: Id; before: Partial<EnquiryRecord> }>`
    select i.enquiry_id as "enquiryId", a.before from enquiries.hand_over_item i
    join enquiries.act a on a.org_id = i.org_id and a.enquiry_id = i.enquiry_id and a.version_after = i.version_after
    where i.org_id = ${tx.orgId} and i.hand_over_id = ${handOverId}`);
  return new Map(rows.map(({ enquiryId, before }) => [enquiryId, before]));
}

export async function updateActsVoided(tx: Tx, handOverId: Id, enquiryIds: readonly Id[]): Promise<void> {
  await tx.run(sql`
    update enquiries.act a set voided_at = ${at(tx.now)}
    from enquiries.hand_over_item i
    where i.org_id = ${tx.orgId} and i.hand_over_id = ${handOverId} and i.enquiry_id = any(${enquiryIds}::uuid[])
      and a.org_id = i.org_id and a.enquiry_id = i.enquiry_id and a.version_after = i.version_after`);
}

export async function updateOutcomes(
  tx: Tx,
  handOverId: Id,
  enquiryIds: readonly Id[],
  outcome: HandOverItem['outcome'],
): Promise<void> {
  await tx.run(sql`
    update enquiries.hand_over_item set outcome = ${outcome}
    where org_id = ${tx.orgId} and hand_over_id = ${handOverId} and enquiry_id = any(${enquiryIds}::uuid[])`);
}

export async function updateUndone(tx: Tx, id: Id): Promise<void> {
  await tx.run(sql`update enquiries.hand_over set undone_at = ${at(tx.now)} where org_id = ${tx.orgId} and id = ${id}`);
}

export async function updateReturned(tx: Tx, id: Id): Promise<void> {
  await tx.run(
    sql`update enquiries.hand_over set returned_at = ${at(tx.now)} where org_id = ${tx.orgId} and id = ${id}`,
  );
}

// ---- what comes back
export type ToReturn = HandOverRow & { readonly memberId: Id };

/** Temporary hand-overs whose absence is over, locked, the oldest first; those that another process looks through are passed over. */
export function lockToReturn(tx: Tx): Promise<ToReturn[]> {
  return tx.rows(sql<ToReturn>`
    select ${COLUMNS}, a.member_id as "memberId" from enquiries.hand_over h
    join roster.public_absence a on a.org_id = h.org_id and a.id = h.absence_id
    where h.org_id = ${tx.orgId} and h.returned_at is null and h.undone_at is null
      and (a.cancelled_at is not null or a.to_at <= ${at(tx.now)}::timestamptz)
    order by h.at, h.id limit 20 for update of h skip locked`);
}

/**
 * Those of a hand-over that nobody has made her own since. They are open and with whom they were given to, or to whom these passed them on for
 * an absence of her own; and no member has acted on them other than by that, or by a call that nobody answered: who spoke with the person keeps her.
 */
export async function listReturnable(tx: Tx, handOverId: Id): Promise<ReadonlySet<Id>> {
  const rows = await tx.rows(sql<{ enquiryId: Id }>`
    select i.enquiry_id as "enquiryId" from enquiries.hand_over_item i
    join enquiries.enquiry e on e.org_id = i.org_id and e.id = i.enquiry_id and e.open
    where i.org_id = ${tx.orgId} and i.hand_over_id = ${handOverId} and i.outcome = 'given'
      and (e.owner_id is not distinct from i.to_owner_id or exists (
        select from enquiries.hand_over_item j
        join enquiries.hand_over h on h.org_id = j.org_id and h.id = j.hand_over_id and h.absence_id is not null
        where j.org_id = i.org_id and j.enquiry_id = i.enquiry_id and j.version_after > i.version_after and j.outcome = 'given'
          and j.to_owner_id is not distinct from e.owner_id))
      and not exists (
      select from enquiries.act a
      join identity.public_member m on m.org_id = a.org_id and m.id = a.user_id
      where a.org_id = i.org_id and a.enquiry_id = i.enquiry_id and a.version_after > i.version_after and a.voided_at is null
        and not exists (
          select from enquiries.call c
          where c.org_id = a.org_id and c.id = (a.made ->> 'callId')::uuid and c.outcome in ('NO_ANSWER', 'BUSY', 'VOICEMAIL'))
        and not exists (
          select from enquiries.hand_over_item j
          join enquiries.hand_over h on h.org_id = j.org_id and h.id = j.hand_over_id and h.absence_id is not null
          where j.org_id = a.org_id and j.enquiry_id = a.enquiry_id and j.version_after = a.version_after))`);
  return new Set(rows.map(({ enquiryId }) => enquiryId));
}

export async function listOrganisationsToReturn(db: Database): Promise<Id[]> {
  const rows = await db.global(sql<{ orgId: Id }>`
    select o.org_id as "orgId" from enquiries.organisations_to_return() o`);
  return rows.map(({ orgId }) => orgId);
}

export type HandOverAlert = {
  readonly id: Id;
  readonly enquiryId: Id;
  readonly userId: Id;
  readonly kind: 'handed_over' | 'handed_back' | 'passed_on';
  readonly dueAt: Instant;
  readonly count: number;
};

/** One a receiver for a whole hand-over: it names the first of them and how many there are. It is told once, never again. */
export async function insertHandOverAlerts(tx: Tx, handOverId: Id, alerts: readonly HandOverAlert[]): Promise<void> {
  await tx.run(sql`
    insert into enquiries.alert (org_id, id, enquiry_id, user_id, kind, action_set_at, due_at, at, hand_over_id, count)
    select ${tx.orgId}::uuid, a.id, a.enquiry_id, a.user_id, a.kind, ${at(tx.now)}::timestamptz, a.due_at, ${at(tx.now)}::timestamptz,
      ${handOverId}::uuid, a.count
    from unnest(${alerts.map(({ id }) => id)}::uuid[], ${alerts.map(({ enquiryId }) => enquiryId)}::uuid[],
      ${alerts.map(({ userId }) => userId)}::uuid[], ${alerts.map(({ kind }) => kind)}::text[],
      ${alerts.map(({ dueAt }) => at(dueAt))}::timestamptz[], ${alerts.map(({ count }) => count)}::integer[])
      as a (id, enquiry_id, user_id, kind, due_at, count)
    on conflict (org_id, enquiry_id, action_set_at, kind, user_id) do nothing`);
}
