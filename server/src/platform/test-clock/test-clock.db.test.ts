import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Database } from '../db/index.ts';
import { withClient } from '../embedded-postgres/roles.ts';
import { testApp, type TestApp } from '../../testing/app.ts';

let app: TestApp;
before(async () => void (app = await testApp({ testClock: true })));
after(() => app.stop());

/** To what a busy machine needs in between: the times of these tests are an hour and more apart. */
const near = (one: string | number, other: string | number) =>
  assert.ok(Math.abs(Number(new Date(one)) - Number(new Date(other))) < 60_000, `${one} ${other}`);
const put = (body: object) => app.request('admin', 'PUT', '/test-clock', body);

test('the clock of all processes is set to a time, goes on from there, and is set back', async () => {
  const set = await put({ now: '2027-05-03T09:30:00+09:00' });
  assert.equal(set.status, 200, set.text);
  near(set.body.now, '2027-05-03T00:30:00Z');
  near(set.body.realNow, Date.now());
  near(Date.parse(set.body.realNow) + set.body.offsetSeconds * 1000, set.body.now);
  const other = new Database({ url: app.appUrl, poolSize: 1 });
  near(await other.now(), '2027-05-03T00:30:00Z');
  await other.close();
  const made = await app.request('consultant', 'POST', '/enquiries', {
    person: { name: '김시계' },
    sourceChannel: 'phone',
  });
  near(made.body.receivedAt, '2027-05-03T00:30:00Z');
  const hour = await put({ offsetSeconds: 3600 });
  assert.equal(hour.body.offsetSeconds, 3600);
  near(hour.body.now, Date.now() + 3_600_000);
  const back = await put({ offsetSeconds: 0 });
  near(back.body.now, Date.now());
  assert.deepEqual((await app.request('admin', 'GET', '/test-clock')).body.offsetSeconds, 0);
  const audit = await app.request('admin', 'GET', '/audit?action=platform.clock_set');
  assert.equal(audit.body.items.length, 3);
});

test('the months of a set time have their partitions', async () => {
  assert.equal((await put({ now: '2031-02-01T00:00:00Z' })).status, 200);
  await app.request('consultant', 'POST', '/people', { name: '김미래' });
  await withClient(app.ownerUrl, async (client) => {
    const { rows } = await client.query<{ number: number }>('select platform.rows_without_month()::int as number');
    assert.equal(rows[0]?.number, 0);
  });
  await put({ offsetSeconds: 0 });
});

test('only the administrator sets it, and only to a time of this century', async () => {
  for (const role of ['manager', 'consultant'] as const) {
    assert.equal((await app.request(role, 'PUT', '/test-clock', { offsetSeconds: 1 })).status, 403);
    assert.equal((await app.request(role, 'GET', '/test-clock')).status, 403);
  }
  for (const [body, field] of [
    [{ now: '1999-01-01T00:00:00Z' }, 'now'],
    [{ now: '2100-01-01T00:00:00Z' }, 'now'],
    [{ offsetSeconds: 3_900_000_000 }, 'offsetSeconds'],
    [{ offsetSeconds: 1e12 }, 'offsetSeconds'],
    [{ offsetSeconds: 1, now: '2027-01-01T00:00:00Z' }, 'offsetSeconds'],
    [{}, 'now'],
  ] as const) {
    const refused = await put(body);
    assert.equal(refused.status, 422, JSON.stringify(body));
    assert.equal(refused.body.errors[0].field, field, JSON.stringify(body));
  }
});

test('without ANBU_TEST_CLOCK there is no such address, and the login of the app cannot set the clock', async () => {
  const plain = await testApp();
  try {
    for (const method of ['GET', 'PUT']) {
      assert.equal((await plain.request('admin', method, '/test-clock', { offsetSeconds: 1 })).status, 404);
    }
    await withClient(plain.appUrl, (client) =>
      assert.rejects(client.query('update platform.clock set offset_milliseconds = 1'), { code: '42501' }),
    );
  } finally {
    await plain.stop();
  }
});
