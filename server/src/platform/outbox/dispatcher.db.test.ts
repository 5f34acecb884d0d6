import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { newId, type Id } from '../../kernel/ids.ts';
import { must, ok } from '../../kernel/outcome.ts';
import { testDatabase, type TestDatabase } from '../../testing/database.ts';
import { withClient } from '../embedded-postgres/roles.ts';
import { callRoute } from '../http-call.testing.ts';
import { Database, sql, systemActor, type Actor, type Tx } from '../db/index.ts';
import { Listener } from '../stream/index.ts';
import {
  findBacklog,
  flushOutbox,
  outboxRoutes,
  startDispatcher,
  type DispatcherOptions,
  type Subscriber,
} from './index.ts';
import { lockDeliveries } from './store.ts';
import { COUNTED, countingSubscribers, prepareCounting } from './counting.testing.ts';
import { until } from '../../testing/until.ts';

const CHILD = path.join(import.meta.dirname, 'worker.testing.ts');
const quiet = { warn: () => {}, error: () => {} };

let database: TestDatabase;
let db: Database;

before(async () => {
  database = await testDatabase();
  await prepareCounting(database.ownerUrl);
  db = new Database({ url: database.appUrl, flush: [flushOutbox(countingSubscribers())] });
});
after(async () => {
  await db.close();
  await database.drop();
});

function dispatcherOf(subscribers: readonly Subscriber[], options: Partial<DispatcherOptions> = {}) {
  return startDispatcher({ db, subscribers, log: quiet, pollMilliseconds: 3_600_000, waitAfter: () => 0, ...options });
}

async function emit(actor: Actor, count: number, type = 'test.counted', personId?: Id): Promise<void> {
  await db.inTx(actor, async (tx) => {
    for (let no = 0; no < count; no += 1) tx.emit({ type, payload: { no }, personId: personId ?? null });
    return ok(null);
  });
}

async function read<T>(actor: Actor, work: (tx: Tx) => Promise<T>): Promise<T> {
  return must(await db.inTx(actor, async (tx) => ok(await work(tx))));
}

/** How often each subscriber took each event. */
async function tally(actor: Actor) {
  return read(actor, (tx) =>
    tx.rows<{ subscriber: string; taken: number; events: number }>(
      sql`select subscriber, count(*)::int as taken, count(distinct event_id)::int as events from ${sql.raw(COUNTED)}
          where org_id = ${tx.orgId} group by 1 order by 1`,
    ),
  );
}

test('what is told while a transaction already goes on is for the next one: to a handler nothing is of the future', async () => {
  const actor = systemActor(newId(), 'test');
  const [subscriber] = countingSubscribers();
  const claim = (tx: Tx) => lockDeliveries(tx, subscriber!.name, 10);
  const early = await read(actor, async (tx) => {
    await emit(actor, 1);
    return claim(tx);
  });
  assert.deepEqual(early, []);
  const next = await read(actor, async (tx) => (await claim(tx)).map(({ at }) => at <= tx.now));
  assert.deepEqual(next, [true]);
});

test('R2 a worker killed at 20 random moments loses no event and doubles none', { timeout: 300_000 }, async () => {
  const actor = systemActor(newId(), 'test');
  const total = 2_000;
  const feeding = (async () => {
    for (let sent = 0; sent < total; sent += 20) {
      await emit(actor, 20);
      await sleep(60);
    }
  })();
  let kills = 0;
  let killedAtWork = 0;
  while (kills < 20) {
    const worker = startWorker();
    await once(worker.stdout!, 'data');
    await sleep(Math.random() * 120);
    const before = await tally(actor);
    worker.kill('SIGKILL');
    await once(worker, 'exit');
    kills += 1;
    if ((before[0]?.events ?? 0) < total) killedAtWork += 1;
  }
  await feeding;
  const dispatcher = dispatcherOf(countingSubscribers());
  // A killed worker's transaction ends when its server process notices: its lanes are free then.
  await until(async () => {
    await dispatcher.runOnce();
    return (await findBacklog(db)).pending === 0;
  }, 'an empty outbox');
  await dispatcher.stop();
  assert.deepEqual(await tally(actor), [
    { subscriber: 'batch', taken: total, events: total },
    { subscriber: 'single', taken: total, events: total },
  ]);
  assert.ok(killedAtWork >= 10, `only ${killedAtWork} kills met a worker at work`);
  const positions = await read(actor, (tx) =>
    tx.one<{ count: number; last: number }>(
      sql`select count(*)::int as count, max(position) as last from platform.stream_event where org_id = ${tx.orgId}`,
    ),
  );
  assert.deepEqual(positions, { count: total, last: total });
});

function startWorker(): ChildProcess {
  return spawn(process.execPath, [CHILD, database.appUrl], { stdio: ['ignore', 'pipe', 'inherit'] });
}

