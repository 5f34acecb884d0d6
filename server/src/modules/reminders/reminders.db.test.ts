import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Role } from '@anbu/contract';
import { instant } from '../../kernel/instant.ts';
import { Database } from '../../platform/db/index.ts';
import { withClient } from '../../platform/embedded-postgres/roles.ts';
import { startDispatcher, type Dispatcher } from '../../platform/outbox/index.ts';
import { subscribers } from '../../compose.ts';
import { TEST_KEY, testApp, type TestApp } from '../../testing/app.ts';
import { sweepAlerts } from '../enquiries/index.ts';
import { sendPushes } from './index.ts';
import { PushService, type TestBrowser } from './push/push-service.testing.ts';
import { senderDeps } from './sender.testing.ts';
import { until } from '../../testing/until.ts';

const time = (text: string) => instant(Date.parse(`2026-11-18T${text}:00+09:00`));

let app: TestApp;
let service: PushService;
let dispatcher: Dispatcher;
before(async () => {
  service = new PushService();
  await service.start();
  app = await testApp({ at: time('09:40'), outgoingAllow: [service.place] });
  dispatcher = startDispatcher({ db: app.db, subscribers, log: app.app.log, pollMilliseconds: 3_600_000 });
  const memberIds = [app.users.consultant, app.users.manager];
  const leaderId = app.users.manager;
  await app.request('admin', 'PATCH', `/teams/${app.org.intakeTeamId}`, { memberIds, leaderId });
});
after(async () => {
  await dispatcher.stop();
  await app.stop();
  await service.stop();
  assert.deepEqual(service.faults, []);
});
beforeEach(() =>
  owner(`delete from reminders.delivery; delete from reminders.browser; delete from reminders.wish; update enquiries.enquiry set alert_at = null;
    update enquiries.alert set acknowledged_at = at, ring_at = null, snoozed_until = null where acknowledged_at is null`),
);

function owner(text: string, values?: unknown[]) {
  return withClient(app.ownerUrl, async (client) => {
    await client.query(`select set_config('app.org_id', $1, false)`, [app.org.id]);
    return (await client.query<Record<string, unknown>>(text, values)).rows;
  });
}

type Person = { role: Role; call(method: string, path: string, body?: unknown): ReturnType<TestApp['request']> };
/** Really signed in: browsers belong to a session. */
async function signedIn(role: Role): Promise<Person> {
  const origin = { origin: 'http://localhost:3000' };
  const body = { email: `${role}@anbu.example`, password: 'correct horse battery' };
  const answer = await app.request(null, 'POST', '/sign-in', body, origin);
  assert.equal(answer.status, 200, answer.text);
  const cookie = String(answer.headers['set-cookie']).split(';')[0]!;
  return { role, call: (method, path, body) => app.request(null, method, path, body, { ...origin, cookie }) };
}

async function subscribed(person: Person): Promise<TestBrowser & { id: string }> {
  const settings = await person.call('GET', '/me/reminders');
  assert.equal(settings.status, 200, settings.text);
  service.accepts = settings.body.publicKey;
  const browser = service.subscribe();
  const added = await person.call('POST', '/me/browsers', browser.subscription);
  assert.equal(added.status, 200, added.text);
  return Object.assign(browser, { id: added.body.id as string });
}

let next = 1000;
/** Promised for 11:00, announced at 10:50. */
async function promised(): Promise<string> {
  await app.setClock(time('09:40'));
  const made = await app.request('manager', 'POST', '/enquiries', {
    person: { name: '비밀 이름', phone: `010-4300-${String(next++)}` },
    sourceChannel: 'phone',
    ownerId: app.users.consultant,
  });
  const then = { to: 'CALLBACK', promiseAt: new Date(time('11:00')).toISOString(), promiseBy: 'us' };
  const called = await app.act('consultant', made.body.id, 'calls', { outcome: 'CONNECTED', then });
  assert.equal(called.status, 200, called.text);
  return made.body.id;
}

/** As the processes do it: alerts are raised, events delivered, pushes sent. */
async function at(text: string): Promise<void> {
  await app.setClock(time(text));
  await sweepAlerts(app.db);
  while ((await dispatcher.runOnce()) > 0);
  await send();
}

const send = (patience?: number) => sendPushes(app.db, senderDeps(TEST_KEY, service.place, patience));
const kinds = (browser: TestBrowser) => browser.shown.map(({ kind }) => kind);
const states = async () =>
  (await owner('select state, why from reminders.delivery order by queued_at, id')).map(({ state, why }) =>
    why === null ? state : `${String(state)} ${String(why)}`,
  );

