import type { Page } from '@anbu/contract';
import { z } from 'zod';
import type { Id } from '../../kernel/ids.ts';
import { ok, refuse, type Outcome } from '../../kernel/outcome.ts';
import type { Tx } from '../../platform/db/index.ts';
import { decodeCursor, encodeCursor } from '../../platform/keyset.ts';
import type { PhoneRegion } from './input.ts';
import { readQuery, type Way } from './search-rules.ts';
import { listHits, type HitKey } from './store-search.ts';
import { viewPersonRows, type PersonRowOfPerson } from './view.ts';

export type PageRequest = { readonly limit: number; readonly cursor?: string | undefined };

type Found = { readonly id: Id; readonly way: number; readonly keys: readonly string[] };

/**
 * Persons by name (or its beginning, or the given name alone), initial consonants, the last four digits, full phone, number,
 * birth date. Best way first, inside a page and way by name as a Korean reader sorts.
 * Refuses `request.bad_cursor`. Spec: product B2.
 */
export async function searchPeople(
  tx: Tx,
  text: string,
  page: PageRequest,
  region: PhoneRegion = 'KR',
): Promise<Outcome<Page<PersonRowOfPerson>>> {
  const after = page.cursor === undefined ? null : readCursor(page.cursor);
  if (page.cursor !== undefined && after === null) return refuse('request.bad_cursor', {}, 400);
  const found = await findHits(tx, readQuery(text, region), after, page.limit + 1);
  const shown = found.slice(0, page.limit);
  const last = found.length > page.limit ? shown.at(-1) : undefined;
  return ok({
    items: await viewPersonRows(
      tx,
      shown.map(({ id }) => id),
      shown.map(({ way }) => way),
    ),
    nextCursor: last ? writeCursor(last) : null,
  });
}

/** The same search for another module's filter: the best `most` persons. Shows nobody, so it leaves no audit line. */
export async function searchPersonIds(
  tx: Tx,
  text: string,
  most: number,
  region: PhoneRegion = 'KR',
): Promise<readonly Id[]> {
  return (await findHits(tx, readQuery(text, region), null, most)).map(({ id }) => id);
}

/** One indexed statement for each way, until the page is full. */
async function findHits(tx: Tx, ways: readonly Way[], after: HitKey | null, most: number): Promise<Found[]> {
  const found: Found[] = [];
  for (let way = after?.way ?? 0; way < ways.length && found.length < most; way++) {
    const rest = after?.way === way ? after : null;
    const rows = await listHits(tx, ways, way, rest, most - found.length);
    found.push(...rows.map((row) => ({ ...row, way })));
  }
  return found;
}

function writeCursor(key: HitKey): string {
  return encodeCursor([key.way, key.id, ...key.keys]);
}

const Cursor = z.tuple([z.int().min(0), z.uuid()], z.string().max(1_000));

function readCursor(cursor: string): HitKey | null {
  const parsed = Cursor.safeParse(decodeCursor(cursor));
  if (!parsed.success) return null;
  const [way, id, ...keys] = parsed.data;
  return keys.some((key) => key.includes('\u0000')) ? null : { way, id, keys };
}
