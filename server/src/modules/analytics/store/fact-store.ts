import type { Id } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { at, json, sql, type Tx } from '../../../platform/db/index.ts';
import type { Dimensions, History } from '../rules/history.ts';
import type { Span } from '../rules/spans.ts';

export type Fact = Dimensions & {
  readonly id: Id;
  readonly cohortMonth: string;
  readonly version: number;
  readonly staleAt: Instant | null;
  readonly spans: readonly Span[];
};

/** What is counted of these enquiries. */
export function listFacts(tx: Tx, ids: readonly Id[]): Promise<Fact[]> {
  return tx.rows(sql<Fact>`
    select f.enquiry_id as id, f.cohort_month as "cohortMonth", f.owner_id as "ownerId", f.channel, f.campaign, f.interests,
      f.patient_kind as "patientKind", f.site_id as "siteId", f.version, f.stale_at as "staleAt", coalesce((
        select json_agg(json_build_object('measure', s.measure, 'month', s.month, 'bucket', s.bucket, 'n', s.n, 'since', s.since,
          'until', s.until))
        from analytics.span s where s.org_id = f.org_id and s.enquiry_id = f.enquiry_id), '[]') as spans
    from analytics.fact f where f.org_id = ${tx.orgId} and f.enquiry_id = any(${ids}::uuid[])`);
}

export type NewFact = Pick<History, keyof Dimensions | 'id' | 'cohortMonth' | 'version'> & {
  readonly staleAt: Instant | null;
};

export async function saveFacts(tx: Tx, facts: readonly NewFact[]): Promise<void> {
  if (facts.length === 0) return;
  const rows = facts.map((fact) => ({
    enquiry_id: fact.id,
    cohort_month: fact.cohortMonth,
    owner_id: fact.ownerId,
    channel: fact.channel,
    campaign: fact.campaign,
    interests: fact.interests,
    patient_kind: fact.patientKind,
    site_id: fact.siteId,
    version: fact.version,
    stale_at: at(fact.staleAt),
  }));
  await tx.run(sql`
    insert into analytics.fact (org_id, enquiry_id, cohort_month, owner_id, channel, campaign, interests, patient_kind, site_id, version, stale_at)
    select ${tx.orgId}::uuid, r.enquiry_id, r.cohort_month, r.owner_id, r.channel, r.campaign, r.interests, r.patient_kind, r.site_id, r.version,
      r.stale_at
    from jsonb_populate_recordset(null::analytics.fact, ${json(rows)}) r
    on conflict (org_id, enquiry_id) do update set cohort_month = excluded.cohort_month, owner_id = excluded.owner_id,
      channel = excluded.channel, campaign = excluded.campaign, interests = excluded.interests, patient_kind = excluded.patient_kind,
      site_id = excluded.site_id, version = excluded.version, stale_at = excluded.stale_at`);
}

export type SpanOf = Span & { readonly id: Id };

export async function removeSpans(tx: Tx, spans: readonly SpanOf[]): Promise<void> {
  if (spans.length === 0) return;
  await tx.run(sql`
    delete from analytics.span s
    using jsonb_populate_recordset(null::analytics.span, ${json(rowsOf(spans))}) r
    where s.org_id = ${tx.orgId} and s.measure = r.measure and s.month = r.month and s.enquiry_id = r.enquiry_id and s.bucket = r.bucket
      and s.since = r.since`);
}

export async function insertSpans(tx: Tx, spans: readonly SpanOf[]): Promise<void> {
  if (spans.length === 0) return;
  const column = <T>(read: (span: SpanOf) => T) => spans.map(read);
  await tx.run(sql`
    insert into analytics.span (org_id, measure, month, bucket, enquiry_id, since, until, n)
    select ${tx.orgId}::uuid, s.*
    from unnest(${column(({ measure }) => measure)}::text[], ${column(({ month }) => month)}::text[], ${column(({ bucket }) => bucket)}::text[],
      ${column(({ id }) => id)}::uuid[], ${column(({ since }) => since)}::date[], ${column(({ until }) => until)}::date[],
      ${column(({ n }) => n)}::smallint[]) as s`);
}

/** Enquiries that are gone. Their spans are removed before. */
export async function removeFacts(tx: Tx, ids: readonly Id[]): Promise<void> {
  if (ids.length === 0) return;
  await tx.run(sql`delete from analytics.fact where org_id = ${tx.orgId} and enquiry_id = any(${ids}::uuid[])`);
}

/** What counts otherwise by now: something became late. */
export async function listStale(tx: Tx, limit: number): Promise<Id[]> {
  const rows = await tx.rows(sql<{ id: Id }>`
    select f.enquiry_id as id from analytics.fact f
    where f.org_id = ${tx.orgId} and f.stale_at < ${at(tx.now)}::timestamptz order by f.stale_at limit ${limit}`);
  return rows.map(({ id }) => id);
}

/** The next counted enquiries in the order of their ids. */
export async function listFactIds(tx: Tx, after: Id | null, limit: number): Promise<Id[]> {
  const rows = await tx.rows(sql<{ id: Id }>`
    select f.enquiry_id as id from analytics.fact f
    where f.org_id = ${tx.orgId} and (${after}::uuid is null or f.enquiry_id > ${after}::uuid) order by f.enquiry_id limit ${limit}`);
  return rows.map(({ id }) => id);
}

/** Whether as many enquiries are counted as there are. */
export async function hasFactOfEach(tx: Tx): Promise<boolean> {
  const row = await tx.one(sql<{ same: boolean }>`
    select (select count(*) from enquiries.public_enquiry e where e.org_id = ${tx.orgId})
      = (select count(*) from analytics.fact f where f.org_id = ${tx.orgId}) as same`);
  return row.same;
}

function rowsOf(spans: readonly SpanOf[]) {
  return spans.map(({ id, measure, month, bucket, since, until, n }) => ({
    ...{ enquiry_id: id, measure, month, bucket },
    ...{ since, until, n },
  }));
}
