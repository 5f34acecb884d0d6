import type { MessageChannel, Purpose } from '@anbu/contract';
import type { CalendarDay } from '../../../kernel/calendar-day.ts';
import type { Id } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { at, sql, textArray, uuidArray, type Tx } from '../../../platform/db/index.ts';
import type { SaidRow } from '../rules/duties.ts';

/** What the gate knows of persons, each in one statement for all of them. */
export type KnownPerson = {
  readonly personId: Id;
  readonly birthDate: CalendarDay | null;
  readonly doNotContact: boolean;
};

/** Merged persons are told nothing: who survives is. */
export function listKnown(tx: Tx, personIds: readonly Id[]): Promise<KnownPerson[]> {
  return tx.rows(sql<KnownPerson>`
    select p.id as "personId", p.birth_date as "birthDate", p.do_not_contact as "doNotContact" from people.public_person as p
    where p.org_id = ${tx.orgId} and p.id = any(${uuidArray(personIds)}::uuid[]) and p.merged_into is null`);
}

export type LatestConsent = Omit<SaidRow, 'source' | 'confirmBy'> & { readonly expiresOn: CalendarDay | null };

/** The newest of each kind of row and state: what came before them decides nothing. */
export function listLatestConsents(tx: Tx, personIds: readonly Id[]): Promise<LatestConsent[]> {
  return tx.rows(sql<LatestConsent>`
    select distinct on (person_id, kind, purpose, channel, night, state)
      id, person_id as "personId", kind, purpose, channel, night, state, at, expires_on as "expiresOn"
    from consents.consent as c where org_id = ${tx.orgId} and person_id = any(${uuidArray(personIds)}::uuid[])
      and not exists (select from consents.taken_back as b where b.org_id = c.org_id and b.consent_id = c.id)
    order by person_id, kind, purpose, channel, night, state, at desc, id desc`);
}

export type Address = { readonly personId: Id; readonly kind: 'phone' | 'email' | 'fax'; readonly address: string };

/** Numbers that are in use, and e-mail addresses where they are asked for, the best first. A number whose label says so is a fax machine's. */
export function listAddresses(tx: Tx, personIds: readonly Id[], mails: boolean): Promise<Address[]> {
  const emails = mails
    ? sql`union all
      select person_id, 'email', email_normal, rank from people.public_person_email
      where org_id = ${tx.orgId} and person_id = any(${uuidArray(personIds)}::uuid[])`
    : sql``;
  return tx.rows(sql<Address>`
    select person_id as "personId", kind, address from (
      select person_id, case when label ~* '^ *(fax|팩스|传真)' then 'fax' else 'phone' end as kind, e164 as address, rank from people.public_person_phone
      where org_id = ${tx.orgId} and person_id = any(${uuidArray(personIds)}::uuid[]) and state = 'ok'
      ${emails}
    ) as every order by person_id, kind, rank`);
}

/**
 * Addresses at which somebody else reads too who may not be told of the person: neither by what is recorded of the two, nor as the guardian of a child. Two
 * records of one name whose birth dates do not differ are one person.
 */
export function listReadElsewhere(
  tx: Tx,
  addresses: readonly Pick<Address, 'personId' | 'address'>[],
): Promise<Pick<Address, 'personId' | 'address'>[]> {
  return tx.rows(sql<Pick<Address, 'personId' | 'address'>>`
    with own as (
      select * from unnest(${addresses.map(({ personId }) => personId)}::uuid[], ${addresses.map(({ address }) => address)}::text[]) as a (person_id, address)
    ), held as (
      select own.person_id, own.address, f.person_id as other_id from own
      join people.public_person_phone f on f.org_id = ${tx.orgId} and f.e164 = own.address and f.state = 'ok' and f.person_id <> own.person_id
      union
      select own.person_id, own.address, m.person_id from own
      join people.public_person_email m on m.org_id = ${tx.orgId} and m.email_normal = own.address and m.person_id <> own.person_id
    )
    select distinct held.person_id as "personId", held.address from held
    join people.public_person p on p.org_id = ${tx.orgId} and p.id = held.person_id
    join people.public_person o on o.org_id = ${tx.orgId} and o.id = held.other_id and o.merged_into is null
    left join people.public_related_person r on r.org_id = ${tx.orgId} and r.person_id = held.person_id and r.related_id = held.other_id
    where not coalesce(r.may_be_told or ('guardian' = any(r.roles) and p.birth_date > (${at(tx.now)}::timestamptz - interval '19 years')::date), false)
      and not (o.name = p.name and coalesce(o.birth_date = p.birth_date, true))`);
}

export type ActiveStop = {
  readonly id: Id;
  readonly personId: Id | null;
  readonly address: string | null;
  readonly purposes: readonly Purpose[] | null;
  readonly channels: readonly MessageChannel[] | null;
  readonly reason: string;
  readonly at: Instant;
  readonly until: Instant | null;
};

/** Stops that nobody has lifted and that are not over: of the persons, and of the addresses. */
export function listActiveStops(
  tx: Tx,
  personIds: readonly Id[],
  addresses: readonly string[],
  now: Instant = tx.now,
): Promise<ActiveStop[]> {
  const columns = sql`id, person_id as "personId", address, purposes, channels, reason, at, until`;
  return tx.rows(sql<ActiveStop>`
    select ${columns} from consents.suppression
    where org_id = ${tx.orgId} and person_id = any(${uuidArray(personIds)}::uuid[]) and lifted_at is null and (until is null or until > ${at(now)})
    union all
    select ${columns} from consents.suppression
    where org_id = ${tx.orgId} and address = any(${textArray(addresses)}::text[]) and lifted_at is null and (until is null or until > ${at(now)})`);
}

export type EnquiryFact = {
  readonly personId: Id;
  readonly fact: 'refused' | 'held' | 'visited';
  readonly enquiryId: Id;
  readonly at: Instant | null;
};

/** Enquiries about which contact was refused, those that wait for a new consent, and the last visit. */
export function listEnquiryFacts(tx: Tx, personIds: readonly Id[]): Promise<EnquiryFact[]> {
  return tx.rows(sql<EnquiryFact>`
    select person_id as "personId", case status when 'VISITED' then 'visited' else 'refused' end as fact, id as "enquiryId", status_since as at
    from enquiries.public_enquiry
    where org_id = ${tx.orgId} and person_id = any(${uuidArray(personIds)}::uuid[]) and status in ('VISITED', 'DO_NOT_CONTACT')
    union all
    select person_id, 'held', id, null from enquiries.public_contact_hold
    where org_id = ${tx.orgId} and person_id = any(${uuidArray(personIds)}::uuid[])`);
}

export type ToldRow = { readonly personId: Id; readonly purpose: Purpose; readonly at: Instant };

export function listTold(tx: Tx, personIds: readonly Id[], since: Instant): Promise<ToldRow[]> {
  return tx.rows(sql<ToldRow>`
    select person_id as "personId", purpose, at from consents.told
    where org_id = ${tx.orgId} and person_id = any(${uuidArray(personIds)}::uuid[]) and at > ${at(since)}`);
}
