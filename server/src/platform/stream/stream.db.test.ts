import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { newId } from '../../kernel/ids.ts';
import { ok } from '../../kernel/outcome.ts';
import { testDatabase, type TestDatabase } from '../../testing/database.ts';
import { Database, systemActor, type Actor } from '../db/index.ts';
import { withClient } from '../embedded-postgres/roles.ts';
import { flushOutbox, startDispatcher } from '../outbox/index.ts';
import { Listener, Stream, type StreamMessage } from './index.ts';
import { until } from '../../testing/until.ts';

const quiet = { warn: () => {}, error: () => {} };
let database: TestDatabase;
let db: Database;
let listener: Listener;
let stream: Stream;
const dispatchers: { stop(): Promise<void> }[] = [];

before(async () => {
  database = await testDatabase();
  db = new Database({ url: database.appUrl, flush: [flushOutbox([])] });
  listener = new Listener(database.appUrl);
  await listener.start();
  // Two workers deliver, as two processes would.
  for (let no = 0; no < 2; no += 1)
    dispatchers.push(startDispatcher({ db, subscribers: [], listener, log: quiet, batch: 20 }));
  stream = new Stream({ db, listener, pollMilliseconds: 3_600_000 });
});
after(async () => {
  await Promise.all(dispatchers.map((dispatcher) => dispatcher.stop()));
  await stream.close();
  await listener.stop();
  await db.close();
  await database.drop();
});

async function emit(actor: Actor, ...nos: number[]): Promise<void> {
  await db.inTx(actor, async (tx) => {
    for (const no of nos) {
      tx.emit({
        type: 'people.changed',
        payload: { no, phoneId: `phone-${no}`, mergedIntoId: null, name: 'never' },
        personId: tx.orgId,
      });
    }
    return ok(null);
  });
}

function listen(actor: Actor, from: number | null) {
  const events: StreamMessage[] = [];
  const resets: number[] = [];
  const stop = stream.subscribe(actor.orgId, from, {
    onEvent: (message) => void events.push(message),
    onReset: (position) => void resets.push(position),
  });
  return { events, resets, stop };
}

test('concurrent transactions get positions 1, 2, 3 … and every listener hears all of them in order', async () => {
  const actor = systemActor(newId(), 'test');
  const early = listen(actor, 0);
  const rounds = Array.from({ length: 40 }, (_, round) => emit(actor, round * 3, round * 3 + 1, round * 3 + 2));
  await Promise.all(rounds);
  await until(() => early.events.length === 120);
  const late = listen(actor, 100);
  await until(() => late.events.length === 20);
  const positions = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);
  assert.deepEqual(
    early.events.map((event) => event.position),
    positions(1, 120),
  );
  assert.deepEqual(
    late.events.map((event) => event.position),
    positions(101, 120),
  );
  assert.deepEqual([early.resets, late.resets], [[], []]);
  assert.equal((await stream.since(actor.orgId, 118)).length, 2);
  early.stop();
  late.stop();
});

test('S1 what is told holds the type and ids alone, and goes to its own organisation only', async () => {
  const actor = { ...systemActor(newId(), 'test'), userId: newId() };
  const stranger = systemActor(newId(), 'other');
  const own = listen(actor, 0);
  const other = listen(stranger, 0);
  await emit(actor, 7);
  await until(() => own.events.length === 1);
  // What the other one hears next comes after what it may not hear.
  await emit(stranger, 8);
  await until(() => other.events.length > 0);
  assert.deepEqual(own.events, [
    {
      position: 1,
      event: {
        type: 'people.changed',
        ids: { personId: actor.orgId, phoneId: 'phone-7', mergedIntoId: null },
        by: actor.userId,
      },
    },
  ]);
  assert.deepEqual(
    other.events.map(({ event }) => event.ids['personId']),
    [stranger.orgId],
  );
  own.stop();
  other.stop();
});

test('a position that is no longer kept, or never was, is answered by a reset; events go on from there', async () => {
  const actor = systemActor(newId(), 'test');
  const first = listen(actor, 0);
  await emit(actor, 1, 2, 3);
  await until(() => first.events.length === 3);
  first.stop();
  await withClient(database.ownerUrl, async (client) => {
    await client.query(
      `update platform.stream_event set given_at = given_at - interval '25 hours' where org_id = $1 and position <= 2`,
      [actor.orgId],
    );
    // One at a time: the second call finds what the first left.
    for (let call = 0; call < 2; call += 1) await client.query('select platform.prune_outbox(7, 24, 1)');
  });
  assert.equal(await stream.since(actor.orgId, 1), 'reset');
  assert.equal(await stream.since(actor.orgId, 99), 'reset');
  assert.equal((await stream.since(actor.orgId, 2)).length, 1);
  const stale = listen(actor, 1);
  await until(() => stale.resets.length === 1);
  await emit(actor, 4);
  await until(() => stale.events.length === 1);
  assert.deepEqual([stale.resets, stale.events[0]!.position], [[3], 4]);
  stale.stop();
});