test('R14 two dispatchers at once take each event once, in the order in which a person was changed', async () => {
  const actor = systemActor(newId(), 'test');
  const personId = newId();
  const other = new Database({ url: database.appUrl, flush: [flushOutbox(countingSubscribers())] });
  const one = dispatcherOf(countingSubscribers(), { batch: 7 });
  const two = startDispatcher({
    db: other,
    subscribers: countingSubscribers(),
    log: quiet,
    batch: 5,
    waitAfter: () => 0,
  });
  for (let round = 0; round < 30; round += 1) {
    await emit(actor, 10, 'test.counted', personId);
    void one.runOnce();
    void two.runOnce();
  }
  await until(async () => {
    await Promise.all([one.runOnce(), two.runOnce()]);
    return (await findBacklog(db)).pending === 0;
  }, 'an empty outbox');
  await Promise.all([one.stop(), two.stop()]);
  await other.close();
  assert.deepEqual(await tally(actor), [
    { subscriber: 'batch', taken: 300, events: 300 },
    { subscriber: 'single', taken: 300, events: 300 },
  ]);
  const inOrder = await read(actor, (tx) =>
    tx.rows<{ event: Id }>(
      sql`select event_id as event from ${sql.raw(COUNTED)} where org_id = ${tx.orgId} and subscriber = 'single' order by no`,
    ),
  );
  const written = await read(actor, (tx) =>
    tx.rows<{ event: Id }>(
      sql`select id as event from platform.event where org_id = ${tx.orgId} order by queued_at, id`,
    ),
  );
  assert.deepEqual(inOrder, written);
});

test('a failing subscriber holds back no other, undoes only its own work, and ends as a dead letter that can be replayed', async () => {
  const actor = systemActor(newId(), 'test');
  let broken = true;
  const failing: Subscriber = {
    name: 'failing',
    types: ['test.fails'],
    handle: async (tx, event) => {
      await tx.run(
        sql`insert into ${sql.raw(COUNTED)} (org_id, event_id, subscriber) values (${tx.orgId}, ${event.id}, 'failing')`,
      );
      tx.emit({ type: 'test.told', payload: {} });
      if (broken && event.payload['no'] === 1) throw new TypeError('010-1234-5678 is personal');
    },
  };
  const steady: Subscriber = {
    name: 'steady',
    types: ['test.fails'],
    handle: async (tx, event) => {
      await tx.run(
        sql`insert into ${sql.raw(COUNTED)} (org_id, event_id, subscriber) values (${tx.orgId}, ${event.id}, 'steady')`,
      );
    },
  };
  const own = new Database({ url: database.appUrl, flush: [flushOutbox([failing, steady])] });
  await own.inTx(actor, async (tx) => {
    for (let no = 0; no < 3; no += 1) tx.emit({ type: 'test.fails', payload: { no } });
    return ok(null);
  });
  const dispatcher = startDispatcher({ db: own, subscribers: [failing, steady], log: quiet, waitAfter: () => 0 });
  for (let tries = 0; tries < 8; tries += 1) await dispatcher.runOnce();
  assert.deepEqual(await tally(actor), [
    { subscriber: 'failing', taken: 2, events: 2 },
    { subscriber: 'steady', taken: 3, events: 3 },
  ]);
  const told = () =>
    read(actor, (tx) => tx.rows(sql`select 1 from platform.event where org_id = ${tx.orgId} and type = 'test.told'`));
  assert.equal((await told()).length, 2, 'what the failed handler emitted is undone with it');

  const [list, replay] = outboxRoutes;
  const letters = must(await own.inTx(actor, (tx) => callRoute(list!, tx, { query: { limit: 10 } }))) as {
    items: Record<string, unknown>[];
    nextCursor: string | null;
  };
  assert.equal(letters.items.length, 1);
  assert.deepEqual(
    { ...letters.items[0], eventId: null, failedAt: null },
    { eventId: null, failedAt: null, subscriber: 'failing', eventType: 'test.fails', attempts: 8, error: 'TypeError' },
  );
  broken = false;
  const body = { eventIds: [letters.items[0]!['eventId']] };
  const replayed = must(await own.inTx(actor, (tx) => callRoute(replay!, tx, { body })));
  assert.deepEqual(replayed, { replayed: 1 });
  await dispatcher.runOnce();
  await dispatcher.stop();
  await own.close();
  assert.equal((await tally(actor))[0]!.taken, 3);
  assert.equal((await told()).length, 3);
});

