import { phoneLast4, type PhoneNumber } from '../../kernel/phone.ts';
import type { Id } from '../../kernel/ids.ts';
import { at, sql, type Tx } from '../../platform/db/index.ts';
import { normaliseEmail } from './rules.ts';

export type PhoneState = 'ok' | 'wrong' | 'disconnected';
export type PhoneRow = {
  readonly id: Id;
  readonly personId: Id;
  readonly e164: PhoneNumber;
  readonly label: string | null;
  readonly state: PhoneState;
  readonly sharedWith: number;
};
export type EmailRow = {
  readonly id: Id;
  readonly personId: Id;
  readonly email: string;
  readonly label: string | null;
  readonly sharedWith: number;
};
export type NewPhone = {
  readonly id: Id;
  readonly personId: Id;
  readonly e164: PhoneNumber;
  readonly label: string | null;
};
export type NewEmail = {
  readonly id: Id;
  readonly personId: Id;
  readonly email: string;
  readonly label: string | null;
};

/** Who wants to know or change who has a number waits here for the others. In one order, so that no two wait for each other. */
export async function lockPhones(tx: Tx, numbers: readonly PhoneNumber[]): Promise<void> {
  if (numbers.length === 0) return;
  const ordered = [...new Set(numbers)].sort();
  // Whoever makes a row holds it: only those that were there are locked.
  const made = await tx.rows(sql<{ e164: string }>`
    insert into people.phone_lock (org_id, e164) select ${tx.orgId}, e164 from unnest(${ordered}::text[]) as given (e164)
    order by e164 collate "C" on conflict (org_id, e164) do nothing returning e164`);
  if (made.length === ordered.length) return;
  const own = new Set(made.map(({ e164 }) => e164));
  await tx.run(sql`
    select 1 from people.phone_lock
    where org_id = ${tx.orgId} and e164 = any(${ordered.filter((e164) => !own.has(e164))}::text[])
    order by e164 for update`);
}

export type Holder = {
  readonly e164: PhoneNumber;
  readonly id: Id;
  readonly number: string;
  readonly name: string | null;
  readonly nameNormal: string;
  readonly wrong: boolean;
};

/**
 * Everybody who has one of the numbers, the most recently met first. Each number by its index, each person by her key (`offset 0` holds the planner to
 * it): where thousands were just inserted and nothing is counted yet, it would look at every person for every number.
 */
export function listHolders(tx: Tx, numbers: readonly PhoneNumber[]): Promise<Holder[]> {
  return tx.rows(sql<Holder>`
    select phone.e164, person.id, person.number, person.name, person.name_normal as "nameNormal", phone.state = 'wrong' as wrong
    from unnest(${[...new Set(numbers)]}::text[]) as told (e164)
    cross join lateral (
      select e164, person_id, state from people.person_phone
      where org_id = ${tx.orgId} and e164 = told.e164 offset 0) as phone
    cross join lateral (
      select id, number, name, name_normal, last_contact_at from people.person
      where org_id = ${tx.orgId} and id = phone.person_id and merged_into is null offset 0) as person
    order by person.last_contact_at desc nulls last, person.id desc`);
}

/** A number that the person has already stays as it is. Gives those that are new. */
export async function insertPhones(tx: Tx, phones: readonly NewPhone[]): Promise<Id[]> {
  if (phones.length === 0) return [];
  const rows = await tx.rows(sql<{ id: Id }>`
    insert into people.person_phone (org_id, id, person_id, e164, last4, label, rank, created_at)
    select ${tx.orgId}, new.id, new.person_id, new.e164, new.last4, new.label,
      coalesce(existing.rank, 0) + row_number() over (partition by new.person_id order by new.ordinal), ${at(tx.now)}
    from unnest(
      ${phones.map((phone) => phone.id)}::uuid[], ${phones.map((phone) => phone.personId)}::uuid[],
      ${phones.map((phone) => phone.e164)}::text[], ${phones.map((phone) => phoneLast4(phone.e164))}::text[],
      ${phones.map((phone) => phone.label)}::text[]
    ) with ordinality as new (id, person_id, e164, last4, label, ordinal)
    left join (
      select person_id, max(rank) as rank from people.person_phone
      where org_id = ${tx.orgId} and person_id = any(${phones.map((phone) => phone.personId)}::uuid[])
      group by person_id
    ) as existing on existing.person_id = new.person_id
    on conflict (org_id, person_id, e164) do nothing
    returning id`);
  return rows.map((row) => row.id);
}

