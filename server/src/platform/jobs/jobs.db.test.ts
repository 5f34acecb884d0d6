import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Job } from '@anbu/contract';
import { newId, type Id } from '../../kernel/ids.ts';
import { parseInstant } from '../../kernel/instant.ts';
import { must, ok, refuse } from '../../kernel/outcome.ts';
import { testDatabase, type TestDatabase } from '../../testing/database.ts';
import { flushAudit, verifyAudit } from '../audit/index.ts';
import { Database, sql, systemActor, type Actor } from '../db/index.ts';
import { withClient } from '../embedded-postgres/roles.ts';
import { callRoute } from '../http-call.testing.ts';
import { maintainedAt, scheduleMaintenance } from '../maintenance/index.ts';
import { flushOutbox } from '../outbox/index.ts';
import { Listener } from '../stream/index.ts';
import {
  jobRoutes,
  JobRunner,
  nextDaily,
  startJob,
  Ticker,
  type JobHandler,
  type JobOptions,
  type JobRunnerOptions,
  type NewJob,
} from './index.ts';
import { claimJob, updateProgress } from './store.ts';
import { until as untilIt } from '../../testing/until.ts';

const quiet = { warn: () => {}, error: () => {} };
let database: TestDatabase;
let db: Database;

before(async () => {
  database = await testDatabase();
  await withClient(database.ownerUrl, (client) =>
    client.query(`create table public.step (org_id uuid, job_id uuid, no bigint, primary key (org_id, job_id, no));
      grant select, insert on public.step to anbu_app; grant usage on schema public to anbu_app`),
  );
  db = new Database({ url: database.appUrl, flush: [flushOutbox([])] });
});
after(async () => {
  await db.close();
  await database.drop();
});

async function begin(actor: Actor, job: NewJob): Promise<Id> {
  return must(await db.inTx(actor, async (tx) => ok(await startJob(tx, job))));
}

async function read(actor: Actor, id: Id): Promise<Job> {
  return must(await db.inTx(actor, (tx) => callRoute(jobRoutes[1]!, tx, { params: { id } }))) as Job;
}

async function until<T>(look: () => Promise<T>, isRight: (found: T) => boolean): Promise<T> {
  const { found } = await untilIt(async () => {
    const found = await look();
    return isRight(found) && { found };
  });
  return found;
}

function runnerOf(
  kind: string,
  handler: JobHandler,
  { onFailed, ...options }: JobOptions & Partial<JobRunnerOptions> = {},
): JobRunner {
  const runner = new JobRunner({ db, log: quiet, pollMilliseconds: 30, waitAfter: () => 0, ...options });
  runner.register(kind, handler, onFailed ? { onFailed } : {});
  runner.start();
  return runner;
}

test('F7 a job that begins in a refused act does not exist; a committed one starts at once and shows its progress', async () => {
  const actor = systemActor(newId(), 'test', 'en');
  await db.inTx(actor, async (tx) => {
    await startJob(tx, { kind: 'imports.apply' });
    return refuse('request.conflict', {}, 409);
  });
  const list = must(await db.inTx(actor, (tx) => callRoute(jobRoutes[0]!, tx, { query: {} })));
  assert.deepEqual(list, { items: [], nextCursor: null });

  const listener = new Listener(database.appUrl);
  await listener.start();
  const seen: Job[] = [];
  const runner = runnerOf(
    'imports.apply',
    async ({ progress, input, jobId, ref }) => {
      assert.deepEqual(input, { rows: 10 });
      assert.equal(ref, actor.orgId);
      await progress(4, 10);
      seen.push(await read(actor, jobId));
      await progress(10, 10);
      return ok(null);
    },
    { listener, pollMilliseconds: 3_600_000 },
  );
  const over = async () => {
    const id = await begin(actor, { kind: 'imports.apply', ref: actor.orgId, input: { rows: 10 } });
    return until(
      () => read(actor, id),
      (job) => job.state === 'done',
    );
  };
  // The first may be there when the runner begins to look; nobody looks for the second until it is told.
  await over();
  seen.length = 0;
  const done = await over();
  assert.deepEqual([seen[0]!.state, seen[0]!.progress], ['running', { done: 4, total: 10 }]);
  assert.deepEqual([done.title, done.progress, done.error], ['Applying an import', { done: 10, total: 10 }, null]);
  assert.ok(done.finishedAt);
  await runner.stop();
  await listener.stop();
});

