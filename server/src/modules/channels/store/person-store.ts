import type { Id } from '../../../kernel/ids.ts';
import { sql, type Tx } from '../../../platform/db/index.ts';

/** Null for who is no person, or was merged into another. */
export function findNameAndLanguage(
  tx: Tx,
  personId: Id,
): Promise<{ readonly name: string | null; readonly language: string | null } | null> {
  return tx.maybe(sql<{ name: string | null; language: string | null }>`
    select p.name, p.language from people.public_person p where p.org_id = ${tx.orgId} and p.id = ${personId} and p.merged_into is null`);
}

/** By their ids; who has none is left out. */
export async function listNames(tx: Tx, personIds: readonly Id[]): Promise<Map<Id, string>> {
  if (personIds.length === 0) return new Map();
  const rows = await tx.rows(sql<{ id: Id; name: string }>`
    select p.id, p.name from people.public_person p
    where p.org_id = ${tx.orgId} and p.id = any(${[...new Set(personIds)]}::uuid[]) and p.name is not null`);
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** Whether an enquiry is hers. */
export async function findEnquiryOf(tx: Tx, enquiryId: Id, personId: Id): Promise<boolean> {
  const row = await tx.maybe(sql`
    select 1 from enquiries.public_enquiry e where e.org_id = ${tx.orgId} and e.id = ${enquiryId} and e.person_id = ${personId}`);
  return row !== null;
}

/** Of these bookings those that do not stand any more: moved, cancelled, over. */
export async function listOutdatedBookings(tx: Tx, ids: readonly Id[]): Promise<Set<Id>> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return new Set();
  const rows = await tx.rows(sql<{ id: Id }>`
    select b.id from enquiries.public_booking b where b.org_id = ${tx.orgId} and b.id = any(${wanted}::uuid[]) and b.state = 'booked'`);
  const standing = new Set(rows.map(({ id }) => id));
  return new Set(wanted.filter((id) => !standing.has(id)));
}
