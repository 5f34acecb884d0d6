import type { Command } from './command.ts';
import { openDatabase } from './database.ts';
import { run, untilStopped } from './running.ts';

export const command: Command = {
  summary: 'Serve web and API; many may serve one database',
  usage: '',
  async run({ config, note, result }) {
    const urls = await openDatabase(config, note);
    try {
      const running = await run(config, urls, { serve: true, work: false });
      result({ url: running.url }, running.url);
      await untilStopped(() => running.stop(), note, running.log);
    } finally {
      await urls.stop();
    }
  },
};
