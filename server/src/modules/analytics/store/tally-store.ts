import { sql, type Sql, type Tx } from '../../../platform/db/index.ts';
import type { Change } from '../rules/changes.ts';

/** Adds to the sums; those that become 0 go. The caller holds the organisation's progress. */
export async function addChanges(tx: Tx, changes: readonly Change[]): Promise<void> {
  await add(
    tx,
    changes.filter(({ knownOn }) => knownOn === null),
    sql`analytics.tally`,
    [],
  );
  await add(
    tx,
    changes.filter(({ knownOn }) => knownOn !== null),
    sql`analytics.tally_day`,
    [sql`known_on`],
  );
}

async function add(tx: Tx, changes: readonly Change[], table: Sql, day: readonly Sql[]): Promise<void> {
  if (changes.length === 0) return;
  const names = ['dimension', 'month', 'measure', 'value', 'bucket'].map((name) => sql.ref(name));
  const key = sql.join([...names, ...day]);
  const none = await tx.rows(sql<{ place: string }>`
    with added as (
      insert into ${table} as t (org_id, ${key}, n)
      select ${tx.orgId}::uuid, c.* from ${columns(changes, day.length > 0)} as c (${key}, n)
      on conflict (org_id, ${key}) do update set n = t.n + excluded.n
      returning t.ctid as place, t.n
    ) select a.place::text as place from added a where a.n = 0`);
  if (none.length === 0) return;
  // Nobody else moves these rows while the progress is held.
  await tx.run(sql`
    delete from ${table} t
    where t.ctid = any(${none.map(({ place }) => place)}::tid[]) and t.org_id = ${tx.orgId} and t.n = 0`);
}

function columns(changes: readonly Change[], ofDays: boolean): Sql {
  const column = <T>(read: (change: Change) => T) => changes.map(read);
  return sql`unnest(${column(({ dimension }) => dimension)}::text[], ${column(({ month }) => month)}::text[],
    ${column(({ measure }) => measure)}::text[], ${column(({ value }) => value)}::text[], ${column(({ bucket }) => bucket)}::text[],
    ${ofDays ? sql`${column(({ knownOn }) => knownOn)}::date[],` : sql``} ${column(({ n }) => n)}::integer[])`;
}
