import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { newId } from '../../kernel/ids.ts';
import { ok, refuse } from '../../kernel/outcome.ts';
import { until } from '../../testing/until.ts';
import { testDatabase, type TestDatabase } from '../../testing/database.ts';
import { withClient } from '../embedded-postgres/roles.ts';
import { Database, Leases, systemActor, Trusted } from './index.ts';

let database: TestDatabase;
let db: Database;
before(async () => {
  database = await testDatabase();
  db = new Database({ url: database.appUrl });
});
after(async () => {
  await db.close();
  await database.drop();
});

const actor = systemActor(newId(), 'test');
/** A number that stands in for a row: looked at as often as it is asked for. */
function counted() {
  const trusted = new Trusted<{ readonly no: number }>();
  const row = { no: 1, looks: 0 };
  const look = async () => {
    row.looks += 1;
    return { value: { no: row.no }, version: row.no };
  };
  return { trusted, row, look };
}

test('what was read is trusted, and the same version gives the same object', async () => {
  const { trusted, row, look } = counted();
  await db.inTx(actor, async (tx) => {
    const first = await trusted.read(tx, 'a', look);
    assert.equal(await trusted.read(tx, 'a', look), first);
    assert.equal(row.looks, 1);
    trusted.forget(tx, 'b');
    assert.equal(await trusted.read(tx, 'a', look), first, 'another key was changed');
    trusted.forget(tx, 'a');
    assert.deepEqual(await trusted.read(tx, 'a', look), first);
    assert.equal(row.looks, 2);
    return ok(null);
  });
});

test('what another transaction read before the commit of a change is not trusted after it', async () => {
  const { trusted, row, look } = counted();
  await db.inTx(actor, async (tx) => {
    trusted.forget(tx, 'a');
    // Meanwhile somebody reads what still stands.
    await db.inTx(actor, async (other) => ok(assert.equal((await trusted.read(other, 'a', look)).no, 1)));
    row.no = 2;
    return ok(null);
  });
  await db.inTx(actor, async (tx) => ok(assert.equal((await trusted.read(tx, 'a', look)).no, 2)));

  // And a look that was under way over the commit gives what it found, to that one reader alone.
  const slow = Promise.withResolvers<void>();
  const reading = db.inTx(actor, async (tx) =>
    ok(
      await trusted.read(tx, 'late', async () => {
        const found = { value: { no: row.no }, version: row.no };
        await slow.promise;
        return found;
      }),
    ),
  );
  await db.inTx(actor, async (tx) => {
    trusted.forget(tx, 'late');
    row.no = 3;
    return ok(null);
  });
  slow.resolve();
  await reading;
  await db.inTx(actor, async (tx) => ok(assert.equal((await trusted.read(tx, 'late', look)).no, 3)));
});

test('a change that is rolled back leaves nothing behind', async () => {
  const { trusted, row, look } = counted();
  await db.inTx(actor, async (tx) => {
    row.no = 2;
    trusted.forget(tx, 'a');
    assert.equal((await trusted.read(tx, 'a', look)).no, 2);
    row.no = 1;
    return refuse('request.forbidden');
  });
  await db.inTx(actor, async (tx) => ok(assert.equal((await trusted.read(tx, 'a', look)).no, 1)));
});

test('C1 a lease has one holder, ends with its work, and is lost with its connection', async (t) => {
  const [one, other] = ['one', 'other'].map((name) => new Leases({ url: database.appUrl, applicationName: name }));
  const ends = Promise.withResolvers<void>();
  t.after(() => {
    ends.resolve();
    return Promise.all([one!.close(), other!.close()]);
  });
  let isHeld = () => false;
  const work = (held: () => boolean) => {
    isHeld = held;
    return ends.promise;
  };
  assert.equal(await one!.hold('lane 1', work), true);
  assert.deepEqual([one!.has('lane 1'), isHeld()], [true, true]);
  const nothing = () => Promise.resolve();
  assert.equal(await other!.hold('lane 1', nothing), false);
  assert.equal(await other!.hold('lane 2', nothing), true, 'another name is free');
  await withClient(database.superuserUrl, (client) =>
    client.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'one' and datname = current_database()`,
    ),
  );
  await until(() => !isHeld());
  // Its server lets go a moment after it has said so.
  await until(() => other!.hold('lane 1', nothing));
  ends.resolve();
  await one!.idle();
  await other!.idle();
  assert.equal(await one!.hold('lane 1', nothing), true, 'it was given back');
});
