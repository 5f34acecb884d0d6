// A worker that runs one import, for tests that kill it. Arguments: database, organisation, import.
import { systemActor } from '../../platform/db/index.ts';
import { runImport } from './service/run.ts';
import { inlineRunner, openDatabase } from './testing.ts';

const [url, organisation, id] = process.argv.slice(2);
const db = openDatabase(url ?? '');
const say = (text: string) => process.stdout.write(`${text}\n`);
await runImport(
  inlineRunner(db, systemActor(organisation ?? '', 'worker'), (done) => say(`done ${done}`)),
  id ?? '',
);
say('ended');
await db.close();
