/** Runs one import when it is told to, in a process of its own: `ready`, then its time and memory. Arguments: database, organisation, import. */
import { once } from 'node:events';
import { systemActor } from '../../server/src/platform/db/index.ts';
import { runImport } from '../../server/src/modules/integrations/service/run.ts';
import { inlineRunner, openDatabase } from '../../server/src/modules/integrations/testing.ts';

const [url, organisation, id] = process.argv.slice(2);
const db = openDatabase(url ?? '');
await db.now();
const before = process.memoryUsage().rss;
process.stdout.write('ready\n');
await once(process.stdin, 'data');
const from = performance.now();
await runImport(inlineRunner(db, systemActor(organisation ?? '', 'worker')), id ?? '');
const milliseconds = performance.now() - from;
const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
const told = { milliseconds, before, peak: maxRSS * 1024, cpu: (userCPUTime + systemCPUTime) / 1000 };
process.stdout.write(`${JSON.stringify(told)}\n`);
await db.close();
process.stdin.destroy();
