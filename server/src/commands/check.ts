import { sql } from '../platform/db/index.ts';
import { ConfigError, describeConfig, readConfig } from '../platform/config/index.ts';
import { whyUnfit } from '../platform/login.ts';
import { readinessOf } from '../platform/readiness.ts';
import { CommandError, type Command } from './command.ts';
import { withApp } from './database.ts';

type Finding = { readonly about: string; readonly ok: boolean; readonly text: string };

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
      ...findings.map(({ about, ok, text }) => `${ok ? 'ok     ' : 'PROBLEM'}  ${about}: ${text}`),
    ];
    const problems = findings.filter((finding) => !finding.ok);
    if (problems.length > 0)
      throw new CommandError(`${lines.join('\n')}\n${problems.length} problems`, { settings, findings });
    result({ settings, findings }, lines.join('\n'));
  },
};

async function findingsOf(note: (text: string) => void): Promise<Finding[]> {
  const about = (name: string, problem: string | null, text: string): Finding => ({
    about: name,
    ok: problem === null,
    text: problem ?? text,
  });
  try {
    const config = readConfig(process.env);
    const database = await withApp(config, note, async (app, urls) => {
      const [server] = await app.db.global(
        sql<{ version: string }>`select current_setting('server_version') as version`,
      );
      const state = await readinessOf(app.db, () => false)();
      return [
        about('database', null, `PostgreSQL ${server?.version}, ${urls.isEmbedded ? 'embedded' : 'server'}`),
        about('login', await whyUnfit(app.db), 'cannot step over row-level security'),
        about(
          'tables',
          state === null ? null : 'not those of this release: run "anbu migrate"',
          'those of this release',
        ),
      ];
    });
    return [about('settings', null, 'understood'), ...database];
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return [about(error instanceof ConfigError ? 'settings' : 'database', message, '')];
  }
}
