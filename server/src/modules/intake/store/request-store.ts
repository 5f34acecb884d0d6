import type { Id } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { all, at, json, sql, type Tx } from '../../../platform/db/index.ts';
import type { IntakeReason, RequestRow, RequestState } from '../vocabulary.ts';

const columns = sql`
  r.id, r.source_id as "sourceId", r.received_at as "receivedAt", r.state, r.reasons, r.raw, r.enquiry_id as "enquiryId",
  r.person_id as "personId", r.decided_by as "decidedBy", r.decided_at as "decidedAt"`;

export type NewRequest = {
  readonly id: Id;
  readonly sourceId: Id;
  readonly dedupeKey: string | null;
  readonly raw: unknown;
  readonly state: RequestState;
  readonly reasons: readonly IntakeReason[];
  readonly enquiryId: Id | null;
  readonly personId: Id | null;
};

/** False where the sender's number came before: that one stands. */
export async function insertRequest(tx: Tx, row: NewRequest): Promise<boolean> {
  const made = await tx.run(sql`
    insert into intake.request (org_id, id, source_id, received_at, dedupe_key, raw, state, reasons, enquiry_id, person_id)
    values (${tx.orgId}, ${row.id}, ${row.sourceId}, ${at(tx.now)}, ${row.dedupeKey}, ${json(row.raw)}, ${row.state}, ${json(row.reasons)},
      ${row.enquiryId}, ${row.personId})
    on conflict (org_id, source_id, dedupe_key) where dedupe_key is not null do nothing`);
  return made > 0;
}

export function findRequestByKey(tx: Tx, sourceId: Id, dedupeKey: string): Promise<RequestRow | null> {
  return tx.maybe(sql<RequestRow>`
    select ${columns} from intake.request r
    where r.org_id = ${tx.orgId} and r.source_id = ${sourceId} and r.dedupe_key = ${dedupeKey}`);
}

export function lockRequest(tx: Tx, id: Id): Promise<RequestRow | null> {
  return tx.maybe(
    sql<RequestRow>`select ${columns} from intake.request r where r.org_id = ${tx.orgId} and r.id = ${id} for update`,
  );
}

export async function updateRequestDecided(
  tx: Tx,
  id: Id,
  decided: { readonly state: RequestState; readonly enquiryId: Id | null; readonly personId: Id | null },
): Promise<void> {
  await tx.run(sql`
    update intake.request set state = ${decided.state}, enquiry_id = ${decided.enquiryId}, person_id = ${decided.personId},
      decided_by = ${tx.actor.userId}, decided_at = ${at(tx.now)}
    where org_id = ${tx.orgId} and id = ${id}`);
}

export type RequestFilter = {
  readonly state: RequestState | null;
  readonly sourceId: Id | null;
  readonly before: { readonly at: Instant; readonly id: Id } | null;
  readonly limit: number;
};

/** Newest first. */
export function listRequests(tx: Tx, filter: RequestFilter): Promise<RequestRow[]> {
  const conditions = [sql`r.org_id = ${tx.orgId}`];
  if (filter.state) conditions.push(sql`r.state = ${filter.state}`);
  if (filter.sourceId) conditions.push(sql`r.source_id = ${filter.sourceId}`);
  if (filter.before) conditions.push(sql`(r.received_at, r.id) < (${at(filter.before.at)}, ${filter.before.id})`);
  return tx.rows(sql<RequestRow>`
    select ${columns} from intake.request r where ${all(conditions)} order by r.received_at desc, r.id desc limit ${filter.limit}`);
}

/** Requests that named this number through a source since a time. */
export async function countSameNumber(tx: Tx, sourceId: Id, phone: string, since: Instant): Promise<number> {
  const { count } = await tx.one(sql<{ count: number }>`
    select count(*)::integer as count from intake.request r
    where r.org_id = ${tx.orgId} and r.source_id = ${sourceId} and r.received_at >= ${at(since)} and r.raw ->> 'phone' = ${phone}`);
  return count;
}
