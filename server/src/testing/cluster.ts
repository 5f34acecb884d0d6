import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Binaries } from '../platform/embedded-postgres/binaries.ts';
import { removeEmbedded, startEmbedded } from '../platform/embedded-postgres/index.ts';
import { ensureRole, withClient } from '../platform/embedded-postgres/roles.ts';
import { THROW_AWAY_SETTINGS, type Settings } from '../platform/embedded-postgres/settings.ts';

/** Where test processes find the cluster of the run. The URLs name the database `anbu`; tests make their own. */
export type ClusterUrls = {
  readonly superuserUrl: string;
  readonly ownerUrl: string;
  readonly appUrl: string;
  /** Each database has the extension Citus, and its tables are placed. */
  readonly isCitus?: boolean;
};

export type TestCluster = ClusterUrls & {
  /** Variables that hand the cluster to test processes; see `database.ts`. */
  readonly environment: Readonly<Record<string, string>>;
  /** Stops it and deletes all of it. */
  remove(): Promise<void>;
};

/** The oldest server that Anbu supports, from Debian's package `postgresql-15`. */
export const DEBIAN_15: Binaries = { bin: '/usr/lib/postgresql/15/bin', version: '15', major: 15 };

export function hasDebian15(): boolean {
  return existsSync(join(DEBIAN_15.bin, 'postgres'));
}

/** Of a superuser of a Citus server of one node (a coordinator that holds the shards itself), for tests alone: roles and databases are made on it. */
export const CITUS_URL = process.env['CITUS_URL'] ?? null;

const PREFIX = 'anbu-test-';

/** One throw-away cluster for a test run: nothing waits for the disk. */
export async function startTestCluster(
  options: { binaries?: Binaries; settings?: Settings } = {},
): Promise<TestCluster> {
  await removeOrphans();
  const dataDir = await mkdtemp(join(tmpdir(), `${PREFIX}${process.pid}-`));
  const { settings = {}, ...binaries } = options;
  const cluster = { ...binaries, dataDir };
  const throwAway = { settings: { ...THROW_AWAY_SETTINGS, ...settings }, throwAway: true, watched: false };
  const { superuserUrl, ownerUrl, appUrl } = await startEmbedded({ ...cluster, ...throwAway, log: () => {} });
  return {
    superuserUrl,
    ownerUrl,
    appUrl,
    environment: {
      ANBU_TEST_SUPERUSER_URL: superuserUrl,
      ANBU_TEST_OWNER_URL: ownerUrl,
      ANBU_TEST_APP_URL: appUrl,
    },
    remove: () => remove(dataDir, options.binaries),
  };
}

/** The server that CITUS_URL names, with both roles; it is not ours to remove. */
export async function useCitus(superuserUrl: string): Promise<TestCluster> {
  const urlOf = async (role: string): Promise<string> => {
    const password = randomBytes(18).toString('base64url');
    await withClient(superuserUrl, (client) => ensureRole(client, role, password));
    return Object.assign(new URL(superuserUrl), { username: role, password }).href;
  };
  const urls = { superuserUrl, ownerUrl: await urlOf('anbu_owner'), appUrl: await urlOf('anbu_app') };
  return {
    ...urls,
    isCitus: true,
    environment: {
      ANBU_TEST_SUPERUSER_URL: urls.superuserUrl,
      ANBU_TEST_OWNER_URL: urls.ownerUrl,
      ANBU_TEST_APP_URL: urls.appUrl,
      ANBU_TEST_CITUS: '1',
    },
    remove: async () => {},
  };
}

/** The cluster of the run if there is one; else one for this account that is made once and stays running, for `node --test one.test.ts`. */
export async function clusterUrls(): Promise<ClusterUrls> {
  const { ANBU_TEST_SUPERUSER_URL, ANBU_TEST_OWNER_URL, ANBU_TEST_APP_URL } = process.env;
  if (ANBU_TEST_SUPERUSER_URL && ANBU_TEST_OWNER_URL && ANBU_TEST_APP_URL) {
    const urls = { ownerUrl: ANBU_TEST_OWNER_URL, appUrl: ANBU_TEST_APP_URL };
    return { superuserUrl: ANBU_TEST_SUPERUSER_URL, ...urls, isCitus: process.env['ANBU_TEST_CITUS'] === '1' };
  }
  // One for each checkout: templates of other migrations are dropped.
  const checkout = createHash('sha256')
    .update(import.meta.dirname)
    .digest('hex')
    .slice(0, 8);
  const dataDir = join(tmpdir(), `anbu-developer-${process.getuid?.() ?? 'cluster'}-${checkout}`);
  return startEmbedded({
    dataDir,
    settings: THROW_AWAY_SETTINGS,
    throwAway: true,
    watched: false,
    log: () => {},
  });
}

/** Clusters of runs that were killed. */
async function removeOrphans(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const pid = name.startsWith(PREFIX) ? Number.parseInt(name.slice(PREFIX.length), 10) : Number.NaN;
    if (Number.isNaN(pid) || isAlive(pid)) continue;
    await remove(join(tmpdir(), name)).catch(() => {}); // another account's: not ours to remove
  }
}

async function remove(dataDir: string, binaries?: Binaries): Promise<void> {
  await removeEmbedded(binaries ? { dataDir, binaries } : { dataDir });
  await rm(dataDir, { recursive: true, force: true });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
