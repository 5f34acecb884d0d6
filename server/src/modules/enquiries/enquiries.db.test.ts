import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { instant } from '../../kernel/instant.ts';
import { testApp, type TestApp } from '../../testing/app.ts';

let app: TestApp;
before(async () => {
  // A Tuesday, 10:00 at the site.
  app = await testApp({ at: instant(Date.parse('2026-11-17T10:00:00+09:00')) });
});
after(() => app.stop());

let next = 1000;
async function anEnquiry(person: Record<string, unknown> = {}, extra: Record<string, unknown> = {}) {
  const answer = await app.request('consultant', 'POST', '/enquiries', {
    person: { name: '강민준', phone: `010-2000-${String(next++)}`, ...person },
    sourceChannel: 'phone',
    interests: ['implant'],
    ...extra,
  });
  assert.equal(answer.status, 201, answer.text);
  return answer.body;
}

test('A1 an enquiry arrives without an owner and has a clock of five minutes', async () => {
  const enquiry = await anEnquiry();
  assert.equal(enquiry.status, 'NEW');
  assert.equal(enquiry.nextAction.kind, 'ASSIGN');
  assert.equal(enquiry.nextAction.ownerId, null);
  assert.equal(enquiry.nextAction.team, app.org.intakeTeamId);
  const minutes = (Date.parse(enquiry.nextAction.windowTo) - Date.parse(enquiry.receivedAt)) / 60_000;
  assert.equal(minutes, 5);
  assert.match(enquiry.nextAction.reason.text, /담당자/);
});

test('A2 an owner makes it wait for its first call, a no-answer goes on by the cadence, undo takes it back', async () => {
  const enquiry = await anEnquiry();
  const assigned = await app.act('consultant', enquiry.id, 'assign', {
    ownerId: app.users.consultant,
  });
  assert.equal(assigned.status, 200, assigned.text);
  assert.equal(assigned.body.status, 'WAITING');
  const called = await app.act('consultant', enquiry.id, 'calls', {
    outcome: 'NO_ANSWER',
    note: '신호만 감',
  });
  assert.equal(called.status, 200, called.text);
  assert.equal(called.body.status, 'NO_ANSWER_1');
  assert.equal(called.body.nextAction.slot, 'EV');
  assert.equal(called.body.attempts.length, 1);
  const undone = await app.act('consultant', enquiry.id, 'undo');
  assert.equal(undone.status, 200, undone.text);
  assert.equal(undone.body.status, 'WAITING');
  assert.equal(undone.body.attempts.length, 0);
  const history = await app.request('consultant', 'GET', `/enquiries/${enquiry.id}/history`);
  assert.equal(history.body.items.filter((event: { voidedAt: string | null }) => event.voidedAt).length, 1);
});

test('P8 taking the work on is no act to take back: it offers no undo, and an undo after it takes back the call before', async () => {
  const enquiry = await anEnquiry();
  const act = (what: string, body = {}) => app.act('consultant', enquiry.id, what, body);
  const claimed = await act('claim');
  assert.equal(claimed.body.ownerId, app.users.consultant, 'nobody owned it: the claim made it hers');
  assert.equal(claimed.body.undoUntil, null);
  const nothing = await act('undo');
  assert.equal(nothing.body.code, 'enquiries.nothing_to_undo', nothing.text);
  const called = await act('calls', { outcome: 'NO_ANSWER' });
  assert.notEqual(called.body.undoUntil, null);
  await act('claim');
  const undone = await act('undo');
  assert.equal(undone.status, 200, undone.text);
  assert.equal(undone.body.status, 'WAITING');
  assert.equal(undone.body.ownerId, app.users.consultant);
});

test('P8 who took it on since keeps it when the act before is taken back; what was nobody’s and new is so again', async () => {
  const lastStatus = async (id: string) =>
    (await app.request('manager', 'GET', `/enquiries/${id}/history`)).body.items.at(-1).to;
  const edited = await anEnquiry();
  await app.request('manager', 'PATCH', `/enquiries/${edited.id}`, { campaign: '가을', version: edited.version });
  await app.act('consultant', edited.id, 'claim');
  await app.act('consultant', edited.id, 'release', { owner: 'keep' });
  const { body: one } = await app.act('manager', edited.id, 'undo');
  assert.deepEqual([one.campaign, one.status, one.ownerId], [null, 'WAITING', app.users.consultant]);
  assert.deepEqual([one.nextAction.kind, one.nextAction.ownerId], ['CALL', app.users.consultant]);
  assert.equal(await lastStatus(edited.id), 'WAITING', 'the history says the same');
  const called = await anEnquiry();
  await app.act('consultant', called.id, 'calls', { outcome: 'NO_ANSWER' });
  await app.act('desk', called.id, 'claim');
  await app.act('desk', called.id, 'release');
  const { body: two } = await app.act('consultant', called.id, 'undo');
  assert.deepEqual([two.status, two.ownerId, two.nextAction.kind], ['NEW', null, 'ASSIGN']);
  assert.equal(await lastStatus(called.id), 'NEW');
});

