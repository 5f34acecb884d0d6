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
export function listOpenEnquiries(tx: Tx, limit: number): Promise<{ id: Id }[]> {
  return tx.rows(sql<{ id: Id }>`
    select id from enquiries.public_enquiry where org_id = ${tx.orgId} and open and status <> 'NEW'
    order by action_due_at, id limit ${limit}`);
}

/** Persons who came last and may be told something, in the order in which they came. */
export function listLatestPeople(tx: Tx, limit: number): Promise<{ id: Id; createdAt: Instant }[]> {
  return tx.rows(sql<{ id: Id; createdAt: Instant }>`
    select id, created_at as "createdAt" from people.public_person
    where org_id = ${tx.orgId} and merged_into is null and not do_not_contact
    order by created_at desc, number desc limit ${limit}`);
}

export type Reached = { readonly id: Id; readonly name: string; readonly e164: string };

/**
 * Persons who alone have their number, who came last first: those whose enquiries are all over, or those of whom one was called in vain, where others were
 * called as often.
 */
export function listReached(tx: Tx, of: 'settled' | 'unconnected', limit: number): Promise<Reached[]> {
  const open = sql`select from enquiries.public_enquiry e where e.org_id = p.org_id and e.person_id = p.id and e.open`;
  const others = sql`
    select from enquiries.public_enquiry o where o.org_id = e.org_id and o.status = e.status and o.person_id <> e.person_id`;
  const which =
    of === 'settled'
      ? sql`not exists (${open})`
      : sql`exists (${open} and e.status like 'NO\\_ANSWER%' and exists (${others}))`;
  return tx.rows(sql<Reached>`
    select p.id, p.name, min(f.e164) as e164 from people.public_person p
    join people.public_person_phone f on f.org_id = p.org_id and f.person_id = p.id
    where p.org_id = ${tx.orgId} and p.merged_into is null and not p.do_not_contact and ${which}
      and not exists (
        select from people.public_person_phone o where o.org_id = f.org_id and o.e164 = f.e164 and o.person_id <> p.id)
    group by p.id, p.name, p.created_at, p.number having count(*) = 1
    order by p.created_at desc, p.number desc limit ${limit}`);
}

/** A number that several have, the same each time. */
export async function findSharedNumber(tx: Tx): Promise<string | null> {
  const row = await tx.maybe(sql<{ e164: string }>`
    select f.e164 from people.public_person_phone f where f.org_id = ${tx.orgId}
    group by f.e164 having count(*) > 1 order by f.e164 limit 1`);
  return row?.e164 ?? null;
}
