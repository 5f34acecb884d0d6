import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { instant } from '../../kernel/instant.ts';
import { flushAudit } from '../../platform/audit/index.ts';
import { Database } from '../../platform/db/index.ts';
import { withClient } from '../../platform/embedded-postgres/roles.ts';
import { flushOutbox } from '../../platform/outbox/index.ts';
import { subscribers } from '../../compose.ts';
import { testApp, type As, type TestAnswer, type TestApp } from '../../testing/app.ts';
import { sweepClaims } from './index.ts';

let app: TestApp;
before(async () => {
  // A Tuesday, 10:00 at the site.
  app = await testApp({ at: instant(Date.parse('2026-11-17T10:00:00+09:00')) });
});
after(() => app.stop());

type Caller = { readonly as: As; readonly headers?: Record<string, string>; readonly id: string };
const user = (as: 'consultant' | 'desk' | 'manager'): Caller => ({ as, id: app.users[as] });

async function aKey(name: string): Promise<Caller> {
  const scopes = ['enquiries.read', 'enquiries.work'];
  const { body } = await app.request('admin', 'POST', '/api-keys', { name, scopes });
  return { as: null, headers: { authorization: `Bearer ${body.key}` }, id: body.id };
}

let next = 1000;
async function anEnquiry(input: object = {}): Promise<TestAnswer['body']> {
  const answer = await app.request('manager', 'POST', '/enquiries', {
    person: { name: '강민준', phone: `010-5100-${String(next++)}` },
    sourceChannel: 'phone',
    ...input,
  });
  assert.equal(answer.status, 201, answer.text);
  return answer.body;
}

const act = (caller: Caller, id: string, what: string, body: object = {}) =>
  app.act(caller.as, id, what, body, caller.headers);
const takeNext = async (caller: Caller, body: object = {}): Promise<string | null> => {
  const answer = await app.request(caller.as, 'POST', '/today/next', body, caller.headers);
  assert.equal(answer.status, 200, answer.text);
  return answer.body.item?.enquiry.id ?? null;
};

test('A4 whoever works on it, a user or a program, every other one waits and reads who it is', async () => {
  const [program, other] = [await aKey('자동 발신'), await aKey('교환기')];
  const cases: readonly (readonly [holder: Caller, others: readonly Caller[], sentence: RegExp])[] = [
    [user('consultant'), [user('desk'), program], /^consultant anbu 님이 처리하고 있습니다/],
    [program, [user('desk'), user('manager'), other], /^API 키 ‘자동 발신’의 프로그램이 처리하고 있습니다/],
  ];
  for (const [holder, others, sentence] of cases) {
    const { id } = await anEnquiry();
    const claimed = await act(holder, id, 'claim');
    assert.equal(claimed.status, 200, claimed.text);
    const { userId, apiKeyId, name } = claimed.body.claim;
    assert.deepEqual([userId, apiKeyId], holder.as === null ? [null, holder.id] : [holder.id, null]);
    for (const caller of others) {
      for (const [what, body] of [
        ['calls', { outcome: 'NO_ANSWER' }],
        ['claim', {}],
        ['release', {}],
      ] as const) {
        const refused = await act(caller, id, what, body);
        assert.equal(refused.status, 409, `${what}: ${refused.text}`);
        assert.equal(refused.body.code, 'enquiries.claimed_by_other');
        assert.equal(refused.body.params.name, name);
        assert.match(refused.body.detail, sentence);
      }
    }
    const called = await act(holder, id, 'calls', { outcome: 'NO_ANSWER' });
    assert.equal(called.status, 200, called.text);
    assert.equal(called.body.claim, null, 'the work is done');
    assert.equal((await act(others[0]!, id, 'claim')).status, 200);
  }
});

test('A4 a claim that nobody gave back ends by itself', async () => {
  const { id } = await anEnquiry();
  assert.equal((await act(await aKey('멈춘 프로그램'), id, 'claim')).status, 200);
  await app.advance(60 * 60_000);
  assert.equal((await act(user('desk'), id, 'calls', { outcome: 'NO_ANSWER' })).status, 200);
});

test('A4 a program gets the one that is left behind sixty of others, and none only when none is left', async () => {
  await app.setClock(instant(Date.parse('2026-11-18T10:00:00+09:00')));
  const owned: string[] = [];
  const receivedAt = '2026-11-17T09:40:00+09:00';
  // Older ones come first, and are their owner's until their window is over.
  for (let made = 0; made < 60; made++) {
    const { id } = await anEnquiry({ receivedAt, ownerId: app.users.consultant });
    const dueAt = '2026-11-18T10:09:00+09:00';
    const moved = await act(user('consultant'), id, 'PATCH next-action', { dueAt, reasonText: '부탁' });
    assert.equal(moved.status, 200, moved.text);
    owned.push(id);
  }
  const program = await aKey('야간 발신');
  const open = (await app.request('manager', 'GET', '/enquiries?open=true&limit=200')).body.items as { id: string }[];
  for (const { id } of open.filter((row) => !owned.includes(row.id))) {
    const closed = await act(user('manager'), id, 'transitions', { to: 'INELIGIBLE' });
    assert.equal(closed.status, 200, closed.text);
  }
  assert.equal(await takeNext(program), null, 'all are somebody’s');
  // Nobody's, and due after all of them.
  const left = await anEnquiry({ receivedAt });
  const later = { dueAt: '2026-11-18T10:30:00+09:00', reasonText: '부탁' };
  assert.equal((await act(user('manager'), left.id, 'PATCH next-action', later)).status, 200);
  const queue = (await app.request('manager', 'GET', '/today?owner=all&limit=200')).body.items as {
    enquiry: { id: string };
  }[];
  assert.ok(queue.findIndex(({ enquiry }) => enquiry.id === left.id) >= 50, 'it stands far down');
  assert.equal(await takeNext(program), left.id);
  assert.equal(await takeNext(await aKey('둘째 발신')), null, 'the other program holds the only one');
  assert.equal(await takeNext(program, { after: left.id }), null);
  assert.equal((await act(program, left.id, 'release')).status, 200);
  assert.equal(await takeNext(await aKey('셋째 발신')), left.id);
});

