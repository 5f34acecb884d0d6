import { listDemoSignIns, listOrganisationIds } from '../modules/identity/index.ts';
import type { Command, CommandContext } from './command.ts';
import { migrateTo, openDatabase, type Urls } from './database.ts';
import { demoGenerator } from './demo.ts';
import { run, untilStopped, type Running } from './running.ts';

export const command: Command = {
  summary: 'Start everything: database, migrations, demo on the first run, web, API, workers',
  usage: '',
  async run({ config, note, result }: CommandContext) {
    const urls = await openDatabase(config, note);
    let running: Running | null = null;
    // From here on Ctrl-C stops what stands already, the database last.
    const stopped = untilStopped(async () => {
      await running?.stop();
      await urls.stop();
    }, note);
    try {
      const applied = urls.ownerUrl === null ? [] : await migrateTo(urls);
      if (applied.length > 0) note(`${applied.length} migrations applied`);
      running = await run(config, urls, { serve: true, work: true });
      if (config.demo) await firstDemo(running, urls, note);
      const signIns = await listDemoSignIns(running.app.db);
      result({ url: running.url, signIns }, banner(running.url, signIns));
    } catch (error) {
      await running?.stop();
      await urls.stop();
      throw error;
    }
    await stopped;
    note('stopped');
  },
};

async function firstDemo({ app, log }: Running, urls: Urls, note: (text: string) => void): Promise<void> {
  if ((await listOrganisationIds(app.db)).length > 0) return;
  const makeDemo = await demoGenerator();
  if (!makeDemo) return;
  note('making a demo organisation (once)');
  await makeDemo({ db: app.db, ownerUrl: urls.ownerUrl, log, onProgress: note });
}

type SignIn = { name: string; role: string; email: string; password: string };

function banner(url: string, signIns: readonly SignIn[]): string {
  const rows = signIns.map(({ role, email, password }) => `    ${role.padEnd(12)} ${email.padEnd(28)} ${password}`);
  return ['', `  Anbu  ${url}`, ...(rows.length > 0 ? ['', '  Demo sign-ins:', ...rows] : []), ''].join('\n');
}
