import type { MetricBy } from '@anbu/contract';
import type { CalendarDay, CalendarMonth } from '../../../kernel/calendar-day.ts';
import type { Id } from '../../../kernel/ids.ts';
import { all, sql, type Sql, type Tx } from '../../../platform/db/index.ts';
import type { Dimension } from '../rules/changes.ts';
import type { Measure } from '../rules/measures.ts';
import type { Line } from '../rules/table.ts';

/** Values of dimensions that are asked for; '' = what has none. */
export type Filters = Readonly<Partial<Record<MetricBy, readonly string[]>>>;
export type Scope = {
  readonly from: CalendarMonth;
  readonly to: CalendarMonth;
  readonly measures: readonly Measure[];
  /** By what was known at the end of that day; null: now. */
  readonly asOf: CalendarDay | null;
  /** Calls by their hour; else of a month together. */
  readonly byHour: boolean;
};

const COLUMN: Record<MetricBy, Sql> = {
  owner: sql`coalesce(f.owner_id::text, '')`,
  channel: sql`f.channel`,
  campaign: sql`coalesce(f.campaign, '')`,
  interest: sql`i.interest`,
  patientKind: sql`f.patient_kind`,
  site: sql`f.site_id::text`,
};

const HOURS: readonly Measure[] = ['tries', 'connects'];

/** Buckets that nobody looks at are one. */
function bucketOf(table: 't' | 's', { byHour }: Scope): Sql {
  const name = sql.raw(table);
  return byHour
    ? sql`${name}.bucket`
    : sql`case when ${name}.measure = any(${HOURS}::text[]) then '' else ${name}.bucket end`;
}

/** Sums of one dimension; with `values` of these alone. `apart`: each value by itself. */
export function listSums(
  tx: Tx,
  scope: Scope,
  { dimension, values, apart }: { dimension: Dimension; values: readonly string[] | null; apart: boolean },
): Promise<Line[]> {
  const { from, to, measures, asOf } = scope;
  const key = apart ? sql`t.value` : sql`''`;
  const bucket = bucketOf('t', scope);
  const where = all([
    sql`t.org_id = ${tx.orgId}`,
    sql`t.dimension = ${dimension}`,
    sql`t.month between ${from} and ${to}`,
    ...(values ? [sql`t.value = any(${values}::text[])`] : []),
  ]);
  const wanted = sql`t.measure = any(${measures}::text[])`;
  if (asOf === null) {
    return tx.rows(sql<Line>`
      select t.month, ${key} as key, t.measure, ${bucket} as bucket, sum(t.n)::integer as n from analytics.tally t
      where ${where} and ${wanted} group by 1, 2, 3, 4 having sum(t.n) <> 0`);
  }
  // Summed first, taken apart then: a name stands in the rows of many days.
  return tx.rows(sql<Line>`
    select t.month, t.value as key, t.measure, ${bucket} as bucket, sum(t.n)::integer as n
    from (
      select d.month, d.value, split_part(d.name, ' ', 1) as measure, split_part(d.name, ' ', 2) as bucket, d.n
      from (
        select t.month, ${key} as value, c.name, sum(c.n) as n
        from analytics.day_sum t cross join lateral unnest(t.buckets, t.counts) as c (name, n)
        where ${where} and t.known_on <= ${asOf}::date
        group by 1, 2, 3 having sum(c.n) <> 0) d) t
    where ${wanted} group by 1, 2, 3, 4 having sum(t.n) <> 0`);
}

/** The same of several dimensions at once, from the enquiries of the months. */
export function listCut(tx: Tx, scope: Scope, filters: Filters, by: MetricBy | null): Promise<Line[]> {
  const key = by === null ? sql`''` : COLUMN[by];
  return tx.rows(sql<Line>`
    select s.month, ${key} as key, s.measure, ${bucketOf('s', scope)} as bucket, sum(s.n)::integer as n
    from analytics.span s
    join analytics.fact f on f.org_id = s.org_id and f.enquiry_id = s.enquiry_id
    ${by === 'interest' ? INTERESTS : sql``}
    where ${all(inScope(tx, scope, filters))}
    group by 1, 2, 3, 4`);
}

const INTERESTS = sql`cross join lateral (
  select distinct unnest(case when f.interests = '{}' then array[''] else f.interests end) as interest) i`;

function inScope(tx: Tx, { from, to, measures, asOf }: Scope, filters: Filters): Sql[] {
  return [
    sql`s.org_id = ${tx.orgId}`,
    sql`s.measure = any(${measures}::text[])`,
    sql`s.month between ${from} and ${to}`,
    asOf === null
      ? sql`s.until is null`
      : sql`s.since <= ${asOf}::date and (s.until is null or s.until > ${asOf}::date)`,
    ...Object.entries(filters).map(([name, values]) => filtered(name as MetricBy, values)),
  ];
}

function filtered(name: MetricBy, values: readonly string[]): Sql {
  if (name !== 'interest') return sql`${COLUMN[name]} = any(${values}::text[])`;
  return values.includes('')
    ? sql`(f.interests = '{}' or f.interests && ${values}::text[])`
    : sql`f.interests && ${values}::text[]`;
}

export type RowsAsked = {
  readonly scope: Scope;
  readonly filters: Filters;
  readonly buckets: readonly string[];
};

/** The enquiries that a sum is of, the latest first, with how often each counts. */
export function listCounted(
  tx: Tx,
  { scope, filters, buckets }: RowsAsked,
  { after, limit }: { readonly after: Id | null; readonly limit: number },
): Promise<{ id: Id; times: number }[]> {
  const where = [...inScope(tx, scope, filters), sql`s.bucket = any(${buckets}::text[])`];
  return tx.rows(sql<{ id: Id; times: number }>`
    select s.enquiry_id as id, sum(s.n)::integer as times
    from analytics.span s join analytics.fact f on f.org_id = s.org_id and f.enquiry_id = s.enquiry_id
    where ${all(where)} and (${after}::uuid is null or s.enquiry_id < ${after}::uuid)
    group by s.enquiry_id order by s.enquiry_id desc limit ${limit}`);
}

/** Of how many enquiries a sum is, and the sum. */
export function countCounted(
  tx: Tx,
  { scope, filters, buckets }: RowsAsked,
): Promise<{ value: number; enquiries: number }> {
  const where = [...inScope(tx, scope, filters), sql`s.bucket = any(${buckets}::text[])`];
  return tx.one(sql<{ value: number; enquiries: number }>`
    select coalesce(sum(s.n), 0)::integer as value, count(distinct s.enquiry_id)::integer as enquiries
    from analytics.span s join analytics.fact f on f.org_id = s.org_id and f.enquiry_id = s.enquiry_id
    where ${all(where)}`);
}

/** Which buckets a measure has in these months, now or by what was known at the end of a day. */
export async function listBuckets(tx: Tx, { from, to, measures, asOf }: Scope): Promise<string[]> {
  const months = all([sql`t.org_id = ${tx.orgId}`, sql`t.dimension = 'all'`, sql`t.month between ${from} and ${to}`]);
  const rows = await tx.rows(
    asOf === null
      ? sql<{ bucket: string }>`
          select distinct t.bucket from analytics.tally t where ${months} and t.measure = any(${measures}::text[])`
      : sql<{ bucket: string }>`
          select split_part(d.name, ' ', 2) as bucket
          from (
            select distinct c.name from analytics.day_sum t cross join lateral unnest(t.buckets) as c (name)
            where ${months} and t.known_on <= ${asOf}::date) d
          where split_part(d.name, ' ', 1) = any(${measures}::text[])`,
  );
  return rows.map(({ bucket }) => bucket);
}
