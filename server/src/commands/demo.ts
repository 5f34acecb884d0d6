import { existsSync } from 'node:fs';
import type { Database } from '../platform/db/index.ts';
import type { Log } from '../platform/log.ts';
import { CommandError, type Command } from './command.ts';
import { migrateTo, withApp } from './database.ts';

export type MakeDemo = (options: {
  readonly db: Database;
  readonly ownerUrl: string | null;
  readonly log: Log;
  readonly onProgress: (text: string) => void;
}) => Promise<unknown>;

const GENERATOR = new URL('../demo/index.ts', import.meta.url);

export function hasDemo(): boolean {
  return existsSync(GENERATOR);
}

/** Loaded only when a demo is made: it is large and runs once. */
async function demoGenerator(): Promise<MakeDemo | null> {
  if (!hasDemo()) return null;
  return ((await import(GENERATOR.href)) as { makeDemo: MakeDemo }).makeDemo;
}

export const command: Command = {
  summary: 'Make the demo organisation in the database',
  usage: '',
  async run({ config, note, result }) {
    const makeDemo = await demoGenerator();
    if (!makeDemo) throw new CommandError('this build has no demo');
    await withApp(config, note, async (app, urls) => {
      if (urls.ownerUrl !== null) await migrateTo(urls);
      await makeDemo({ db: app.db, ownerUrl: urls.ownerUrl, log: app.log, onProgress: note });
    });
    result({ made: true }, 'demo organisation made');
  },
};
