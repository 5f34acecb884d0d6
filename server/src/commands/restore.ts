import path from 'node:path';
import { CommandError, UsageError, type Command } from './command.ts';
import { openDatabase } from './database.ts';

export const command: Command = {
  summary: 'Put a backup into an empty database',
  usage: '<file>',
  async run({ config, positionals, note, result }) {
    const [file] = positionals;
    if (file === undefined || positionals.length > 1) throw new UsageError('give one file');
    const urls = await openDatabase(config, note);
    try {
      if (urls.ownerUrl === null) throw new CommandError('DATABASE_OWNER_URL is not set: the owner writes all rows.');
      const { restore } = await import('../platform/backup/index.ts');
      const appRole = decodeURIComponent(new URL(urls.appUrl).username);
      const summary = await restore({ ownerUrl: urls.ownerUrl, file: path.resolve(file), log: note, appRole });
      result(summary, `restored from ${path.resolve(file)}`);
    } finally {
      await urls.stop();
    }
  },
};
