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

/** Where a page ends: the value of its order, null where there is none, and the person. */
export type PersonPlace = { readonly value: string | Instant | null; readonly id: Id };
export type PersonListing = {
  readonly filter: PersonFilter;
  /** What others ask of `person`; no index of persons knows it. */
  readonly others: readonly Sql[];
  readonly sort: PeopleSort;
  /** Which of the parts of the order, from 0. */
  readonly part: number;
  readonly after: PersonPlace | null;
  readonly limit: number;
};

/** Persons of an order that stand together, in the order of one index. */
type Part = {
  readonly which: Sql;
  readonly value: Sql;
  readonly order: Sql;
  readonly isAfter: (place: PersonPlace) => Sql;
};

const NOTHING = sql`null::text`;
const byId = (which: Sql): Part => ({
  which,
  value: NOTHING,
  order: sql`person.id`,
  isAfter: ({ id }) => sql`person.id > ${id}::uuid`,
});
const NAMELESS = byId(sql`person.name_normal = ''`);
const NEVER = byId(sql`person.last_contact_at is null`);

function byContact(way: 'first' | 'last'): Part {
  const than = sql.raw(way === 'last' ? '<' : '>');
  return {
    which: sql`person.last_contact_at is not null`,
    value: sql`person.last_contact_at`,
    order:
      way === 'last'
        ? sql`person.last_contact_at desc nulls last, person.id desc`
        : sql`person.last_contact_at nulls first, person.id`,
    isAfter: ({ value, id }) =>
      sql`(person.last_contact_at, person.id) ${than} (${at(value as Instant | null)}::timestamptz, ${id}::uuid)`,
  };
}

/** Whom nobody has met stands before all who were met; who has no name comes last. One statement each: every part is one range of its index. */
const PARTS: Readonly<Record<PeopleSort, readonly Part[]>> = {
  '-registered': [
    {
      ...byId(sql`true`),
      order: sql`person.id desc`,
      isAfter: ({ id }) => sql`person.id < ${id}::uuid`,
    },
  ],
  registered: [byId(sql`true`)],
  name: [
    {
      which: sql`person.name_normal ~>~ ''`,
      value: sql`person.name_normal`,
      order: sql`person.name_normal using ~<~, person.id`,
      isAfter: ({ value, id }) =>
        sql`(person.name_normal ~>=~ ${value} and (person.name_normal ~>~ ${value} or person.id > ${id}::uuid))`,
    },
    NAMELESS,
  ],
  '-contact': [byContact('last'), NEVER],
  contact: [NEVER, byContact('first')],
};

export function partsOf(sort: PeopleSort): number {
  return PARTS[sort].length;
}

/** What a place of a part has for a value. */
export function kindOf(sort: PeopleSort, part: number): 'none' | 'string' | 'number' {
  const { value } = partOf({ sort, part });
  return value === NOTHING ? 'none' : sort === 'name' ? 'string' : 'number';
}

function partOf({ sort, part }: Pick<PersonListing, 'sort' | 'part'>): Part {
  const found = PARTS[sort][part];
  if (!found) throw new RangeError('no such part');
  return found;
}

/** What indexes of persons know. */
function plain(tx: Tx, { filter, sort, part, after }: Omit<PersonListing, 'limit'>): Sql {
  const { which, isAfter } = partOf({ sort, part });
  return all([
    sql`person.org_id = ${tx.orgId}`,
    sql`person.merged_into is null`,
    which,
    ...(filter.ids ? [sql`person.id = any(${filter.ids}::uuid[])`] : []),
    ...(filter.hasOpen === true ? [sql`person.open_enquiries > 0`] : []),
    ...within(sql`person.last_contact_at`, filter.contact),
    ...(filter.contacted === true ? [sql`person.last_contact_at is not null`] : []),
    ...(filter.contacted === false ? [sql`person.last_contact_at is null`] : []),
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
  const { value, order } = partOf(listing);
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
  const { value, order } = partOf(listing);
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
