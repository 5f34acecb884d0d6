import type { GoalMeasure } from '@anbu/contract';
import type { CalendarDay } from '../../../kernel/calendar-day.ts';
import type { Id } from '../../../kernel/ids.ts';
import { sql, type Sql, type Tx } from '../../../platform/db/index.ts';
import { arrivedWithin, within, type Span } from './spans.ts';

/** The event stands: it is no correction, and none has taken it back. */
const stands = (event: Sql) => sql`${event}.voids is null and not exists (
  select from enquiries.status_event v where v.org_id = ${event}.org_id and v.voids = ${event}.id)`;

/** `owners`: only what was theirs then. */
function ofOwners(owners: readonly string[] | undefined): Sql[] {
  return owners ? [sql`s.owner_id = any(${owners}::uuid[])`] : [];
}

/**
 * Enquiries that came to a booking, or to a visit without one, for the first time then: each once. Spec: metrics, cohort. One by one: a plan for a table
 * of which nothing is known yet (a new clinic) must not compare each with each.
 */
export function firstReached(tx: Tx, span: Span, owners?: readonly string[]): Sql<{ id: Id; ownerId: Id | null }> {
  const when = [...within(sql`s.valid_at`, span), ...ofOwners(owners), stands(sql`s`)];
  return sql<{ id: Id; ownerId: Id | null }>`
    select s.enquiry_id as id, s.owner_id as "ownerId" from enquiries.status_event s
    where s.org_id = ${tx.orgId} and s.to_status in ('BOOKED', 'VISITED') and ${sql.join(when, sql` and `)}
      and s.id = (
        select one.id from enquiries.status_event one
        where one.org_id = s.org_id and one.enquiry_id = s.enquiry_id and one.to_status in ('BOOKED', 'VISITED') and ${stands(sql`one`)}
        order by one.valid_at, one.no limit 1)`;
}

/** Enquiries whose visit was then; what a correction took back is none. */
export function visitedIn(tx: Tx, span: Span, owners?: readonly string[]): Sql<{ id: Id; ownerId: Id | null }> {
  const when = [...within(sql`s.valid_at`, span), ...ofOwners(owners), stands(sql`s`)];
  return sql<{ id: Id; ownerId: Id | null }>`
    select s.enquiry_id as id, s.owner_id as "ownerId" from enquiries.status_event s
    where s.org_id = ${tx.orgId} and s.to_status = 'VISITED' and ${sql.join(when, sql` and `)}`;
}

/** The visits of the enquiry of this name, by when they were. */
export function visitsOf(enquiry: Sql, more: readonly Sql[]): Sql {
  return sql`
    select s.valid_at from enquiries.status_event s
    where s.org_id = ${enquiry}.org_id and s.enquiry_id = ${enquiry}.id and s.to_status = 'VISITED'
      and ${sql.join([...more, stands(sql`s`)], sql` and `)}`;
}

export type Reached = {
  readonly of: 'user' | 'team';
  readonly id: Id;
  readonly measure: GoalMeasure;
  readonly count: number;
};

/** Bookings and visits of a time: by who owned them then, and by the team that has them. */
export function countReached(tx: Tx, span: Span): Promise<Reached[]> {
  return tx.rows(sql<Reached>`
    with reached as materialized (
      select 'booked' as measure, b.id, b."ownerId" from (${firstReached(tx, span)}) b
      union all
      select 'visited', v.id, v."ownerId" from (${visitedIn(tx, span)}) v),
    counted as (
      select case grouping(r."ownerId") when 0 then 'user' else 'team' end as of, coalesce(r."ownerId", e.team_id) as id, r.measure,
        count(distinct r.id) as count
      from reached r join enquiries.enquiry e on e.org_id = ${tx.orgId} and e.id = r.id
      group by grouping sets ((r.measure, r."ownerId"), (r.measure, e.team_id)))
    select c.of, c.id, c.measure, c.count from counted c where c.id is not null`);
}

/** First calls in time among what arrived on these days, both included: by owner and by team. Not of what was born in a call. */
export function countFirstCalls(
  tx: Tx,
  days: { readonly from: CalendarDay; readonly to: CalendarDay },
  limitSeconds: number,
): Promise<Reached[]> {
  const arrived = sql.join(arrivedWithin(days.from, days.to), sql` and `);
  return tx.rows(sql<Reached>`
    with counted as (
      select case grouping(e.owner_id) when 0 then 'user' else 'team' end as of, coalesce(e.owner_id, e.team_id) as id, count(*) as count
      from enquiries.enquiry e
      where e.org_id = ${tx.orgId} and e.received_on between ${days.from}::date and ${days.to}::date and ${arrived}
        and not e.born_connected and e.first_response_seconds <= ${limitSeconds}
      group by grouping sets ((e.owner_id), (e.team_id)))
    select c.of, c.id, 'firstCall' as measure, c.count from counted c where c.id is not null`);
}
