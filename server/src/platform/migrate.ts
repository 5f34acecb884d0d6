import { readdir, readFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { isLockTimeout, isRetryable } from './db/retry.ts';

export type Migration = { readonly id: string; readonly path: string; readonly sql: string };

const SOURCE = path.resolve(import.meta.dirname, '..');
/** Order of the folders: a module's tables may reference those before it. The same order as `module-graph.json`. */
const FOLDERS = [
  'platform',
  'modules/identity',
  'modules/roster',
  'modules/people',
  'modules/enquiries',
  'modules/consents',
  'modules/reminders',
  'modules/intake',
  'modules/channels',
  'modules/telephony',
  'modules/inbox',
  'modules/mail',
  'modules/timeline',
  'modules/analytics',
  'modules/notices',
  'modules/desk',
  'modules/integrations',
];
// Any 64-bit number that nobody else locks.
const LOCK = 4_815_162_342;
/** Who waits for a full lock holds up all who come after: a short wait, then the others first, then again. */
const LOCK_MILLISECONDS = 3_000;
const PAUSES = [1_000, 2_000, 5_000, 10_000, 20_000];

export async function migrationFiles(): Promise<Migration[]> {
  const found: Migration[] = [];
  for (const folder of FOLDERS) {
    const directory = path.join(SOURCE, folder, 'migrations');
    const names = await readdir(directory).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    });
    for (const name of names.filter((file) => file.endsWith('.sql')).sort()) {
      const file = path.join(directory, name);
      found.push({
        id: `${path.basename(folder)}/${name.slice(0, -4)}`,
        path: file,
        sql: await readFile(file, 'utf8'),
      });
    }
  }
  return found;
}

/**
 * Brings the database to this program's migrations, forward only, each in its own transaction, once, under a lock.
 * `only` names those that a backup of an earlier release was made with. A lock that is not to be had is waited for in short turns.
 * `:app_role` in a file becomes the application's login. Throws where a file that ran has changed since, or where the database is newer.
 */
export async function migrate(
  ownerUrl: string,
  options: {
    appRole?: string;
    only?: ReadonlySet<string>;
    lockMilliseconds?: number;
    pauses?: readonly number[];
  } = {},
): Promise<{ applied: string[] }> {
  const { appRole = 'anbu_app', lockMilliseconds = LOCK_MILLISECONDS, pauses = PAUSES } = options;
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(appRole))
    throw new Error(`the login "${appRole}" is no plain lower-case role name`);
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'anbu migrate' });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK]);
    await client.query(`select set_config('anbu.app_role', $1, false)`, [appRole]);
    await client.query('create schema if not exists anbu_migrations');
    await client.query(
      `create table if not exists anbu_migrations.applied (id text primary key, hash text not null, applied_at timestamptz not null default now())`,
    );
    await client.query(
      `grant usage on schema anbu_migrations to ${appRole}; grant select on anbu_migrations.applied to ${appRole}`,
    );
    const files = await migrationFiles();
    const { rows } = await client.query<{ id: string; hash: string }>('select id, hash from anbu_migrations.applied');
    const done = new Map(rows.map((row) => [row.id, row.hash]));
    const known = new Set(files.map((file) => file.id));
    const newer = rows.find((row) => !known.has(row.id));
    if (newer)
      throw new Error(
        `the database holds the migration ${newer.id}, which this release does not know: run a newer release`,
      );
    const applied: string[] = [];
    for (const file of files) {
      if (options.only && !options.only.has(file.id)) continue;
      const hash = createHash('sha256').update(file.sql).digest('hex');
      const before = done.get(file.id);
      if (before === hash) continue;
      if (before !== undefined)
        throw new Error(`the migration ${file.id} has changed since it ran: add a new one instead`);
      await applyPatiently(client, file, { hash, appRole, lockMilliseconds, pauses });
      applied.push(file.id);
    }
    return { applied };
  } finally {
    await client.end();
  }
}

type Application = {
  readonly hash: string;
  readonly appRole: string;
  readonly lockMilliseconds: number;
  readonly pauses: readonly number[];
};

async function applyPatiently(client: pg.Client, file: Migration, how: Application): Promise<void> {
  for (let round = 0; ; round += 1) {
    try {
      return await apply(client, file, how);
    } catch (error) {
      await client.query('rollback');
      const pause = how.pauses[round];
      if ((isLockTimeout(error) || isRetryable(error)) && pause !== undefined) {
        await sleep(pause);
        continue;
      }
      const why = isLockTimeout(error)
        ? 'others, e.g. a backup, used its tables all the while: run it again when they are done'
        : error instanceof Error
          ? error.message
          : String(error);
      throw new Error(`the migration ${file.id} failed: ${why}`, { cause: error });
    }
  }
}

async function apply(client: pg.Client, file: Migration, { hash, appRole, lockMilliseconds }: Application) {
  await client.query(`begin; set local lock_timeout = ${Math.trunc(lockMilliseconds)}`);
  await client.query(file.sql.replaceAll(':app_role', appRole));
  await client.query('insert into anbu_migrations.applied (id, hash) values ($1, $2)', [file.id, hash]);
  await client.query('commit');
}
