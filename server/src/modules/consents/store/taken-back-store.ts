import type { Id } from '../../../kernel/ids.ts';
import { at, sql, type Tx } from '../../../platform/db/index.ts';

export async function insertTakenBack(tx: Tx, ids: readonly Id[]): Promise<void> {
  await tx.run(sql`
    insert into consents.taken_back (org_id, consent_id, taken_by, taken_at)
    select ${tx.orgId}, id, ${tx.actor.userId}::uuid, ${at(tx.now)} from unnest(${[...ids]}::uuid[]) as id
    on conflict do nothing`);
}

/** Whose they are. */
export async function listPersonsOf(tx: Tx, ids: readonly Id[]): Promise<Id[]> {
  const rows = await tx.rows(sql<{ personId: Id }>`
    select distinct person_id as "personId" from consents.consent where org_id = ${tx.orgId} and id = any(${[...ids]}::uuid[])`);
  return rows.map(({ personId }) => personId);
}
