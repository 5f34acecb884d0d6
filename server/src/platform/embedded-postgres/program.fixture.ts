// A program that uses the embedded database, for tests that kill it. Arguments: data folder, system folder. Speaks JSON lines.
import { startEmbedded } from './index.ts';

const say = (event: object) => process.stdout.write(JSON.stringify(event) + '\n');
const [dataDir, systemFolder] = process.argv.slice(2);

const embedded = await startEmbedded({
  dataDir: dataDir!,
  ...(systemFolder && { systemFolder }),
  log: () => {},
  onRestart: ({ outcome }) => say({ event: outcome }),
});
const { stop, ...rest } = embedded;
say({ event: 'started', ...rest });

process.on('SIGTERM', () => {
  void stop().then(() => process.exit(0));
});
setInterval(() => {}, 60_000);
