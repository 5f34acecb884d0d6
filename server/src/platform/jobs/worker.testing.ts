import { setTimeout as sleep } from 'node:timers/promises';
import { ok } from '../../kernel/outcome.ts';
import { Database, sql } from '../db/index.ts';
import { flushOutbox } from '../outbox/index.ts';
import { Listener } from '../stream/index.ts';
import { JobRunner } from './index.ts';

// A worker of its own process, to be killed: counts to 600, one transaction per number, and goes on where it was.
const url = process.argv[2]!;
const db = new Database({ url, flush: [flushOutbox([])] });
const listener = new Listener(url);
await listener.start();
const log = { warn: () => {}, error: () => {} };
const runner = new JobRunner({ db, log, listener, leaseSeconds: 0.4, pollMilliseconds: 50 });
runner.register('test.count', async ({ inTx, jobId, progress, signal }) => {
  for (let done = 0; done < 600;) {
    signal.throwIfAborted();
    const outcome = await inTx(async (tx) => {
      const { no } = await tx.one(sql<{ no: number }>`
        insert into public.step (org_id, job_id, no) select ${tx.orgId}, ${jobId}, coalesce(max(no), 0) + 1 from public.step
        where org_id = ${tx.orgId} and job_id = ${jobId} returning no`);
      return ok(no);
    });
    if (outcome.ok) done = outcome.value;
    await progress(done, 600);
    await sleep(5);
  }
  return ok(null);
});
runner.start();
process.stdout.write('working\n');
process.on('SIGTERM', () => void runner.stop().then(() => process.exit(0)));
setInterval(() => {}, 60_000);
