import type { Command } from './command.ts';
import { openDatabase } from './database.ts';
import { run, untilStopped } from './running.ts';

export const command: Command = {
  summary: 'Deliver events and run jobs, without web and API',
  usage: '',
  async run({ config, note, result }) {
    const urls = await openDatabase(config, note);
    try {
      const running = await run(config, urls, { serve: false, work: true });
      result({ working: true }, 'working');
      await untilStopped(() => running.stop(), note, running.log);
    } finally {
      await urls.stop();
    }
  },
};
