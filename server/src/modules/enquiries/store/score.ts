import type { Instant } from '../../../kernel/instant.ts';
import { at, sql, type Sql } from '../../../platform/db/index.ts';
import type { PriorityTable } from '../rules/index.ts';

/**
 * The score of a row `e` of open enquiries by the tables of the rules; `priority.db.test.ts` holds both together. Counted in whole numbers by
 * looking up: arithmetic with intervals costs three times as much a row. Joins `worthOf`.
 */
export function scoreOf(table: PriorityTable, now: Instant): Sql<number> {
  const { late, promise, likelihood, waiting } = table;
  return sql<number>`(worth.points
    + case when e.action_window_to < ${at(now)}::timestamptz
        then ${late.points + late.after.length}::integer - width_bucket(e.action_window_to, ${times(late.after)}::timestamptz[])
        when e.action_window_from <= ${at(now)}::timestamptz then ${table.due}::integer else ${table.early}::integer end
    + case when e.status = 'CALLBACK' and e.promise_at <= ${at(promise.until)}::timestamptz then ${promise.points}::integer else 0 end
    + case e.likelihood when 'H' then ${likelihood.H}::integer when 'M' then ${likelihood.M}::integer
        when 'L' then ${likelihood.L}::integer else 0 end
    + ${waiting.length}::integer - width_bucket(e.received_at, ${times(waiting)}::timestamptz[]))`;
}

/** What each status is worth, to be joined to `e`. */
export function worthOf({ status }: PriorityTable): Sql {
  return sql`unnest(${Object.keys(status)}::text[], ${Object.values(status)}::integer[]) as worth (status, points)`;
}

function times(instants: readonly Instant[]): string[] {
  return instants.map((instant) => at(instant));
}
