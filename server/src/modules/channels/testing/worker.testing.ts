/** A process that only hands messages over, for tests that kill it: `node worker.testing.ts <database> <key> <host:port>`. */
import { compose } from '../../../compose.ts';
import { makeLog } from '../../../platform/log.ts';
import { tidyMemory } from '../../../platform/tidy.ts';

const [databaseUrl = '', secretKey = '', place = ''] = process.argv.slice(2);
const app = compose({
  databaseUrl,
  secretKey,
  outgoingAllow: [place],
  poolSize: 10,
  applicationName: 'anbu sender',
  log: makeLog('error'),
});
await app.startSender();
tidyMemory();
// Who started it is gone: nobody would end it any more.
process.on('disconnect', () => process.exit(0));
process.on('SIGTERM', () => void app.stop(1_000).then(() => process.exit(0)));
process.send?.('ready');