test('A8 a reminder reaches a consultant whose tab is closed, once; comes again without an answer; then the team and its leader are told', async () => {
  const consultant = await signedIn('consultant');
  const [hers, leaders] = [await subscribed(consultant), await subscribed(await signedIn('manager'))];
  const id = await promised();
  await at('10:49');
  assert.deepEqual([kinds(hers), kinds(leaders)], [[], []]);
  await at('10:50');
  await at('10:51');
  assert.deepEqual(kinds(hers), ['promise_soon']);
  const [first] = hers.arrived;
  assert.deepEqual([first!.push.enquiryId, first!.push.language, first!.ttl, first!.urgency], [id, 'ko', 3600, 'high']);
  assert.ok(!JSON.stringify(first!.push).includes('비밀'), 'no name travels');
  await at('10:56');
  assert.deepEqual(kinds(hers), ['promise_soon', 'promise_soon'], 'told again after five minutes');
  await at('11:00');
  await at('11:10');
  await at('11:30');
  assert.deepEqual(kinds(leaders), ['pool', 'escalated']);
  assert.deepEqual(kinds(hers), ['promise_soon', 'promise_soon', 'promise_due', 'pool', 'pool']);
  assert.equal(
    new Set(hers.arrived.map(({ topic }) => topic)).size,
    1,
    'one enquiry replaces itself where the browser is off',
  );
  assert.equal(hers.arrived.length, hers.shown.length, 'nothing came twice');
});

test('A8 what was answered before the browser is reached is not told, nor what is put off', async () => {
  const consultant = await signedIn('consultant');
  const browser = await subscribed(consultant);
  const id = await promised();
  browser.behaviour = { status: 503 };
  await at('10:50');
  assert.equal(browser.tries, 1);
  const [alert] = (await consultant.call('GET', '/alerts')).body.items.filter(
    (one: { enquiryId: string }) => one.enquiryId === id,
  );
  assert.equal((await consultant.call('POST', `/alerts/${alert.id}/acknowledge`)).status, 204);
  browser.behaviour = { status: 201 };
  await owner('update reminders.delivery set next_at = clock_timestamp() where next_at is not null');
  await send();
  assert.deepEqual([kinds(browser), await states()], [[], ['skipped answered']]);
});

test('A8 a service that is busy is asked again later, as it wishes; a browser that forgot us is told nothing more', async () => {
  const browser = await subscribed(await signedIn('consultant'));
  await promised();
  browser.behaviour = { status: 429, retryAfter: 600 };
  await at('10:50');
  const [waiting] = await owner(
    `select state, why, attempts, extract(epoch from next_at - clock_timestamp())::int as seconds from reminders.delivery`,
  );
  assert.deepEqual([waiting!['state'], waiting!['why'], waiting!['attempts']], ['waiting', 'busy', 1]);
  assert.ok(Number(waiting!['seconds']) > 590, 'Retry-After is kept');
  browser.behaviour = { status: 410 };
  await owner('update reminders.delivery set next_at = clock_timestamp()');
  await send();
  assert.deepEqual(await states(), ['gone']);
  const [row] = await owner('select end_reason as reason from reminders.browser');
  assert.equal(row!['reason'], 'gone');
});

test('R13 a service that does not answer is given up after six attempts, and stands on the account page', async () => {
  const consultant = await signedIn('consultant');
  const browser = await subscribed(consultant);
  await consultant.call('POST', `/me/browsers/${browser.id}/test`);
  browser.behaviour = 'silent';
  for (let attempt = 1; attempt <= 6; attempt += 1) {
    await send(1_000);
    await owner('update reminders.delivery set next_at = clock_timestamp() where next_at is not null');
  }
  assert.deepEqual([browser.tries, await states()], [6, ['failed unreachable']]);
  const [shown] = (await consultant.call('GET', '/me/reminders')).body.browsers;
  assert.deepEqual([shown.failures, shown.lastError, shown.current], [6, 'unreachable', true]);
});

test('A8 no push for whoever signed out, was disabled, switched it off, wishes quiet or does not work now', async () => {
  const consultant = await signedIn('consultant');
  const browser = await subscribed(consultant);
  const patch = (body: object) => consultant.call('PATCH', '/me/reminders', body);
  await promised();
  assert.equal((await patch({ push: false, version: 0 })).body.push, false);
  await at('10:50');
  assert.equal((await patch({ push: true, version: 0 })).status, 409, 'another page was faster');
  const quiet = await patch({ push: true, quietUntil: new Date(time('10:58')).toISOString(), version: 1 });
  assert.equal(quiet.status, 200, quiet.text);
  await at('10:56');
  assert.deepEqual([kinds(browser), await states()], [[], ['skipped switched_off', 'skipped quiet']]);
  await at('11:00');
  assert.deepEqual(kinds(browser), ['promise_due'], 'the time of quiet is over');
  await consultant.call('POST', `/me/browsers/${browser.id}/test`);
  await becomes({ active: false });
  await send();
  assert.equal((await states()).at(-1), 'skipped signed_out');
  await becomes({ active: true });
  const [ended] = await owner('select end_reason as reason from reminders.browser');
  assert.equal(ended!['reason'], 'signed_out', 'who comes back subscribes anew');
  assert.equal(browser.arrived.length, 1);
});

