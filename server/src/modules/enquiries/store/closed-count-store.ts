import { STATUS_CODES } from '@anbu/contract';
import { newId } from '../../../kernel/ids.ts';
import { sql, type Sql, type Tx } from '../../../platform/db/index.ts';
import { isOpenStatus, type StatusCode } from '../vocabulary.ts';

type Move = readonly [status: StatusCode, by: 1 | -1];

/**
 * Begins a statement that writes enquiries: the lines of `closed_count` for those that come to stand in a status (+1) or leave one (−1), so that
 * neither is without the other. Open statuses are counted from their rows and have no lines.
 */
export function withCounted(tx: Tx, moves: readonly Move[]): Sql {
  const sums = new Map<StatusCode, number>();
  for (const [status, by] of moves) if (!isOpenStatus(status)) sums.set(status, (sums.get(status) ?? 0) + by);
  const lines = [...sums].filter(([, change]) => change !== 0);
  if (lines.length === 0) return sql``;
  return sql`with counted as (
      insert into enquiries.closed_count (org_id, id, status, change)
      select ${tx.orgId}::uuid, l.id, l.status, l.change
      from unnest(${lines.map(() => newId())}::uuid[], ${lines.map(([status]) => status)}::text[],
        ${lines.map(([, change]) => change)}::integer[]) as l (id, status, change)
    )`;
}

/** True where this transaction alone makes one line of many in its organisation. */
export async function lockClosedCount(tx: Tx): Promise<boolean> {
  const { locked } = await tx.one(sql<{ locked: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended(${`closed_count ${tx.orgId}`}, 0)) as locked`);
  return locked;
}

/** One line for each status, counted anew; gives the statuses whose lines did not add up to their rows. The caller holds the lock. */
export async function replaceClosedCount(tx: Tx): Promise<StatusCode[]> {
  const rows = await tx.rows(sql<{ status: StatusCode }>`
    with gone as (
      delete from enquiries.closed_count where org_id = ${tx.orgId} returning status, change
    ), kept as (
      select status, sum(change) as count from gone group by status
    ), found as (
      select e.status, count(*) as count, row_number() over (order by e.status) as no
      from enquiries.enquiry e where e.org_id = ${tx.orgId} and not e.open group by e.status
    ), written as (
      insert into enquiries.closed_count (org_id, id, status, change)
      select ${tx.orgId}::uuid, given.id, found.status, found.count
      from found join unnest(${STATUS_CODES.map(() => newId())}::uuid[]) with ordinality as given (id, no) on given.no = found.no
    )
    select coalesce(found.status, kept.status) as status from found full join kept on kept.status = found.status
    where coalesce(found.count, 0) <> coalesce(kept.count, 0)`);
  return rows.map(({ status }) => status);
}
