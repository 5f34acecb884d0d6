import { sql, type Tx } from '../../../platform/db/index.ts';
import type { Change } from '../rules/changes.ts';

/** Adds to the sums; those that become 0 go. The caller holds the organisation's progress. */
export async function addChanges(tx: Tx, changes: readonly Change[]): Promise<void> {
  const of = changes.filter(({ knownOn }) => knownOn === null);
  const ofDays = changes.filter(({ knownOn }) => knownOn !== null);
  if (of.length > 0) {
    await tx.run(sql`
      insert into analytics.tally as t (org_id, dimension, month, measure, value, bucket, n)
      select ${tx.orgId}::uuid, c.* from ${columns(of)} as c (dimension, month, measure, value, bucket, n)
      on conflict (org_id, dimension, month, measure, value, bucket) do update set n = t.n + excluded.n`);
    await tx.run(sql`
      delete from analytics.tally t using ${columns(of)} as c (dimension, month, measure, value, bucket, n)
      where t.org_id = ${tx.orgId} and t.dimension = c.dimension and t.month = c.month and t.measure = c.measure and t.value = c.value
        and t.bucket = c.bucket and t.n = 0`);
  }
  if (ofDays.length > 0) {
    const days = ofDays.map(({ knownOn }) => knownOn);
    await tx.run(sql`
      insert into analytics.tally_day as t (org_id, dimension, month, measure, value, bucket, n, known_on)
      select ${tx.orgId}::uuid, c.* from ${columns(ofDays, days)} as c (dimension, month, measure, value, bucket, n, known_on)
      on conflict (org_id, dimension, month, measure, value, bucket, known_on) do update set n = t.n + excluded.n`);
    await tx.run(sql`
      delete from analytics.tally_day t using ${columns(ofDays, days)} as c (dimension, month, measure, value, bucket, n, known_on)
      where t.org_id = ${tx.orgId} and t.dimension = c.dimension and t.month = c.month and t.measure = c.measure and t.value = c.value
        and t.bucket = c.bucket and t.known_on = c.known_on and t.n = 0`);
  }
}

function columns(changes: readonly Change[], days?: readonly (string | null)[]) {
  const column = <T>(read: (change: Change) => T) => changes.map(read);
  return sql`unnest(${column(({ dimension }) => dimension)}::text[], ${column(({ month }) => month)}::text[],
    ${column(({ measure }) => measure)}::text[], ${column(({ value }) => value)}::text[], ${column(({ bucket }) => bucket)}::text[],
    ${column(({ n }) => n)}::integer[]${days ? sql`, ${days}::date[]` : sql``})`;
}
