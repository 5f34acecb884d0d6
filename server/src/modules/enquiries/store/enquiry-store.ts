import type { Id } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { at, sql, type Sql, type Tx } from '../../../platform/db/index.ts';
import { withCounted } from './closed-count-store.ts';
import { assignments, enquiryColumns, insertColumns, insertValues, type EnquiryRecord } from './enquiry-row.ts';

export async function insertEnquiry(tx: Tx, record: EnquiryRecord): Promise<void> {
  await tx.run(sql`
    ${withCounted(tx, [[record.status, 1]])}
    insert into enquiries.enquiry (org_id, ${insertColumns}) values (${tx.orgId}, ${insertValues(record)})`);
}

export function findEnquiry(tx: Tx, id: Id): Promise<EnquiryRecord | null> {
  return tx.maybe(
    sql<EnquiryRecord>`select ${enquiryColumns} from enquiries.enquiry e where e.org_id = ${tx.orgId} and e.id = ${id}`,
  );
}

export function listEnquiriesById(tx: Tx, ids: readonly Id[]): Promise<EnquiryRecord[]> {
  return tx.rows(
    sql<EnquiryRecord>`select ${enquiryColumns} from enquiries.enquiry e where e.org_id = ${tx.orgId} and e.id = any(${ids}::uuid[])`,
  );
}

/** Whose it is, to lock her before it. An enquiry never changes its person. */
export async function findPersonOf(tx: Tx, id: Id): Promise<Id | null> {
  const row = await tx.maybe(
    sql<{ personId: Id }>`
      select e.person_id as "personId" from enquiries.enquiry e where e.org_id = ${tx.orgId} and e.id = ${id}`,
  );
  return row?.personId ?? null;
}

/** Rows of which a query takes the locks. Nothing that this transaction writes of them is before what it found (`Tx.follow`). */
export async function locked<Row extends Pick<EnquiryRecord, 'updatedAt'>>(tx: Tx, query: Sql<Row>): Promise<Row[]> {
  const rows = await tx.rows(query);
  await tx.follow(rows.map(({ updatedAt }) => updatedAt));
  return rows;
}

/** Lock, then look: whoever acts holds the row until the commit. */
export async function lockEnquiry(tx: Tx, id: Id): Promise<EnquiryRecord | null> {
  const [record = null] = await locked(
    tx,
    sql<EnquiryRecord>`select ${enquiryColumns} from enquiries.enquiry e where e.org_id = ${tx.orgId} and e.id = ${id} for update`,
  );
  return record;
}

/** Writes all that may change and counts the version up. `before` is the row as it stands; the caller holds the lock. */
export async function updateEnquiry(tx: Tx, before: EnquiryRecord, record: EnquiryRecord): Promise<void> {
  const written = await tx.run(sql`
    ${withCounted(tx, [
      [before.status, -1],
      [record.status, 1],
    ])}
    update enquiries.enquiry set ${assignments(record)}
    where org_id = ${tx.orgId} and id = ${record.id} and version = ${record.version - 1}`);
  if (written !== 1) throw new Error('an enquiry was changed without its lock');
}

/** All that an owner still has to answer for, locked in the order of their ids. */
export function lockEnquiriesOf(tx: Tx, ownerId: Id): Promise<EnquiryRecord[]> {
  return locked(
    tx,
    sql<EnquiryRecord>`
      select ${enquiryColumns} from enquiries.enquiry e
      where e.org_id = ${tx.orgId} and e.owner_id = ${ownerId} and (e.open or e.pass_due_on is not null)
      order by e.id for update`,
  );
}

/** The last contact of all the person's enquiries: their arrivals, and the talks, replies and material that count in them. */
export async function findLastContact(tx: Tx, personId: Id): Promise<Instant | null> {
  const row = await tx.one(sql<{ at: Instant | null }>`
    select max(greatest(e.received_at, e.last_contact_at)) as at from enquiries.enquiry e
    where e.org_id = ${tx.orgId} and e.person_id = ${personId}`);
  return row.at;
}

/** Ends the hold of all open enquiries of the person and gives their ids. The caller holds her lock. No version: nothing else of them changes. */
export async function updateHoldsLifted(tx: Tx, personId: Id): Promise<Id[]> {
  const rows = await tx.rows(sql<{ id: Id }>`
    update enquiries.enquiry e set contact_hold = false
    where e.org_id = ${tx.orgId} and e.person_id = ${personId} and e.open and e.contact_hold returning e.id`);
  return rows.map(({ id }) => id);
}

/** Holds them again: the consent that ended it was recorded by mistake. */
export async function updateHeldAgain(tx: Tx, ids: readonly Id[]): Promise<void> {
  await tx.run(sql`
    update enquiries.enquiry set contact_hold = true where org_id = ${tx.orgId} and id = any(${ids}::uuid[]) and open`);
}

