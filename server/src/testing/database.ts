import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import path from 'node:path';
import type { Client } from 'pg';
import { applyTopology } from '../citus/index.ts';
import { createDatabase, withClient } from '../platform/embedded-postgres/roles.ts';
import { migrate, migrationFiles } from '../platform/migrate.ts';
import { clusterUrls, type ClusterUrls } from './cluster.ts';

export type TestDatabase = {
  readonly appUrl: string;
  readonly ownerUrl: string;
  readonly superuserUrl: string;
  drop(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
};

// Any number that no migration locks.
const TEMPLATE_LOCK = 7_301_992_004;
const LEFT_OVER_AFTER = 2 * 60 * 60_000;

let template: Promise<string> | null = null;

/**
 * A migrated database of its own, with both roles, in about 0.1 s: made from a template that is named by the hash of all
 * migrations and made once per cluster. `empty`: without migrations, for tests of migrations and restore.
 */
export async function testDatabase(options: { empty?: boolean } = {}): Promise<TestDatabase> {
  const cluster = await clusterUrls();
  const from = options.empty ? 'template0' : await (template ??= templateOf(cluster));
  const name = `test_${Date.now().toString(36)}_${randomBytes(5).toString('hex')}`;
  await asSuperuser(cluster, (client) => createDatabase(client, name, from, true));
  const drop = () =>
    asSuperuser(cluster, async (client) => {
      await client.query(`drop database if exists ${name} with (force)`);
    });
  return {
    appUrl: at(cluster.appUrl, name),
    ownerUrl: at(cluster.ownerUrl, name),
    superuserUrl: at(cluster.superuserUrl, name),
    drop,
    [Symbol.asyncDispose]: drop,
  };
}

/** A run of the whole suite makes it once and names it, so that not every process reads all migrations. */
async function templateOf(cluster: ClusterUrls): Promise<string> {
  return process.env['ANBU_TEST_TEMPLATE'] ?? ensureTemplate(cluster);
}

export async function ensureTemplate(cluster: ClusterUrls): Promise<string> {
  const hash = createHash('sha256');
  for (const { id, sql } of await migrationFiles()) hash.update(id).update('\0').update(sql).update('\0');
  const name = `template_${hash.digest('hex').slice(0, 16)}`;
  await asSuperuser(cluster, async (client) => {
    if (await isTemplate(client, name)) return;
    await client.query('select pg_advisory_lock($1)', [TEMPLATE_LOCK]);
    if (await isTemplate(client, name)) return;
    await dropLeftOvers(client);
    if (!cluster.isCitus) await spread(client);
    await client.query(`drop database if exists ${name} with (force)`); // its maker was killed half-way
    await createDatabase(client, name, 'template0');
    if (cluster.isCitus) await addCitus(at(cluster.superuserUrl, name));
    await migrate(at(cluster.ownerUrl, name));
    await applyTopology(at(cluster.ownerUrl, name));
    await client.query(`alter database ${name} with is_template true allow_connections false`);
  });
  return name;
}

/**
 * A database is 1,400 small files. ext4 without a journal looks at every inode that was freed lately before it gives one away: where databases
 * come and go, the next costs a second of a processor. Below a top folder (`chattr +T`) each folder gets a part of the disk of its own, and a
 * copy costs 0.05 s. Where the file system is another, nothing changes.
 */
async function spread(client: Client): Promise<void> {
  const { rows } = await client.query<{ data: string }>(`select current_setting('data_directory') as data`);
  const { data } = rows[0]!;
  const folders = [path.join(data, 'base'), path.resolve(data, '../..')];
  await new Promise<void>((done) => execFile('chattr', ['+T', ...folders], () => done()));
}

/** Of one node: it holds the shards itself, so that a copy of the database is a copy of them. */
async function addCitus(url: string): Promise<void> {
  const { hostname, port } = new URL(url);
  await withClient(url, async (client) => {
    await client.query('create extension citus');
    await client.query('select citus_set_coordinator_host($1, $2)', [hostname, Number(port === '' ? 5432 : port)]);
  });
}

async function isTemplate(client: Client, name: string): Promise<boolean> {
  const { rowCount } = await client.query('select 1 from pg_database where datname = $1 and datistemplate', [name]);
  return rowCount === 1;
}

/** In the cluster that stays: databases of tests that were killed, and templates of earlier migrations. */
async function dropLeftOvers(client: Client): Promise<void> {
  const { rows } = await client.query<{ datname: string; datistemplate: boolean }>(
    `select datname, datistemplate from pg_database where datname ~ '^(test|template)_'`,
  );
  for (const { datname, datistemplate } of rows) {
    const madeAt = Number.parseInt(datname.split('_')[1]!, 36);
    if (datname.startsWith('test_') && Date.now() - madeAt < LEFT_OVER_AFTER) continue;
    if (datistemplate) await client.query(`alter database ${datname} with is_template false`);
    await client.query(`drop database if exists ${datname} with (force)`);
  }
}

function at(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}

async function asSuperuser<T>({ superuserUrl }: ClusterUrls, run: (client: Client) => Promise<T>): Promise<T> {
  return withClient(at(superuserUrl, 'postgres'), run);
}
