import type { Client } from 'pg';

export type Table = {
  /** Schema and name, quoted where needed. */
  readonly name: string;
  /** Those that are stored, quoted. */
  readonly columns: readonly string[];
  /** What rows are sorted by, so that equal contents give equal text. */
  readonly order: readonly string[];
};

export type Partition = { readonly name: string; readonly parent: string; readonly bound: string };
export type Sequence = { readonly name: string; readonly value: string };
type ForeignKey = {
  readonly table: string;
  readonly references: string;
  readonly name: string;
  readonly definition: string;
};

const OURS = `n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'anbu_migrations')
  and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')`;

// Names come back qualified and quoted only where the search path is empty.
export const PLAIN_OUTPUT = `set local search_path = pg_catalog; set local timezone = 'UTC'; set local datestyle = 'ISO, YMD';
  set local intervalstyle = 'iso_8601'; set local extra_float_digits = 1; set local bytea_output = 'hex';
  set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0; set local lock_timeout = 0`;

/** Every table of the application; partitions are read through their parent. */
export async function listTables(client: Client): Promise<Table[]> {
  const { rows } = await client.query<Table>(
    `select c.oid::regclass::text as name,
            (select array_agg(quote_ident(a.attname) order by a.attnum) from pg_attribute a
              where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns,
            coalesce((select array_agg(quote_ident(a.attname) || case when a.attcollation <> 0 then ' collate "C"' else '' end order by k.n)
              from pg_index i cross join unnest(i.indkey) with ordinality as k(attnum, n)
              join pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum
              where i.indrelid = c.oid and i.indisprimary and k.n <= i.indnkeyatts), array['whole::text collate "C"']) as "order"
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p') and not c.relispartition and c.relpersistence <> 't' and ${OURS}
      order by n.nspname, c.relname`,
  );
  return rows.filter(({ columns }) => columns !== null);
}

export async function listPartitions(client: Client): Promise<Partition[]> {
  const { rows } = await client.query<Partition>(
    `select c.oid::regclass::text as name, i.inhparent::regclass::text as parent, pg_get_expr(c.relpartbound, c.oid) as bound
       from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_inherits i on i.inhrelid = c.oid
      where c.relispartition and c.relkind = 'r' and ${OURS} order by 1`,
  );
  return rows;
}

export async function listSequences(client: Client): Promise<Sequence[]> {
  const { rows } = await client.query<Sequence>(
    `select c.oid::regclass::text as name, s.last_value::text as value
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
       join pg_sequences s on s.schemaname = n.nspname and s.sequencename = c.relname
      where c.relkind = 'S' and s.last_value is not null and ${OURS} order by 1`,
  );
  return rows;
}

export async function listForeignKeys(client: Client): Promise<ForeignKey[]> {
  const { rows } = await client.query<ForeignKey>(
    `select k.conrelid::regclass::text as table, k.confrelid::regclass::text as references,
            quote_ident(k.conname) as name, pg_get_constraintdef(k.oid) as definition
       from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
      where k.contype = 'f' and k.conparentid = 0 and ${OURS} order by 1, 3`,
  );
  return rows;
}

/** Tables of which row-level security would hide rows from this role: a backup of them would be silently short. */
export async function listHiddenTables(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select c.oid::regclass::text as name
       from pg_class c join pg_namespace n on n.oid = c.relnamespace, pg_roles r
      where r.rolname = current_user and not r.rolsuper and not r.rolbypassrls and not c.relispartition
        and c.relkind in ('r', 'p') and ${OURS}
        and (not pg_has_role(c.relowner, 'usage') or c.relrowsecurity and c.relforcerowsecurity)
        and (not exists (select from pg_policy p where p.polrelid = c.oid and p.polpermissive and p.polcmd in ('*', 'r')
                          and pg_get_expr(p.polqual, p.polrelid) = 'true' and p.polroles && array[0::oid, r.oid])
             or exists (select from pg_policy p where p.polrelid = c.oid and not p.polpermissive and p.polcmd in ('*', 'r')
                         and p.polroles && array[0::oid, r.oid]))
      order by 1`,
  );
  return rows.map(({ name }) => name);
}

/**
 * Tables so that each comes after those that it references, and the foreign keys for which no order does (two tables
 * that reference each other): these must be off while rows are loaded.
 */
export function loadOrder(
  tables: readonly Table[],
  foreignKeys: readonly ForeignKey[],
): { ordered: Table[]; circular: ForeignKey[] } {
  const waiting = new Map(tables.map((table) => [table.name, table]));
  // A key to the table itself holds: it is checked at the end of the one COPY that loads it.
  let open = foreignKeys.filter((key) => key.table !== key.references && waiting.has(key.references));
  const ordered: Table[] = [];
  const circular: ForeignKey[] = [];
  while (waiting.size > 0) {
    const blocked = new Set(open.map((key) => key.table));
    const free = [...waiting.values()].filter(({ name }) => !blocked.has(name));
    if (free.length === 0) {
      const fewest = [...waiting.keys()]
        .map((name) => ({ name, keys: open.filter((key) => key.table === name) }))
        .sort((a, b) => a.keys.length - b.keys.length)[0]!;
      circular.push(...fewest.keys);
      open = open.filter((key) => key.table !== fewest.name);
    }
    for (const table of free) {
      ordered.push(table);
      waiting.delete(table.name);
    }
    open = open.filter((key) => waiting.has(key.references));
  }
  return { ordered, circular };
}

/** The text of all rows, the same for the same rows on any server. */
export function copyOut({ name, columns, order }: Table): string {
  return `copy (select ${columns.join(', ')} from ${name} as whole order by ${order.join(', ')}) to stdout`;
}