type Shown = { ownerId: string | null; status: string; team: string };
const whose = ({ ownerId, status, team }: Shown) => [ownerId, status, team];
const read = async (id: string) => (await app.request('manager', 'GET', `/enquiries/${id}`)).body;

test('A13 to look at what is offered to all takes it from nobody: giving it back or letting the lock run out leaves it as it was', async () => {
  await app.setClock(instant(Date.parse('2026-11-19T10:00:00+09:00')));
  const free = await anEnquiry();
  const owned = await anEnquiry({ ownerId: app.users.desk, receivedAt: '2026-11-18T10:00:00+09:00' });
  assert.ok(owned.late, 'past its window: the team is offered it too');
  for (const before of [free, owned]) {
    const looked = await act(user('consultant'), before.id, 'claim', { owner: 'keep' });
    assert.equal(looked.status, 200, looked.text);
    assert.equal(looked.body.claim.userId, app.users.consultant);
    assert.deepEqual([whose(looked.body), looked.body.version], [whose(before), before.version]);
    const given = await act(user('consultant'), before.id, 'release');
    assert.deepEqual([whose(given.body), given.body.claim], [whose(before), null]);
    await act(user('consultant'), before.id, 'claim', { owner: 'keep' });
  }
  await app.advance(60 * 60_000);
  for (const before of [free, owned]) assert.deepEqual(whose(await read(before.id)), whose(before));
});

test('A13 the first act of who works on it makes it hers; of who passes by with a note to another’s it does not', async () => {
  const consultant = user('consultant');
  const free = await anEnquiry();
  await act(consultant, free.id, 'claim', { owner: 'keep' });
  const third = await act(consultant, free.id, 'calls', { outcome: 'THIRD_PARTY' });
  assert.deepEqual(whose(third.body), [consultant.id, 'WAITING', app.org.intakeTeamId], third.text);
  const late = await anEnquiry({ ownerId: app.users.desk, receivedAt: '2026-11-18T10:00:00+09:00' });
  await act(consultant, late.id, 'claim', { owner: 'keep' });
  const called = await act(consultant, late.id, 'calls', { outcome: 'NO_ANSWER' });
  assert.equal(called.body.ownerId, consultant.id);
  assert.equal(called.body.nextAction.ownerId, consultant.id);
  const undone = await act(consultant, late.id, 'undo');
  assert.equal(undone.body.ownerId, app.users.desk, 'taken back, it is whose it was');
  const running = await anEnquiry({ ownerId: app.users.desk });
  await act(consultant, running.id, 'claim', { owner: 'keep' });
  const noted = await act(consultant, running.id, 'replies', { channel: 'sms', text: '곧 갈게요' });
  assert.equal(noted.body.ownerId, app.users.desk, 'its window is not over: it is not offered to others');
  const unclaimed = await anEnquiry();
  assert.equal((await act(consultant, unclaimed.id, 'calls', { outcome: 'NO_ANSWER' })).body.ownerId, null);
});

test('A13 what was claimed as one’s own and then given back is whose it was, unless something was done', async () => {
  const consultant = user('consultant');
  const free = await anEnquiry();
  const taken = await act(consultant, free.id, 'claim');
  assert.deepEqual(whose(taken.body), [consultant.id, 'WAITING', app.org.intakeTeamId]);
  const given = await act(consultant, free.id, 'release');
  assert.deepEqual(whose(given.body), [null, 'NEW', app.org.intakeTeamId], given.text);
  assert.deepEqual([given.body.nextAction.kind, given.body.nextAction.team], ['ASSIGN', app.org.intakeTeamId]);
  const { body: history } = await app.request('manager', 'GET', `/enquiries/${free.id}/history`);
  assert.equal(history.items.at(-1).to, 'NEW');
  await act(consultant, free.id, 'claim');
  await act(consultant, free.id, 'calls', { outcome: 'NO_ANSWER' });
  assert.equal((await act(consultant, free.id, 'release')).body.ownerId, consultant.id);
});

