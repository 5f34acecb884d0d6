import type { StatusCode } from '@anbu/contract';
import type { Id } from '../../../kernel/ids.ts';
import { at, sql, type Tx } from '../../../platform/db/index.ts';
import { withCounted } from './closed-count-store.ts';

export type ImportedRow = {
  readonly id: Id;
  readonly personId: Id;
  readonly status: StatusCode;
  readonly open: boolean;
};

export function lockImported(tx: Tx, ids: readonly Id[]): Promise<ImportedRow[]> {
  return tx.rows(sql<ImportedRow>`
    select e.id, e.person_id as "personId", e.status, e.open from enquiries.enquiry e
    where e.org_id = ${tx.orgId} and e.id = any(${ids}::uuid[]) and e.imported order by e.id for update`);
}

/**
 * Those that people have worked on or work on, that were handed over, by whomever, and originals of duplicates that are not among them. What a rule did
 * by its clock is no touch.
 */
export function listTouched(tx: Tx, ids: readonly Id[]): Promise<{ id: Id; why: 'touched' | 'original' }[]> {
  return tx.rows(sql<{ id: Id; why: 'touched' | 'original' }>`
    select found.id, min(found.why) as why from (
      select a.enquiry_id as id, 'touched' as why from enquiries.act a
      where a.org_id = ${tx.orgId} and a.enquiry_id = any(${ids}::uuid[]) and a.user_id is not null
      union all
      select c.enquiry_id, 'touched' from enquiries.call c where c.org_id = ${tx.orgId} and c.enquiry_id = any(${ids}::uuid[])
      union all
      select p.enquiry_id, 'touched' from enquiries.party p where p.org_id = ${tx.orgId} and p.enquiry_id = any(${ids}::uuid[])
      union all
      select i.enquiry_id, 'touched' from enquiries.hand_over_item i
      where i.org_id = ${tx.orgId} and i.enquiry_id = any(${ids}::uuid[])
      union all
      select e.id, 'touched' from enquiries.enquiry e
      where e.org_id = ${tx.orgId} and e.id = any(${ids}::uuid[]) and e.claimed_until > ${at(tx.now)}
      union all
      select d.original_id, 'original' from enquiries.enquiry d
      where d.org_id = ${tx.orgId} and d.original_id = any(${ids}::uuid[]) and d.id <> all(${ids}::uuid[])
    ) as found group by found.id`);
}

/** Gives those that are gone. */
export async function removeImported(tx: Tx, ids: readonly Id[]): Promise<Id[]> {
  if (ids.length === 0) return [];
  const rows = await tx.rows(sql<{ id: Id }>`select id from enquiries.remove_imported(${ids}::uuid[]) as id`);
  return rows.map(({ id }) => id);
}

/** One less in each of these statuses. */
export async function insertCounted(tx: Tx, statuses: readonly StatusCode[]): Promise<void> {
  const moves = statuses.map((status) => [status, -1] as const);
  await tx.run(sql`${withCounted(tx, moves)} select 1`);
}
