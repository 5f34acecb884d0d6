import type { CalendarDay } from '../../kernel/calendar-day.ts';
import type { Id } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import { at, sql, type Sql, type Tx } from '../../platform/db/index.ts';
import { nameColumns } from './rules.ts';

export type Sex = 'female' | 'male' | 'other' | 'unknown';

export type PersonRow = {
  readonly id: Id;
  readonly number: string;
  readonly name: string | null;
  readonly birthDate: CalendarDay | null;
  readonly sex: Sex;
  /** BCP 47. */
  readonly language: string | null;
  readonly referrerId: Id | null;
  readonly doNotContact: boolean;
  readonly lastContactAt: Instant | null;
  readonly openEnquiries: number;
  readonly mergedInto: Id | null;
  readonly createdAt: Instant;
  readonly version: number;
};

export type NewPerson = {
  readonly id: Id;
  readonly name: string | null;
  readonly birthDate: string | null;
  readonly sex: Sex;
  /** BCP 47. */
  readonly language: string | null;
};

const COLUMNS = sql`
  id, number, name, birth_date as "birthDate", sex, language, referrer_id as "referrerId", do_not_contact as "doNotContact",
  last_contact_at as "lastContactAt", open_enquiries as "openEnquiries", merged_into as "mergedInto", created_at as "createdAt",
  version`;

export function findPerson(tx: Tx, id: Id): Promise<PersonRow | null> {
  return tx.maybe(sql<PersonRow>`select ${COLUMNS} from people.person where org_id = ${tx.orgId} and id = ${id}`);
}

/** Rows that only name her, by a foreign key, do not wait: no key of hers ever changes. */
export async function listKnownIds(tx: Tx, ids: readonly Id[]): Promise<Id[]> {
  const rows = await tx.rows(
    sql<{ id: Id }>`select id from people.person where org_id = ${tx.orgId} and id = any(${[...new Set(ids)]}::uuid[])`,
  );
  return rows.map(({ id }) => id);
}