async function becomes(change: { active: boolean }): Promise<void> {
  const { version } = (await app.request('admin', 'GET', `/users/${app.users.consultant}`)).body;
  const changed = await app.request('admin', 'PATCH', `/users/${app.users.consultant}`, { ...change, version });
  assert.equal(changed.status, 200, changed.text);
}

test('A8 F9 who is away by the roster is not told; when she is back she is', async () => {
  const consultant = await signedIn('consultant');
  const browser = await subscribed(consultant);
  await promised();
  const from = new Date(time('10:00')).toISOString();
  const away = await consultant.call('POST', '/absences', { userId: app.users.consultant, kind: 'sick', from });
  assert.equal(away.status, 201, away.text);
  await at('10:50');
  // The promise of who is away is announced to her team.
  assert.deepEqual([kinds(browser), await states()], [[], []]);
  const end = await consultant.call('POST', `/absences/${away.body.id}/end`, {});
  assert.ok(end.status < 300, end.text);
  await at('11:00');
  assert.deepEqual(kinds(browser), ['promise_due']);
  // The clock goes back for the next test, to when she was away.
  await owner('delete from roster.absence');
});

test('A8 signing out ends her browsers at once; another person at the same computer gets none of her reminders', async () => {
  const consultant = await signedIn('consultant');
  const browser = await subscribed(consultant);
  const manager = await signedIn('manager');
  assert.equal((await manager.call('POST', '/me/browsers', browser.subscription)).status, 200);
  await promised();
  await at('10:50');
  assert.deepEqual(kinds(browser), []);
  await consultant.call('POST', '/me/browsers', browser.subscription);
  await consultant.call('POST', '/sign-out');
  await at('10:56');
  assert.deepEqual(kinds(browser), []);
});

test('S9 an address inside, or keys that no browser made, are refused with the field', async () => {
  const consultant = await signedIn('consultant');
  const { keys } = service.subscribe().subscription;
  for (const endpoint of [
    'http://push.example/a',
    'https://169.254.169.254/a',
    'https://localhost.:1/a',
    'https://[::1]/a',
  ]) {
    const answer = await consultant.call('POST', '/me/browsers', { endpoint, keys });
    assert.deepEqual([answer.status, answer.body.errors[0].field], [422, 'endpoint'], endpoint);
  }
  const bad = { endpoint: 'https://push.example/a', keys: { ...keys, p256dh: keys.p256dh.replace(/^.../, 'AAA') } };
  assert.equal((await consultant.call('POST', '/me/browsers', bad)).body.errors[0].code, 'reminders.keys_refused');
  assert.equal((await app.request('consultant', 'POST', '/me/browsers', service.subscribe().subscription)).status, 403);
  const [sealed] = await owner(`select count(*)::int as open from reminders.browser where sealed like '%push%'`);
  assert.equal(sealed!['open'], 0);
});

test('A8 R2 a sender killed at 12 random moments: every browser is told everything, each id is shown once', async () => {
  const consultant = await signedIn('consultant');
  const browsers = [await subscribed(consultant), await subscribed(consultant), await subscribed(consultant)];
  const rounds = 25;
  for (let no = 0; no < rounds; no += 1)
    for (const { id } of browsers) await consultant.call('POST', `/me/browsers/${id}/test`);
  const program = path.join(import.meta.dirname, 'sender.testing.ts');
  let kills = 0;
  for (; kills < 12; kills += 1) {
    const child = spawn(process.execPath, [program, app.appUrl, TEST_KEY, service.place], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(child.stdout!, 'data');
    await sleep(Math.random() * 120);
    child.kill('SIGKILL');
    await once(child, 'exit');
    // Its lease would be over in two minutes.
    await owner(`update reminders.delivery set next_at = clock_timestamp() where state = 'sending'`);
  }
  const db = new Database({ url: app.appUrl, poolSize: 2 });
  try {
    // What the service was too busy for is tried again; here without the pause.
    await until(async () => {
      await Promise.all([send(), sendPushes(db, senderDeps(TEST_KEY, service.place))]);
      await owner(`update reminders.delivery set next_at = clock_timestamp() where state = 'waiting'`);
      return (await states()).every((state) => state === 'sent');
    }, 'that all are sent');
  } finally {
    await db.close();
  }
  for (const browser of browsers) assert.equal(browser.shown.length, rounds, 'each once, none lost');
});
