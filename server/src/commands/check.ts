import type { App } from '../compose.ts';
import { DAY, formatInstant, type Instant } from '../kernel/instant.ts';
import { sql } from '../platform/db/index.ts';
import { ConfigError, describeConfig, proxyWarning, readConfig } from '../platform/config/index.ts';
import { whyUnfit } from '../platform/login.ts';
import { maintainedAt } from '../platform/maintenance/index.ts';
import { readinessOf } from '../platform/readiness.ts';
import { CommandError, type Command } from './command.ts';
import { withApp, type Urls } from './database.ts';

/** `ok` false: Anbu does not start so. A warning: it starts, and somebody should look at it. */
type Finding = { readonly about: string; readonly ok: boolean; readonly warning: boolean; readonly text: string };

const NIGHTS = 2 * DAY;

export const command: Command = {
  summary: 'Show the settings and try whether Anbu could start with them',
  usage: '',
  readsNoConfig: true,
  async run({ note, result }) {
    const settings = describeConfig(process.env);
    const findings = await findingsOf(note);
    const lines = [
      ...settings.map(
        ({ name, value, source, about }) =>
          `${name.padEnd(24)} ${(value ?? '–').padEnd(24)} ${source === 'environment' ? 'set     ' : 'standard'}  ${about}`,
      ),
      '',
      ...findings.map(
        ({ about, ok, warning, text }) => `${ok ? (warning ? 'WARNING' : 'ok     ') : 'PROBLEM'}  ${about}: ${text}`,
      ),
    ];
    const problems = findings.filter((finding) => !finding.ok);
    if (problems.length > 0)
      throw new CommandError(`${lines.join('\n')}\n${problems.length} problems`, { settings, findings });
    result({ settings, findings }, lines.join('\n'));
  },
};

function about(name: string, problem: string | null, text: string): Finding {
  return { about: name, ok: problem === null, warning: false, text: problem ?? text };
}

function advice(name: string, warning: string | null, text: string): Finding {
  return { about: name, ok: true, warning: warning !== null, text: warning ?? text };
}

async function findingsOf(note: (text: string) => void): Promise<Finding[]> {
  try {
    const config = readConfig(process.env);
    const database = await withApp(config, note, findingsOfDatabase);
    return [
      about('settings', null, 'understood'),
      advice('proxy', proxyWarning(config), config.trustProxy === false ? 'none in front' : 'trusted'),
      ...database,
    ];
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return [about(error instanceof ConfigError ? 'settings' : 'database', message, '')];
  }
}

async function findingsOfDatabase(app: App, urls: Urls): Promise<Finding[]> {
  const [server] = await app.db.global(sql<{ version: string }>`select current_setting('server_version') as version`);
  const state = await readinessOf(app.db, () => false)();
  return [
    about('database', null, `PostgreSQL ${server?.version}, ${urls.isEmbedded ? 'embedded' : 'server'}`),
    about('login', await whyUnfit(app.db), 'cannot step over row-level security'),
    about('tables', state === null ? null : 'not those of this release: run "anbu migrate"', 'those of this release'),
    ...(state === null ? [await nightlyWork(app)] : []),
  ];
}

/** Whether somebody makes the partitions ahead and keeps retention. A database of yesterday has not had its first night. */
async function nightlyWork({ db }: App): Promise<Finding> {
  const done = await maintainedAt(db);
  const [times] = await db.global(sql<{ now: Instant; madeAt: Instant }>`
    select clock_timestamp() as now, min(applied_at) as "madeAt" from anbu_migrations.applied`);
  if (done === null && times!.now - times!.madeAt < NIGHTS) return advice('nightly work', null, 'not yet: at 03:10');
  const isLate = done === null || times!.now - done > NIGHTS;
  const last = done === null ? 'never done' : `last done whole ${formatInstant(done)}`;
  const why = `${last}: a process that works (start, worker) needs DATABASE_OWNER_URL`;
  return advice('nightly work', isLate ? why : null, last);
}