test('A6 a connected call books, the booking has a guide; P8 the history knows who and when', async () => {
  const enquiry = await anEnquiry({}, { ownerId: app.users.consultant });
  assert.equal(enquiry.status, 'WAITING');
  const booked = await app.act('consultant', enquiry.id, 'calls', {
    outcome: 'CONNECTED',
    then: {
      to: 'BOOKED',
      appointment: { startsAt: '2026-11-20T10:00:00+09:00', durationMinutes: 30, serviceCode: 'implant' },
    },
  });
  assert.equal(booked.status, 200, booked.text);
  assert.equal(booked.body.status, 'BOOKED');
  assert.equal(booked.body.nextAction.kind, 'GUIDE');
  assert.equal(booked.body.booking.serviceCode, 'implant');
});

test('A1 a second enquiry within 30 days becomes a duplicate and a reply', async () => {
  const first = await anEnquiry({ phone: '010-2999-0001' });
  const second = await anEnquiry({ phone: '010 2999 0001' });
  assert.equal(second.status, 'INVALID');
  assert.equal(second.originalId, first.id);
  assert.equal(second.personId, first.personId);
});

test('A4 today lists what is due, in the order of priority, and next gives two people two different ones', async () => {
  const list = await app.request('consultant', 'GET', '/today?limit=200');
  assert.equal(list.status, 200, list.text);
  assert.ok(list.body.items.length > 0);
  const scores = list.body.items.map(
    (item: { enquiry: { priority: { score: number } } }) => item.enquiry.priority.score,
  );
  assert.deepEqual(
    scores,
    [...scores].sort((a: number, b: number) => b - a),
  );
  const [one, two] = await Promise.all([
    app.request('consultant', 'POST', '/today/next', {}),
    app.request('desk', 'POST', '/today/next', {}),
  ]);
  assert.equal(one.status, 200, one.text);
  assert.notEqual(one.body.item?.enquiry.id, undefined);
  assert.notEqual(one.body.item?.enquiry.id, two.body.item?.enquiry.id);
  const { item, ...fields } = one.body;
  assert.deepEqual(fields, item, 'the item is read by its fields and as `item`');
  assert.deepEqual(Object.keys(fields).sort(), ['dueAt', 'enquiry', 'late', 'pool', 'why']);
  const none = await app.request('consultant', 'POST', '/today/next', { tab: 'passes' });
  assert.deepEqual(none.body, { item: null });
  const status = one.body.enquiry.priority.parts[0];
  assert.deepEqual([status.code, status.text], ['enquiries.priority.status', '상담 대기']);
  const summary = await app.request('consultant', 'GET', '/today/summary?owner=me');
  assert.equal(summary.status, 200, summary.text);
});

test('A5 the board filters, counts and pages', async () => {
  const all = await app.request('consultant', 'GET', '/enquiries?limit=2&total=true');
  assert.equal(all.status, 200, all.text);
  assert.equal(all.body.items.length, 2);
  const more = await app.request('consultant', 'GET', `/enquiries?limit=2&cursor=${all.body.nextCursor}`);
  assert.equal(more.status, 200, more.text);
  const counts = await app.request('consultant', 'GET', '/enquiries/counts?status=INVALID');
  assert.deepEqual(
    counts.body.statuses.map((row: { status: string }) => row.status),
    ['INVALID'],
  );
});

test('A4 a key may take the next one too: it holds the lock and owns nothing; its own last act it may take back', async () => {
  const keys = await Promise.all(
    ['하나', '둘'].map((name) =>
      app.request('admin', 'POST', '/api-keys', { name, scopes: ['enquiries.read', 'enquiries.work'] }),
    ),
  );
  const as = keys.map(({ body }) => ({ authorization: `Bearer ${body.key}` }));
  const taken = await Promise.all(as.map((headers) => app.request(null, 'POST', '/today/next', {}, headers)));
  const ids = taken.map(({ body }) => body.item.enquiry.id);
  assert.equal(new Set(ids).size, 2);
  const enquiry = taken[0]!.body.item.enquiry;
  const { userId, apiKeyId, name } = enquiry.claim;
  assert.deepEqual([userId, apiKeyId, name], [null, keys[0]!.body.id, '하나']);
  const called = await app.request(null, 'POST', `/enquiries/${enquiry.id}/calls`, { outcome: 'NO_ANSWER' }, as[0]);
  assert.equal(called.status, 200, called.text);
  assert.equal(called.body.ownerId, enquiry.ownerId);
  const foreign = await app.request(null, 'POST', `/enquiries/${enquiry.id}/undo`, {}, as[1]);
  assert.equal(foreign.status, 403, foreign.text);
  const undone = await app.request(null, 'POST', `/enquiries/${enquiry.id}/undo`, {}, as[0]);
  assert.equal(undone.status, 200, undone.text);
  assert.equal(undone.body.status, enquiry.status);
});

