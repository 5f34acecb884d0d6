import type { Id } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { at, sql, type Database, type Sql, type Tx } from '../../../platform/db/index.ts';
import { enquiryColumns, type EnquiryRecord } from './enquiry-row.ts';
import { locked } from './enquiry-store.ts';
import { listedFromColumn } from './score.ts';

/** Of each site that is open now: what was late and untouched before this instant is passed on, and what is listed before the day ends is today's. */
export type OpenSite = { readonly id: Id; readonly lateBefore: Instant | null; readonly dayEnds: Instant };

/** By a rule an action is passed on once. */
const notPassedOn: Sql = sql`not exists (
  select from enquiries.hand_over_item i
  where i.org_id = e.org_id and i.enquiry_id = e.id and i.action_set_at = e.action_set_at and i.automatic)`;

/** One sweep at a time in an organisation, to the end of its transaction: what is passed on at one time is one hand-over, told once. */
export async function tryLockSweep(tx: Tx): Promise<boolean> {
  const { taken } = await tx.one(sql<{ taken: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended('enquiries.reassign ' || ${tx.orgId}::text, 0)) as taken`);
  return taken;
}

/** Owned ones that were late, and that nobody has touched or worked on, since their site's instant; locked, the oldest first, those that another holds passed over. */
export function lockLate(tx: Tx, sites: readonly OpenSite[], limit: number): Promise<EnquiryRecord[]> {
  return locked(
    tx,
    sql<EnquiryRecord>`
    select ${enquiryColumns}
    from unnest(${sites.map(({ id }) => id)}::uuid[], ${sites.map(({ lateBefore }) => at(lateBefore))}::timestamptz[]) as s (id, late_before)
    join enquiries.enquiry e on e.org_id = ${tx.orgId} and e.site_id = s.id and e.open and e.owner_id is not null and e.action_due_at <= s.late_before
      and greatest(e.action_window_to, e.updated_at, e.claimed_until) <= s.late_before
    where ${notPassedOn}
    order by e.action_window_to, e.id limit ${limit} for update of e skip locked`,
  );
}

/**
 * What is today's and due before its owner is back from an absence, locked as above, with the absence. What she was given, or took, since she went away
 * stays hers: whoever did that knew.
 */
export function lockOfAbsent(
  tx: Tx,
  sites: readonly OpenSite[],
  limit: number,
): Promise<(EnquiryRecord & { readonly absenceId: Id })[]> {
  return locked(
    tx,
    sql<EnquiryRecord & { readonly absenceId: Id }>`
    select ${enquiryColumns}, a.id as "absenceId"
    from roster.public_absence a
    join enquiries.enquiry e on e.org_id = a.org_id and e.owner_id = a.member_id and e.open
    join unnest(${sites.map(({ id }) => id)}::uuid[], ${sites.map(({ dayEnds }) => at(dayEnds))}::timestamptz[]) as s (id, day_ends) on s.id = e.site_id
    where a.org_id = ${tx.orgId} and a.cancelled_at is null and a.from_at <= ${at(tx.now)}::timestamptz
      and (a.to_at is null or a.to_at > ${at(tx.now)}::timestamptz)
      and ${listedFromColumn} < s.day_ends and (a.to_at is null or e.action_due_at < a.to_at)
      and (e.claimed_until is null or e.claimed_until <= ${at(tx.now)}::timestamptz)
      and ${notPassedOn}
      and not exists (
        select from enquiries.act t
        where t.org_id = e.org_id and t.enquiry_id = e.id and t.at >= a.from_at and t.voided_at is null
          and t.kind in ('assign', 'claim', 'hand_over', 'hand_back'))
    order by e.action_due_at, e.id limit ${limit} for update of e skip locked`,
  );
}

/** Of these actions, those that a rule has passed on: looked at under their locks, so that a sweep that waited beside another moves nothing twice. */
export async function listPassedOn(tx: Tx, records: readonly EnquiryRecord[]): Promise<ReadonlySet<Id>> {
  const rows = await tx.rows(sql<{ id: Id }>`
    select i.enquiry_id as id
    from unnest(${records.map(({ id }) => id)}::uuid[], ${records.map(({ actionSetAt }) => at(actionSetAt))}::timestamptz[]) as r (id, set_at)
    join enquiries.hand_over_item i on i.org_id = ${tx.orgId} and i.enquiry_id = r.id and i.action_set_at = r.set_at and i.automatic`);
  return new Set(rows.map(({ id }) => id));
}

/** The organisations whose rules pass anything on: the sweep looks into no other. */
export async function listOrganisationsToReassign(db: Database): Promise<Id[]> {
  const rows = await db.global(sql<{ orgId: Id }>`
    select o.org_id as "orgId" from enquiries.organisations_to_reassign() o`);
  return rows.map(({ orgId }) => orgId);
}
