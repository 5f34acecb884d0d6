import { existsSync } from 'node:fs';
import { readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { accountFor, type Account } from './account.ts';
import { findBinaries, type Binaries } from './binaries.ts';
import * as credentials from './credentials.ts';
import type { Credentials } from './credentials.ts';
import { initialise } from './initialise.ts';
import { homeOf, layOut, makeSocketFolder, SYSTEM_FOLDER, whatIsThere, writeReadme, type Layout } from './layout.ts';
import { exclusive, shared, tryExclusive } from './locks.ts';
import { freePort, isFree } from './ports.ts';
import { readPidFile, running, startServer, stopServer, TryAgain, type PidFile, type Server } from './postmaster.ts';
import { ensureRoles, withClient } from './roles.ts';
import { NORMAL_SETTINGS, writeSettings, type Settings } from './settings.ts';
import { watch } from './watchdog.ts';

export { freePort };

export type Restart = {
  readonly outcome: 'restarted' | 'failed';
  readonly tookMilliseconds: number;
  readonly error?: Error;
};

export type EmbeddedOptions = {
  /** ANBU_DATA_DIR. */
  readonly dataDir: string;
  readonly log: (message: string) => void;
  /** The server died under us and was started again, or could not be (then it is tried again). */
  readonly onRestart?: (restart: Restart) => void;
  readonly settings?: Settings;
  /** Another build of PostgreSQL than the packaged one: its folder of programs. For tests. */
  readonly binaries?: Binaries;
  /** For tests; default /var/lib/anbu. */
  readonly systemFolder?: string;
  readonly watched?: boolean;
  /** Skips waiting for the disk: for clusters that are thrown away. */
  readonly throwAway?: boolean;
};

export type Embedded = {
  readonly ownerUrl: string;
  readonly appUrl: string;
  readonly superuserUrl: string;
  /** The server was running already: of a program that was killed, or of one that runs beside us. */
  readonly adopted: boolean;
  readonly pid: number;
  /** Leaves the cluster; the last one out stops it. Safe to call twice. */
  stop(): Promise<void>;
};

type Cluster = {
  readonly layout: Layout;
  readonly server: Server;
  readonly settings: Settings;
  credentials: Credentials;
};

const START_WAIT = 90_000;
const LOCK_WAIT = 120_000;

/** Starts, adopts or joins the PostgreSQL of a data folder. Throws with a reason that a clinic's admin can act on. */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const asRoot = process.getuid?.() === 0;
  let layout = await layOut(options.dataDir, asRoot, options.systemFolder ?? SYSTEM_FOLDER);
  let known = await credentials.readCredentials(layout);
  if (known && known.home !== layout.home && existsSync(known.home)) layout = { ...layout, ...homeOf(known.home) };
  const leaveStart = await exclusive(layout.startLock, LOCK_WAIT);
  try {
    known = await credentials.readCredentials(layout);
    const account = accountFor(layout.data);
    const server: Server = {
      binaries: options.binaries ?? (await findBinaries(account, layout.copies)),
      account,
      data: layout.data,
      startLog: layout.startLog,
    };
    const settings = options.settings ?? NORMAL_SETTINGS;
    const cluster = await prepare(layout, server, settings, known, options);
    const present = await adopt(cluster);
    if (!present) await start(cluster);
    const leaveUsers = await shared(layout.usersLock, LOCK_WAIT);
    options.log(present ? 'joined the database that is running' : 'database started');
    return embedded(cluster, present !== null, leaveUsers, options);
  } finally {
    leaveStart();
  }
}

/** Looks at what is there, refuses what is not ours, and makes the cluster where there is none. */
async function prepare(
  layout: Layout,
  server: Server,
  settings: Settings,
  known: Credentials | null,
  options: EmbeddedOptions,
): Promise<Cluster> {
  let there = await whatIsThere(layout);
  if (there === 'something else') {
    throw new Error(`${layout.data} holds files that are not a PostgreSQL database. Choose another ANBU_DATA_DIR.`);
  }
  if (there === 'cluster' && !known) {
    if (layout.home === layout.folder) {
      throw new Error(
        `${layout.data} is a PostgreSQL database, but ${layout.credentials} is missing: Anbu did not make it, or its passwords are lost. Choose another ANBU_DATA_DIR.`,
      );
    }
    await setAside(layout, server, options);
    there = 'nothing';
  }
  if (there === 'nothing') {
    const fresh = known ?? credentials.newCredentials(layout, await freePort());
    // Passwords first: a cluster never stands without them.
    await credentials.writeCredentials(layout, { ...fresh, folder: layout.folder, home: layout.home });
    await writeReadme(layout);
    options.log('making a new database');
    const { binaries, account } = server;
    const throwAway = options.throwAway ?? false;
    await initialise({ binaries, account, data: layout.data, superuserPassword: fresh.superuserPassword, throwAway });
    return { layout, server: { ...server, account: accountFor(layout.data) }, settings, credentials: fresh };
  }
  const major = Number((await readFile(join(layout.data, 'PG_VERSION'), 'utf8')).trim());
  if (major !== server.binaries.major) {
    throw new Error(
      `${layout.data} was made by PostgreSQL ${major}; this release brings ${server.binaries.major}. Start the earlier release, "anbu backup <file>", then "anbu restore <file>" into an empty ANBU_DATA_DIR with this one.`,
    );
  }
  const current = known!;
  if (current.folder !== layout.folder || current.home !== layout.home) {
    await credentials.writeCredentials(layout, { ...current, folder: layout.folder, home: layout.home });
    await writeReadme(layout);
  }
  return { layout, server, settings, credentials: current };
}

