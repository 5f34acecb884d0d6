import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import type { FastifyInstance } from 'fastify';
import { compose, type App, type Workers } from '../compose.ts';
import { ensureSecretKey, isLoopback, proxyWarning, type Config } from '../platform/config/index.ts';
import { watchFaults } from '../platform/faults.ts';
import { makeLog, type Log } from '../platform/log.ts';
import { whyUnfit } from '../platform/login.ts';
import { patient } from '../platform/patience.ts';
import { readinessOf } from '../platform/readiness.ts';
import { tidyMemory } from '../platform/tidy.ts';
import { listDemoSignIns } from '../modules/identity/index.ts';
import { CommandError } from './command.ts';
import type { Urls } from './database.ts';

export type Parts = { readonly serve: boolean; readonly work: boolean };

/** A program that runs until it is stopped. */
export type Running = {
  readonly app: App;
  readonly log: Log;
  readonly url: string;
  /** Stops taking, lets what runs end (at most 25 s), closes. The database is the caller's to stop, last. */
  stop(): Promise<void>;
};

const PATIENCE = 25_000;
/** For what has not ended by then: a message whose answer never comes is found by whoever takes its lane next (R3). */
const LAST_PATIENCE = 3_000;
const DEADLINE = 25_000;

export async function run(config: Config, urls: Urls, parts: Parts): Promise<Running> {
  const log = makeLog(config.logLevel);
  const secretKey = await ensureSecretKey(config);
  const app = compose({
    databaseUrl: urls.appUrl,
    ownerUrl: urls.ownerUrl,
    poolSize: config.poolSize,
    testClock: config.testClock,
    publicUrl: config.publicUrl,
    secretKey,
    outgoingAllow: config.outgoingAllow,
    pushContact: config.pushContact,
    mailListen: config.mailListen,
    log,
  });
  try {
    const unfit = await whyUnfit(app.db);
    if (unfit !== null)
      throw new CommandError(`DATABASE_URL cannot be used: ${unfit}. Row-level security would not hold.`);
    await refuseOpenDemo(app, config, parts);
    let isStopping = false;
    const readiness = readinessOf(app.db, () => isStopping);
    const reason = await readiness();
    if (reason !== null) throw new CommandError(WHY_NOT[reason] ?? reason);
    await app.checkSecretKey();
    warn(log, config, urls, parts);
    const workers = parts.work ? await app.startWorkers() : null;
    const server = parts.serve ? await serve(config, app, readiness) : null;
    tidyMemory();
    let stopped: Promise<void> | null = null;
    const stop = async () => {
      isStopping = true;
      await Promise.all([closeServer(server), patient(workers?.stop(), PATIENCE)]);
      await app.stop(LAST_PATIENCE);
    };
    return { app, log, url: config.publicUrl.origin, stop: () => (stopped ??= stop()) };
  } catch (error) {
    await app.stop();
    throw error;
  }
}

/** What works, and should not stay so. */
function warn(log: Log, config: Config, urls: Urls, parts: Parts): void {
  const proxy = parts.serve ? proxyWarning(config) : null;
  if (proxy !== null) log.warn(proxy);
  if (parts.work && urls.ownerUrl === null)
    log.warn(
      'DATABASE_OWNER_URL is not set: this process makes no partitions and keeps no retention; another one must',
    );
}

const WHY_NOT: Readonly<Record<string, string>> = {
  database: 'the database does not answer',
  migrations: 'the database does not have the tables of this release: run "anbu migrate"',
};

async function refuseOpenDemo(app: App, config: Config, parts: Parts): Promise<void> {
  if (!parts.serve || isLoopback(config.host) || (await listDemoSignIns(app.db).catch(() => [])).length === 0) return;
  throw new CommandError(
    `HOST=${config.host} would open the demo organisation of this database, whose passwords are public, to the network: use another database.`,
  );
}

async function serve(config: Config, app: App, readiness: () => Promise<string | null>): Promise<FastifyInstance> {
  const { buildServer } = await import('../platform/http/server.ts');
  const uploadDir = path.join(config.dataDir, 'uploads');
  await emptyFolder(uploadDir);
  const server = await buildServer({
    ...app,
    stream: await app.openStream(),
    readiness,
    publicUrl: config.publicUrl,
    trustProxy: config.trustProxy,
    tls: config.tls && {
      cert: await readFile(config.tls.certificatePath, 'utf8'),
      key: await readFile(config.tls.keyPath, 'utf8'),
    },
    limits: config.limits,
    uploadDir,
    webDir: config.webDir,
    deadlineMilliseconds: DEADLINE,
  });
  await server.listen({ port: config.port, host: config.host }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EADDRINUSE') {
      throw new CommandError(`port ${config.port} is taken by another program: set PORT to a free one`);
    }
    if (error.code === 'EACCES') throw new CommandError(`port ${config.port} needs more rights: set PORT above 1023`);
    throw error;
  });
  return server;
}

/** Uploads of a process that was killed belong to nobody. */
async function emptyFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (const name of await readdir(folder)) await rm(path.join(folder, name), { force: true });
}

async function closeServer(server: FastifyInstance | null): Promise<void> {
  if (server === null) return;
  const force = setTimeout(() => server.server.closeAllConnections(), PATIENCE);
  await server.close();
  clearTimeout(force);
}

export type { Workers };

/**
 * Waits for Ctrl-C or SIGTERM, then stops in order; a second one ends the program at once. After an exception that nobody caught it stops by itself and throws
 * CommandError, so that whatever watches over it starts it again.
 */
export function untilStopped(stop: () => Promise<void>, note: (text: string) => void, log: Log): Promise<void> {
  // Timers of sweeps keep nothing alive: without this, a worker whose database went away would have nothing left to wait for, and end.
  const alive = setInterval(() => undefined, 2 ** 30);
  return new Promise<void>((resolve, reject) => {
    let asked = 0;
    const ask = () => {
      if (++asked === 1) {
        note('stopping (again to force)');
        stop().then(resolve, reject);
      } else process.exit(130);
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, ask);
    watchFaults(log, () => {
      asked += 1;
      stop().then(() => reject(new CommandError('it met an exception that nobody caught; the log says where')), reject);
    });
  }).finally(() => clearInterval(alive));
}
