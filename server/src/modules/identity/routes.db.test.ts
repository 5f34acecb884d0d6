import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { testApp, type TestApp } from '../../testing/app.ts';
import { softAuthenticator } from './authenticator.testing.ts';

let app: TestApp;
before(async () => (app = await testApp()));
after(() => app.stop());

const SAME = { 'sec-fetch-site': 'same-origin' };
const PASSWORD = 'correct horse battery';
const signIn = (email: string, headers = {}) =>
  app.request(null, 'POST', '/sign-in', { email, password: PASSWORD }, { ...SAME, ...headers });
const cookieOf = (headers: TestAnswerHeaders) => String(headers['set-cookie']).split(';')[0] ?? '';
type TestAnswerHeaders = Awaited<ReturnType<TestApp['request']>>['headers'];

test('S10 the session travels in a host cookie that no script reads, and signing out ends it', async () => {
  const signedIn = await signIn('consultant@anbu.example');
  assert.equal(signedIn.status, 200, signedIn.text);
  assert.match(
    String(signedIn.headers['set-cookie']),
    /^__Host-anbu=\S+; Path=\/; Secure; HttpOnly; SameSite=Lax; Expires=/,
  );
  assert.deepEqual([signedIn.body.role, signedIn.body.organisation.slug], ['consultant', 'anbu']);
  const cookie = cookieOf(signedIn.headers);
  const me = await app.request(null, 'GET', '/me', undefined, { cookie });
  assert.deepEqual([me.status, me.body.userId], [200, app.users.consultant]);
  const sessions = await app.request(null, 'GET', '/me/sessions', undefined, { cookie });
  assert.deepEqual(
    sessions.body.items.map(({ current }: { current: boolean }) => current),
    [true],
  );
  const out = await app.request(null, 'POST', '/sign-out', undefined, { cookie, ...SAME });
  assert.deepEqual([out.status, String(out.headers['set-cookie']).includes('Max-Age=0')], [204, true]);
  assert.equal((await app.request(null, 'GET', '/me', undefined, { cookie })).status, 401);
});

test('S8 a wrong password is 401 in the language of the reader, without a cookie', async () => {
  const body = { email: 'consultant@anbu.example', password: 'wrong wrong wrong' };
  const answer = await app.request(null, 'POST', '/sign-in', body, { ...SAME, 'accept-language': 'en' });
  assert.deepEqual([answer.status, answer.body.code], [401, 'identity.wrong_credentials']);
  assert.equal(answer.headers['set-cookie'], undefined);
  assert.match(answer.text, /not right|wrong|incorrect|match/i);
});

test('S8 one session is ended from another, and a new password renews the cookie', async () => {
  const [one, two] = [await signIn('desk@anbu.example'), await signIn('desk@anbu.example')];
  const cookie = cookieOf(two.headers);
  const { body } = await app.request(null, 'GET', '/me/sessions', undefined, { cookie });
  const other = body.items.find(({ current }: { current: boolean }) => !current);
  const ended = await app.request(null, 'DELETE', `/me/sessions/${other.id}`, undefined, { cookie, ...SAME });
  assert.equal(ended.status, 204);
  assert.equal((await app.request(null, 'GET', '/me', undefined, { cookie: cookieOf(one.headers) })).status, 401);
  const change = { current: PASSWORD, next: 'another long one' };
  const changed = await app.request(null, 'POST', '/me/password', change, { cookie, ...SAME });
  assert.equal(changed.status, 204, changed.text);
  assert.equal((await app.request(null, 'GET', '/me', undefined, { cookie })).status, 401);
  const renewed = await app.request(null, 'GET', '/me', undefined, { cookie: cookieOf(changed.headers) });
  assert.equal(renewed.status, 200);
});

