/**
 * `node scripts/run.cjs bench/src/letters.ts [--letters 1000]`: a batch of letters in three languages, collected, set and kept as one PDF by the program's own
 * job in a worker process: seconds for each part, and the most that the process held. Spec: issue 5, "It must show": 1,000 letters ≤ 10 s and ≤ 250 MB.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { instant } from '../../server/src/kernel/instant.ts';
import { must, ok } from '../../server/src/kernel/outcome.ts';
import { crowdOfLetters } from '../../server/src/modules/channels/testing/letter-crowd.testing.ts';
import { aPostWay } from '../../server/src/modules/channels/testing/letters.testing.ts';
import { findFile } from '../../server/src/platform/files/index.ts';
import { sql } from '../../server/src/platform/db/index.ts';
import { TEST_KEY, testApp } from '../../server/src/testing/app.ts';
import { startTestCluster } from '../../server/src/testing/cluster.ts';
import { PROGRAM_FLAGS } from './flags.ts';

const TESTING = path.resolve(import.meta.dirname, '../../server/src/modules/channels/testing');
const { values } = parseArgs({ options: { letters: { type: 'string', default: '1000' } } });
const letters = Number(values.letters);
const cluster = await startTestCluster();
Object.assign(process.env, cluster.environment);
const app = await testApp({ at: instant(Date.parse('2026-11-26T10:00:00+09:00')) });
let worker: ChildProcess | null = null;
try {
  const way = await aPostWay(app);
  await crowdOfLetters(app.ownerUrl, app.org.id, way, letters);
  worker = fork(path.join(TESTING, 'jobs-worker.testing.ts'), [app.appUrl, TEST_KEY], {
    execArgv: [...PROGRAM_FLAGS, '--disable-warning=ExperimentalWarning'],
  });
  await once(worker, 'message');
  const before = await megabytes(worker, 'VmRSS');
  const began = performance.now();
  const made = await app.request('desk', 'POST', '/letters/batches', {});
  if (made.status !== 200) throw new Error(made.text);
  const collected = performance.now();
  const { id } = made.body.batch;
  let print = made.body.batch.prints[0];
  while (print.pages === null) {
    await new Promise((wake) => setTimeout(wake, 20));
    print = (await app.request('desk', 'GET', `/letters/batches/${id}`)).body.prints[0];
  }
  const ended = performance.now();
  const most = await megabytes(worker, 'VmHWM');
  const file = must(
    await app.db.inTx(app.org.system, async (tx) => {
      const row = await tx.one(
        sql<{
          id: string;
        }>`select p.file_id as id from channels.letter_print p where p.org_id = ${tx.orgId} and p.batch_id = ${id}`,
      );
      return ok(await findFile(tx, row.id));
    }),
  );
  const seconds = (from: number, to: number) => Math.round((to - from) / 10) / 100;
  console.log(
    JSON.stringify({
      letters,
      pages: print.pages,
      fileMegabytes: Math.round((file?.sizeBytes ?? 0) / 1e4) / 100,
      collectSeconds: seconds(began, collected),
      pagesSeconds: seconds(collected, ended),
      seconds: seconds(began, ended),
      workerMegabytes: { before, most },
    }),
  );
} finally {
  worker?.kill('SIGKILL');
  await app.stop();
  await cluster.remove();
}

/** What the process holds, or held at most. */
async function megabytes({ pid }: ChildProcess, what: 'VmRSS' | 'VmHWM'): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Math.round(Number(new RegExp(`${what}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / 1_024);
}