test('a batch that fails is taken apart: only the bad event waits', async () => {
  const actor = systemActor(newId(), 'test');
  const insert = async (tx: Tx, id: Id) => {
    await tx.run(
      sql`insert into ${sql.raw(COUNTED)} (org_id, event_id, subscriber) values (${tx.orgId}, ${id}, 'apart')`,
    );
  };
  const apart: Subscriber = {
    name: 'apart',
    types: ['test.apart'],
    handle: async (tx, event) => {
      if (event.payload['no'] === 2) throw new Error('bad');
      await insert(tx, event.id);
    },
    handleBatch: async (tx, events) => {
      for (const event of events) {
        await insert(tx, event.id);
        if (event.payload['no'] === 2) throw new Error('bad');
      }
    },
  };
  const own = new Database({ url: database.appUrl, flush: [flushOutbox([apart])] });
  await own.inTx(actor, async (tx) => {
    for (let no = 0; no < 5; no += 1) tx.emit({ type: 'test.apart', payload: { no } });
    return ok(null);
  });
  const dispatcher = startDispatcher({ db: own, subscribers: [apart], log: quiet, waitAfter: () => 3_600_000 });
  await dispatcher.runOnce();
  await dispatcher.stop();
  await own.close();
  assert.deepEqual(await tally(actor), [{ subscriber: 'apart', taken: 4, events: 4 }]);
  const waiting = await read(actor, (tx) =>
    tx.rows(sql`select attempts, error from platform.delivery where org_id = ${tx.orgId} and state = 'pending'`),
  );
  assert.deepEqual(waiting, [{ attempts: 1, error: 'Error' }]);
});

test('NOTIFY wakes the dispatcher at once, and again after its connection was lost', async () => {
  const actor = systemActor(newId(), 'test');
  const listener = new Listener(database.appUrl);
  await listener.start();
  const dispatcher = dispatcherOf(countingSubscribers(), { listener });
  await emit(actor, 1);
  await until(async () => (await tally(actor)).length === 2);
  await withClient(database.superuserUrl, (client) =>
    client.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'anbu listen' and datname = current_database()`,
    ),
  );
  await emit(actor, 1);
  await until(async () => (await tally(actor))[1]?.taken === 2);
  await dispatcher.stop();
  await listener.stop();
});

test('done deliveries and their events go after seven days, dead and pending ones stay', async () => {
  const actor = systemActor(newId(), 'test');
  await emit(actor, 4);
  const dispatcher = dispatcherOf(countingSubscribers());
  await dispatcher.runOnce();
  await dispatcher.stop();
  await withClient(database.ownerUrl, async (client) => {
    await client.query(`update platform.event set queued_at = queued_at - interval '8 days' where org_id = $1`, [
      actor.orgId,
    ]);
    await client.query(
      `update platform.delivery set state = 'dead' where (org_id, event_id, subscriber) in
        (select org_id, event_id, subscriber from platform.delivery where org_id = $1 and subscriber = 'single' order by event_id limit 1)`,
      [actor.orgId],
    );
    const gone: number[] = [];
    do {
      const { rows } = await client.query<{ n: number }>('select platform.prune_outbox(7, 24, 2)::int as n');
      gone.push(rows[0]!.n);
    } while (gone.at(-1) !== 0);
    // Two events with their three deliveries each, the third; then what of the kept one is done.
    assert.deepEqual(gone, [8, 4, 2, 0]);
    const { rows } = await client.query(
      `select (select count(*)::int from platform.event where org_id = $1) as events,
        (select count(*)::int from platform.delivery where org_id = $1) as deliveries`,
      [actor.orgId],
    );
    assert.deepEqual(rows, [{ events: 1, deliveries: 1 }]);
  });
  await withClient(database.appUrl, (client) =>
    assert.rejects(client.query('select platform.prune_outbox(7, 24, 2)'), { code: '42501' }),
  );
});

test('the numbers of the metrics are read from what is open, not from all that was delivered', async () => {
  await using own = await testDatabase();
  await withClient(own.ownerUrl, async (client) => {
    await client.query(`
      with written as (
        insert into platform.event (org_id, id, at, type, payload, queued_at)
        select gen_random_uuid(), gen_random_uuid(), now(), 'test.old', '{}', now() from generate_series(1, 20000) returning org_id, id
      ) insert into platform.delivery (org_id, event_id, subscriber, queued_at, next_at, state, settled_at)
        select org_id, id, 'single', now(), now(), 'done', now() from written`);
    await client.query('analyze platform.delivery');
    await client.query('begin');
    await client.query('select * from platform.outbox_backlog()');
    const { rows } = await client.query(
      `select seq_scan::int from pg_stat_xact_user_tables where relid = 'platform.delivery'::regclass`,
    );
    await client.query('commit');
    assert.deepEqual(rows, [{ seq_scan: 0 }]);
  });
});

test('F8 40,000 events drain in well under a minute', { timeout: 300_000 }, async (t) => {
  const actor = systemActor(newId(), 'test');
  for (let sent = 0; sent < 40_000; sent += 500) await emit(actor, 500);
  const began = performance.now();
  const dispatcher = dispatcherOf([countingSubscribers().find((s) => s.name === 'batch')!]);
  await dispatcher.runOnce();
  const seconds = (performance.now() - began) / 1_000;
  await dispatcher.stop();
  assert.equal((await tally(actor))[0]!.taken, 40_000);
  t.diagnostic(`40,000 events to two subscribers in ${seconds.toFixed(1)} s`);
  assert.ok(seconds < 40, `${seconds} s`);
});