test('S1 a job of another organisation is not found', async () => {
  const id = await begin(systemActor(newId(), 'test'), { kind: 'test.never' });
  const other = await db.inTx(systemActor(newId(), 'test'), (tx) => callRoute(jobRoutes[1]!, tx, { params: { id } }));
  assert.equal(other.ok || other.refusal.status, 404);
});

test(
  'a job whose worker is killed again and again is taken on by the next and does each step once',
  { timeout: 300_000 },
  async () => {
    const actor = systemActor(newId(), 'test');
    const id = await begin(actor, { kind: 'test.count' });
    const start = () =>
      spawn(process.execPath, [path.join(import.meta.dirname, 'worker.testing.ts'), database.appUrl], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
    let kills = 0;
    for (; kills < 4; kills += 1) {
      const worker = start();
      await once(worker.stdout!, 'data');
      await sleep(300 + Math.random() * 400);
      worker.kill('SIGKILL');
      await once(worker, 'exit');
      assert.notEqual((await read(actor, id)).state, 'done', 'it was killed at work');
    }
    const last = start();
    const job = await until(
      () => read(actor, id),
      (found) => found.state === 'done' || found.state === 'failed',
    );
    last.kill('SIGTERM');
    const [code] = await once(last, 'exit');
    assert.equal(code, 0);
    assert.deepEqual([job.state, job.progress], ['done', { done: 600, total: 600 }]);
    const steps = must(
      await db.inTx(actor, async (tx) => ok(await tx.rows(sql`select no from public.step where job_id = ${id}`))),
    );
    assert.equal(steps.length, 600);
  },
);

test('a worker that was taken for dead writes nothing more', async () => {
  const actor = systemActor(newId(), 'test');
  const id = await begin(actor, { kind: 'test.zombie' });
  let late: unknown = null;
  const runner = runnerOf('test.zombie', async ({ inTx, jobId }) => {
    await withClient(database.superuserUrl, (client) =>
      client.query(
        `update platform.job set worker = gen_random_uuid(), due_at = clock_timestamp() + interval '1 hour' where id = $1`,
        [jobId],
      ),
    );
    await inTx(async (tx) => ok(await tx.run(sql`insert into public.step values (${tx.orgId}, ${jobId}, 1)`))).catch(
      (error: Error) => (late = error.message),
    );
    return ok(null);
  });
  await until(
    async () => late,
    (found) => found !== null,
  );
  await runner.stop();
  assert.equal(late, 'the job was given to another worker');
  assert.equal((await read(actor, id)).state, 'running', 'nor does it end the job of the other');
});

test('a refusal ends a job with its code; an error is tried five times; only kind and code of it are kept', async () => {
  const actor = systemActor(newId(), 'test', 'en');
  let attempts = 0;
  const refusing = runnerOf('test.refused', async () => refuse('request.conflict'));
  const failing = runnerOf('test.failing', async ({ attempt }) => {
    attempts = attempt;
    throw new RangeError('010-1234-5678');
  });
  const refused = await begin(actor, { kind: 'test.refused' });
  const failed = await begin(actor, { kind: 'test.failing' });
  assert.match(
    (
      await until(
        () => read(actor, refused),
        (job) => job.state === 'failed',
      )
    ).error!,
    /^[A-Z].* /,
  );
  const job = await until(
    () => read(actor, failed),
    (found) => found.state === 'failed',
  );
  assert.equal(attempts, 5);
  assert.match(job.error!, /failed several times/);
  await Promise.all([refusing.stop(), failing.stop()]);
});

test('R7 a job in work when its process stops goes back and does not lose an attempt', async () => {
  const actor = systemActor(newId(), 'test');
  const id = await begin(actor, { kind: 'test.stopped' });
  let started = false;
  const runner = runnerOf('test.stopped', async ({ signal }) => {
    started = true;
    await sleep(60_000, null, { signal });
    return ok(null);
  });
  await until(async () => started, Boolean);
  await runner.stop();
  const row = must(
    await db.inTx(actor, async (tx) =>
      ok(await tx.one(sql`select state, attempts, error from platform.job where id = ${id}`)),
    ),
  );
  assert.deepEqual(row, { state: 'waiting', attempts: 0, error: null });
});

test('errors count from the last progress on: a job that goes on is not given up for those of yesterday', async () => {
  const actor = systemActor(newId(), 'test');
  let step = 0;
  const runner = runnerOf('test.halting', async ({ progress }) => {
    step += 1;
    await progress(step, 12);
    if (step < 12) throw new Error('once in each step');
    return ok(null);
  });
  const id = await begin(actor, { kind: 'test.halting' });
  const job = await until(
    () => read(actor, id),
    ({ state }) => state === 'done' || state === 'failed',
  );
  await runner.stop();
  assert.deepEqual([job.state, step], ['done', 12]);
});

/** A worker that took the job and ended before it could say anything. */
async function die(actor: Actor, id: Id, done?: number): Promise<void> {
  const worker = newId();
  const claimed = must(await db.inTx(actor, async (tx) => ok(await claimJob(tx, id, worker, 0))));
  assert.ok(claimed, 'it was there to be taken');
  if (done !== undefined) must(await db.inTx(actor, async (tx) => ok(await updateProgress(tx, id, worker, done, 100))));
}

test('a job that ends whoever takes it is given up after ten times, and what waits for it is told; progress clears the count', async () => {
  const actor = systemActor(newId(), 'test', 'en');
  const [lethal, slow] = [await begin(actor, { kind: 'test.lethal' }), await begin(actor, { kind: 'test.slow' })];
  for (let times = 0; times < 10; times += 1) {
    await die(actor, lethal, 0);
    await die(actor, slow, times);
  }
  const told: unknown[] = [];
  let taken = 0;
  const onFailed: JobOptions['onFailed'] = async (_tx, job) => void told.push([job.jobId, job.error]);
  const take: JobHandler = async () => ok((taken += 1));
  const runners = [runnerOf('test.lethal', take, { onFailed }), runnerOf('test.slow', take, { onFailed })];
  const job = await until(
    () => read(actor, lethal),
    ({ state }) => state === 'failed',
  );
  await until(
    () => read(actor, slow),
    ({ state }) => state === 'done',
  );
  await Promise.all(runners.map((runner) => runner.stop()));
  assert.match(job.error!, /each of the 10 times/);
  assert.deepEqual([told, taken], [[[lethal, 'jobs.given_up']], 1]);
});

test('what is told of a failed job is one transaction with its end', async () => {
  const actor = systemActor(newId(), 'test');
  let times = 0;
  const runner = runnerOf('test.telling', async () => refuse('request.conflict'), {
    leaseSeconds: 0.2,
    onFailed: async (tx, { jobId }) => {
      await tx.run(sql`insert into public.step values (${tx.orgId}, ${jobId}, 1)`);
      if ((times += 1) === 1) throw new Error('told half-way');
    },
  });
  const id = await begin(actor, { kind: 'test.telling' });
  await until(
    async () => times,
    (found) => found === 1,
  );
  const steps = sql<{ n: number }>`select count(*) as n from public.step where job_id = ${id}`;
  const told = async () => must(await db.inTx(actor, async (tx) => ok(await tx.one(steps)))).n;
  assert.deepEqual([(await read(actor, id)).state, await told()], ['running', 0]);
  await until(
    () => read(actor, id),
    ({ state }) => state === 'failed',
  );
  await runner.stop();
  assert.equal(await told(), 1);
});

test('a deadlock in a transaction of a job is no error of the job: it is tried again at once', async () => {
  const actor = systemActor(newId(), 'test');
  let tries = 0;
  const runner = runnerOf('test.deadlock', async ({ inTx, attempt }) => {
    assert.equal(attempt, 1);
    return inTx(async (tx) => {
      if ((tries += 1) < 3) await tx.run(sql`do $$ begin raise exception using errcode = '40P01'; end $$`);
      return ok(null);
    });
  });
  const id = await begin(actor, { kind: 'test.deadlock' });
  const job = await until(
    () => read(actor, id),
    ({ state }) => state !== 'waiting' && state !== 'running',
  );
  await runner.stop();
  assert.deepEqual([job.state, tries], ['done', 3]);
});

test('R14 of many processes one runs a sweep, once per interval; a failed one comes again', async () => {
  let runs = 0;
  let failures = 0;
  const tickers = Array.from({ length: 4 }, () => {
    const ticker = new Ticker({ db, log: quiet });
    ticker.registerSweep('test.often', 3_600, async () => void (runs += 1));
    ticker.registerSweep('test.fails', 3_600, async () => {
      failures += 1;
      throw new Error('no');
    });
    return ticker;
  });
  const everyone = async () => {
    await Promise.all(tickers.map((ticker) => ticker.tick()));
    await Promise.all(tickers.map((ticker) => ticker.idle()));
  };
  for (let round = 0; round < 5; round += 1) await everyone();
  assert.equal(runs, 1);
  await withClient(database.superuserUrl, (client) =>
    client.query(`update platform.sweep set next_at = clock_timestamp() where name in ('test.often', 'test.fails')`),
  );
  await everyone();
  assert.deepEqual([runs, failures > 1], [2, true]);
});

test('T2 daily work runs once on the days on which clocks change', () => {
  const zone = 'America/Los_Angeles';
  const at = (text: string) => parseInstant(text)!;
  // 01:30 comes twice on 1 November 2026: the first counts.
  const first = nextDaily(90, zone, at('2026-11-01T00:00:00-07:00'));
  assert.equal(first, at('2026-11-01T01:30:00-07:00'));
  assert.equal(nextDaily(90, zone, first), at('2026-11-02T01:30:00-08:00'));
  // 02:30 is missing on 14 March 2027: an hour later.
  const skipped = nextDaily(150, zone, at('2027-03-14T00:00:00-08:00'));
  assert.equal(skipped, at('2027-03-14T03:30:00-07:00'));
  assert.equal(nextDaily(150, zone, skipped), at('2027-03-15T02:30:00-07:00'));
});

test('daily work is not run at the first start but at its time', async () => {
  let runs = 0;
  const ticker = new Ticker({ db, log: quiet });
  ticker.registerDaily('test.nightly', 210, 'Asia/Seoul', async () => void (runs += 1));
  await ticker.tick();
  await ticker.tick();
  assert.equal(runs, 0);
  await withClient(database.superuserUrl, (client) =>
    client.query(`update platform.sweep set next_at = clock_timestamp() where name = 'test.nightly'`),
  );
  await ticker.tick();
  await ticker.idle();
  await ticker.tick();
  assert.equal(runs, 1);
});

test('C6 the audit is sealed by the ticker, and the work of the night of the owner runs without a fault', async () => {
  const errors: unknown[] = [];
  const log = { warn: () => {}, error: (fields: object) => void errors.push(fields) };
  const audited = new Database({ url: database.appUrl, flush: [flushAudit] });
  const actor = systemActor(newId(), 'test');
  await audited.inTx(actor, async (tx) => {
    tx.audit({ action: 'people.read' });
    return ok(null);
  });
  const ticker = new Ticker({ db: audited, log });
  assert.equal(await maintainedAt(audited), null);
  scheduleMaintenance(ticker, { ownerUrl: database.ownerUrl, timeZone: 'Asia/Seoul', log });
  await ticker.tick();
  await withClient(database.superuserUrl, (client) =>
    client.query(`update platform.sweep set next_at = clock_timestamp() where name = 'platform.maintain'`),
  );
  const ran = await ticker.tick();
  await ticker.stop();
  assert.deepEqual([ran, errors], [['platform.maintain'], []]);
  const done = await maintainedAt(audited);
  assert.ok(done !== null && Date.now() - done < 60_000);
  // The owner's login is gone: the night fails, and the last good one stays what it was.
  const failing = new Ticker({ db: audited, log });
  scheduleMaintenance(failing, { ownerUrl: 'postgresql://nobody@127.0.0.1:1/nothing', timeZone: 'Asia/Seoul', log });
  await withClient(database.superuserUrl, (client) =>
    client.query(`update platform.sweep set next_at = clock_timestamp() where name = 'platform.maintain'`),
  );
  await failing.tick();
  await failing.stop();
  assert.deepEqual([errors.length, await maintainedAt(audited)], [1, done]);
  assert.deepEqual(await verifyAudit(audited, actor), { intact: true, checked: 1, unsealed: 0, firstBroken: null });
  await audited.close();
});
