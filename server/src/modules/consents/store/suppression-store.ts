import type { MessageChannel, Purpose, StopReason } from '@anbu/contract';
import type { Id } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { all, at, sql, textArray, type Sql, type Tx } from '../../../platform/db/index.ts';
import type { AtAndId } from '../../../platform/keyset.ts';

export type SuppressionRow = {
  readonly id: Id;
  readonly personId: Id | null;
  readonly address: string | null;
  readonly purposes: readonly Purpose[] | null;
  readonly channels: readonly MessageChannel[] | null;
  readonly reason: StopReason;
  readonly note: string | null;
  readonly at: Instant;
  readonly recordedBy: Id | null;
  readonly until: Instant | null;
  readonly liftedAt: Instant | null;
  readonly liftedBy: Id | null;
  readonly liftEvidence: string | null;
};

const COLUMNS = sql`
  id, person_id as "personId", address, purposes, channels, reason, note, at, recorded_by as "recordedBy", until, lifted_at as "liftedAt",
  lifted_by as "liftedBy", lift_evidence as "liftEvidence"`;

export type NewSuppression = Pick<
  SuppressionRow,
  'id' | 'personId' | 'address' | 'purposes' | 'channels' | 'reason' | 'note' | 'until'
>;

export async function insertSuppression(tx: Tx, row: NewSuppression): Promise<void> {
  await tx.run(sql`
    insert into consents.suppression (org_id, id, person_id, address, purposes, channels, reason, note, at, recorded_by, until)
    values (${tx.orgId}, ${row.id}, ${row.personId}, ${row.address}, ${row.purposes && [...row.purposes]}::text[],
      ${row.channels && [...row.channels]}::text[], ${row.reason}, ${row.note}, ${at(tx.now)}, ${tx.actor.userId}::uuid, ${at(row.until)}::timestamptz)`);
}

/**
 * Addresses to the commit, alone or with others who only read their stops: for those that no person has, whose row would be held. Many share a lock: of
 * 64 a transaction can hold all.
 */
export async function lockAddresses(tx: Tx, addresses: readonly string[], how: 'alone' | 'shared'): Promise<void> {
  if (addresses.length === 0) return;
  const lock = how === 'alone' ? sql`pg_advisory_xact_lock` : sql`pg_advisory_xact_lock_shared`;
  await tx.run(sql`
    select ${lock}(hashtextextended(${`stop ${tx.orgId} `} || part, 0))
    from (select distinct hashtext(address) & 63 as part from unnest(${textArray(addresses)}::text[]) as address order by part) as parts`);
}

export function findSuppression(tx: Tx, id: Id): Promise<SuppressionRow | null> {
  return tx.maybe(
    sql<SuppressionRow>`select ${COLUMNS} from consents.suppression where org_id = ${tx.orgId} and id = ${id}`,
  );
}

export function lockSuppression(tx: Tx, id: Id): Promise<SuppressionRow | null> {
  return tx.maybe(
    sql<SuppressionRow>`select ${COLUMNS} from consents.suppression where org_id = ${tx.orgId} and id = ${id} for update`,
  );
}

export async function updateLifted(tx: Tx, ids: readonly Id[], evidence: string): Promise<void> {
  await tx.run(sql`
    update consents.suppression set lifted_at = ${at(tx.now)}, lifted_by = ${tx.actor.userId}::uuid, lift_evidence = ${evidence}
    where org_id = ${tx.orgId} and id = any(${[...ids]}::uuid[]) and lifted_at is null`);
}

export type SuppressionFilter = {
  readonly personId: Id | null;
  readonly addresses: readonly string[];
  readonly active: boolean | null;
  readonly of?: 'person' | 'address' | null;
  readonly reason?: StopReason | null;
};

/** The newest first. With a person also those of her addresses. */
export function listSuppressions(
  tx: Tx,
  { personId, addresses, active, of = null, reason = null }: SuppressionFilter,
  after: AtAndId | null,
  limit: number,
): Promise<SuppressionRow[]> {
  const whose: Sql[] = [
    ...(personId === null ? [] : [sql`person_id = ${personId}`]),
    ...(addresses.length === 0 ? [] : [sql`address = any(${[...addresses]}::text[])`]),
  ];
  const isActive = sql`(lifted_at is null and (until is null or until > ${at(tx.now)}))`;
  return tx.rows(sql<SuppressionRow>`
    select ${COLUMNS} from consents.suppression
    where ${all([
      sql`org_id = ${tx.orgId}`,
      ...(whose.length === 0 ? [] : [sql`(${sql.join(whose, sql` or `)})`]),
      ...(active === null ? [] : [active ? isActive : sql`not ${isActive}`]),
      ...(of === null ? [] : [of === 'person' ? sql`person_id is not null` : sql`address is not null`]),
      ...(reason === null ? [] : [sql`reason = ${reason}`]),
      ...(after === null ? [] : [sql`(at, id) < (${at(after.at)}::timestamptz, ${after.id}::uuid)`]),
    ])}
    order by at desc, id desc limit ${limit}`);
}

/** Who holds a number or an e-mail address. */
export async function listHolders(tx: Tx, address: string): Promise<Id[]> {
  return (await listHoldersOf(tx, [address])).get(address) ?? [];
}

/** The same for many, by the address. */
export async function listHoldersOf(tx: Tx, addresses: readonly string[]): Promise<Map<string, Id[]>> {
  const rows = await tx.rows(sql<{ address: string; id: Id }>`
    select f.e164 as address, f.person_id as id from people.public_person_phone as f
    where f.org_id = ${tx.orgId} and f.e164 = any(${[...addresses]}::text[])
    union
    select m.email_normal, m.person_id from people.public_person_email as m
    where m.org_id = ${tx.orgId} and m.email_normal = any(${[...addresses]}::text[])`);
  const found = new Map<string, Id[]>();
  for (const { address, id } of rows) found.set(address, [...(found.get(address) ?? []), id]);
  return found;
}

/** Names of persons, of those who have one. */
export async function listPersonNames(tx: Tx, personIds: readonly Id[]): Promise<Map<Id, string>> {
  if (personIds.length === 0) return new Map();
  const rows = await tx.rows(sql<{ id: Id; name: string }>`
    select id, name from people.public_person where org_id = ${tx.orgId} and id = any(${[...personIds]}::uuid[]) and name is not null`);
  return new Map(rows.map(({ id, name }) => [id, name]));
}
