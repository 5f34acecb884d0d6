import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Role } from '@anbu/contract';
import { instant, MINUTE } from '../../kernel/instant.ts';
import { must } from '../../kernel/outcome.ts';
import { createUser } from '../identity/index.ts';
import { testApp, type TestAnswer, type TestApp } from '../../testing/app.ts';
import { sweepAlerts } from './index.ts';

let app: TestApp;
before(async () => {
  // A Tuesday, 10:00 at the site.
  app = await testApp({ at: instant(Date.parse('2026-11-17T10:00:00+09:00')) });
});
after(() => app.stop());

let next = 1000;
async function anEnquiry(input: object = {}, role: Role = 'manager'): Promise<TestAnswer> {
  return app.request(role, 'POST', '/enquiries', {
    person: { name: '강민준', phone: `010-5200-${String(next++)}` },
    sourceChannel: 'phone',
    ...input,
  });
}

/** A member at once: who is invited through the API has to accept first. */
async function aConsultant(): Promise<string> {
  const made = await app.db.inTx(app.org.system, (tx) =>
    createUser(tx, {
      name: `상담 ${next}`,
      email: `owner${next++}@anbu.example`,
      role: 'consultant',
      password: 'correct horse battery',
      language: 'ko',
    }),
  );
  return must(made).id;
}

async function changeUser(id: string, patch: object): Promise<void> {
  const changed = await app.request('admin', 'PATCH', `/users/${id}`, patch);
  assert.equal(changed.status, 200, changed.text);
}

const read = async (id: string): Promise<TestAnswer['body']> =>
  (await app.request('manager', 'GET', `/enquiries/${id}`)).body;

test('A7 a promise of an owner who was just disabled is announced to the team', async () => {
  const leaver = await aConsultant();
  const memberIds = [app.users.consultant, app.users.desk, app.users.admin];
  const team = await app.request('admin', 'PATCH', `/teams/${app.org.intakeTeamId}`, { memberIds });
  assert.equal(team.status, 200, team.text);
  const { body: one } = await anEnquiry({ ownerId: leaver });
  const promiseAt = new Date((await app.db.now()) + 30 * MINUTE).toISOString();
  const then = { to: 'CALLBACK', promiseAt, promiseBy: 'us' };
  assert.equal((await app.act('manager', one.id, 'calls', { outcome: 'CONNECTED', then })).status, 200);
  // Nobody has heard of it yet: no worker runs.
  await changeUser(leaver, { active: false });
  await app.advance(21 * MINUTE);
  await sweepAlerts(app.db);
  for (const role of ['consultant', 'desk'] as const) {
    const { body } = await app.request(role, 'GET', '/alerts');
    const hers = body.items.filter((alert: { enquiryId: string }) => alert.enquiryId === one.id);
    assert.deepEqual(
      hers.map(({ kind }: { kind: string }) => kind),
      ['promise_soon'],
      `${role} ${JSON.stringify(await read(one.id))}`,
    );
  }
});

test('A13 who may not assign takes what is nobody’s and passes on what is hers: on arrival as later', async () => {
  const { consultant, desk, agent } = app.users;
  assert.equal((await anEnquiry({ ownerId: consultant }, 'consultant')).status, 201, 'her own');
  assert.equal((await anEnquiry({ ownerId: agent }, 'desk')).status, 201, 'the desk gives to anyone');
  const refused = await anEnquiry({ ownerId: desk }, 'consultant');
  assert.equal(refused.status, 403, refused.text);
  assert.equal(refused.body.params.permission, 'enquiries.assign');
  const { body: free } = await anEnquiry();
  const give = (role: Role, ownerId: string) => app.act(role, free.id, 'assign', { ownerId });
  assert.equal((await give('consultant', agent)).status, 403, 'nobody’s, but not for another');
  assert.equal((await give('consultant', consultant)).status, 200);
  assert.equal((await give('agent', agent)).status, 403, 'hers is not taken away');
  assert.equal((await give('consultant', agent)).status, 200, 'she passes it on');
  const scopes = ['enquiries.read', 'enquiries.work'];
  const { body: key } = await app.request('admin', 'POST', '/api-keys', { name: '웹 양식', scopes });
  const person = { name: '양식', phone: '010-5299-0001' };
  const sent = await app.request(
    null,
    'POST',
    '/enquiries',
    { person, sourceChannel: 'web_form', ownerId: consultant },
    { authorization: `Bearer ${key.key}` },
  );
  assert.equal(sent.status, 403, sent.text);
});

