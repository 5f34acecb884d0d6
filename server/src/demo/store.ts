import type { Id } from '../kernel/ids.ts';
import { sql, type Tx } from '../platform/db/index.ts';
import { withClient } from '../platform/embedded-postgres/roles.ts';

/**
 * What the planner knows of the tables. A new database says that they are empty; then it reads a whole organisation where it
 * should look up one row, and what is made in minutes takes an hour. Only the owner may.
 */
export async function refreshStatistics(ownerUrl: string | null): Promise<void> {
  if (ownerUrl === null) return;
  await withClient(ownerUrl, async (client) => void (await client.query('analyze')));
}

/** Some of the open enquiries of the transaction's organisation, those that are due first. */
export function listOpenEnquiries(tx: Tx, limit: number): Promise<{ id: Id; version: number }[]> {
  return tx.rows(sql<{ id: Id; version: number }>`
    select id, version from enquiries.public_enquiry where org_id = ${tx.orgId} and open and status <> 'NEW'
    order by action_due_at, id limit ${limit}`);
}
