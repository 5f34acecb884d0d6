import type { Client } from 'pg';

/** Where texts stand that a key sealed: modules say it of theirs. */
export type SealedColumn = {
  readonly purpose: string;
  /** `schema.table` */
  readonly table: string;
  readonly column: string;
  /** The column is a list of sealed texts. */
  readonly isList?: boolean;
  /** The column that names the purpose, where the table holds texts of several. */
  readonly purposeColumn?: string;
};

const listOf = ({ column, isList }: SealedColumn) => (isList ? column : `array[${column}]`);

const ofPurpose = ({ purposeColumn, purpose }: SealedColumn) =>
  purposeColumn === undefined ? 'true' : `${purposeColumn} = '${purpose}'`;

/** Texts by the key that sealed them. */
export async function countSealed(client: Client, column: SealedColumn): Promise<{ keyId: string; texts: number }[]> {
  const { rows } = await client.query<{ keyId: string; texts: number }>(
    `select split_part(text, '.', 1) as "keyId", count(*)::int as texts from ${column.table}, unnest(${listOf(column)}) text
     where text is not null and ${ofPurpose(column)} group by 1`,
  );
  return rows;
}

/** Rows that hold a text of another key, locked. `place` holds within the transaction. */
export async function listOldSealed(
  client: Client,
  column: SealedColumn,
  currentId: string,
  limit: number,
): Promise<{ place: string; texts: string[] }[]> {
  const { rows } = await client.query<{ place: string; texts: string[] }>(
    `select ctid::text as place, ${listOf(column)} as texts from ${column.table}
     where ${column.column} is not null and ${ofPurpose(column)}
       and exists (select from unnest(${listOf(column)}) text where split_part(text, '.', 1) <> $1)
     limit $2 for update`,
    [currentId, limit],
  );
  return rows;
}

export async function updateSealed(
  client: Client,
  { table, column, isList }: SealedColumn,
  place: string,
  texts: readonly string[],
): Promise<void> {
  await client.query(`update ${table} set ${column} = $1 where ctid = $2::tid`, [isList ? texts : texts[0], place]);
}

export async function listCheckIds(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(
    'select key_id as id from platform.secret_checks() order by key_id',
  );
  return rows.map(({ id }) => id);
}

export async function removeCheck(client: Client, keyId: string): Promise<void> {
  await client.query('select platform.retire_secret_key($1)', [keyId]);
}