const HOUR = 60 * 60_000;
type Step = { to: string; by: string | null; reason: { code: string } | null };
const historyOf = async (id: string): Promise<Step[]> =>
  (await app.request('manager', 'GET', `/enquiries/${id}/history`)).body.items;

test('A13 what was claimed as one’s own and left untouched until the claim ran out is whose it was, once, though three processes sweep', async () => {
  await app.setClock(instant(Date.parse('2026-11-20T10:00:00+09:00')));
  // Claims of the tests before this one.
  await sweepClaims(app.db);
  const consultant = user('consultant');
  const free = await anEnquiry();
  const pooled = await anEnquiry({ ownerId: app.users.desk, receivedAt: '2026-11-19T10:00:00+09:00' });
  const worked = await anEnquiry();
  const looked = await anEnquiry();
  for (const { id } of [free, pooled, worked]) {
    const taken = await act(consultant, id, 'claim');
    assert.equal(taken.body.ownerId, consultant.id, taken.text);
  }
  await act(consultant, looked.id, 'claim', { owner: 'keep' });
  await act(consultant, worked.id, 'calls', { outcome: 'NO_ANSWER' });
  const kept = await read(worked.id);
  assert.equal(await sweepClaims(app.db), 0, 'she works on them');
  await app.advance(HOUR);
  const others = Array.from(
    { length: 2 },
    () => new Database({ url: app.appUrl, poolSize: 2, flush: [flushAudit, flushOutbox(subscribers)] }),
  );
  try {
    const swept = await Promise.all([app.db, ...others].map((db) => sweepClaims(db)));
    assert.ok(swept.reduce((sum, one) => sum + one, 0) >= 3);
  } finally {
    await Promise.all(others.map((db) => db.close()));
  }
  for (const before of [free, pooled, looked]) {
    const after = await read(before.id);
    assert.deepEqual([whose(after), after.claim], [whose(before), null]);
  }
  assert.equal((await read(free.id)).nextAction.kind, 'ASSIGN', 'it waits for an owner as before');
  assert.deepEqual(whose(await read(worked.id)), whose(kept), 'who acted keeps it');
  const ended = (await historyOf(free.id)).filter(({ reason }) => reason?.code === 'enquiries.status.claim_ended');
  assert.deepEqual(
    ended.map(({ to, by }) => [to, by]),
    [['NEW', null]],
    'once, and nobody did it',
  );
  const { body: audit } = await app.request('admin', 'GET', `/audit?entityId=${free.id}&action=enquiries.claim_ended`);
  assert.deepEqual(
    audit.items.map(({ userId }: { userId: string | null }) => userId),
    [null],
  );
  assert.equal((await read(free.id)).version, free.version + 2, 'the claim, and its end');
  await app.runOutbox();
  const timeline = await app.request('manager', 'GET', `/people/${free.personId}/timeline`);
  assert.match(timeline.text, /timeline\.claim_ended/);
  assert.equal(await sweepClaims(app.db), 0);
  assert.equal((await act(user('desk'), free.id, 'claim')).body.ownerId, app.users.desk, 'it is offered again');
  await act(user('desk'), free.id, 'calls', { outcome: 'NO_ANSWER' });
});

test('A13 who acts in the last moment keeps what she took: the sweep passes over what another connection holds', async () => {
  const consultant = user('consultant');
  const { id } = await anEnquiry();
  await act(consultant, id, 'claim');
  await sweepClaims(app.db);
  await app.advance(HOUR);
  await withClient(app.ownerUrl, async (client) => {
    await client.query('begin');
    await client.query('select from enquiries.enquiry where id = $1 for update', [id]);
    assert.equal(await sweepClaims(app.db), 0, 'somebody acts on it right now');
    await client.query('rollback');
  });
  const [called] = await Promise.all([act(consultant, id, 'calls', { outcome: 'NO_ANSWER' }), sweepClaims(app.db)]);
  await sweepClaims(app.db);
  const after = await read(id);
  assert.equal(after.claim, null);
  // Whichever came first: her act, and it is hers; or the sweep, and it is its team's again: she is told that it has changed, or saw it so.
  if (after.ownerId !== null) assert.deepEqual([after.ownerId, called.status], [consultant.id, 200], called.text);
  assert.ok([200, 409].includes(called.status), called.text);
});

test('A4 the next one is locked for who asked and still its team’s', async () => {
  await app.setClock(instant(Date.parse('2026-11-20T10:00:00+09:00')));
  const { body: team } = await app.request('admin', 'PATCH', `/teams/${app.org.intakeTeamId}`, {
    memberIds: [app.users.desk, app.users.agent],
  });
  assert.ok(team);
  const agent: Caller = { as: 'agent', id: app.users.agent };
  const answer = await app.request('agent', 'POST', '/today/next', {});
  const { enquiry } = answer.body.item;
  const before = await read(enquiry.id);
  assert.equal(enquiry.claim.userId, agent.id);
  assert.notEqual(before.ownerId, agent.id);
  assert.notEqual(await takeNext(user('desk')), enquiry.id);
  await act(agent, enquiry.id, 'release');
  assert.deepEqual(whose(await read(enquiry.id)), whose(before));
  assert.equal(await takeNext(agent), enquiry.id, 'given back, it is offered again');
});
