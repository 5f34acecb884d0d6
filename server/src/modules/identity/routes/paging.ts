import type { PageQuery } from '@anbu/contract';
import { isId, type Id } from '../../../kernel/ids.ts';
import { ok, refuse, type Outcome } from '../../../kernel/outcome.ts';
import { decodeCursor, encodeCursor } from '../../../platform/keyset.ts';

/** Runs a list that is ordered by id and takes one row more than asked, to know whether there is a next page. Refuses request.bad_cursor. */
export async function pageById<Row extends { id: Id }, View>(
  query: PageQuery,
  list: (after: Id | null, limit: number) => Promise<Row[]>,
  views: (rows: Row[]) => Promise<View[]> | View[],
): Promise<Outcome<{ items: View[]; nextCursor: string | null }>> {
  let after: Id | null = null;
  if (query.cursor !== undefined) {
    const decoded = decodeCursor(query.cursor);
    const id: unknown = Array.isArray(decoded) ? decoded[0] : null;
    if (typeof id !== 'string' || !isId(id)) return refuse('request.bad_cursor', {}, 400);
    after = id;
  }
  const rows = await list(after, query.limit + 1);
  const shown = rows.slice(0, query.limit);
  const last = shown.at(-1);
  const nextCursor = rows.length > shown.length && last ? encodeCursor([last.id]) : null;
  return ok({ items: await views(shown), nextCursor });
}
