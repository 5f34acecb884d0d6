import { z } from 'zod';
import { instant, type Instant } from '../kernel/instant.ts';
import { refuse, type Refused } from '../kernel/outcome.ts';

/** Where the next page of a list begins: the sort values of the last row seen. Opaque to clients. */
export function encodeCursor(values: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url');
}

/** A time in a cursor, in the years that a text of four digits can name: a cursor that somebody made up is refused, not a bug. */
export const CursorInstant = z
  .int()
  .min(Date.UTC(1000, 0))
  .max(Date.UTC(9999, 11, 31));

const AtAndId = z.tuple([CursorInstant, z.uuid()]);
export type AtAndId = { readonly at: Instant; readonly id: string };

export function encodeAtAndId(row: AtAndId): string {
  return encodeCursor([row.at, row.id]);
}

/** A page of rows that were read one further than `limit`: those that are shown, and the cursor of the next page, null where there is none. */
export function pageOf<Row>(
  rows: readonly Row[],
  limit: number,
  placeOf: (row: Row) => AtAndId,
): { readonly shown: Row[]; readonly nextCursor: string | null } {
  const shown = rows.slice(0, limit);
  const last = rows.length > limit ? shown.at(-1) : undefined;
  return { shown, nextCursor: last === undefined ? null : encodeAtAndId(placeOf(last)) };
}

/** Null for no cursor. Refuses request.bad_cursor. */
export function decodeAtAndId(cursor: string | undefined): { ok: true; value: AtAndId | null } | Refused {
  if (cursor === undefined) return { ok: true, value: null };
  const parsed = AtAndId.safeParse(decodeCursor(cursor));
  if (!parsed.success) return refuse('request.bad_cursor', {}, 400);
  return { ok: true, value: { at: instant(parsed.data[0]), id: parsed.data[1] } };
}

/** Undefined for anything that is not one of ours. */
export function decodeCursor(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    return undefined;
  }
}
