import { newId, type Id } from '../../kernel/ids.ts';
import { formatInstant, type Instant } from '../../kernel/instant.ts';
import { all, at, sql, type AuditRecord, type Database, type Sql, type Told, type Tx } from '../db/index.ts';

/** All records in one statement. Arrays in arrays have one length in SQL, so the persons go as JSON. */
export async function insertAudit(tx: Tx, records: readonly Told<AuditRecord>[]): Promise<void> {
  const rows = records.map((record) => ({
    id: newId(),
    action: record.action,
    people: [...new Set(record.personIds ?? [])],
    entity: record.entity ?? null,
    entity_id: record.entityId ?? null,
    changes: record.changes ?? null,
    reason: record.reason ?? null,
    at: formatInstant(record.at),
    actor_kind: record.actor.kind,
    actor_name: record.actor.name,
    user_id: record.actor.userId,
    api_key_id: record.actor.apiKeyId,
    request_id: record.actor.requestId,
    address: record.actor.address,
  }));
  await tx.run(sql`
    insert into platform.audit_entry (org_id, at, id, written_at, actor_kind, actor_name, user_id, api_key_id, request_id, address,
      action, person_ids, entity, entity_id, changes, reason)
    select ${tx.orgId}::uuid, r.at, r.id, clock_timestamp(), r.actor_kind, r.actor_name, r.user_id, r.api_key_id, r.request_id, r.address, r.action,
      array(select p::uuid from jsonb_array_elements_text(r.people) p), r.entity, r.entity_id, nullif(r.changes, 'null'::jsonb), r.reason
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as r (id uuid, action text, people jsonb, entity text, entity_id uuid, changes jsonb, reason text, at timestamptz, actor_kind text,
        actor_name text, user_id uuid, api_key_id uuid, request_id text, address text)`);
}

export type AuditFilter = {
  readonly userId?: Id | undefined;
  readonly personId?: Id | undefined;
  readonly entityId?: Id | undefined;
  readonly action?: string | undefined;
  readonly from: Instant | null;
  readonly to: Instant | null;
  readonly before: { readonly at: Instant; readonly id: Id } | null;
  readonly limit: number;
};

export type AuditRow = {
  readonly id: Id;
  readonly at: Instant;
  readonly actorKind: 'user' | 'api_key' | 'system';
  readonly actorName: string;
  readonly userId: Id | null;
  readonly apiKeyId: Id | null;
  readonly address: string | null;
  readonly action: string;
  readonly personIds: Id[];
  readonly entity: string | null;
  readonly entityId: Id | null;
  readonly changes: Record<string, unknown> | null;
  readonly reason: string | null;
  readonly sealed: boolean;
};

/** Newest first. */
export async function listAudit(tx: Tx, filter: AuditFilter): Promise<AuditRow[]> {
  const from = filter.from === null ? '-infinity' : formatInstant(filter.from);
  const to = filter.to === null ? 'infinity' : formatInstant(filter.to);
  const conditions: Sql[] = [
    sql`e.org_id = ${tx.orgId}`,
    sql`e.at >= ${from}::timestamptz`,
    sql`e.at < ${to}::timestamptz`,
  ];
  if (filter.userId) conditions.push(sql`e.user_id = ${filter.userId}`);
  if (filter.entityId) conditions.push(sql`e.entity_id = ${filter.entityId}`);
  if (filter.action) conditions.push(sql`e.action = ${filter.action}`);
  if (filter.before)
    conditions.push(sql`(e.at, e.id) < (${at(filter.before.at)}::timestamptz, ${filter.before.id}::uuid)`);
  if (filter.personId) {
    conditions.push(sql`(e.at, e.id) in (
      select p.at, p.id from platform.audit_of_person(${filter.personId}, ${from}::timestamptz, ${to}::timestamptz) p)`);
  }
  return tx.rows(sql<AuditRow>`
    select e.id, e.at, e.actor_kind as "actorKind", e.actor_name as "actorName", e.user_id as "userId", e.api_key_id as "apiKeyId",
      e.address, e.action, e.person_ids as "personIds", e.entity, e.entity_id as "entityId", e.changes, e.reason,
      e.seal_no is not null as sealed
    from platform.audit_entry e
    where ${all(conditions)}
    order by e.at desc, e.id desc
    limit ${filter.limit}`);
}

/** The persons whom lines of one action named to the caller, at this address, since a time. */
export async function listToldPersons(tx: Tx, action: string, since: Instant): Promise<Id[]> {
  const { userId, apiKeyId, address } = tx.actor;
  const rows = await tx.rows(sql<{ id: Id }>`
    select distinct p.id from platform.audit_entry e cross join unnest(e.person_ids) p (id)
    where e.org_id = ${tx.orgId} and e.at between ${at(since)}::timestamptz and ${at(tx.now)}::timestamptz and e.action = ${action}
      and e.user_id is not distinct from ${userId}::uuid and e.api_key_id is not distinct from ${apiKeyId}::uuid
      and e.address is not distinct from ${address}::text`);
  return rows.map(({ id }) => id);
}

export type TallyFilter = {
  readonly userId?: Id | undefined;
  readonly action?: string | undefined;
  readonly from: Instant;
  readonly to: Instant;
};

export type TallyRow = {
  readonly userId: Id | null;
  readonly apiKeyId: Id | null;
  readonly name: string;
  readonly action: string;
  readonly entries: number;
  readonly lists: number;
  readonly people: number;
};

