import type { Command } from './command.ts';
import { migrateTo, openDatabase } from './database.ts';

export const command: Command = {
  summary: 'Bring the database to the tables of this release',
  usage: '',
  async run({ config, note, result }) {
    const urls = await openDatabase(config, note);
    try {
      const applied = await migrateTo(urls);
      result({ applied }, applied.length === 0 ? 'nothing to do' : applied.map((id) => `applied ${id}`).join('\n'));
    } finally {
      await urls.stop();
    }
  },
};
