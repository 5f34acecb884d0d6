import type { PeopleSort } from '@anbu/contract';
import type { CalendarDay } from '../../kernel/calendar-day.ts';
import type { Id } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import { all, at, sql, within, type Span, type Sql, type Tx } from '../../platform/db/index.ts';

/** What is asked of the person herself, with everything resolved. */
export type PersonFilter = {
  readonly ids?: readonly Id[];
  readonly sticker?: readonly string[];
  readonly sex?: readonly string[];
  /** Both included, in whole years on `today`. */
  readonly age?: { readonly from?: number | undefined; readonly to?: number | undefined; readonly today: CalendarDay };
  readonly birthMonth?: readonly number[];
  readonly language?: readonly string[];
  readonly doNotContact?: boolean;
  readonly hasOpen?: boolean;
  readonly contact?: Span;
  readonly contacted?: boolean;
  readonly registered?: Span;
};

/** Where a page ends: the value of its order, null for what has none, and the person. */
export type PersonPlace = { readonly value: string | Instant | null; readonly id: Id };
export type PersonListing = {
  readonly filter: PersonFilter;
  /** What others ask of `person`; no index of persons knows it. */
  readonly others: readonly Sql[];
  readonly sort: PeopleSort;
  /** Of the order by name: those that have one, then the others. */
  readonly nameless: boolean;
  readonly after: PersonPlace | null;
  readonly limit: number;
};

type Order = { readonly value: Sql; readonly order: Sql; readonly isAfter: (place: PersonPlace) => Sql };

// Whom nobody has spoken with stands before all others.
const CONTACT = sql`coalesce(person.last_contact_at, '-infinity'::timestamptz)`;
const NOTHING = sql`null::text`;

function orderOf({ sort, nameless }: Pick<PersonListing, 'sort' | 'nameless'>): Order {
  const contactOf = ({ value, id }: PersonPlace) =>
    sql`(coalesce(${value === null ? null : at(value as Instant)}::timestamptz, '-infinity'), ${id}::uuid)`;
  if (sort === 'name' && !nameless) {
    return {
      value: sql`person.name_normal`,
      order: sql`person.name_normal using ~<~, person.id`,
      isAfter: ({ value, id }) =>
        sql`(person.name_normal ~>=~ ${value} and (person.name_normal ~>~ ${value} or person.id > ${id}::uuid))`,
    };
  }
  switch (sort) {
    case '-registered':
      return { value: NOTHING, order: sql`person.id desc`, isAfter: ({ id }) => sql`person.id < ${id}::uuid` };
    case '-contact':
      return {
        value: sql`person.last_contact_at`,
        order: sql`${CONTACT} desc, person.id desc`,
        isAfter: (place) => sql`(${CONTACT}, person.id) < ${contactOf(place)}`,
      };
    case 'contact':
      return {
        value: sql`person.last_contact_at`,
        order: sql`${CONTACT}, person.id`,
        isAfter: (place) => sql`(${CONTACT}, person.id) > ${contactOf(place)}`,
      };
    default:
      return { value: NOTHING, order: sql`person.id`, isAfter: ({ id }) => sql`person.id > ${id}::uuid` };
  }
}

/** What indexes of persons know. */
function plain(tx: Tx, { filter, sort, nameless, after }: Omit<PersonListing, 'limit'>): Sql {
  const { isAfter } = orderOf({ sort, nameless });
  return all([
    sql`person.org_id = ${tx.orgId}`,
    sql`person.merged_into is null`,
    ...(sort === 'name' ? [nameless ? sql`person.name_normal = ''` : sql`person.name_normal ~>~ ''`] : []),
    ...(filter.ids ? [sql`person.id = any(${filter.ids}::uuid[])`] : []),
    ...(filter.hasOpen === true ? [sql`person.open_enquiries > 0`] : []),
    ...within(CONTACT, filter.contact),
    // A span without a beginning asks when the last contact was: there has to be one.
    ...(filter.contact || filter.contacted === true ? [sql`${CONTACT} > '-infinity'`] : []),
    ...(filter.contacted === false ? [sql`${CONTACT} = '-infinity'`] : []),
    ...(after ? [isAfter(after)] : []),
  ]);
}

/** What has to be asked of each person that the order leads to. */
export function walked({ filter, others }: Pick<PersonListing, 'filter' | 'others'>): Sql[] {
  const { sticker, sex, age, birthMonth, language, doNotContact, hasOpen, registered } = filter;
  const found: Sql[] = [...others, ...within(sql`person.created_at`, registered)];
  if (sex) found.push(sql`person.sex = any(${sex}::text[])`);
  if (birthMonth) found.push(sql`extract(month from person.birth_date) = any(${birthMonth}::integer[])`);
  if (age?.from !== undefined) {
    found.push(sql`person.birth_date <= (${age.today}::date - make_interval(years => ${age.from}::integer))::date`);
  }
  if (age?.to !== undefined) {
    found.push(sql`person.birth_date > (${age.today}::date - make_interval(years => ${age.to + 1}::integer))::date`);
  }
  if (language) found.push(sql`split_part(lower(person.language), '-', 1) = any(${language}::text[])`);
  if (doNotContact !== undefined) found.push(sql`person.do_not_contact = ${doNotContact}`);
  if (hasOpen === false) found.push(sql`person.open_enquiries = 0`);
  if (sticker) {
    found.push(sql`exists (
      select from people.person_sticker held
      where held.org_id = person.org_id and held.person_id = person.id and held.code = any(${sticker}::text[]))`);
  }
  return found;
}

/** One keyset page. With `among` only so many next ones of the order are asked for what no index knows. */
export function listPersons(tx: Tx, listing: PersonListing, among: number | null): Promise<PersonPlace[]> {
  const { value, order } = orderOf(listing);
  const asked = all(walked(listing));
  const from =
    among === null
      ? sql`people.person as person where ${plain(tx, listing)} and ${asked}`
      : sql`(select * from people.person as person where ${plain(tx, listing)} order by ${order} limit ${among}) as person where ${asked}`;
  return tx.rows(sql<PersonPlace>`
    select ${value} as value, person.id from ${from} order by ${order} limit ${listing.limit}`);
}

/** The last of the `among` persons that were looked at; null where there were not so many. */
export function findReached(tx: Tx, listing: Omit<PersonListing, 'limit'>, among: number): Promise<PersonPlace | null> {
  const { value, order } = orderOf(listing);
  return tx.maybe(sql<PersonPlace>`
    select ${value} as value, person.id from people.person as person
    where ${plain(tx, listing)} order by ${order} offset ${among - 1} limit 1`);
}

/** Up to `most` persons that have one of the stickers. */
export async function listHolders(tx: Tx, codes: readonly string[], most: number): Promise<Id[]> {
  const rows = await tx.rows(sql<{ id: Id }>`
    select distinct held.person_id as id from people.person_sticker held
    where held.org_id = ${tx.orgId} and held.code = any(${codes}::text[]) limit ${most}`);
  return rows.map(({ id }) => id);
}