export async function insertEmails(tx: Tx, emails: readonly NewEmail[]): Promise<Id[]> {
  if (emails.length === 0) return [];
  const rows = await tx.rows(sql<{ id: Id }>`
    insert into people.person_email (org_id, id, person_id, email, email_normal, label, rank, created_at)
    select ${tx.orgId}, new.id, new.person_id, new.email, new.email_normal, new.label,
      coalesce(existing.rank, 0) + row_number() over (partition by new.person_id order by new.ordinal), ${at(tx.now)}
    from unnest(
      ${emails.map((email) => email.id)}::uuid[], ${emails.map((email) => email.personId)}::uuid[],
      ${emails.map((email) => email.email)}::text[], ${emails.map((email) => normaliseEmail(email.email))}::text[],
      ${emails.map((email) => email.label)}::text[]
    ) with ordinality as new (id, person_id, email, email_normal, label, ordinal)
    left join (
      select person_id, max(rank) as rank from people.person_email
      where org_id = ${tx.orgId} and person_id = any(${emails.map((email) => email.personId)}::uuid[])
      group by person_id
    ) as existing on existing.person_id = new.person_id
    on conflict (org_id, person_id, email_normal) do nothing
    returning id`);
  return rows.map((row) => row.id);
}

/** In the persons' own order, each with the number of others who have it. */
export function listPhones(tx: Tx, personIds: readonly Id[]): Promise<PhoneRow[]> {
  return tx.rows(sql<PhoneRow>`
    with mine as (
      select id, person_id, e164, label, state, rank from people.person_phone
      where org_id = ${tx.orgId} and person_id = any(${personIds}::uuid[])
    ), holders as (
      select e164, count(*)::integer as count from people.person_phone
      where org_id = ${tx.orgId} and e164 in (select e164 from mine)
      group by e164
    )
    select mine.id, mine.person_id as "personId", mine.e164, mine.label, mine.state, holders.count - 1 as "sharedWith"
    from mine join holders on holders.e164 = mine.e164
    order by mine.person_id, mine.rank, mine.id`);
}

export function updatePhone(
  tx: Tx,
  personId: Id,
  id: Id,
  to: { state: PhoneState; label: string | null },
): Promise<number> {
  return tx.run(sql`
    update people.person_phone set state = ${to.state}, label = ${to.label}
    where org_id = ${tx.orgId} and person_id = ${personId} and id = ${id}`);
}

/** Numbers that were found wrong or disconnected and are told anew. Gives the persons for whom that changed something. */
export async function updateUsable(
  tx: Tx,
  numbers: readonly { readonly personId: Id; readonly e164: PhoneNumber }[],
): Promise<Id[]> {
  if (numbers.length === 0) return [];
  const rows = await tx.rows(sql<{ id: Id }>`
    update people.person_phone as phone set state = 'ok'
    from unnest(${numbers.map(({ personId }) => personId)}::uuid[], ${numbers.map(({ e164 }) => e164)}::text[]) as told (person_id, e164)
    where phone.org_id = ${tx.orgId} and phone.person_id = told.person_id and phone.e164 = told.e164 and phone.state <> 'ok'
    returning phone.person_id as id`);
  return rows.map(({ id }) => id);
}

export function removePhone(tx: Tx, personId: Id, id: Id): Promise<number> {
  return tx.run(
    sql`delete from people.person_phone where org_id = ${tx.orgId} and person_id = ${personId} and id = ${id}`,
  );
}

export function removeEmail(tx: Tx, personId: Id, id: Id): Promise<number> {
  return tx.run(
    sql`delete from people.person_email where org_id = ${tx.orgId} and person_id = ${personId} and id = ${id}`,
  );
}