test('F2 a passkey is added and signs in over HTTP; both stand in the audit, and what is no answer is said by field', async () => {
  const page = await app.request(null, 'GET', '/sign-in');
  assert.equal(page.body.passkeys, true);
  const { headers } = await signIn('manager@anbu.example');
  const own = { cookie: cookieOf(headers), ...SAME };
  const authenticator = softAuthenticator();
  const asked = await app.request(null, 'POST', '/me/passkeys/start', { password: PASSWORD }, own);
  assert.deepEqual([asked.status, asked.body.rp.id], [200, 'localhost'], asked.text);
  const added = await app.request(null, 'POST', '/me/passkeys', authenticator.create(asked.body), own);
  assert.equal(added.status, 204, added.text);
  const { body } = await app.request(null, 'GET', '/me/passkeys', undefined, { cookie: own.cookie });
  assert.deepEqual([body.items[0].name, body.available], ['시험용 열쇠', true]);

  const door = await app.request(null, 'POST', '/sign-in/passkey/start', undefined, SAME);
  assert.equal(door.status, 200, door.text);
  const answer = authenticator.answer(door.body);
  const odd = await app.request(null, 'POST', '/sign-in/passkey', { ...answer, signature: '!' }, SAME);
  assert.deepEqual([odd.status, odd.body.errors[0].field], [422, 'signature']);
  const signedIn = await app.request(null, 'POST', '/sign-in/passkey', answer, SAME);
  assert.deepEqual([signedIn.status, signedIn.body.role], [200, 'manager'], signedIn.text);
  const cookie = cookieOf(signedIn.headers);
  assert.equal((await app.request(null, 'GET', '/me', undefined, { cookie })).status, 200);
  const again = await app.request(null, 'POST', '/sign-in/passkey', answer, { ...SAME, 'accept-language': 'en' });
  assert.deepEqual([again.status, again.body.code], [401, 'identity.passkey_wrong']);
  assert.match(again.body.detail ?? again.text, /passkey/i);

  const remove = { id: body.items[0].id, password: PASSWORD };
  const foreign = await signIn('consultant@other.example');
  const theirs = { cookie: cookieOf(foreign.headers), ...SAME };
  assert.equal((await app.request(null, 'POST', '/me/passkeys/remove', remove, theirs)).status, 404);
  const removed = await app.request(null, 'POST', '/me/passkeys/remove', remove, { cookie, ...SAME });
  assert.equal(removed.status, 204, removed.text);
  for (const action of ['passkey_added', 'signed_in_by_passkey', 'passkey_removed']) {
    const audit = await app.request('admin', 'GET', `/audit?action=identity.${action}`);
    assert.deepEqual([audit.body.items.length, audit.body.items[0].entityId], [1, app.users.manager], action);
  }
});

test('F1 sites, teams and users are made, listed in pages and changed; a stale version is 409', async () => {
  const hours = { mon: [['09:00', '18:00']], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] };
  const input = { name: '강남점', timeZone: 'Asia/Seoul', hours, holidayCountry: 'KR' };
  const site = await app.request('manager', 'POST', '/sites', input);
  assert.equal(site.status, 201, site.text);
  const bad = await app.request('manager', 'PATCH', `/sites/${site.body.id}`, { timeZone: 'Asia/Gangnam' });
  assert.deepEqual(
    [bad.status, bad.body.errors[0].field, bad.body.errors[0].code],
    [422, 'timeZone', 'identity.time_zone_unknown'],
  );
  const closed = await app.request('manager', 'POST', `/sites/${site.body.id}/closures`, {
    day: '2099-05-05',
    name: '휴무',
  });
  assert.deepEqual([closed.status, closed.body.version], [201, 2]);
  const stale = await app.request('manager', 'PATCH', `/sites/${site.body.id}`, { name: 'x', version: 1 });
  assert.deepEqual([stale.status, stale.body.code], [409, 'request.stale']);
  const opened = await app.request('manager', 'DELETE', `/sites/${site.body.id}/closures/2099-05-05`);
  assert.equal(opened.status, 200, opened.text);

  const first = await app.request('desk', 'GET', '/sites?limit=1');
  const second = await app.request('desk', 'GET', `/sites?limit=1&cursor=${first.body.nextCursor}`);
  assert.deepEqual([second.body.items[0].id, second.body.nextCursor], [site.body.id, null]);
  assert.equal((await app.request('desk', 'GET', '/sites?cursor=zzz')).status, 400);

  const team = await app.request('manager', 'POST', '/teams', { name: '콜팀', leaderId: app.users.manager });
  assert.deepEqual([team.status, team.body.memberIds], [201, [app.users.manager]]);
  const moved = await app.request('manager', 'PATCH', `/teams/${team.body.id}`, { memberIds: [app.users.desk] });
  assert.deepEqual(new Set(moved.body.memberIds), new Set([app.users.manager, app.users.desk]));

  const renamed = await app.request('manager', 'PATCH', `/teams/${team.body.id}`, { name: '상담팀' });
  assert.deepEqual(renamed.body, { ...moved.body, name: '상담팀', version: 3 }, 'what a patch leaves out stays');
  const kept = await app.request('manager', 'PATCH', `/sites/${site.body.id}`, { name: '서초점' });
  assert.deepEqual(kept.body, { ...opened.body, name: '서초점', version: 4 }, 'what a patch leaves out stays');

  const user = { name: '신입', email: 'new@anbu.example', role: 'agent', password: PASSWORD };
  assert.equal((await app.request('manager', 'POST', '/users', user)).status, 403);
  assert.equal((await app.request('admin', 'POST', '/users', user)).status, 201);
  const last = await app.request('admin', 'PATCH', `/users/${app.users.admin}`, { active: false });
  assert.deepEqual([last.status, last.body.code], [409, 'identity.last_admin']);
  const seen = await app.request('desk', 'GET', `/users/${app.users.admin}`);
  assert.deepEqual([seen.status, seen.body.email], [200, null]);
});

