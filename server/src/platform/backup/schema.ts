import { createHash } from 'node:crypto';
import type { Client } from 'pg';
import { migrate, migrationFiles } from '../migrate.ts';
import { BackupError } from './backup-error.ts';
import { listForeignKeys, loadOrder, type Table } from './catalogue.ts';
import type { Header } from './manifest.ts';

const NOT_OURS = `n.nspname !~ '^pg_' and n.nspname <> 'information_schema'`;

export async function refuseUnlessEmpty(client: Client): Promise<void> {
  const { rows } = await client.query<{ name: string; count: number }>(
    `select min(c.oid::regclass::text) as name, count(*)::int as count
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where ${NOT_OURS} and c.relkind in ('r', 'p', 'v', 'm', 'S', 'f')
        and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')`,
  );
  const { name, count } = rows[0]!;
  if (count > 0) {
    throw new BackupError(
      'not_empty',
      `The database is not empty: it holds ${name}${count > 1 ? ` and ${count - 1} more` : ''}. Restore into a new database, or with a new ANBU_DATA_DIR.`,
    );
  }
}

/** Every migration of the backup must be one of this release, unchanged. */
export async function refuseUnknownMigrations(header: Header): Promise<void> {
  const hashes = new Map(
    (await migrationFiles()).map(({ id, sql }) => [id, createHash('sha256').update(sql).digest('hex')]),
  );
  for (const { id, hash } of header.migrations) {
    if (hashes.get(id) === hash) continue;
    throw new BackupError(
      'migrations',
      hashes.has(id)
        ? `The backup was made with another text of the migration ${id}: restore it with the release that made it.`
        : `The backup holds the migration ${id}, which this release does not know: restore it with a newer release.`,
    );
  }
}

/** Migrates to exactly the backup's migrations; null: to all of this release. */
export async function migrateTo(
  { ownerUrl, appRole }: { ownerUrl: string; appRole?: string },
  header: Header | null,
): Promise<void> {
  const only = header && new Set(header.migrations.map(({ id }) => id));
  const options = { ...(appRole !== undefined && { appRole }), ...(only && { only }) };
  const { applied } = await migrate(ownerUrl, options);
  const unwanted = only && applied.find((id) => !only.has(id));
  if (unwanted) {
    throw new BackupError(
      'migrations',
      `The backup is of an earlier release, without the migration ${unwanted}: restore it with that release, then start this one.`,
    );
  }
}

/** What must be put back before the commit. */
export type Opened = readonly string[];

/**
 * Empties the tables of what migrations put there, and takes off what would stand in the way of COPY: forced row-level
 * security (COPY refuses it even where every row is allowed), triggers, and foreign keys that no order satisfies.
 */
export async function openUp(client: Client, tables: readonly Table[]): Promise<Opened> {
  const names = tables.map(({ name }) => name);
  const undo: string[] = [];
  const forced = await client.query<{ name: string }>(
    `select oid::regclass::text as name from pg_class where relforcerowsecurity and oid = any($1::regclass[])`,
    [names],
  );
  for (const { name } of forced.rows) {
    await client.query(`alter table ${name} no force row level security`);
    undo.push(`alter table ${name} force row level security`);
  }
  const triggers = await client.query<{ name: string; trigger: string }>(
    `select tgrelid::regclass::text as name, quote_ident(tgname) as trigger from pg_trigger
      where not tgisinternal and tgparentid = 0 and tgenabled = 'O' and tgrelid = any($1::regclass[])`,
    [names],
  );
  for (const { name, trigger } of triggers.rows) {
    await client.query(`alter table ${name} disable trigger ${trigger}`);
    undo.push(`alter table ${name} enable trigger ${trigger}`);
  }
  if (names.length > 0) await client.query(`truncate ${names.join(', ')} cascade`);
  for (const { table, name, definition } of loadOrder(tables, await listForeignKeys(client)).circular) {
    await client.query(`alter table ${table} drop constraint ${name}`);
    undo.push(`alter table ${table} add constraint ${name} ${definition}`);
  }
  return undo;
}

export async function closeUp(client: Client, opened: Opened): Promise<void> {
  // Foreign keys first, the last that was taken off: adding one reads the rows, which must not be hidden yet.
  for (const statement of opened.toReversed()) {
    await client.query('set constraints all immediate');
    await client.query(statement);
  }
}

/** Undoes a restore that failed: the database was empty before, so all that is ours in it goes. */
export async function removeAll(client: Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `select quote_ident(n.nspname) as name from pg_namespace n
      where ${NOT_OURS} and n.nspname <> 'public' and pg_has_role(n.nspowner, 'usage')`,
  );
  if (rows.length > 0) await client.query(`drop schema ${rows.map(({ name }) => name).join(', ')} cascade`);
}
