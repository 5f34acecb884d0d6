import { addMonths, type CalendarMonth } from '../../../kernel/calendar-day.ts';
import { sql, type Sql, type Tx } from '../../../platform/db/index.ts';
import { DIMENSIONS } from '../rules/changes.ts';
import { MEASURE_NAMES } from '../rules/measures.ts';

/** All months from the first to the last with anything counted: an index knows both ends of each measure and dimension. */
export async function listTallyMonths(tx: Tx): Promise<CalendarMonth[]> {
  const ends = await tx.one(sql<{ first: CalendarMonth | null; last: CalendarMonth | null }>`
    select min(m.first) as first, max(m.last) as last from (
      select (select min(s.month) from analytics.span s where s.org_id = ${tx.orgId} and s.measure = k.measure) as first,
        (select max(s.month) from analytics.span s where s.org_id = ${tx.orgId} and s.measure = k.measure) as last
      from unnest(${MEASURE_NAMES}::text[]) as k (measure)
      union all
      select (select min(t.month) from analytics.day_sum t where t.org_id = ${tx.orgId} and t.dimension = d.dimension),
        (select max(t.month) from analytics.day_sum t where t.org_id = ${tx.orgId} and t.dimension = d.dimension)
      from unnest(${DIMENSIONS}::text[]) as d (dimension)) m`);
  const months: CalendarMonth[] = [];
  if (ends.first === null || ends.last === null) return months;
  for (let month = ends.first; month <= ends.last; month = addMonths(month, 1)) months.push(month);
  return months;
}

/** What the sums of a month should be. */
const counted = (tx: Tx, month: CalendarMonth): Sql => sql`
  cut as materialized (
    select s.measure, s.bucket, s.since, s.until, s.n, v.dimension, v.value
    from analytics.span s
    join analytics.fact f on f.org_id = s.org_id and f.enquiry_id = s.enquiry_id
    cross join lateral (
      values ('all', ''), ('owner', coalesce(f.owner_id::text, '')), ('channel', f.channel), ('campaign', coalesce(f.campaign, '')),
        ('patientKind', f.patient_kind), ('site', f.site_id::text)
      union all
      select 'interest', i.interest from (
        select distinct unnest(case when f.interests = '{}' then array[''] else f.interests end) as interest) i
    ) as v (dimension, value)
    where s.org_id = ${tx.orgId} and s.month = ${month})`;

/** Brings the sums of a month to what its spans say; gives how many were wrong. The caller holds the organisation's progress. */
export async function repairTally(tx: Tx, month: CalendarMonth): Promise<number> {
  // A month of a large organisation is grouped in memory, to the end of the transaction.
  await tx.run(sql`set local work_mem = '64MB'`);
  const row = await tx.one(sql<{ wrong: number }>`
    with ${counted(tx, month)}, ${now(tx, month)}, ${days(tx, month)}
    select (select count(*) from wrong_now) + (select count(*) from wrong_days) as wrong`);
  return row.wrong;
}

/** The sums of now: those that are wrong, put right. */
const now = (tx: Tx, month: CalendarMonth): Sql => sql`
  right_now as (
    select c.dimension, c.measure, c.value, c.bucket, sum(c.n)::integer as n from cut c where c.until is null group by 1, 2, 3, 4
  ), wrong_now as (
    select dimension, measure, value, bucket, r.n
    from right_now r
    full join (select * from analytics.tally t where t.org_id = ${tx.orgId} and t.month = ${month}) t
      using (dimension, measure, value, bucket)
    where t.n is distinct from r.n
  ), gone_now as (
    delete from analytics.tally t using wrong_now w
    where t.org_id = ${tx.orgId} and t.month = ${month} and t.dimension = w.dimension and t.measure = w.measure and t.value = w.value
      and t.bucket = w.bucket and w.n is null
  ), mended_now as (
    insert into analytics.tally (org_id, dimension, month, measure, value, bucket, n)
    select ${tx.orgId}::uuid, w.dimension, ${month}::text, w.measure, w.value, w.bucket, w.n from wrong_now w where w.n is not null
    on conflict (org_id, dimension, month, measure, value, bucket) do update set n = excluded.n
  )`;

/** What each day added. */
const days = (tx: Tx, month: CalendarMonth): Sql => sql`
  added as (
    select c.dimension, c.value, c.known_on, c.name, sum(c.n)::integer as n
    from (
      select c.dimension, c.value, c.since as known_on, (c.measure || ' ' || c.bucket) collate "C" as name, c.n from cut c
      union all
      select c.dimension, c.value, c.until, (c.measure || ' ' || c.bucket) collate "C", -c.n from cut c where c.until is not null
    ) c group by 1, 2, 3, 4 having sum(c.n) <> 0
  ), right_days as (
    select a.dimension, a.value, a.known_on, array_agg(a.name order by a.name) as buckets, array_agg(a.n order by a.name) as counts
    from added a group by 1, 2, 3
  ), wrong_days as (
    select dimension, value, known_on, r.buckets, r.counts
    from right_days r
    full join (select * from analytics.day_sum t where t.org_id = ${tx.orgId} and t.month = ${month}) t
      using (dimension, value, known_on)
    where t.counts is distinct from r.counts or t.buckets is distinct from r.buckets
  ), gone_days as (
    delete from analytics.day_sum t using wrong_days w
    where t.org_id = ${tx.orgId} and t.month = ${month} and t.dimension = w.dimension and t.value = w.value and t.known_on = w.known_on
      and w.buckets is null
  ), mended_days as (
    insert into analytics.day_sum (org_id, dimension, month, value, known_on, buckets, counts)
    select ${tx.orgId}::uuid, w.dimension, ${month}::text, w.value, w.known_on, w.buckets, w.counts from wrong_days w where w.buckets is not null
    on conflict (org_id, dimension, month, value, known_on) do update set buckets = excluded.buckets, counts = excluded.counts
  )`;