test('F5 a key of an administrator opens the API, and is listed without its secret', async () => {
  const made = await app.request('admin', 'POST', '/api-keys', { name: '연동', scopes: ['people.read'] });
  assert.equal(made.status, 201, made.text);
  const authorization = `Bearer ${made.body.key}`;
  assert.equal((await app.request(null, 'GET', '/sites', undefined, { authorization })).status, 200);
  assert.equal((await app.request(null, 'POST', '/sites', {}, { authorization })).status, 403);
  assert.deepEqual(
    (await app.request(null, 'GET', '/me', undefined, { authorization })).body.code,
    'identity.person_needed',
  );
  const listed = await app.request('admin', 'GET', '/api-keys');
  assert.ok(!listed.text.includes(made.body.key.split('_')[2]));
  assert.equal((await app.request('admin', 'DELETE', `/api-keys/${made.body.id}`)).status, 200);
  assert.equal((await app.request(null, 'GET', '/sites', undefined, { authorization })).status, 401);
});

test('S1 the other organisation’s sites, teams, users and keys are not there', async () => {
  const key = await app.request('other.admin', 'POST', '/api-keys', { name: 'x', scopes: ['*'] });
  for (const [method, path, body] of [
    ['GET', `/sites/${app.other.siteId}`, undefined],
    ['PATCH', `/sites/${app.other.siteId}`, { name: 'x' }],
    ['POST', `/sites/${app.other.siteId}/closures`, { day: '2099-01-01', name: 'x' }],
    ['DELETE', `/sites/${app.other.siteId}/closures/2099-01-01`, undefined],
    ['GET', `/teams/${app.other.intakeTeamId}`, undefined],
    ['PATCH', `/teams/${app.other.intakeTeamId}`, { name: 'x' }],
    ['GET', `/users/${app.other.users.desk}`, undefined],
    ['PATCH', `/users/${app.other.users.desk}`, { role: 'admin' }],
    ['PATCH', `/organisations/${app.other.id}`, { name: 'x' }],
    ['DELETE', `/api-keys/${key.body.id}`, undefined],
  ] as const) {
    assert.equal((await app.request('admin', method, path, body)).status, 404, `${method} ${path}`);
  }
  for (const path of ['/organisations', '/sites', '/teams', '/users?limit=200', '/api-keys']) {
    const { text } = await app.request('admin', 'GET', path);
    const leaked = [
      app.other.id,
      app.other.siteId,
      app.other.intakeTeamId,
      key.body.id,
      ...Object.values(app.other.users),
    ];
    for (const id of leaked) assert.ok(!text.includes(id), path);
  }
});
