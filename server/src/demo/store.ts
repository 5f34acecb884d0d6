import type { Id } from '../kernel/ids.ts';
import type { Instant } from '../kernel/instant.ts';
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

/** Persons who came last and may be told something, in the order in which they came. */
export function listLatestPeople(tx: Tx, limit: number): Promise<{ id: Id; createdAt: Instant }[]> {
  return tx.rows(sql<{ id: Id; createdAt: Instant }>`
    select id, created_at as "createdAt" from people.public_person
    where org_id = ${tx.orgId} and merged_into is null and not do_not_contact
    order by created_at desc, number desc limit ${limit}`);
}
