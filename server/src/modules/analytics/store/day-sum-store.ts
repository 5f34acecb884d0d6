import type { CalendarDay } from '../../../kernel/calendar-day.ts';
import { json, sql, type Tx } from '../../../platform/db/index.ts';
import type { Change, Dimension } from '../rules/changes.ts';

/** What a day added to a month of one value of a dimension, by 'measure bucket'. */
export type DaySum = {
  readonly dimension: Dimension;
  readonly month: string;
  readonly value: string;
  readonly knownOn: CalendarDay;
  readonly counts: Map<string, number>;
};

/** Adds to what the days added; what becomes 0 goes. The caller holds the organisation's progress: nobody else writes these rows. */
export async function addToDays(tx: Tx, changes: readonly Change[]): Promise<void> {
  const days = new Map<string, DaySum>();
  for (const { dimension, month, value, knownOn, measure, bucket, n } of changes) {
    if (knownOn === null) continue;
    const key = keyOf({ dimension, month, value, knownOn });
    const day = days.get(key) ?? { dimension, month, value, knownOn, counts: new Map<string, number>() };
    const name = `${measure} ${bucket}`;
    day.counts.set(name, (day.counts.get(name) ?? 0) + n);
    days.set(key, day);
  }
  if (days.size === 0) return;
  for (const { names, counts, ...row } of await listDays(tx, [...days.values()])) {
    const day = days.get(keyOf(row));
    const before = counts.split(',');
    names
      .split(',')
      .forEach((name, index) => day?.counts.set(name, (day.counts.get(name) ?? 0) + Number(before[index])));
  }
  for (const { counts } of days.values()) for (const [name, n] of counts) if (n === 0) counts.delete(name);
  await saveDays(tx, [...days.values()]);
}

function keyOf({ dimension, month, value, knownOn }: Omit<DaySum, 'counts'>): string {
  return [dimension, month, value, knownOn].join('\u0000');
}

type Kept = Omit<DaySum, 'counts'> & { readonly names: string; readonly counts: string };

/** Those of the days that are there; no bucket has a comma. */
function listDays(tx: Tx, days: readonly DaySum[]): Promise<Kept[]> {
  return tx.rows(sql<Kept>`
    select d.dimension, d.month, d.value, d.known_on as "knownOn", array_to_string(d.buckets, ',') as names,
      array_to_string(d.counts, ',') as counts
    from unnest(${days.map(({ dimension }) => dimension)}::text[], ${days.map(({ month }) => month)}::char(7)[],
      ${days.map(({ value }) => value)}::text[], ${days.map(({ knownOn }) => knownOn)}::date[]) as k (dimension, month, value, known_on)
    join analytics.day_sum d on d.org_id = ${tx.orgId} and d.dimension = k.dimension and d.month = k.month and d.value = k.value
      and d.known_on = k.known_on`);
}

async function saveDays(tx: Tx, days: readonly DaySum[]): Promise<void> {
  const rows = days.map(({ dimension, month, value, knownOn, counts }) => {
    const names = [...counts.keys()].sort();
    return {
      ...{ dimension, month, value, known_on: knownOn },
      ...{ buckets: names, counts: names.map((name) => counts.get(name)) },
    };
  });
  const full = rows.filter(({ buckets }) => buckets.length > 0);
  const empty = rows.filter(({ buckets }) => buckets.length === 0);
  if (full.length > 0) {
    await tx.run(sql`
      insert into analytics.day_sum (org_id, dimension, month, value, known_on, buckets, counts)
      select ${tx.orgId}::uuid, r.dimension, r.month, r.value, r.known_on, r.buckets, r.counts
      from jsonb_populate_recordset(null::analytics.day_sum, ${json(full)}) r
      on conflict (org_id, dimension, month, value, known_on) do update set buckets = excluded.buckets, counts = excluded.counts`);
  }
  if (empty.length > 0) {
    await tx.run(sql`
      delete from analytics.day_sum d
      using jsonb_populate_recordset(null::analytics.day_sum, ${json(empty)}) r
      where d.org_id = ${tx.orgId} and d.dimension = r.dimension and d.month = r.month and d.value = r.value and d.known_on = r.known_on`);
  }
}
