import { Database } from '../db/index.ts';
import { Listener } from '../stream/index.ts';
import { countingSubscribers } from './counting.testing.ts';
import { flushOutbox, startDispatcher } from './index.ts';

// A worker of its own process, to be killed. Prints a line once it works.
const url = process.argv[2]!;
const subscribers = countingSubscribers();
const db = new Database({ url, flush: [flushOutbox(subscribers)] });
const listener = new Listener(url);
await listener.start();
const log = { warn: () => {}, error: () => {} };
startDispatcher({ db, subscribers, listener, log, batch: 20, pollMilliseconds: 200, waitAfter: () => 0 });
process.stdout.write('working\n');
