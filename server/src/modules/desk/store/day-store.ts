import type { Id } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { at, sql, type Tx } from '../../../platform/db/index.ts';

export type DayFigures = {
  readonly doneToday: number;
  readonly firstResponseMedianSeconds: number | null;
  readonly bookedToday: number;
  readonly bookedSameDayLastWeek: number;
};

export type Days = {
  readonly from: Instant;
  readonly to: Instant;
  readonly lastWeekFrom: Instant;
  readonly lastWeekTo: Instant;
};

/** What was done today, of one user or (null) of all: enquiries called, first responses, bookings made. */
export function findDayFigures(tx: Tx, userId: Id | null, days: Days): Promise<DayFigures> {
  return tx.one(sql<DayFigures>`
    select
      (select count(distinct c.enquiry_id) from enquiries.public_call c
        where c.org_id = ${tx.orgId} and c.at >= ${at(days.from)} and c.at < ${at(days.to)} and c.voided_at is null
          and (${userId}::uuid is null or c.user_id = ${userId})) as "doneToday",
      (select percentile_cont(0.5) within group (order by e.first_response_seconds) from enquiries.public_enquiry e
        where e.org_id = ${tx.orgId} and e.first_response_at >= ${at(days.from)} and e.first_response_at < ${at(days.to)}
          and (${userId}::uuid is null or e.owner_id = ${userId})) as "firstResponseMedianSeconds",
      ${bookedBetween(tx, userId, days.from, days.to)} as "bookedToday",
      ${bookedBetween(tx, userId, days.lastWeekFrom, days.lastWeekTo)} as "bookedSameDayLastWeek"`);
}

function bookedBetween(tx: Tx, userId: Id | null, from: Instant, to: Instant) {
  const of =
    userId === null
      ? sql`true`
      : // Of each booking of the day the owner, rather than all that an owner ever had.
        sql`${userId}::uuid = (
          select e.owner_id from enquiries.public_enquiry e where e.org_id = ${tx.orgId} and e.id = b.enquiry_id)`;
  return sql`(
    select count(*) from enquiries.public_booking b
    where b.org_id = ${tx.orgId} and b.booked_at >= ${at(from)} and b.booked_at < ${at(to)} and b.state <> 'voided' and ${of})`;
}
