import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { testApp, type TestApp } from '../../testing/app.ts';

let app: TestApp;
before(async () => {
  app = await testApp();
});
after(() => app.stop());

type Who = Parameters<TestApp['request']>[0];
const save = (who: Who, name: string, query: Record<string, string>, sharedWith = 'me') =>
  app.request(who, 'POST', '/views', { list: 'enquiries', name, query, sharedWith });
const viewsOf = async (who: Who) => {
  const answer = await app.request(who, 'GET', '/views?list=enquiries');
  assert.equal(answer.status, 200, answer.text);
  return answer.body.items as {
    id: string;
    name: string;
    isDefault: boolean;
    changeable: boolean;
    issues: unknown[];
  }[];
};
const names = async (who: Who) => (await viewsOf(who)).map(({ name }) => name);

test('A12 a view is its maker’s until she shares it; the organisation and a team see it, others do not', async () => {
  const mine = await save('consultant', '내 지난 일', {
    owner: 'me',
    late: 'true',
    columns: 'person,status,due',
    sort: 'dueAt',
  });
  assert.equal(mine.status, 201, mine.text);
  assert.deepEqual(await names('consultant'), ['내 지난 일']);
  assert.deepEqual(await names('desk'), []);
  assert.equal((await app.request('desk', 'PATCH', `/views/${mine.body.id}`, { name: '남의 것' })).status, 404);
  const shared = await app.request('consultant', 'PATCH', `/views/${mine.body.id}`, { sharedWith: 'organisation' });
  assert.equal(shared.status, 200, shared.text);
  assert.deepEqual(await names('desk'), ['내 지난 일']);
  assert.deepEqual(await names('other.consultant'), []);
  const [seen] = await viewsOf('desk');
  assert.equal(seen?.changeable, false);
  assert.equal((await app.request('desk', 'DELETE', `/views/${mine.body.id}`)).status, 403);
  assert.equal((await app.request('manager', 'PATCH', `/views/${mine.body.id}`, { name: '팀 지난 일' })).status, 200);
  const team = await app.request('admin', 'POST', '/teams', { name: '부산', memberIds: [app.users.agent] });
  const ofTeam = await app.request('consultant', 'PATCH', `/views/${mine.body.id}`, { sharedWith: team.body.id });
  assert.equal(ofTeam.status, 422, 'she is not in that team');
  const byLead = await app.request('manager', 'PATCH', `/views/${mine.body.id}`, { sharedWith: team.body.id });
  assert.equal(byLead.status, 200, byLead.text);
  assert.deepEqual(await names('desk'), []);
  assert.deepEqual(await names('agent'), ['팀 지난 일']);
});

test('A12 names are taken once, a stale version is refused, what is no filter is named', async () => {
  const first = await save('desk', '보류', { status: 'HOLD' });
  const again = await save('desk', '보류', {});
  assert.deepEqual([again.status, again.body.errors[0].code], [422, 'views.name_taken']);
  const path = `/views/${first.body.id}`;
  assert.equal((await app.request('desk', 'PATCH', path, { name: '보류들', version: 1 })).status, 200);
  const stale = await app.request('desk', 'PATCH', path, { name: '보류함', version: 1 });
  assert.deepEqual([stale.status, stale.body.code], [409, 'views.changed']);
  const wrong = await save('desk', '틀림', { status: 'NOWHERE', colour: 'red' });
  assert.equal(wrong.status, 422);
  assert.deepEqual(
    new Set(wrong.body.errors.map(({ field }: { field: string }) => field)),
    new Set(['query.status', 'query.colour']),
  );
  assert.equal((await app.request('desk', 'DELETE', path)).status, 204);
});

test('A12 each reader has her own order and her own starting view', async () => {
  const ids: string[] = [];
  for (const name of ['가', '나', '다']) ids.push((await save('manager', name, {}, 'organisation')).body.id);
  assert.equal(
    (await app.request('desk', 'PUT', '/views/order', { list: 'enquiries', ids: [ids[2], ids[0], ids[1]] })).status,
    204,
  );
  assert.deepEqual(await names('desk'), ['다', '가', '나']);
  assert.deepEqual(
    (await names('manager')).filter((name) => name.length === 1),
    ['가', '나', '다'],
  );
  const start = (viewId: string | null) => app.request('desk', 'PUT', '/views/default', { list: 'enquiries', viewId });
  const starting = async () => (await viewsOf('desk')).filter((view) => view.isDefault).map(({ name }) => name);
  await start(ids[0]!);
  await start(ids[1]!);
  assert.deepEqual(await starting(), ['나']);
  await app.request('manager', 'DELETE', `/views/${ids[1]}`);
  assert.deepEqual(await starting(), [], 'what is deleted is no start');
  assert.equal((await start(ids[1]!)).status, 422);
  await start(null);
});

test('A12 a shared view says what a reader may not ask, and which colleague has left', async () => {
  const { body } = await save('manager', '젊은 분', { ageTo: '39', owner: app.users.agent }, 'organisation');
  const issuesFor = async (who: Who) => (await viewsOf(who)).find(({ id }) => id === body.id)?.issues;
  assert.deepEqual(await issuesFor('desk'), []);
  assert.deepEqual(await issuesFor('analyst'), [{ parameter: 'ageTo', value: '39', code: 'not_permitted' }]);
  assert.equal((await app.request('analyst', 'GET', '/enquiries?ageTo=39')).status, 403);
  await app.request('admin', 'PATCH', `/users/${app.users.agent}`, { active: false });
  assert.deepEqual(await issuesFor('desk'), [{ parameter: 'owner', value: app.users.agent, code: 'gone' }]);
});
