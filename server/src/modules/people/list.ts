import { PEOPLE_SORTS, type Page, type PeopleSort } from '@anbu/contract';
import { z } from 'zod';
import type { Id } from '../../kernel/ids.ts';
import { ok, refuse, type Outcome } from '../../kernel/outcome.ts';
import type { Sql, Tx } from '../../platform/db/index.ts';
import { CursorInstant, decodeCursor, encodeCursor } from '../../platform/keyset.ts';
import {
  findReached,
  listHolders,
  kindOf,
  listPersons,
  partsOf,
  walked,
  type PersonFilter,
  type PersonListing,
  type PersonPlace,
} from './store-list.ts';
import { viewPersonRows, type PersonRowOfPerson } from './view.ts';

/** So many persons of an order are read before what is sought counts as rare. */
const NEAR = 1_000;
/** So many persons of an order one page looks at for what no index knows. */
const FAR = 20_000;
/** Up to so many holders of a sticker are looked up; who is one of more is met soon enough in any order. */
const MOST_HOLDERS = 2_000;

export type PeopleListing = {
  readonly filter: PersonFilter;
  /** What other modules ask of a person: conditions on `person`, asked of each that the order leads to. */
  readonly others: readonly Sql[];
  readonly sort: PeopleSort;
  readonly limit: number;
  readonly cursor?: string | undefined;
};

/**
 * One page of the people that suit, in the order of `sort`. What no index knows is sought among so many persons a page, which may then be short or
 * empty and yet have a next one. Refuses request.bad_cursor.
 */
export async function listPeople(
  tx: Tx,
  { filter: asked, others, sort, limit, cursor }: PeopleListing,
  far = FAR,
): Promise<Outcome<Page<PersonRowOfPerson>>> {
  const after = cursor === undefined ? null : readCursor(cursor, sort);
  if (cursor !== undefined && after === null) return refuse('request.bad_cursor', {}, 400);
  const filter = await withFewHolders(tx, asked);
  const start = { filter, others, sort, limit: limit + 1, ...(after ?? { part: 0, after: null }) };
  let { part } = start;
  let found = await pageOf(tx, start, far);
  const places = found.places.map((place) => ({ ...place, part }));
  while (found.reached === null && places.length <= limit && part + 1 < partsOf(sort)) {
    part += 1;
    found = await pageOf(tx, { ...start, part, after: null, limit: limit + 1 - places.length }, far);
    for (const place of found.places) places.push({ ...place, part });
  }
  const shown = places.slice(0, limit);
  const last = places.length > limit ? shown.at(-1) : found.reached && { ...found.reached, part };
  return ok({
    items: await viewPersonRows(
      tx,
      shown.map(({ id }) => id),
    ),
    nextCursor: last ? encodeCursor([sort, last.part, last.value ?? '', last.id]) : null,
  });
}

/** `reached`: so far was looked, and there may be more behind it. */
type Found = { readonly places: readonly PersonPlace[]; readonly reached: PersonPlace | null };

async function pageOf(tx: Tx, listing: PersonListing, far: number): Promise<Found> {
  if (walked(listing).length === 0 || listing.filter.ids) {
    return { places: await listPersons(tx, listing, null), reached: null };
  }
  const near = await listPersons(tx, listing, Math.min(NEAR, far));
  if (near.length === listing.limit) return { places: near, reached: null };
  const places = await listPersons(tx, listing, far);
  return { places, reached: places.length === listing.limit ? null : await findReached(tx, listing, far) };
}

/** With the ids of all that have one of the stickers, where they are few. */
async function withFewHolders(tx: Tx, filter: PersonFilter): Promise<PersonFilter> {
  if (!filter.sticker || filter.ids) return filter;
  const ids: readonly Id[] = await listHolders(tx, filter.sticker, MOST_HOLDERS + 1);
  return ids.length <= MOST_HOLDERS ? { ...filter, ids } : filter;
}

const Cursor = z.tuple([
  z.enum(PEOPLE_SORTS),
  z.int().min(0),
  z.union([z.string().max(1_000), CursorInstant]),
  z.uuid(),
]);

/** Null for a cursor that is not ours or belongs to another order. */
function readCursor(text: string, sort: PeopleSort): Pick<PersonListing, 'part' | 'after'> | null {
  const parsed = Cursor.safeParse(decodeCursor(text));
  if (!parsed.success) return null;
  const [of, part, value, id] = parsed.data;
  if (of !== sort || part >= partsOf(sort) || kindOf(sort, part) !== (value === '' ? 'none' : typeof value))
    return null;
  if (typeof value === 'string' && value.includes('\u0000')) return null;
  // A number in a cursor is a moment of ours: the schema has read it.
  return { part, after: { value: value === '' ? null : (value as PersonPlace['value']), id } };
}
