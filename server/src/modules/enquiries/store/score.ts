import type { Instant } from '../../../kernel/instant.ts';
import { at, sql, type Sql } from '../../../platform/db/index.ts';
import { ARRIVAL_CLOCKS, type PriorityTable } from '../rules/index.ts';

/**
 * The score of a row `e` of open enquiries by the tables of the rules; `priority.db.test.ts` holds both together. Counted in whole numbers by
 * looking up: arithmetic with intervals costs three times as much a row. Joins `worthOf`.
 */
export function scoreOf(table: PriorityTable, now: Instant): Sql<number> {
  const { late, chosen, promise, arrival, imported, likelihood, waiting } = table;
  const isChosen = sql`e.action_reason_code = ${chosen.reason}`;
  const promisedAt = sql`case when ${isChosen} then e.action_due_at else e.promise_at end`;
  return sql<number>`(worth.points
    + case when e.action_window_to < ${at(now)}::timestamptz
        then ${late.points + late.after.length}::integer - width_bucket(e.action_window_to, ${times(late.after)}::timestamptz[])
        when case when ${isChosen} then e.action_due_at > ${at(chosen.until)}::timestamptz else e.action_window_from > ${at(now)}::timestamptz end
        then ${table.early}::integer else ${table.due}::integer end
    + case when e.status <> 'CALLBACK' then 0
        when coalesce(${promisedAt} > ${at(promise.until)}::timestamptz, e.action_window_from > ${at(now)}::timestamptz) then 0
        when coalesce(${promisedAt}, e.action_window_to) < ${at(promise.since)}::timestamptz then ${promise.points}::integer
        else ${promise.near}::integer end
    + case when e.action_reason_code <> all(${arrival.reasons}::text[]) or e.action_window_from > ${at(now)}::timestamptz then 0
        when e.action_window_to < ${at(arrival.since)}::timestamptz then ${arrival.points}::integer else ${arrival.near}::integer end
    + case e.likelihood when 'H' then ${likelihood.H}::integer when 'M' then ${likelihood.M}::integer
        when 'L' then ${likelihood.L}::integer else 0 end
    + case when e.action_reason_code = ${imported.reason} then ${imported.points}::integer else 0 end
    + ${waiting.length}::integer - width_bucket(e.received_at, ${times(waiting)}::timestamptz[]))`;
}

/** `listedFrom` of the rules, of a row `e`. */
export const listedFromColumn: Sql = sql`case when e.action_reason_code = any(${ARRIVAL_CLOCKS}::text[])
  then e.action_window_from else e.action_due_at end`;

/** What each status is worth, to be joined to `e`. */
export function worthOf({ status }: PriorityTable): Sql {
  return sql`unnest(${Object.keys(status)}::text[], ${Object.values(status)}::integer[]) as worth (status, points)`;
}

function times(instants: readonly Instant[]): string[] {
  return instants.map((instant) => at(instant));
}
