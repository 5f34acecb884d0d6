import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { listDemoSignIns } from '../modules/identity/index.ts';
import type { Config } from '../platform/config/index.ts';
import { removeEmbedded } from '../platform/embedded-postgres/index.ts';
import { makeLog } from '../platform/log.ts';
import { CommandError, type Command, type CommandContext } from './command.ts';
import { isEmpty, migrateTo, openDatabase, type Urls } from './database.ts';
import { hasDemo } from './demo.ts';
import { run, untilStopped, type Running } from './running.ts';

export const command: Command = {
  summary: 'Start everything: database, migrations, demo on the first run, web, API, workers',
  usage: '',
  async run({ config, note, result }: CommandContext) {
    let urls: Urls | null = null;
    let running: Running | null = null;
    const stopping = new AbortController();
    const halt = async () => {
      await running?.stop();
      await urls?.stop();
    };
    // From here on Ctrl-C stops what stands already, the database last.
    const stopped = untilStopped(
      async () => {
        stopping.abort();
        await ended;
        await halt();
      },
      note,
      makeLog(config.logLevel),
    );
    const start = async () => {
      await forgetUnfinishedDemo(config, note);
      urls = await openDatabase(config, note);
      const applied = urls.ownerUrl === null ? [] : await migrateTo(urls);
      if (applied.length > 0) note(`${applied.length} migrations applied`);
      if (stopping.signal.aborted) return;
      if (config.demo && hasDemo() && (await isEmpty(urls))) await firstDemo(config, note, stopping.signal);
      if (stopping.signal.aborted) return;
      running = await run(config, urls, { serve: true, work: true });
      const signIns = await listDemoSignIns(running.app.db);
      result({ url: running.url, signIns }, banner(running.url, signIns));
    };
    const ended = start().catch(async (error: unknown) => {
      // Who is stopped half-way fails half-way.
      if (stopping.signal.aborted) return;
      await halt();
      throw error;
    });
    await ended;
    await stopped;
    note('stopped');
  },
};

/** In a process of its own: a year of a clinic takes memory that the server would keep. */
async function firstDemo(config: Config, note: (text: string) => void, signal: AbortSignal): Promise<void> {
  note('making a demo organisation (once; a minute or two)');
  await writeFile(unfinishedMark(config), '');
  const program = fileURLToPath(new URL('../anbu.ts', import.meta.url));
  const child = spawn(process.execPath, [program, 'demo'], { stdio: ['ignore', 'ignore', 'inherit'], signal });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new CommandError('the demo organisation could not be made');
  await rm(unfinishedMark(config), { force: true });
}

const unfinishedMark = (config: Config) => path.join(config.dataDir, 'demo-unfinished');

/** Stopped or killed half-way, the first demo left a part of a clinic that nobody has worked in: it is made again from nothing. */
async function forgetUnfinishedDemo(config: Config, note: (text: string) => void): Promise<void> {
  if (config.databaseUrl !== null || !existsSync(unfinishedMark(config))) return;
  note('the first demo was not finished: it is made again');
  await removeEmbedded({ dataDir: config.dataDir });
  await rm(unfinishedMark(config), { force: true });
}

type SignIn = { name: string; role: string; email: string; password: string };

function banner(url: string, signIns: readonly SignIn[]): string {
  const rows = signIns.map(({ role, email, password }) => `    ${role.padEnd(12)} ${email.padEnd(28)} ${password}`);
  return ['', `  Anbu  ${url}`, ...(rows.length > 0 ? ['', '  Demo sign-ins:', ...rows] : []), ''].join('\n');
}