/** The data folder was deleted, its database in the system folder was not: kept, out of the way. */
async function setAside(layout: Layout, server: Server, options: EmbeddedOptions): Promise<void> {
  await stopServer(server);
  const aside = `${layout.data}.left-${new Date().toISOString().replaceAll(/[:.]/g, '')}`;
  await rename(layout.data, aside);
  options.log(`an earlier database of this folder, whose passwords were deleted, is kept in ${aside}`);
}

/** Null: none runs. Throws where one runs that does not answer or is not ours. */
async function adopt({ layout, server, credentials: { superuserPassword } }: Cluster): Promise<PidFile | null> {
  const deadline = performance.now() + START_WAIT;
  let reason = 'it is still starting';
  for (;;) {
    const noted = running(server.data);
    if (!noted) return null;
    if (noted.ready) {
      try {
        const url = credentials.urlOf(credentials.SUPERUSER, superuserPassword, noted.port, 'postgres');
        const directory = await withClient(url, async (client) => {
          const { rows } = await client.query<{ directory: string }>(
            "select current_setting('data_directory') as directory",
          );
          return rows[0]?.directory;
        });
        if (directory === layout.data) return noted;
        reason = `on port ${noted.port} answers the database of ${directory}`;
      } catch (error) {
        reason = (error as Error).message;
        if ((error as { code?: string }).code === '28P01') {
          throw new Error(
            `The database that runs in ${layout.data} does not know the password of ${layout.credentials}.`,
          );
        }
      }
    }
    if (performance.now() > deadline) {
      throw new Error(`A database runs in ${layout.data} (process ${noted.pid}) but cannot be used: ${reason}`);
    }
    await sleep(100);
  }
}

async function start(cluster: Cluster): Promise<PidFile> {
  const { layout, server, settings } = cluster;
  await makeSocketFolder(layout, server.account);
  for (let attempt = 1; ; attempt += 1) {
    const { port } = cluster.credentials;
    await writeSettings(server.data, server.account, settings, port, layout.socket);
    try {
      if (!(await isFree(port))) throw new TryAgain(`port ${port} of 127.0.0.1 is taken`);
      const noted = await startServer(server, START_WAIT);
      await ensureRoles(cluster.credentials, noted.port);
      return noted;
    } catch (error) {
      if (!(error instanceof TryAgain) || attempt === 3) throw error;
      cluster.credentials = { ...cluster.credentials, port: await freePort() };
      await credentials.writeCredentials(layout, cluster.credentials);
    }
  }
}

function embedded(cluster: Cluster, adopted: boolean, leaveUsers: () => void, options: EmbeddedOptions): Embedded {
  const { layout, server } = cluster;
  const { pid, port } = readPidFile(server.data)!;
  const { ownerPassword, appPassword, superuserPassword } = cluster.credentials;
  const restart = async () => {
    const leaveStart = await exclusive(layout.startLock, LOCK_WAIT);
    try {
      if (await adopt(cluster)) return;
      // The pools of every program hold this port: no other will do.
      await writeSettings(server.data, server.account, cluster.settings, port, layout.socket);
      await startServer(server, START_WAIT);
    } finally {
      leaveStart();
    }
  };
  const unwatch = options.watched === false ? async () => {} : watch(server.data, restart, options);
  let stopped: Promise<void> | null = null;
  const stop = async () => {
    await unwatch();
    const leaveStart = await exclusive(layout.startLock, LOCK_WAIT);
    try {
      leaveUsers();
      const last = tryExclusive(layout.usersLock);
      if (!last) return options.log('the database goes on for another program');
      last();
      await stopServer(server);
      options.log('database stopped');
    } finally {
      leaveStart();
    }
  };
  return {
    ownerUrl: credentials.urlOf(credentials.OWNER, ownerPassword, port),
    appUrl: credentials.urlOf(credentials.APP, appPassword, port),
    superuserUrl: credentials.urlOf(credentials.SUPERUSER, superuserPassword, port),
    adopted,
    pid,
    stop: () => (stopped ??= stop()),
  };
}

/** Stops the database of a data folder, whoever uses it, and deletes all of it. For tests and for `demo --reset`. */
export async function removeEmbedded(
  options: Pick<EmbeddedOptions, 'dataDir' | 'systemFolder' | 'binaries'>,
): Promise<void> {
  const layout = await layOut(options.dataDir, process.getuid?.() === 0, options.systemFolder ?? SYSTEM_FOLDER);
  const leaveStart = await exclusive(layout.startLock, LOCK_WAIT);
  try {
    const account: Account = accountFor(layout.data);
    const binaries = options.binaries ?? (await findBinaries(account, layout.copies));
    await stopServer({ binaries, account, data: layout.data, startLog: layout.startLog }, 'immediate');
  } finally {
    leaveStart();
  }
  await rm(layout.home, { recursive: true, force: true });
  await rm(layout.folder, { recursive: true, force: true });
}
