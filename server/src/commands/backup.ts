import path from 'node:path';
import { CommandError, UsageError, type Command } from './command.ts';
import { openDatabase } from './database.ts';

export const command: Command = {
  summary: 'Write all data of one moment to a file',
  usage: '<file>',
  async run({ config, positionals, note, result }) {
    const [file] = positionals;
    if (file === undefined || positionals.length > 1) throw new UsageError('give one file');
    const urls = await openDatabase(config, note);
    try {
      if (urls.ownerUrl === null) throw new CommandError('DATABASE_OWNER_URL is not set: the owner reads all rows.');
      const { backup } = await import('../platform/backup/index.ts');
      const summary = await backup({ ownerUrl: urls.ownerUrl, file: path.resolve(file), log: note });
      result(summary, `written to ${path.resolve(file)}`);
    } finally {
      await urls.stop();
    }
  },
};
