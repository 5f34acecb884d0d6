/** A process that runs jobs and nothing else, for what is measured of them: `node jobs-worker.testing.ts <database> <key>`. */
import { compose } from '../../../compose.ts';
import { makeLog } from '../../../platform/log.ts';
import { tidyMemory } from '../../../platform/tidy.ts';

const [databaseUrl = '', secretKey = ''] = process.argv.slice(2);
const app = compose({ databaseUrl, secretKey, poolSize: 5, applicationName: 'anbu jobs', log: makeLog('error') });
await app.startWorkers();
tidyMemory();
// Who started it is gone: nobody would end it any more.
process.on('disconnect', () => process.exit(0));
process.send?.('ready');