/** `consentedAt`: when the person last gave a new consent that was recorded on it. */
export type EarlierEnquiry = Pick<EnquiryRecord, 'id' | 'status' | 'receivedAt' | 'interests' | 'statusSince'> & {
  readonly consentedAt: Instant | null;
};

/** What the person asked before, newest first. */
export function listEarlier(tx: Tx, personId: Id, before: Instant): Promise<EarlierEnquiry[]> {
  return tx.rows(sql<EarlierEnquiry>`
    select e.id, e.status, e.received_at as "receivedAt", e.interests, e.status_since as "statusSince", (
        select max(a.at) from enquiries.act a
        where a.org_id = e.org_id and a.enquiry_id = e.id and a.voided_at is null and jsonb_exists(a.made, 'consent')
      ) as "consentedAt"
    from enquiries.enquiry e
    where e.org_id = ${tx.orgId} and e.person_id = ${personId} and e.received_at <= ${at(before)}
    order by e.received_at desc, e.id desc limit 200`);
}

/** How many arrived at the site from its closing on and before this one; of the same moment those of a lower id. Without invalid ones. */
export async function countArrivedBefore(
  tx: Tx,
  closedAt: Instant,
  { id, siteId, receivedAt }: Pick<EnquiryRecord, 'id' | 'siteId' | 'receivedAt'>,
): Promise<number> {
  const row = await tx.one(sql<{ count: number }>`
    select count(*) as count from enquiries.enquiry e
    where e.org_id = ${tx.orgId} and e.site_id = ${siteId} and e.received_at >= ${at(closedAt)}
      and (e.received_at, e.id) < (${at(receivedAt)}::timestamptz, ${id}::uuid) and e.status <> 'INVALID'`);
  return row.count;
}

/** Persons whose row counts other than their open enquiries, with what is missing from the count. One statement: one state. */
export function listMiscounted(tx: Tx): Promise<{ personId: Id; by: number }[]> {
  return tx.rows(sql<{ personId: Id; by: number }>`
    select p.id as "personId", (coalesce(o.count, 0) - p.open_enquiries)::integer as by
    from people.public_person p
    left join (
      select e.person_id, count(*) as count from enquiries.enquiry e where e.org_id = ${tx.orgId} and e.open group by e.person_id
    ) o on o.person_id = p.id
    where p.org_id = ${tx.orgId} and p.open_enquiries <> coalesce(o.count, 0)`);
}

/**
 * The first of `ids`, in their order, that the caller may claim, locked: nobody else's claim, and nobody's, the caller's own or the pool's. Two
 * callers never get the same: a row that another one holds is passed over, and so is one that another has worked on since the list was read. Nor is
 * one whose person refused contact and has not consented anew: nobody calls her first.
 */
export async function lockFirstClaimable(tx: Tx, ids: readonly Id[], caller: Id): Promise<Id | null> {
  const row = await tx.maybe(sql<{ id: Id }>`
    select e.id from enquiries.enquiry e
    where e.org_id = ${tx.orgId} and e.id = any(${ids}::uuid[]) and e.open and not e.contact_hold
      and (e.claimed_by is null or e.claimed_by = ${caller} or e.claimed_until <= ${at(tx.now)})
      and (e.owner_id is null or e.owner_id = ${caller} or e.action_pool_at <= ${at(tx.now)})
    order by array_position(${ids}::uuid[], e.id) limit 1
    for update skip locked`);
  return row?.id ?? null;
}

export type PartyRecord = {
  readonly enquiryId: Id;
  readonly role: 'enquirer' | 'decision_maker' | 'payer';
  readonly personId: Id | null;
  readonly name: string | null;
  readonly phone: string | null;
  readonly relation: string;
  readonly mayBeTold: boolean;
};

export async function insertParty(tx: Tx, party: PartyRecord): Promise<void> {
  await tx.run(sql`
    insert into enquiries.party (org_id, enquiry_id, role, person_id, name, phone_e164, relation, may_be_told)
    values (${tx.orgId}, ${party.enquiryId}, ${party.role}, ${party.personId}, ${party.name}, ${party.phone}, ${party.relation}, ${party.mayBeTold})`);
}

export function listParties(tx: Tx, enquiryId: Id): Promise<PartyRecord[]> {
  return tx.rows(sql<PartyRecord>`
    select p.enquiry_id as "enquiryId", p.role, p.person_id as "personId", p.name, p.phone_e164 as "phone", p.relation,
      p.may_be_told as "mayBeTold"
    from enquiries.party p where p.org_id = ${tx.orgId} and p.enquiry_id = ${enquiryId} order by p.role`);
}
