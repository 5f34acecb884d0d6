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
