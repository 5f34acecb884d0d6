import { sql, type Sql } from './sql.ts';

export type ColumnType = 'uuid' | 'text' | 'text[]' | 'timestamptz' | 'date' | 'jsonb' | 'boolean' | 'integer';
/** `values` as a single parameter of the type would be; JSON as its text. */
export type Column = { readonly name: string; readonly type: ColumnType; readonly values: readonly unknown[] };

/**
 * Many rows as parameters: `unnest(…) as r (…)`, an array for each column. Half the time of a set of JSON records, in which each row names
 * each column. Arrays in arrays have one length in SQL: lists, as JSON, travel as texts, which `columnOf` reads.
 */
export function asTable(columns: readonly Column[]): Sql {
  const arrays = columns.map(({ type, values }) => {
    if (type === 'text[]') return sql`${values.map((list) => arrayText(list as readonly string[] | null))}::text[]`;
    return sql`${values}::${sql.raw(type === 'jsonb' ? 'text' : type)}[]`;
  });
  return sql`unnest(${sql.join(arrays)}) as r (${sql.join(columns.map(({ name }) => sql.ref(name)))})`;
}

/** A column of `asTable`'s rows in its type. */
export function columnOf(name: string, type: ColumnType): Sql {
  const column = sql.ref(`r.${name}`);
  return type === 'text[]' || type === 'jsonb' ? sql`${column}::${sql.raw(type)}` : column;
}

/** A list of texts as PostgreSQL writes it. */
function arrayText(list: readonly string[] | null): string | null {
  return list && `{${list.map((text) => `"${text.replace(/["\\]/gu, '\\$&')}"`).join()}}`;
}