test('A2 a signed-in user says which version she saw, a program need not; a bulk hand-over and giving back ask for none', async () => {
  const enquiry = await anEnquiry({}, { ownerId: app.users.consultant });
  const path = `/enquiries/${enquiry.id}`;
  const acts: readonly (readonly [string, string, object])[] = [
    ['POST', '/calls', { outcome: 'NO_ANSWER' }],
    ['POST', '/transitions', { to: 'LATER' }],
    ['POST', '/replies', { channel: 'sms', text: '네' }],
    ['POST', '/assign', { ownerId: app.users.desk }],
    ['POST', '/claim', {}],
    ['POST', '/undo', {}],
    ['PATCH', '/next-action', { dueAt: '2026-11-18T11:00:00+09:00', reasonText: '부탁' }],
    ['PATCH', '', { campaign: '가을' }],
  ];
  for (const [method, act, body] of acts) {
    const refused = await app.request('manager', method, path + act, body);
    assert.equal(refused.status, 422, `${act}: ${refused.text}`);
    assert.deepEqual(
      refused.body.errors.map((error: { field: string; code: string }) => [error.field, error.code]),
      [['version', 'field.required']],
      act,
    );
  }
  const seen = await app.request(
    'manager',
    'PATCH',
    path,
    { campaign: '가을' },
    { 'if-match': `"${enquiry.version}"` },
  );
  assert.equal(seen.status, 200, 'If-Match says it too');
  const ids = [enquiry.id];
  const given = await app.request('manager', 'POST', '/enquiries/bulk-assign', { ids, ownerId: app.users.desk });
  assert.equal(given.body.done, 1, given.text);
  assert.equal((await app.request('manager', 'POST', `${path}/release`, {})).status, 200);
  const scopes = ['enquiries.read', 'enquiries.work'];
  const { body: key } = await app.request('admin', 'POST', '/api-keys', { name: '교환기', scopes });
  const as = { authorization: `Bearer ${key.key}` };
  assert.equal((await app.request(null, 'POST', `${path}/calls`, { outcome: 'NO_ANSWER' }, as)).status, 200);
});

test('the last contact of a person is the last talk, reply or arrival that stands: an attempt is none, and undo takes a talk back', async () => {
  const at = (time: string) => instant(Date.parse(`2026-11-17T${time}:00+09:00`));
  await app.setClock(at('11:00'));
  const enquiry = await anEnquiry({}, { ownerId: app.users.consultant });
  const last = async () => {
    const { body } = await app.request('desk', 'GET', `/people/${enquiry.personId}`);
    const hits = await app.request('desk', 'GET', `/people?q=${encodeURIComponent(body.phones[0].e164)}`);
    const hit = hits.body.items.find((one: { id: string }) => one.id === enquiry.personId);
    return new Date(Date.parse(hit.lastContactAt) + 9 * 3_600_000).toISOString().slice(11, 16);
  };
  assert.equal(await last(), '11:00', 'when she asked');
  await app.setClock(at('11:10'));
  await app.act('consultant', enquiry.id, 'calls', { outcome: 'NO_ANSWER' });
  assert.equal(await last(), '11:00', 'nobody answered');
  await app.setClock(at('11:20'));
  await app.act('consultant', enquiry.id, 'replies', { channel: 'sms', text: '오후에 주세요' });
  assert.equal(await last(), '11:20');
  await app.setClock(at('11:25'));
  await app.act('consultant', enquiry.id, 'calls', { outcome: 'CONNECTED' });
  assert.equal(await last(), '11:25');
  assert.equal((await app.act('consultant', enquiry.id, 'undo')).status, 200);
  assert.equal(await last(), '11:20', 'the call was wrong, the reply stands');
  assert.equal((await app.act('consultant', enquiry.id, 'undo')).status, 200);
  assert.equal(await last(), '11:00');
});

test('after hours the k-th to arrive since closing is the k-th, also of those that arrive in one moment', async () => {
  await app.setClock(instant(Date.parse('2026-11-17T22:00:00+09:00')));
  const receivedAt = '2026-11-17T21:00:00+09:00';
  const orders: number[] = [];
  for (let made = 0; made < 3; made++) {
    const enquiry = await anEnquiry({ name: `밤${made}` }, { receivedAt, ownerId: app.users.consultant });
    orders.push(enquiry.nextAction.reason.params.order);
  }
  assert.deepEqual(orders, [1, 2, 3]);
  const later = await Promise.all([3, 4, 5].map((made) => anEnquiry({ name: `밤${made}` }, { receivedAt })));
  for (const enquiry of later) {
    const assigned = await app.act('consultant', enquiry.id, 'assign', { ownerId: app.users.consultant });
    orders.push(assigned.body.nextAction.reason.params.order);
  }
  assert.deepEqual(orders.toSorted(), [1, 2, 3, 4, 5, 6], 'counted when it gets its owner, each has its own place');
});
