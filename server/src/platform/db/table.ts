import { json, sql, type Sql } from './sql.ts';

export type ColumnType = 'uuid' | 'text' | 'text[]' | 'timestamptz' | 'date' | 'jsonb' | 'boolean' | 'integer';
/** `values` as a single parameter of the type would be; JSON as what it says. */
export type Column = { readonly name: string; readonly type: ColumnType; readonly values: readonly unknown[] };

/**
 * Many rows as parameters, an array for each column: `rows from (…) as r (…)`. Half the time of a set of JSON records, in which each row names
 * each column. `columnOf` reads a column of it.
 */
export function asTable(columns: readonly Column[]): Sql {
  const plain = columns.filter(({ type }) => type !== 'jsonb');
  const documents = columns.filter(({ type }) => type === 'jsonb');
  const arrays = plain.map(({ type, values }) => {
    // Arrays in arrays have one length in SQL: lists travel as texts.
    if (type === 'text[]') return sql`${values.map((list) => arrayText(list as readonly string[] | null))}::text[]`;
    return sql`${(quoteless(type, values) ?? values) as string | unknown[]}::${sql.raw(type)}[]`;
  });
  const functions = [
    sql`unnest(${sql.join(arrays)})`,
    ...documents.map(({ values }) => sql`jsonb_array_elements(${json(values)})`),
  ];
  const names = [...plain, ...documents].map(({ name }) => sql.ref(name));
  return sql`rows from (${sql.join(functions)}) as r (${sql.join(names)})`;
}

/** A column of `asTable`'s rows in its type. */
export function columnOf(name: string, type: ColumnType): Sql {
  const column = sql.ref(`r.${name}`);
  if (type === 'jsonb') return sql`nullif(${column}, 'null'::jsonb)`;
  return type === 'text[]' ? sql`${column}::text[]` : column;
}

/** Rows by what each of their columns is: `columnsOf(rows, { no: ['integer', (row) => row.no] })`. */
export function columnsOf<Row>(
  rows: readonly Row[],
  columns: Readonly<Record<string, readonly [type: ColumnType, of: (row: Row) => unknown]>>,
): Column[] {
  return Object.entries(columns).map(([name, [type, of]]) => ({ name, type, values: rows.map(of) }));
}

/** Ids as PostgreSQL writes a list of them: `${uuidArray(ids)}::uuid[]`. Half the time of what `pg` makes of it. */
export function uuidArray(ids: readonly string[]): string | readonly string[] {
  return quoteless('uuid', ids) ?? ids;
}

/** The same of texts, which are codes, numbers or addresses for the most part. */
export function textArray(texts: readonly string[]): string | readonly string[] {
  return quoteless('text', texts) ?? texts;
}

const LENGTHS: Partial<Record<ColumnType, number>> = { uuid: 36, timestamptz: 24 };

const isNumberOrTruth = (value: unknown) => typeof value === 'boolean' || Number.isSafeInteger(value);
/** A code, a number of somebody else's. The word null would be none. */
const isWord = (value: unknown) => typeof value === 'string' && /^(?!null$)[\w.:@+-]+$/i.test(value);
const PLAIN: Partial<Record<ColumnType, (value: unknown) => boolean>> = {
  ...{ boolean: isNumberOrTruth, integer: isNumberOrTruth, text: isWord },
};

/** What needs no quotes, as PostgreSQL writes it; null where something else is among it. A text of such a length with a comma in it is no value of the type. */
function quoteless(type: ColumnType, values: readonly unknown[]): string | null {
  const isPlain = PLAIN[type] ?? ((value: unknown) => typeof value === 'string' && value.length === LENGTHS[type]);
  if (!values.every((value) => value === null || isPlain(value))) return null;
  return `{${values.map((value) => value ?? 'null').join()}}`;
}

/** A list of texts as PostgreSQL writes it. */
function arrayText(list: readonly string[] | null): string | null {
  return list && `{${list.map((text) => `"${text.replace(/["\\]/gu, '\\$&')}"`).join()}}`;
}
