import type { Instant } from '../../kernel/instant.ts';
import { sql, type Sql } from './sql.ts';
import { at } from './types.ts';

/** From a moment on, until before another; null = without an end. */
export type Span = { readonly from: Instant | null; readonly until: Instant | null };

export function within(column: Sql, span: Span | undefined): Sql[] {
  return [
    ...(!span || span.from === null ? [] : [sql`${column} >= ${at(span.from)}::timestamptz`]),
    ...(!span || span.until === null ? [] : [sql`${column} < ${at(span.until)}::timestamptz`]),
  ];
}
