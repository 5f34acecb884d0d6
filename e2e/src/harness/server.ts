import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { run, type Running } from '@anbu/server/src/commands/running.ts';
import type { App } from '@anbu/server/src/compose.ts';
import { plus, type Instant } from '@anbu/server/src/kernel/instant.ts';
import { readConfig, type Config } from '@anbu/server/src/platform/config/index.ts';
import { freePort } from '@anbu/server/src/platform/embedded-postgres/index.ts';
import { withClient } from '@anbu/server/src/platform/embedded-postgres/roles.ts';
import { findBacklog } from '@anbu/server/src/platform/outbox/index.ts';
import type { TestDatabase } from '@anbu/server/src/testing/database.ts';
import { arrangedDatabase } from './database.ts';
import { until } from '@anbu/server/src/testing/until.ts';

export type Program = {
  readonly app: App;
  readonly url: string;
  /** From now on the clock of the database shows this and goes on from there. */
  setClock(at: Instant): Promise<void>;
  now(): Promise<Instant>;
  advance(milliseconds: number): Promise<void>;
  /** Where SQL puts what services would take hours for. */
  readonly superuserUrl: string;
  stop(): Promise<void>;
};
export type Arranging = Pick<Program, 'app' | 'setClock'>;

/**
 * The whole program on a port of its own: web, API, stream, workers, over a database of its own that begins at `from` with what `arrange`
 * made.
 */
export async function startProgram(arrange: (program: Arranging) => Promise<void>, from: Instant): Promise<Program> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'anbu-e2e-'));
  const removeData = () => rm(dataDir, { recursive: true, force: true });
  let database: TestDatabase | null = null;
  let running: Running | null = null;
  const stop = async () => {
    await running?.stop();
    await database?.drop();
    await removeData();
  };
  try {
    database = await arrangedDatabase((made) => makeTemplate(made, dataDir, arrange));
    const setClock = clockOf(database);
    await setClock(from);
    running = await runOver(database, dataDir, { serve: true, work: true });
    const { app, url } = running;
    const now = () => app.db.now();
    const { superuserUrl } = database;
    return { app, url, superuserUrl, setClock, now, advance: async (by) => setClock(plus(await now(), by)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** All that happened is told before the program stops: the copies have nothing left to do. */
async function makeTemplate(
  database: TestDatabase,
  dataDir: string,
  arrange: (program: Arranging) => Promise<void>,
): Promise<void> {
  const arranging = await runOver(database, dataDir, { serve: false, work: false });
  await arrange({ app: arranging.app, setClock: clockOf(database) }).finally(() => arranging.stop());
  const telling = await runOver(database, dataDir, { serve: false, work: true });
  try {
    await until(async () => (await findBacklog(telling.app.db)).pending === 0, 'an empty outbox');
  } finally {
    await telling.stop();
  }
}

async function runOver(
  database: TestDatabase,
  dataDir: string,
  parts: { serve: boolean; work: boolean },
): Promise<Running> {
  const urls = { ...database, isEmbedded: false, stop: () => Promise.resolve() };
  return run(await configOf(database, dataDir), urls, parts);
}

async function configOf(database: TestDatabase, dataDir: string): Promise<Config> {
  return readConfig({
    PORT: String(await freePort()),
    ANBU_DATA_DIR: dataDir,
    DATABASE_URL: database.appUrl,
    DATABASE_OWNER_URL: database.ownerUrl,
    // The same for the template and its copies.
    ANBU_SECRET_KEY: Buffer.alloc(32, 9).toString('base64'),
    ANBU_DEMO: '0',
    ANBU_LOG_LEVEL: 'warn',
    ANBU_TEST_CLOCK: '1',
    ANBU_RATE_LIMIT_USER: '0',
    ANBU_RATE_LIMIT_SIGN_IN: '0',
    ANBU_WEB_DIR: process.env.ANBU_WEB_DIR,
    ANBU_OUTGOING_ALLOW: process.env['ANBU_OUTGOING_ALLOW'],
    ANBU_MAIL_LISTEN: process.env['ANBU_MAIL_LISTEN'],
  });
}

const SET_CLOCK = `
  update platform.clock set offset_milliseconds = $1::bigint - floor(extract(epoch from clock_timestamp()) * 1000)`;

function clockOf({ ownerUrl }: TestDatabase): (at: Instant) => Promise<void> {
  return (at) => withClient(ownerUrl, async (client) => void (await client.query(SET_CLOCK, [at])));
}
