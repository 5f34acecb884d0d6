import type { Names } from '@anbu/contract';
import type { CalendarDay } from '../../kernel/calendar-day.ts';
import type { Id } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import { all, sql, type Sql, type Tx } from '../../platform/db/index.ts';
import type { Way } from './search-rules.ts';

export type HitKey = { readonly way: number; readonly keys: readonly string[]; readonly id: Id };
type HitRow = { readonly id: Id; readonly keys: string[] };

// Higher than any character: U+10FFFF is in no text.
const TOP = '\u{10FFFF}';

/**
 * The next hits of one way, in the order of its index ("C": an exact name before longer ones), without those of the ways
 * before it. Ranges with ~>=~ and ~<~, never `like`, which loses the index under row-level security.
 */
export function hitsOf(
  orgId: Id,
  ways: readonly Way[],
  index: number,
  after: HitKey | null,
  most: number,
): Sql<HitRow> {
  const way = ways[index];
  if (!way) throw new RangeError('no such way');
  const keys = keysOf(way);
  const conditions = [
    sql`person.org_id = ${orgId}`,
    sql`person.merged_into is null`,
    matches(orgId, way),
    ...ways.slice(0, index).map((earlier) => sql`not ${matches(orgId, earlier)}`),
    ...(after ? [isAfter(keys, after.keys, after.id)] : []),
  ];
  const order = sql.join([...keys.map((key) => sql`${key} using ~<~`), sql`person.id`]);
  return sql<HitRow>`
    select person.id, array[${sql.join(keys)}]::text[] as keys from people.person as person
    where ${all(conditions)} order by ${order} limit ${most}`;
}

export function listHits(
  tx: Tx,
  ways: readonly Way[],
  index: number,
  after: HitKey | null,
  most: number,
): Promise<HitRow[]> {
  return tx.rows(hitsOf(tx.orgId, ways, index, after, most));
}

function matches(orgId: Id, way: Way): Sql {
  switch (way.way) {
    case 'number':
      return sql`(person.number = ${way.number})`;
    case 'identifier':
      return sql`(person.id in (select person_id from people.person_identifier where org_id = ${orgId} and value_normal = ${way.value}))`;
    case 'birth':
      return sql`(person.birth_date = any(${way.days}::date[]) and person.birth_date is not null)`;
    case 'phone':
      return sql`(person.id in (select person_id from people.person_phone where org_id = ${orgId} and e164 = ${way.e164}))`;
    case 'last4':
      return sql`(person.id in (select person_id from people.person_phone where org_id = ${orgId} and last4 = ${way.last4}))`;
    case 'choseong':
      return startsWith(sql`person.name_choseong`, way.prefix);
    case 'name':
      return startsWith(sql`person.name_normal`, way.prefix);
    case 'given':
      return sql`(person.name_given <> '' and ${startsWith(sql`person.name_given`, way.prefix)})`;
  }
}

function startsWith(column: Sql, prefix: string): Sql {
  return sql`(${column} ~>=~ ${prefix} and ${column} ~<~ ${prefix + TOP})`;
}

function keysOf(way: Way): Sql[] {
  if (way.way === 'choseong') return [sql`person.name_choseong`, sql`person.name_normal`];
  return [way.way === 'given' ? sql`person.name_given` : sql`person.name_normal`];
}

/** (k1, k2, id) > (v1, v2, i) in "C" order; the first part alone bounds the index. */
function isAfter(keys: readonly Sql[], values: readonly string[], id: Id): Sql {
  const [key, ...keysLeft] = keys;
  const [value = '', ...valuesLeft] = values;
  if (!key) return sql`person.id > ${id}`;
  return sql`(${key} ~>=~ ${value} and (${key} ~>~ ${value} or ${isAfter(keysLeft, valuesLeft, id)}))`;
}

export type HitDetail = {
  readonly id: Id;
  readonly number: string;
  readonly name: string | null;
  readonly birthDate: CalendarDay | null;
  readonly sex: 'female' | 'male' | 'other' | 'unknown';
  readonly phone: string | null;
  readonly lastContactAt: number | null;
  readonly openEnquiries: number;
  readonly language: string | null;
  readonly doNotContact: boolean;
  readonly createdAt: Instant;
  /** In the order of the organisation's list. */
  readonly stickers: readonly { readonly code: string; readonly names: Names; readonly colour: string }[];
};

/**
 * Rows of a few persons with their stickers. With `groups` (one number for each id) in the order of the groups and, inside one, of the names as
 * a Korean reader sorts them: this is the one place that pays for a collation, on a page of rows.
 */
export function listDetails(tx: Tx, ids: readonly Id[], groups: readonly number[]): Promise<HitDetail[]> {
  return tx.rows(sql<HitDetail>`
    with wanted as (
      select id, place from unnest(${ids}::uuid[], ${groups}::integer[]) as given (id, place)
    ), phone as (
      select distinct on (person_id) person_id, e164 from people.person_phone
      where org_id = ${tx.orgId} and person_id = any(${ids}::uuid[])
      order by person_id, state = 'ok' desc, rank, id
    )
    select person.id, person.number, person.name, person.birth_date as "birthDate", person.sex, phone.e164 as phone,
      person.last_contact_at as "lastContactAt", person.open_enquiries as "openEnquiries", person.language,
      person.do_not_contact as "doNotContact", person.created_at as "createdAt", coalesce((
        select json_agg(json_build_object('code', sticker.code, 'names', sticker.names, 'colour', sticker.colour)
          order by sticker.position, sticker.code)
        from people.person_sticker as held
        join people.sticker as sticker on sticker.org_id = ${tx.orgId} and sticker.code = held.code
        where held.org_id = ${tx.orgId} and held.person_id = person.id
      ), '[]') as stickers
    from wanted
    join people.person as person on person.org_id = ${tx.orgId} and person.id = wanted.id
    left join phone on phone.person_id = person.id
    order by wanted.place, person.name collate "ko-x-icu" nulls last, person.id`);
}
