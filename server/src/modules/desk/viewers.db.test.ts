import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { newId, type Id } from '../../kernel/ids.ts';
import { instant } from '../../kernel/instant.ts';
import { testApp, type TestApp } from '../../testing/app.ts';
import { overtaken } from '../../testing/locks.ts';
import { viewPerson } from './service/viewers.ts';

let app: TestApp;
let personId: string;
before(async () => {
  app = await testApp({ at: instant(Date.parse('2026-11-17T10:00:00+09:00')) });
  const person = await app.request('consultant', 'POST', '/people', { name: '강민준', phone: '010-2000-1000' });
  assert.equal(person.status, 201, person.text);
  personId = person.body.id;
});
after(() => app.stop());

const view = (who: Parameters<TestApp['request']>[0], here: boolean, id = personId) =>
  app.request(who, 'POST', `/people/${id}/viewing`, { here });
const seen = async () => {
  const answer = await app.request('manager', 'GET', '/viewers');
  assert.equal(answer.status, 200, answer.text);
  return answer.body.items.map((one: { personId: string; userId: string }) => [one.personId, one.userId]);
};

test('who has a person open is seen by the others until she leaves', async () => {
  assert.deepEqual(await seen(), []);
  assert.equal((await view('consultant', true)).status, 204);
  assert.equal((await view('consultant', true)).status, 204, 'renewed, not doubled');
  assert.equal((await view('desk', true)).status, 204);
  assert.deepEqual(await seen(), [
    [personId, app.users.consultant],
    [personId, app.users.desk],
  ]);
  await view('consultant', false);
  assert.deepEqual(await seen(), [[personId, app.users.desk]]);
});

test('a screen that went away without a word counts for a minute', async () => {
  await view('desk', true);
  await app.advance(90_000);
  assert.deepEqual(await seen(), []);
  await view('desk', true);
  assert.deepEqual(await seen(), [[personId, app.users.desk]]);
});

test('two requests of a screen that cross each other leave it seen', async () => {
  await view('desk', false);
  await overtaken(
    app,
    app.org.actor('desk'),
    () => view('desk', true),
    (tx) => viewPerson(tx, personId as Id, true),
  );
  assert.deepEqual(await seen(), [[personId, app.users.desk]]);
});

test('nobody looks at a person who is not there, and a key has no screen', async () => {
  assert.equal((await view('consultant', true, newId())).status, 404);
  assert.equal((await view('analyst', true)).status, 403, 'an analyst does not see people');
});

test('S13 what goes to paper is audited with whose data stands on it', async () => {
  const printed = await app.request('consultant', 'POST', '/prints', { what: 'person', personIds: [personId] });
  assert.equal(printed.status, 204, printed.text);
  const audit = await app.request('admin', 'GET', '/audit?action=people.printed');
  assert.deepEqual(audit.body.items[0]?.personIds, [personId]);
  assert.equal(audit.body.items[0]?.entity, 'person');
  const unknown = await app.request('consultant', 'POST', '/prints', { what: 'person', personIds: [newId()] });
  assert.equal(unknown.status, 422);
});