test('A13 what belongs to a user who is disabled goes back to the team with its clock, and the history and the audit say so', async () => {
  const leaver = await aConsultant();
  const { body: open } = await anEnquiry({ ownerId: leaver });
  const { body: done } = await anEnquiry({ ownerId: leaver });
  await app.act('manager', done.id, 'transitions', { to: 'INELIGIBLE' });
  assert.equal((await app.act('desk', open.id, 'claim')).status, 200);
  const before = await read(open.id);
  await changeUser(leaver, { active: false });
  await app.runOutbox();
  const after = await read(open.id);
  assert.deepEqual(
    [after.ownerId, after.nextAction.ownerId, after.nextAction.team],
    [null, null, app.org.intakeTeamId],
  );
  assert.deepEqual([after.status, after.nextAction.dueAt], [before.status, before.nextAction.dueAt]);
  assert.equal(after.claim.userId, app.users.desk, 'who works on it goes on');
  assert.equal((await read(done.id)).ownerId, leaver, 'what she closed stays hers');
  const today = await app.request('admin', 'GET', '/today?limit=200');
  assert.ok(
    today.body.items.some((item: { enquiry: { id: string } }) => item.enquiry.id === open.id),
    'everybody of the team sees it',
  );
  const { body: entries } = await app.request('manager', 'GET', `/people/${open.personId}/timeline`);
  assert.ok(entries.items.some((entry: { title: string }) => entry.title.includes('팀으로 돌아왔습니다')));
  const audit = await app.request('admin', 'GET', `/audit?action=enquiries.hand_back&entityId=${open.id}`);
  assert.equal(audit.body.items.length, 1, audit.text);
});

test('A13 a user whose new role works on no enquiries keeps none either; another change of hers takes none away', async () => {
  const mover = await aConsultant();
  const { body: one } = await anEnquiry({ ownerId: mover });
  await changeUser(mover, { name: '새 이름' });
  await app.runOutbox();
  assert.equal((await read(one.id)).ownerId, mover);
  await changeUser(mover, { role: 'analyst' });
  await app.runOutbox();
  assert.equal((await read(one.id)).ownerId, null);
});

test('A13 nothing comes back to an owner who left: not by undo, not when a closed one lives again', async () => {
  const leaver = await aConsultant();
  const { body: given } = await anEnquiry({ ownerId: leaver });
  const { body: closed } = await anEnquiry({ ownerId: leaver });
  const reasonCode = 'COST';
  assert.equal((await app.act('manager', closed.id, 'transitions', { to: 'DECLINED', reasonCode })).status, 200);
  assert.equal((await app.act('manager', given.id, 'assign', { ownerId: app.users.desk })).status, 200);
  await changeUser(leaver, { active: false });
  await app.runOutbox();
  const undone = await app.act('manager', given.id, 'undo', { reasonText: '잘못 넘김' });
  assert.equal(undone.status, 200, undone.text);
  assert.deepEqual([undone.body.ownerId, undone.body.nextAction.team], [null, app.org.intakeTeamId]);
  const again = await app.act('manager', closed.id, 'replies', { channel: 'sms', text: '다시 생각해 봤어요' });
  assert.deepEqual([again.body.status, again.body.ownerId], ['CONSULTING', null]);
});
