import type { StatusCode } from '@anbu/contract';
import type { Id } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { sql, type Tx } from '../../../platform/db/index.ts';

export type EnquiryFacts = {
  readonly id: Id;
  readonly personId: Id;
  readonly siteId: Id;
  readonly status: StatusCode;
  readonly open: boolean;
  readonly imported: boolean;
  readonly receivedAt: Instant;
  readonly unansweredDays: number;
  readonly ownerId: Id | null;
  readonly actionDueAt: Instant | null;
};

export function findEnquiryFacts(tx: Tx, id: Id): Promise<EnquiryFacts | null> {
  return tx.maybe(sql<EnquiryFacts>`
    select e.id, e.person_id as "personId", e.site_id as "siteId", e.status, e.open, e.imported, e.received_at as "receivedAt",
      e.unanswered_days::integer as "unansweredDays", e.owner_id as "ownerId", e.action_due_at as "actionDueAt"
    from enquiries.public_enquiry e where e.org_id = ${tx.orgId} and e.id = ${id}`);
}

export type BookingFacts = {
  readonly id: Id;
  readonly enquiryId: Id;
  readonly personId: Id;
  readonly siteId: Id;
  readonly startsAt: Instant;
  readonly live: boolean;
  readonly moved: boolean;
};

export function findBookingFacts(tx: Tx, id: Id): Promise<BookingFacts | null> {
  return tx.maybe(sql<BookingFacts>`
    select b.id, b.enquiry_id as "enquiryId", e.person_id as "personId", e.site_id as "siteId", b.starts_at as "startsAt", b.state = 'booked' as live,
      coalesce(r.state = 'released', false) as moved
    from enquiries.public_booking b
    join enquiries.public_enquiry e on e.org_id = b.org_id and e.id = b.enquiry_id
    left join enquiries.public_booking r on r.org_id = b.org_id and r.id = b.replaces_id
    where b.org_id = ${tx.orgId} and b.id = ${id}`);
}

/** In which language a person reads; null where nobody said. */
export async function findLanguageOf(tx: Tx, personId: Id): Promise<string | null> {
  const row = await tx.maybe(sql<{ language: string | null }>`
    select p.language from people.public_person p where p.org_id = ${tx.orgId} and p.id = ${personId}`);
  return row?.language ?? null;
}

/** Who of these was written to at an address last; null where nobody was. */
export async function findLastTold(tx: Tx, personIds: readonly Id[], address: string): Promise<Id | null> {
  const row = await tx.maybe(sql<{ personId: Id }>`
    select m.person_id as "personId" from channels.public_message m
    where m.org_id = ${tx.orgId} and m.person_id = any(${[...personIds]}::uuid[]) and m.to_address = ${address} and m.sent_at is not null
    order by m.made_at desc, m.id desc limit 1`);
  return row?.personId ?? null;
}
