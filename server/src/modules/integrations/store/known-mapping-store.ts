import type { ImportKind } from '@anbu/contract';
import type { Id } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { at, json, sql, type Sql, type Tx } from '../../../platform/db/index.ts';
import type { GivenMapping } from '../rules/mapping.ts';

export type KnownMapping = {
  readonly id: Id;
  readonly kind: ImportKind;
  readonly name: string;
  readonly headers: readonly string[];
  readonly mapping: GivenMapping;
  readonly usedAt: Instant;
  readonly usedByName: string;
};

const COLUMNS: Sql = sql`k.id, k.kind, k.name, k.headers, k.mapping, k.used_at as "usedAt", k.used_by_name as "usedByName"`;

export function findKnownMapping(tx: Tx, kind: ImportKind, signature: string): Promise<KnownMapping | null> {
  return tx.maybe(sql<KnownMapping>`
    select ${COLUMNS} from integrations.known_mapping k
    where k.org_id = ${tx.orgId} and k.kind = ${kind} and k.signature = ${signature}`);
}

/** The last used first. */
export function listKnownMappings(
  tx: Tx,
  after: { readonly at: Instant; readonly id: Id } | null,
  limit: number,
): Promise<KnownMapping[]> {
  const older = after ? sql`(k.used_at, k.id) < (${at(after.at)}::timestamptz, ${after.id}::uuid)` : sql`true`;
  return tx.rows(sql<KnownMapping>`
    select ${COLUMNS} from integrations.known_mapping k where k.org_id = ${tx.orgId} and ${older}
    order by k.used_at desc, k.id desc limit ${limit}`);
}

export type UsedMapping = Pick<KnownMapping, 'id' | 'kind' | 'name' | 'headers' | 'mapping' | 'usedByName'> & {
  readonly signature: string;
  readonly usedBy: Id | null;
};

/** The last word counts; its name stays. */
export async function insertKnownMapping(tx: Tx, used: UsedMapping): Promise<void> {
  await tx.run(sql`
    insert into integrations.known_mapping (org_id, id, kind, signature, name, headers, mapping, used_at, used_by, used_by_name)
    values (${tx.orgId}, ${used.id}, ${used.kind}, ${used.signature}, ${used.name}, ${used.headers}::text[], ${json(used.mapping)},
      ${at(tx.now)}, ${used.usedBy}, ${used.usedByName})
    on conflict (org_id, kind, signature) do update set headers = excluded.headers, mapping = excluded.mapping, used_at = excluded.used_at,
      used_by = excluded.used_by, used_by_name = excluded.used_by_name`);
}

export function updateKnownMappingName(tx: Tx, id: Id, name: string): Promise<KnownMapping | null> {
  return tx.maybe(sql<KnownMapping>`
    update integrations.known_mapping k set name = ${name} where k.org_id = ${tx.orgId} and k.id = ${id} returning ${COLUMNS}`);
}

export function removeKnownMapping(tx: Tx, id: Id): Promise<number> {
  return tx.run(sql`delete from integrations.known_mapping where org_id = ${tx.orgId} and id = ${id}`);
}
