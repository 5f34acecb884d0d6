/**
 * `node scripts/run.cjs bench/src/messages.ts [--messages 50000]`: gate, outbox and SMPP to a centre of this machine, beside the bare library over the same
 * socket with the same window, in one run. The centre is a process of its own, the database a throw-away one. Spec: issue 5, "It must show".
 */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { instant } from '../../server/src/kernel/instant.ts';
import { bareRate } from '../../server/src/modules/channels/testing/bare.testing.ts';
import { crowdOfMessages, statesOf } from '../../server/src/modules/channels/testing/crowd.testing.ts';
import { anSmppWay, aSender } from '../../server/src/modules/channels/testing/ways.testing.ts';
import { TEST_KEY, testApp } from '../../server/src/testing/app.ts';
import { startTestCluster } from '../../server/src/testing/cluster.ts';
import { PROGRAM_FLAGS } from './flags.ts';

const { values } = parseArgs({
  options: { messages: { type: 'string', default: '20000' }, window: { type: 'string', default: '50' } },
});
const [messages, window] = [Number(values.messages), Number(values.window)];
const TESTING = path.resolve(import.meta.dirname, '../../server/src/modules/channels/testing');

const cluster = await startTestCluster();
Object.assign(process.env, cluster.environment);
const centre = fork(path.join(TESTING, 'centre-process.testing.ts'), {
  execArgv: ['--disable-warning=ExperimentalWarning'],
});
const { port } = await told<{ port: number }>(centre);
const place = `127.0.0.1:${port}`;
const app = await testApp({ at: instant(Date.parse('2026-11-26T10:00:00+09:00')), outgoingAllow: [place] });
let worker: ChildProcess | null = null;
try {
  await aSender(app);
  const way = await anSmppWay(app, port, { ratePerSecond: 10_000, window });
  await crowdOfMessages(app.ownerUrl, app.org.id, way, messages);
  const bare = await bareRate({ port, window, many: Math.min(messages, 20_000) });
  const before = await countOf(centre);
  const file = path.join(TESTING, 'worker.testing.ts');
  worker = fork(file, [app.appUrl, TEST_KEY, place], {
    execArgv: [...PROGRAM_FLAGS, '--disable-warning=ExperimentalWarning'],
  });
  await once(worker, 'message');
  while ((await countOf(centre)) === before) await sleep(5);
  const began = performance.now();
  let first = 0;
  for (let count = 0; count < messages; await sleep(20)) {
    count = (await countOf(centre)) - before;
    if (first === 0 && count > messages / 10) first = await memoryOf(worker);
  }
  const seconds = (performance.now() - began) / 1_000;
  const last = await memoryOf(worker);
  await sleep(1_000);
  const rate = messages / seconds;
  console.log(
    JSON.stringify({
      messages,
      window,
      bareRate: Math.round(bare),
      rate: Math.round(rate),
      ratio: Math.round((rate / bare) * 100) / 100,
      seconds: Math.round(seconds * 10) / 10,
      workerMegabytes: [first, last],
      states: await statesOf(app.ownerUrl, app.org.id),
    }),
  );
} finally {
  worker?.kill('SIGKILL');
  await app.stop();
  centre.disconnect();
  await cluster.remove();
}

async function told<T>(child: ChildProcess): Promise<T> {
  const [message] = (await once(child, 'message')) as [T];
  return message;
}

async function countOf(child: ChildProcess): Promise<number> {
  const answer = told<{ count: number }>(child);
  child.send('count');
  return (await answer).count;
}

/** Megabytes that the process holds. */
async function memoryOf({ pid }: ChildProcess): Promise<number> {
  const { readFile } = await import('node:fs/promises');
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1_024);
}
