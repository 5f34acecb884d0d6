/** A whole worker in a process of its own, for tests that kill it: `node worker.testing.ts <database> <key> <host:port,…>`. */
import { compose } from '../../../compose.ts';
import { makeLog } from '../../../platform/log.ts';

const [databaseUrl = '', secretKey = '', places = ''] = process.argv.slice(2);
const app = compose({
  databaseUrl,
  secretKey,
  outgoingAllow: places.split(','),
  poolSize: 6,
  applicationName: 'anbu mail',
  log: makeLog('error'),
});
await app.startWorkers();
// Who started it is gone: nobody would end it any more.
process.on('disconnect', () => process.exit(0));
