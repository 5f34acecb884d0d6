import assert from 'node:assert/strict';
import { after, before, test, type TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { newId } from '../../kernel/ids.ts';
import { parseInstant } from '../../kernel/instant.ts';
import { must, ok } from '../../kernel/outcome.ts';
import { testDatabase, type TestDatabase } from '../../testing/database.ts';
import { flushAudit } from '../audit/index.ts';
import { Database, sql, systemActor } from '../db/index.ts';
import { withClient } from '../embedded-postgres/roles.ts';
import { ensurePartitions, maintain } from './index.ts';

let database: TestDatabase;
let db: Database;
before(async () => {
  database = await testDatabase();
  db = new Database({ url: database.appUrl, flush: [flushAudit] });
});
after(async () => {
  await db.close();
  await database.drop();
});

const actor = systemActor(newId(), 'test');

const BY_MONTH = ['platform.audit_entry', 'timeline.entry', 'channels.message_archive', 'channels.verdict'];
/** This month and three ahead. */
const ALL_MONTHS = BY_MONTH.length * 4;

/** What a backup does: one transaction that has read everything and goes on. */
async function longReader(t: TestContext): Promise<{ end(): Promise<void> }> {
  const client = new pg.Client({ connectionString: database.ownerUrl });
  await client.connect();
  t.after(() => client.end());
  await client.query('begin isolation level repeatable read read only');
  for (const table of BY_MONTH) await client.query(`select count(*) from ${table}`);
  return {
    end: async () => void (await client.query('commit')),
  };
}

/** Milliseconds of an act that leaves a line, and of a read over all months. */
async function act(): Promise<{ wrote: number; read: number }> {
  const began = performance.now();
  must(await db.inTx(actor, async (tx) => ok(tx.audit({ action: 'people.read' }))));
  const wrote = performance.now();
  must(
    await db.inTx(actor, async (tx) =>
      ok(await tx.one(sql`select count(*) from platform.audit_entry where org_id = ${tx.orgId}`)),
    ),
  );
  return { wrote: wrote - began, read: performance.now() - wrote };
}

/** The slowest of all acts in so long. */
async function slowestOf(milliseconds: number): Promise<{ wrote: number; read: number }> {
  const slowest = { wrote: 0, read: 0 };
  for (const end = performance.now() + milliseconds; performance.now() < end; await sleep(20)) {
    const took = await act();
    slowest.wrote = Math.max(slowest.wrote, took.wrote);
    slowest.read = Math.max(slowest.read, took.read);
  }
  return slowest;
}

test('partitions are there for three months ahead, rows that a default partition caught move into theirs', async () => {
  const { postponed: none, made } = await ensurePartitions(database.ownerUrl, parseInstant('2031-01-31T12:00:00Z')!);
  assert.deepEqual([none, made], [0, ALL_MONTHS]);
  await withClient(database.superuserUrl, (client) =>
    client.query(
      `insert into platform.audit_entry (org_id, at, id, written_at, actor_kind, actor_name, action, person_ids)
       values ($1, '2031-05-31T23:59:59.999Z', $1, clock_timestamp(), 'system', 'test', 'x', '{}')`,
      [newId()],
    ),
  );
  const night = await maintain(database.ownerUrl, parseInstant('2031-01-31T12:00:00Z')!);
  assert.deepEqual([night.partitions, night.rowsWithoutMonth], [1, 0]);
  assert.equal(
    (await maintain(database.ownerUrl, parseInstant('2031-02-28T00:00:00Z')!)).partitions,
    BY_MONTH.length - 1,
  );
  assert.equal((await maintain(database.ownerUrl, parseInstant('2031-02-28T00:00:00Z')!)).partitions, 0);
  await withClient(database.superuserUrl, async (client) => {
    const { rows } = await client.query('select count(*)::int as count from platform.audit_entry_2031_05');
    assert.deepEqual(rows, [{ count: 1 }]);
  });
});

test('R8 making months while a backup reads holds up nobody who writes, and waits for the backup', async (t) => {
  const reader = await longReader(t);
  const making = ensurePartitions(database.ownerUrl, parseInstant('2033-01-15T00:00:00Z')!, {
    lockMilliseconds: 3_000,
    pauses: Array.from({ length: 200 }, () => 100),
  });
  let isMade = false;
  void making.then(() => (isMade = true));
  // Who waited for a turn of it would in each of these spans; a machine that has other work is slow in one of them.
  let slowest = await slowestOf(4_000);
  for (let tries = 1; tries < 4 && slowest.wrote >= 2_000; tries += 1) slowest = await slowestOf(4_000);
  assert.equal(isMade, false, 'the reader has the default partitions');
  assert.ok(slowest.wrote < 2_000, `an act waited ${slowest.wrote} ms`);
  // Behind one turn, not behind the backup: that ends only now.
  assert.ok(slowest.read < 30_000, `a read over all months waited ${slowest.read} ms`);
  await reader.end();
  assert.deepEqual(await making, { made: ALL_MONTHS, postponed: 0 });
});

test('a reader that never ends postpones the months, and what else the night does is done', async (t) => {
  const reader = await longReader(t);
  const impatient = { lockMilliseconds: 50, pauses: [20] };
  const night = await maintain(database.ownerUrl, parseInstant('2034-01-15T00:00:00Z')!, impatient);
  assert.deepEqual([night.partitions, night.postponed, night.rowsWithoutMonth], [0, ALL_MONTHS, 0]);
  await reader.end();
  assert.equal((await maintain(database.ownerUrl, parseInstant('2034-01-15T00:00:00Z')!)).postponed, 0);
});

test('F6 a list that tells of years ago gets its months in the night, and is no alarm from then on', async () => {
  const at = ['2019-03-31T23:59:59.999Z', '2019-04-01T00:00:00Z', '2021-12-15T09:00:00Z'];
  await withClient(database.superuserUrl, (client) =>
    client.query(
      `insert into timeline.entry (org_id, at, id, person_id, kind, code, source_event_id, recorded_at)
       select $1, at, gen_random_uuid(), gen_random_uuid(), 'enquiry', 'x', gen_random_uuid(), at from unnest($2::timestamptz[]) at`,
      [actor.orgId, at],
    ),
  );
  const now = parseInstant('2026-06-15T00:00:00Z')!;
  await maintain(database.ownerUrl, now);
  const again = await maintain(database.ownerUrl, now);
  assert.deepEqual([again.partitions, again.rowsWithoutMonth], [0, 0]);
  const kept = must(
    await db.inTx(actor, async (tx) =>
      ok(
        await tx.rows<{ month: string }>(
          sql`select tableoid::regclass::text as month from timeline.entry where org_id = ${tx.orgId} order by at`,
        ),
      ),
    ),
  );
  assert.deepEqual(
    kept.map(({ month }) => month),
    ['timeline.entry_2019_03', 'timeline.entry_2019_04', 'timeline.entry_2021_12'],
  );
});

test('two processes that make the same months at once make each once', async () => {
  const now = parseInstant('2035-01-15T00:00:00Z')!;
  const both = await Promise.all([1, 2].map(() => ensurePartitions(database.ownerUrl, now)));
  assert.equal(
    both.reduce((sum, { made }) => sum + made, 0),
    ALL_MONTHS,
  );
});

test('R11 signed messages of more than a day ago go in pieces; those of today stay', async () => {
  const [webhook, org] = [newId(), actor.orgId];
  await withClient(database.superuserUrl, async (client) => {
    await client.query(
      `insert into platform.webhook (org_id, id, purpose, secrets) values ($1, $2, 'test.hook', '{sealed}')`,
      [org, webhook],
    );
    await client.query(
      `insert into platform.webhook_message (org_id, webhook_id, key, signature, heard_at)
       select $1, $2, 'k' || n, 's', clock_timestamp() - make_interval(hours => n) from generate_series(1, 47) n`,
      [org, webhook],
    );
  });
  const { removed } = await maintain(database.ownerUrl, parseInstant('2034-01-15T00:00:00Z')!, undefined, {
    hours: 24,
    atOnce: 5,
  });
  assert.ok(removed >= 24, `${removed} went`);
  await withClient(database.superuserUrl, async (client) => {
    const { rows } = await client.query('select count(*)::int as count from platform.webhook_message');
    assert.deepEqual(rows, [{ count: 23 }]);
  });
});
