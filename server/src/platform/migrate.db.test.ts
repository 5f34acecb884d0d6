import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { testDatabase, type TestDatabase } from '../testing/database.ts';
import { withClient } from './embedded-postgres/roles.ts';
import { migrate, migrationFiles } from './migrate.ts';

let database: TestDatabase;
let reader: pg.Client;
/** A migration that locks a table which is there already. */
const LOCKING = 'platform/0008-job-fairness';

before(async () => {
  database = await testDatabase({ empty: true });
  const ids = (await migrationFiles()).map(({ id }) => id);
  await migrate(database.ownerUrl, { only: new Set(ids.slice(0, ids.indexOf(LOCKING))) });
  reader = new pg.Client({ connectionString: database.ownerUrl });
  await reader.connect();
});
after(async () => {
  await reader.end();
  await database.drop();
});

test('R9 a migration that waits behind a long reader lets all others pass between its short turns, and says why it gave up', async () => {
  await reader.query('begin; select count(*) from platform.job');
  const only = new Set([LOCKING]);
  await assert.rejects(
    migrate(database.ownerUrl, { only, lockMilliseconds: 100, pauses: [10] }),
    /^Error: the migration platform\/0008-job-fairness failed: others, e\.g\. a backup, used its tables/,
  );
  const migrating = migrate(database.ownerUrl, {
    only,
    lockMilliseconds: 3_000,
    pauses: Array.from({ length: 100 }, () => 100),
  });
  let slowest = 0;
  await withClient(database.ownerUrl, async (client) => {
    for (const until = performance.now() + 4_000; performance.now() < until; await sleep(20)) {
      const began = performance.now();
      await client.query('select count(*) from platform.job');
      slowest = Math.max(slowest, performance.now() - began);
    }
  });
  // Behind one turn, not behind the long reader: that one ends only now.
  assert.ok(slowest < 30_000, `a read waited ${slowest} ms`);
  await reader.query('commit');
  assert.deepEqual(await migrating, { applied: [LOCKING] });
});
