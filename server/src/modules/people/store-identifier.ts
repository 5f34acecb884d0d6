import type { Id } from '../../kernel/ids.ts';
import { at, sql, type Tx } from '../../platform/db/index.ts';
import { normaliseIdentifier } from './rules.ts';

export type NewIdentifier = { readonly id: Id; readonly personId: Id; readonly value: string };

/** One that the person has already stays as it is. Gives those that are new. */
export async function insertIdentifiers(tx: Tx, identifiers: readonly NewIdentifier[]): Promise<Id[]> {
  if (identifiers.length === 0) return [];
  const rows = await tx.rows(sql<{ id: Id }>`
    insert into people.person_identifier (org_id, id, person_id, value, value_normal, created_at)
    select ${tx.orgId}, new.id, new.person_id, new.value, new.value_normal, ${at(tx.now)}
    from unnest(
      ${identifiers.map((one) => one.id)}::uuid[], ${identifiers.map((one) => one.personId)}::uuid[],
      ${identifiers.map((one) => one.value)}::text[], ${identifiers.map((one) => normaliseIdentifier(one.value))}::text[]
    ) as new (id, person_id, value, value_normal)
    on conflict (org_id, person_id, value_normal) do nothing
    returning id`);
  return rows.map((row) => row.id);
}