export async function listNames(tx: Tx, ids: readonly Id[]): Promise<Map<Id, string | null>> {
  const rows = await tx.rows(
    sql<{ id: Id; name: string | null }>`
      select id, name from people.person where org_id = ${tx.orgId} and id = any(${[...ids]}::uuid[])`,
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}

export function lockPerson(tx: Tx, id: Id): Promise<PersonRow | null> {
  return tx.maybe(
    sql<PersonRow>`select ${COLUMNS} from people.person where org_id = ${tx.orgId} and id = ${id} for no key update`,
  );
}

/** In the order of their ids, so that no two wait for each other. Gives those that exist. What follows is not before what happened to them last. */
export async function lockPersons(tx: Tx, ids: readonly Id[]): Promise<Id[]> {
  if (ids.length === 0) return [];
  const rows = await tx.rows(sql<{ id: Id; changedAt: Instant }>`
    select id, greatest(updated_at, last_contact_at) as "changedAt" from people.person where org_id = ${tx.orgId} and id = any(${[...new Set(ids)]}::uuid[])
    order by id for no key update`);
  await tx.follow(rows.map(({ changedAt }) => changedAt));
  return rows.map(({ id }) => id);
}

/** What a list may tell of a person, as it stands. */
export type PersonState = Pick<
  PersonRow,
  'id' | 'name' | 'birthDate' | 'sex' | 'language' | 'lastContactAt' | 'version'
>;

/** As `lockPersons`, with what stands of them. */
export function lockPersonStates(tx: Tx, ids: readonly Id[]): Promise<PersonState[]> {
  return tx.rows(sql<PersonState>`
    select id, name, birth_date as "birthDate", sex, language, last_contact_at as "lastContactAt", version from people.person
    where org_id = ${tx.orgId} and id = any(${[...new Set(ids)]}::uuid[]) order by id for no key update`);
}

/** Adds one to the version of each: something that belongs to them changed. */
export async function updateVersions(tx: Tx, ids: readonly Id[]): Promise<void> {
  if (ids.length === 0) return;
  await tx.run(sql`
    update people.person set version = version + 1, updated_at = ${at(tx.now)}
    where org_id = ${tx.orgId} and id = any(${ids}::uuid[])`);
}

/** Numbers counted up without a gap: the counter's row is locked in the statement that inserts, until the commit. */
export async function insertPersons(tx: Tx, persons: readonly NewPerson[]): Promise<Map<Id, string>> {
  if (persons.length === 0) return new Map();
  const names = persons.map((person) => nameColumns(person.name));
  const rows = await tx.rows(sql<{ id: Id; number: string }>`
    with counted as (
      insert into people.person_counter as counter (org_id, last_number) values (${tx.orgId}, ${persons.length})
      on conflict (org_id) do update set last_number = counter.last_number + excluded.last_number
      returning last_number
    )
    insert into people.person
      (org_id, id, number, name, name_normal, name_choseong, name_given, birth_date, sex, language, created_at, updated_at)
    select ${tx.orgId}, new.id, (counted.last_number - ${persons.length} + new.ordinal)::text, new.name, new.normal,
      new.choseong, new.given, new.birth_date, new.sex, new.language, ${at(tx.now)}, ${at(tx.now)}
    from counted, unnest(
      ${persons.map((person) => person.id)}::uuid[], ${persons.map((person) => person.name)}::text[],
      ${names.map((name) => name.normal)}::text[], ${names.map((name) => name.choseong)}::text[],
      ${names.map((name) => name.given)}::text[], ${persons.map((person) => person.birthDate)}::date[],
      ${persons.map((person) => person.sex)}::text[], ${persons.map((person) => person.language)}::text[]
    ) with ordinality as new (id, name, normal, choseong, given, birth_date, sex, language, ordinal)
    returning id, number`);
  return new Map(rows.map((row) => [row.id, row.number]));
}

export type PersonChanges = Partial<{
  readonly name: string | null;
  readonly birthDate: string | null;
  readonly sex: Sex;
  /** BCP 47. */
  readonly language: string | null;
  readonly referrerId: Id | null;
  readonly doNotContact: boolean;
}>;

/** Adds one to the version; no changes = something that belongs to the person changed, a number or a sticker. */
export async function updatePerson(tx: Tx, id: Id, changes: PersonChanges): Promise<void> {
  const sets: Sql[] = [sql`version = version + 1`, sql`updated_at = ${at(tx.now)}`];
  if (changes.name !== undefined) {
    const { normal, choseong, given } = nameColumns(changes.name);
    sets.push(sql`name = ${changes.name}, name_normal = ${normal}, name_choseong = ${choseong}, name_given = ${given}`);
  }
  if (changes.birthDate !== undefined) sets.push(sql`birth_date = ${changes.birthDate}`);
  if (changes.sex !== undefined) sets.push(sql`sex = ${changes.sex}`);
  if (changes.language !== undefined) sets.push(sql`language = ${changes.language}`);
  if (changes.referrerId !== undefined) sets.push(sql`referrer_id = ${changes.referrerId}`);
  if (changes.doNotContact !== undefined) sets.push(sql`do_not_contact = ${changes.doNotContact}`);
  await tx.run(sql`update people.person set ${sql.join(sets)} where org_id = ${tx.orgId} and id = ${id}`);
}

/** Fills only what nobody has filled yet. Gives the persons that learned something. */
export async function fillMissing(tx: Tx, persons: readonly NewPerson[]): Promise<Id[]> {
  if (persons.length === 0) return [];
  const names = persons.map((person) => nameColumns(person.name));
  const rows = await tx.rows(sql<{ id: Id }>`
    update people.person as person set
      name = coalesce(person.name, told.name),
      name_normal = case when person.name is null then told.normal else person.name_normal end,
      name_choseong = case when person.name is null then told.choseong else person.name_choseong end,
      name_given = case when person.name is null then told.given else person.name_given end,
      birth_date = coalesce(person.birth_date, told.birth_date),
      sex = case when person.sex = 'unknown' then told.sex else person.sex end,
      language = coalesce(person.language, told.language),
      version = person.version + 1, updated_at = ${at(tx.now)}
    from unnest(
      ${persons.map((person) => person.id)}::uuid[], ${persons.map((person) => person.name)}::text[],
      ${names.map((name) => name.normal)}::text[], ${names.map((name) => name.choseong)}::text[],
      ${names.map((name) => name.given)}::text[], ${persons.map((person) => person.birthDate)}::date[],
      ${persons.map((person) => person.sex)}::text[], ${persons.map((person) => person.language)}::text[]
    ) as told (id, name, normal, choseong, given, birth_date, sex, language)
    where person.org_id = ${tx.orgId} and person.id = told.id
      and ((person.name is null and told.name is not null) or (person.birth_date is null and told.birth_date is not null)
        or (person.sex = 'unknown' and told.sex <> 'unknown') or (person.language is null and told.language is not null))
    returning person.id`);
  return rows.map((row) => row.id);
}

/** Never back: an imported call of last year does not hide yesterday's. */
export async function updateLastContacts(tx: Tx, contacts: readonly { personId: Id; at: Instant }[]): Promise<void> {
  await tx.run(sql`
    update people.person as person set last_contact_at = contact.at
    from (
      select person_id, max(at) as at
      from unnest(${contacts.map((contact) => contact.personId)}::uuid[], ${contacts.map((contact) => at(contact.at))}::timestamptz[])
        as given (person_id, at)
      group by person_id
    ) as contact
    where person.org_id = ${tx.orgId} and person.id = contact.person_id
      and (person.last_contact_at is null or person.last_contact_at < contact.at)`);
}

/** What both statements above and below do, for many in one: enquiries that came, and how many of them are open. */
export async function updateArrivals(
  tx: Tx,
  arrivals: readonly { readonly personId: Id; readonly at: Instant; readonly open: boolean }[],
): Promise<void> {
  const persons = new Map<Id, { open: number; at: Instant }>();
  for (const { personId, at: when, open } of arrivals) {
    const one = persons.get(personId) ?? { open: 0, at: when };
    persons.set(personId, { open: one.open + Number(open), at: when > one.at ? when : one.at });
  }
  const rows = [...persons.values()];
  await tx.run(sql`
    update people.person as person set open_enquiries = person.open_enquiries + arrived.open,
      last_contact_at = greatest(person.last_contact_at, arrived.at)
    from unnest(${[...persons.keys()]}::uuid[], ${rows.map(({ open }) => open)}::integer[], ${rows.map((row) => at(row.at))}::timestamptz[])
      as arrived (person_id, open, at)
    where person.org_id = ${tx.orgId} and person.id = arrived.person_id
      and (arrived.open <> 0 or person.last_contact_at is null or person.last_contact_at < arrived.at)`);
}

/** As it is told, also back: what was counted was no contact. */
export async function updateLastContact(tx: Tx, id: Id, contactAt: Instant | null): Promise<void> {
  await tx.run(
    sql`update people.person set last_contact_at = ${at(contactAt)} where org_id = ${tx.orgId} and id = ${id}`,
  );
}

export async function updateOpenEnquiries(tx: Tx, changes: readonly { personId: Id; by: number }[]): Promise<void> {
  await tx.run(sql`
    update people.person as person set open_enquiries = person.open_enquiries + change.by
    from (
      select person_id, sum(by)::integer as by
      from unnest(${changes.map((change) => change.personId)}::uuid[], ${changes.map((change) => change.by)}::integer[])
        as given (person_id, by)
      group by person_id
    ) as change
    where person.org_id = ${tx.orgId} and person.id = change.person_id and change.by <> 0`);
}

export type PersonMatch = {
  readonly id: Id;
  readonly phone: boolean;
  readonly email: boolean;
  readonly name: boolean;
  readonly birthDate: boolean;
};

/** Persons that share a number or an address with this one, or both name and birth date, and are not said to be her family. */
export function listMatches(tx: Tx, id: Id, most: number): Promise<PersonMatch[]> {
  const org = tx.orgId;
  return tx.rows(sql<PersonMatch>`
    with me as (
      select id, name_normal, birth_date from people.person where org_id = ${org} and id = ${id}
    ), by_phone as (
      select other.person_id as id from people.person_phone as mine
      join people.person_phone as other on other.org_id = ${org} and other.e164 = mine.e164 and other.person_id <> mine.person_id
      where mine.org_id = ${org} and mine.person_id = ${id}
      limit ${most}
    ), by_email as (
      select other.person_id as id from people.person_email as mine
      join people.person_email as other
        on other.org_id = ${org} and other.email_normal = mine.email_normal and other.person_id <> mine.person_id
      where mine.org_id = ${org} and mine.person_id = ${id}
      limit ${most}
    ), by_name as (
      select other.id from me
      join people.person as other on other.org_id = ${org} and other.birth_date = me.birth_date
        and other.name_normal = me.name_normal and other.id <> me.id and other.merged_into is null
      where me.name_normal <> ''
      limit ${most}
    )
    select other.id, other.id in (select id from by_phone) as phone, other.id in (select id from by_email) as email,
      other.name_normal = me.name_normal and me.name_normal <> '' as name,
      coalesce(other.birth_date = me.birth_date, false) as "birthDate"
    from me, people.person as other
    where other.org_id = ${org} and other.merged_into is null
      and other.id in (select id from by_phone union select id from by_email union select id from by_name)
      and not exists (
        select from people.related_person as kin where kin.org_id = ${org}
          and ((kin.person_id = me.id and kin.related_id = other.id) or (kin.person_id = other.id and kin.related_id = me.id))
      )`);
}
