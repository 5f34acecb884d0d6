// A worker that brings one import as far as it goes, for tests that kill it: it says that it is ready, and begins when it is told to.
// Arguments: database, organisation, import.
import { once } from 'node:events';
import { systemActor } from '../../platform/db/index.ts';
import { runImport } from './service/run.ts';
import { inlineRunner, openDatabase } from './testing.ts';

const [url, organisation, id] = process.argv.slice(2);
const db = openDatabase(url ?? '');
const say = (text: string) => process.stdout.write(`${text}\n`);
await db.now();
say('ready');
await once(process.stdin, 'data');
await runImport(
  inlineRunner(db, systemActor(organisation ?? '', 'worker'), (done) => say(`done ${done}`)),
  id ?? '',
);
say('ended');
await db.close();
process.stdin.destroy();
