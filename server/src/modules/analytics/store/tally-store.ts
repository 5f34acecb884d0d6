import { sql, type Tx } from '../../../platform/db/index.ts';
import type { Change } from '../rules/changes.ts';
import { addToDays } from './day-sum-store.ts';

/** Adds to the sums; those that become 0 go. The caller holds the organisation's progress. */
export async function addChanges(tx: Tx, changes: readonly Change[]): Promise<void> {
  await addToNow(
    tx,
    changes.filter(({ knownOn }) => knownOn === null),
  );
  await addToDays(tx, changes);
}

async function addToNow(tx: Tx, changes: readonly Change[]): Promise<void> {
  if (changes.length === 0) return;
  const column = <T>(read: (change: Change) => T) => changes.map(read);
  const none = await tx.rows(sql<{ place: string }>`
    with added as (
      insert into analytics.tally as t (org_id, dimension, month, measure, value, bucket, n)
      select ${tx.orgId}::uuid, c.*
      from unnest(${column(({ dimension }) => dimension)}::text[], ${column(({ month }) => month)}::text[],
        ${column(({ measure }) => measure)}::text[], ${column(({ value }) => value)}::text[], ${column(({ bucket }) => bucket)}::text[],
        ${column(({ n }) => n)}::integer[]) as c (dimension, month, measure, value, bucket, n)
      on conflict (org_id, dimension, month, measure, value, bucket) do update set n = t.n + excluded.n
      returning t.ctid as place, t.n
    ) select a.place::text as place from added a where a.n = 0`);
  if (none.length === 0) return;
  // Nobody else moves these rows while the progress is held.
  await tx.run(sql`
    delete from analytics.tally t
    where t.ctid = any(${none.map(({ place }) => place)}::tid[]) and t.org_id = ${tx.orgId} and t.n = 0`);
}
