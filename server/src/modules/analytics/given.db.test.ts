import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Role } from '@anbu/contract';
import { Client } from 'pg';
import { instant } from '../../kernel/instant.ts';
import { testApp, type TestApp } from '../../testing/app.ts';

let app: TestApp;
before(async () => {
  app = await testApp({ at: instant(Date.parse('2026-11-17T09:00:00+09:00')) });
});
after(() => app.stop());

const MONTHS = '?from=2026-10&to=2026-11';
const spend = (entry: object, by: Role = 'manager') =>
  app.request(by, 'PUT', '/channel-spend', {
    entries: [{ month: '2026-11', channel: 'internet', amountWon: 1_200_000, version: 0, ...entry }],
  });
const listed = async () => (await app.request('analyst', 'GET', `/channel-spend${MONTHS}`)).body.items as unknown[];
const metric = async (name: string, query = '') =>
  (await app.request('analyst', 'GET', `/metrics/${name}${MONTHS}${query}`)).body as {
    rows: { month: string; key: string | null; figures: Record<string, { value: number | null }> }[];
  };

test('C11 what was spent is entered, changed and taken away again, each time with its author', async () => {
  assert.equal((await spend({})).status, 204);
  assert.equal((await spend({ amountWon: 900_000, version: 1 })).status, 204);
  assert.deepEqual(await listed(), [{ month: '2026-11', channel: 'internet', amountWon: 900_000, version: 2 }]);
  const { rows } = await metric('channel-costs');
  assert.deepEqual(
    rows.map(({ month, key, figures }) => [month, key, figures['spend']?.value, figures['costPerEnquiry']?.value]),
    [['2026-11', 'internet', 900_000, null]],
  );
  assert.equal((await spend({ amountWon: null, version: 2 })).status, 204);
  assert.deepEqual((await metric('channel-costs')).rows, []);
  const owner = new Client({ connectionString: app.ownerUrl });
  await owner.connect();
  const kept = await owner.query<{ changes: { amountWon: unknown } }>(
    `select changes from platform.audit_entry where org_id = $1 and action = 'analytics.spend_set' order by at, id`,
    [app.org.id],
  );
  await owner.end();
  assert.deepEqual(
    kept.rows.map(({ changes }) => changes.amountWon),
    [
      [null, 1_200_000],
      [1_200_000, 900_000],
      [900_000, null],
    ],
  );
});

test('spend that somebody else has changed, of no channel, or twice is refused, and who may only read changes none', async () => {
  const stale = await spend({ version: 1 });
  assert.deepEqual([stale.status, stale.body.code], [409, 'spend.changed']);
  const unknown = await spend({ channel: 'billboard' });
  assert.deepEqual(
    [unknown.status, unknown.body.errors[0].field, unknown.body.errors[0].code],
    [422, 'entries.0.channel', 'enquiries.source_channel_unknown'],
  );
  const entry = { month: '2026-11', channel: 'sign', amountWon: 1, version: 0 };
  const twice = await app.request('manager', 'PUT', '/channel-spend', { entries: [entry, entry] });
  assert.deepEqual([twice.status, twice.body.errors[0].code], [422, 'spend.twice']);
  assert.equal((await spend({}, 'analyst')).status, 403);
  const reversed = await app.request('analyst', 'GET', '/channel-spend?from=2026-11&to=2026-10');
  assert.deepEqual([reversed.status, reversed.body.errors[0].code], [422, 'metrics.period_reversed']);
});

test('of two that enter the same at once one is told that it has changed', async () => {
  const answers = await Promise.all([1, 2, 3, 4].map((n) => spend({ channel: 'sms', amountWon: n * 10 })));
  assert.deepEqual(answers.map(({ status }) => status).toSorted(), [204, 409, 409, 409]);
});

test('screen 21: the goal of a site stands beside its bookings', async () => {
  const set = (siteId: string, version = 0) =>
    app.request('manager', 'PUT', '/booking-goals', { entries: [{ month: '2026-11', siteId, bookings: 40, version }] });
  assert.equal((await set(app.org.siteId)).status, 204);
  assert.equal((await set(app.org.siteId)).status, 204, 'as it is: no change');
  const nowhere = await set(app.users.manager);
  assert.deepEqual([nowhere.status, nowhere.body.errors[0].code], [422, 'enquiries.site_unknown']);
  const whole = await metric('bookings');
  assert.deepEqual([whole.rows[0]?.month, whole.rows[0]?.figures['bookingGoal']?.value], ['2026-11', 40]);
  const bySite = await metric('bookings', '&by=site');
  assert.deepEqual([bySite.rows[0]?.key, bySite.rows[0]?.figures['bookingGoal']?.value], [app.org.siteId, 40]);
  assert.deepEqual((await metric('bookings', '&by=owner')).rows, [], 'nobody knows whose part of it it is');
});