/** By caller and action, of one period: a range of the primary key, in the months that it touches. What the system did is left out. */
export async function tallyAudit(tx: Tx, filter: TallyFilter): Promise<TallyRow[]> {
  const conditions: Sql[] = [
    sql`e.org_id = ${tx.orgId}`,
    sql`e.at >= ${at(filter.from)}::timestamptz`,
    sql`e.at < ${at(filter.to)}::timestamptz`,
    sql`e.actor_kind <> 'system'`,
  ];
  if (filter.userId) conditions.push(sql`e.user_id = ${filter.userId}`);
  if (filter.action) conditions.push(sql`e.action = ${filter.action}`);
  return tx.rows(sql<TallyRow>`
    select e.user_id as "userId", e.api_key_id as "apiKeyId", max(e.actor_name) as name, e.action, count(*)::int as entries,
      count(*) filter (where cardinality(e.person_ids) > 1)::int as lists, sum(cardinality(e.person_ids))::int as people
    from platform.audit_entry e
    where ${all(conditions)}
    group by e.user_id, e.api_key_id, e.action
    order by entries desc, e.action, e.user_id, e.api_key_id`);
}

/** Seals up to `maximum` entries of the organisation as one link of its chain. Gives their number. */
export async function sealEntries(tx: Tx, maximum: number): Promise<number> {
  const { sealed } = await tx.one(sql<{ sealed: number }>`select platform.seal_audit(${maximum}) as sealed`);
  return sealed;
}

export async function listUnsealedOrganisations(db: Database): Promise<Id[]> {
  const rows = await db.global(sql<{ orgId: Id }>`select org_id as "orgId" from platform.audit_unsealed()`);
  return rows.map((row) => row.orgId);
}

export async function listAuditedOrganisations(db: Database): Promise<Id[]> {
  const rows = await db.global(sql<{ orgId: Id }>`select org_id as "orgId" from platform.audit_organisations()`);
  return rows.map((row) => row.orgId);
}

export type Head = { readonly no: number; readonly hash: string };

export async function findHead(tx: Tx): Promise<Head | null> {
  return tx.maybe(sql<Head>`
    select no, encode(hash, 'hex') as hash from platform.audit_head where org_id = ${tx.orgId}`);
}

export type CheckedSeal = {
  readonly no: number;
  readonly previous: string;
  readonly hash: string;
  /** The hash that the seal and its entries have today. */
  readonly computed: string;
  readonly entries: number;
  readonly found: number;
  /** First entry that is not as it was sealed, or that claims to be older than the chain allows. */
  readonly brokenEntryId: Id | null;
};

/**
 * The seals from `first` on, with their entries hashed anew: at least one, then as many as hold no more seals and entries than `most`.
 * Entries may be written up to ten minutes before they commit.
 */
export async function listCheckedSeals(
  tx: Tx,
  first: number,
  most: { readonly seals: number; readonly entries: number },
): Promise<CheckedSeal[]> {
  return tx.rows(sql<CheckedSeal>`
    with next as (
      select s.*, sum(s.entries) over (order by s.no) as entries_so_far
      from (select * from platform.audit_seal where org_id = ${tx.orgId} and no >= ${first} order by no limit ${most.seals}) s
    ), seal as (
      select * from next where entries_so_far <= ${most.entries} or no = (select min(no) from next)
    ), entry as (
      select e.seal_no, e.at, e.id, e.hash,
        (e.erased_at is null and e.hash is distinct from platform.audit_hash(e)) or e.written_at < s.horizon - interval '10 minutes' as broken
      from seal s join platform.audit_entry e on e.org_id = s.org_id and e.seal_no = s.no
    ), content as (
      select seal_no, count(*) as found, string_agg(hash, ''::bytea order by at, id) as hashes,
        (array_agg(id order by at, id) filter (where broken))[1] as broken_id
      from entry group by seal_no
    )
    select s.no, encode(s.previous, 'hex') as previous, encode(s.hash, 'hex') as hash,
      encode(platform.audit_seal_hash(s.org_id, s.previous, s.no, s.sealed_at, s.horizon, s.entries, coalesce(c.hashes, '\\x')), 'hex') as computed,
      s.entries, coalesce(c.found, 0) as found, c.broken_id as "brokenEntryId"
    from seal s left join content c on c.seal_no = s.no
    order by s.no`);
}

/** Entries that claim a seal which the chain does not have. */
export async function findEntryBeyond(tx: Tx, lastSeal: number): Promise<{ seal: number; entryId: Id } | null> {
  return tx.maybe(sql<{ seal: number; entryId: Id }>`
    select seal_no as seal, id as "entryId" from platform.audit_entry
    where org_id = ${tx.orgId} and (seal_no > ${lastSeal} or seal_no < 1) order by seal_no, at, id limit 1`);
}

export async function hasSeal(tx: Tx, no: number): Promise<boolean> {
  const seal = await tx.maybe(sql`select 1 from platform.audit_seal where org_id = ${tx.orgId} and no = ${no}`);
  return seal !== null;
}

export async function countUnsealed(tx: Tx): Promise<{ unsealed: number; slippedIn: Id | null }> {
  return tx.one(sql<{ unsealed: number; slippedIn: Id | null }>`
    select count(*) as unsealed, (array_agg(e.id order by e.at, e.id) filter (where e.written_at < h.complete_at - interval '10 minutes'))[1] as "slippedIn"
    from platform.audit_entry e left join platform.audit_head h on h.org_id = e.org_id
    where e.org_id = ${tx.orgId} and e.seal_no is null`);
}
