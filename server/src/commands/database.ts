import { applyTopology } from '../citus/index.ts';
import { compose, type App } from '../compose.ts';
import type { Id } from '../kernel/ids.ts';
import { instant } from '../kernel/instant.ts';
import type { Outcome } from '../kernel/outcome.ts';
import { findOrganisationIdBySlug, listOrganisationIds } from '../modules/identity/index.ts';
import { ensureSecretKey, type Config } from '../platform/config/index.ts';
import { Database, systemActor, type Tx } from '../platform/db/index.ts';
import { textOf } from '../platform/i18n.ts';
import { makeLog } from '../platform/log.ts';
import { ensurePartitions } from '../platform/maintenance/index.ts';
import { migrate } from '../platform/migrate.ts';
import { CommandError } from './command.ts';

export type Urls = {
  readonly appUrl: string;
  /** Null: only the application's login is known; then nothing migrates. */
  readonly ownerUrl: string | null;
  readonly isEmbedded: boolean;
  stop(): Promise<void>;
};

/** The database of the settings: the embedded one is started, or joined where it runs. */
export async function openDatabase(config: Config, note: (text: string) => void): Promise<Urls> {
  if (config.databaseUrl !== null) {
    return {
      appUrl: config.databaseUrl,
      ownerUrl: config.databaseOwnerUrl,
      isEmbedded: false,
      stop: () => Promise.resolve(),
    };
  }
  const { startEmbedded } = await import('../platform/embedded-postgres/index.ts');
  const embedded = await startEmbedded({ dataDir: config.dataDir, log: note });
  return { appUrl: embedded.appUrl, ownerUrl: embedded.ownerUrl, isEmbedded: true, stop: () => embedded.stop() };
}

/** Forward to this program's migrations, and on a Citus cluster each table to its place. */
export async function migrateTo(urls: Urls): Promise<string[]> {
  if (urls.ownerUrl === null) {
    throw new CommandError('DATABASE_OWNER_URL is not set: it names the login that may change tables.');
  }
  const appRole = decodeURIComponent(new URL(urls.appUrl).username);
  const { applied } = await migrate(urls.ownerUrl, appRole === '' ? {} : { appRole });
  await ensurePartitions(urls.ownerUrl, instant(Date.now()));
  await applyTopology(urls.ownerUrl).catch((error: Error) => {
    throw new CommandError(error.message);
  });
  return applied;
}

/** Nobody lives here yet. */
export async function isEmpty(urls: Urls): Promise<boolean> {
  const db = new Database({ url: urls.appUrl, poolSize: 1 });
  try {
    return (await listOrganisationIds(db)).length === 0;
  } finally {
    await db.close();
  }
}

/** Opens the program over the database, does the work, and closes both whatever happens. */
export async function withApp<T>(
  config: Config,
  note: (text: string) => void,
  work: (app: App, urls: Urls) => Promise<T>,
): Promise<T> {
  const urls = await openDatabase(config, note);
  try {
    const secretKey = await ensureSecretKey(config);
    const log = makeLog('warn', process.stderr);
    const app = compose({ databaseUrl: urls.appUrl, poolSize: 4, applicationName: 'anbu command', secretKey, log });
    try {
      return await work(app, urls);
    } finally {
      await app.stop();
    }
  } finally {
    await urls.stop();
  }
}

export async function organisationOf(app: App, slug: string): Promise<Id> {
  const id = await findOrganisationIdBySlug(app.db, slug);
  if (id === null) throw new CommandError(`there is no organisation "${slug}"`);
  return id;
}

/** One act of a command in an organisation, named in its audit. A refusal ends the command with its sentence. */
export async function act<T>(app: App, orgId: Id, name: string, work: (tx: Tx) => Promise<Outcome<T>>): Promise<T> {
  return granted(await app.db.inTx(systemActor(orgId, `anbu ${name}`, 'en'), work));
}

export function granted<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value;
  const { code, params, errors = [] } = outcome.refusal;
  const parts = errors.map((error) => `${error.field}: ${textOf('en', error.code, { ...error.params } as never)}`);
  throw new CommandError([textOf('en', code, { ...params } as never), ...parts].join(' '), outcome.refusal);
}
