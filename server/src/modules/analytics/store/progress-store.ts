import type { Id } from '../../../kernel/ids.ts';
import { at, sql, type Database, type Tx } from '../../../platform/db/index.ts';

/** `sums`: who counts adds to them (`kept`, `rebuilding`), or they are `left` until all is counted. */
export type Progress = {
  readonly complete: boolean;
  readonly afterId: Id | null;
  readonly counted: number;
  readonly sums: 'kept' | 'left' | 'rebuilding';
};

/**
 * Locks the roll-ups of the organisation to the end of the transaction. `tx.now` has moved on: what happened while another one counted is not of the future,
 * and is not left out of what that one counted.
 */
export async function lockProgress(tx: Tx): Promise<Progress> {
  await tx.run(sql`insert into analytics.progress (org_id) values (${tx.orgId}) on conflict (org_id) do nothing`);
  const progress = await tx.one(sql<Progress>`
    select p.complete, p.after_id as "afterId", p.counted, p.sums from analytics.progress p where p.org_id = ${tx.orgId} for update`);
  await tx.moveOn();
  return progress;
}

export function findProgress(tx: Tx): Promise<Progress | null> {
  return tx.maybe(sql<Progress>`
    select p.complete, p.after_id as "afterId", p.counted, p.sums from analytics.progress p where p.org_id = ${tx.orgId}`);
}

export async function updateProgress(tx: Tx, { complete, afterId, counted, sums }: Progress): Promise<void> {
  await tx.run(sql`
    update analytics.progress set complete = ${complete}, after_id = ${afterId}::uuid, counted = ${counted}, sums = ${sums}
    where org_id = ${tx.orgId}`);
}

export async function listOrganisationsToCount(db: Database): Promise<Id[]> {
  const rows = await db.global(
    sql<{ orgId: Id }>`select o.org_id as "orgId" from analytics.organisations_to_count() o`,
  );
  return rows.map(({ orgId }) => orgId);
}

/** What the reconciliation of the organisation found. */
export async function updateReconciled(tx: Tx, differences: number): Promise<void> {
  await tx.run(sql`
    update analytics.progress set differences = ${differences}, reconciled_at = ${at(tx.now)} where org_id = ${tx.orgId}`);
}

/** What the last reconciliations found, over all organisations. */
export async function countDifferences(db: Database): Promise<number> {
  const [row] = await db.global(sql<{ found: number }>`select analytics.differences() as found`);
  return row?.found ?? 0;
}
