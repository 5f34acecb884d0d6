import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Id } from '../../kernel/ids.ts';
import { instant, MINUTE, SECOND } from '../../kernel/instant.ts';
import { sql } from '../../platform/db/index.ts';
import { signWebhook } from '../../platform/webhooks/index.ts';
import { testApp, type As, type TestApp } from '../../testing/app.ts';
import { overtaken } from '../../testing/locks.ts';
import { recordDue } from './index.ts';
import { EVENT_EXAMPLES } from './public-routes.ts';
import { hearSignal } from './service/hear.ts';

const NOW = instant(Date.parse('2026-11-17T10:00:00+09:00'));
let app: TestApp;
let way: { id: string; path: string; secret: string };
before(async () => {
  app = await testApp({ at: NOW });
  way = await exchange('콜 매니저');
  await given('consultant', '1001');
  await given('desk', '1002');
});
after(() => app.stop());

const ok: TestApp['ok'] = (...asked) => app.ok(...asked);
const exchange = (name: string, more: object = {}) =>
  ok('admin', 'POST', '/telephony/exchanges', { kind: 'webhook', name, ...more });
const given = (role: 'consultant' | 'desk', extension: string) =>
  ok('admin', 'PUT', `/telephony/agents/${app.users[role]}`, { telephone: { exchangeId: way.id, extension } });

let messages = 0;
async function send(event: object, more: { id?: string; secret?: string; seconds?: number; to?: string } = {}) {
  const content = JSON.stringify(event);
  const id = more.id ?? `m${String(++messages)}`;
  const seconds = more.seconds ?? Math.floor((await app.db.now()) / 1000);
  return app.request(null, 'POST', `/${more.to ?? way.path}`, content, {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(seconds),
    'webhook-signature': signWebhook(more.secret ?? way.secret, id, seconds, Buffer.from(content)),
  });
}
let calls = 0;
/** An inbound call that takes these steps; gives its id. */
async function call(number: string | null, steps: readonly string[], more: object = {}): Promise<string> {
  const name = `c${String(++calls)}`;
  let id = '';
  for (const event of steps) {
    const body = { call: name, event, direction: 'inbound', number, extensions: ['1001'], ...more };
    const answer = await send(
      event === 'ringing' ? body : { ...body, ...(event === 'ended' ? { outcome: null } : {}), ...more },
    );
    assert.equal(answer.status, 202, answer.text);
    id = answer.body.callId;
  }
  return id;
}
/** The last of them ends. */
const over = (number: string) =>
  send({ call: `c${String(calls)}`, event: 'ended', direction: 'inbound', number, outcome: 'answered' });
const now = (as: As) => ok(as, 'GET', '/telephony/now');
let phones = 1000;
async function person(name: string, phone = `010-4400-${String(++phones)}`) {
  const made = await ok('desk', 'POST', '/people', { name, phone });
  return { id: made.id as string, phone };
}
const enquiry = async (personId: string) =>
  ok('consultant', 'POST', '/enquiries', {
    person: { id: personId },
    sourceChannel: 'phone',
    ownerId: app.users.consultant,
  });
const enquiriesOf = async (personId: string) => (await ok('admin', 'GET', `/enquiries?personId=${personId}`)).items;
const timelineOf = async (personId: string) => {
  await app.runOutbox();
  return (await ok('admin', 'GET', `/people/${personId}/timeline`)).items as {
    code: string;
    title: string;
    actorId: string;
  }[];
};
const qualified = async (id: string) =>
  (await app.db.inTx(app.org.system, async (tx) => ({
    ok: true as const,
    value: await tx.one(qualifiedOf(tx.orgId, id)),
  }))) as {
    value: { qualified: boolean };
  };

const qualifiedOf = (orgId: string, id: string) =>
  sql<{ qualified: boolean }>`select qualified from enquiries.public_enquiry where org_id = ${orgId} and id = ${id}`;

test('R11 what is not signed, old, or a copy of what came before has no effect', async () => {
  const event = EVENT_EXAMPLES.ringing;
  const unsigned = await app.request(null, 'POST', `/${way.path}`, event);
  assert.equal(unsigned.status, 401);
  assert.equal((await send(event, { secret: 'whsec_AAAA' })).status, 401);
  assert.equal((await send(event, { seconds: NOW / 1000 - 301 })).status, 401);
  assert.equal((await send(event, { to: '/api/v1/telephony/events/AAAAAAAAAAAAAAAAAAAAAA' })).status, 401);
  assert.equal((await ok('admin', 'GET', '/telephony/calls')).items.length, 0);
  const seconds = Math.floor((await app.db.now()) / 1000);
  assert.equal((await send(event, { id: 'same', seconds })).status, 202);
  assert.equal((await send(event, { id: 'same', seconds })).status, 401, 'the very same message');
  assert.equal((await send(event, { id: 'same', seconds: seconds + 1 })).status, 202, 'the retry, signed anew');
  for (const one of [EVENT_EXAMPLES.answered, EVENT_EXAMPLES.ended]) assert.equal((await send(one)).status, 202);
  assert.equal((await ok('admin', 'GET', '/telephony/calls')).items.length, 1);
  assert.equal((await send({ ...event, extensions: ['1\r\n2'] })).status, 422);
});

test('screen 2: one match shows who it is and what to know; who does not sit there sees nothing', async () => {
  const { id, phone } = await person('강민준');
  await ok('desk', 'POST', `/people/${id}/memos`, { text: '마취 알레르기', pinned: true });
  const open = await enquiry(id);
  await call(phone, ['ringing']);
  const seen = await now('consultant');
  assert.equal(seen.call.state, 'ringing');
  assert.equal(seen.call.number, `+82${phone.slice(1).replaceAll('-', '')}`);
  assert.deepEqual(
    seen.matches.map((one: { person: { name: string } }) => one.person.name),
    ['강민준'],
  );
  assert.deepEqual(seen.matches[0].cautions, ['마취 알레르기']);
  assert.deepEqual(seen.matches[0].enquiry, { id: open.id, status: 'WAITING', ownerId: app.users.consultant });
  assert.notEqual((await now('desk')).call?.id, seen.call.id, 'it does not ring at the desk');
  const audit = await ok('admin', 'GET', `/audit?action=people.read&personId=${id}`);
  assert.ok(audit.items.length > 0, 'the read leaves its line');
  await over(phone);
});

test('it rings at two; whoever answers has it, and it leaves the other screen', async () => {
  const { phone } = await person('이서연');
  const both = { extensions: ['1001', '1002'] };
  const name = { call: 'two', direction: 'inbound', number: phone };
  await send({ ...name, event: 'ringing', ...both });
  assert.equal((await now('desk')).call?.state, 'ringing');
  await send({ ...name, event: 'answered', extensions: ['1002'] });
  assert.equal((await now('desk')).call.state, 'answered');
  assert.notEqual((await now('consultant')).call?.id, (await now('desk')).call.id);
  const agents = (await ok('desk', 'GET', '/telephony/agents')).items;
  assert.equal(agents.find((one: { extension: string }) => one.extension === '1002').state, 'on_call');
  await send({ ...name, event: 'ended', outcome: 'answered' });
});

test('a number of a family asks who it is; the pick finds her enquiry', async () => {
  const mother = await person('박지우');
  const child = await person('박하준', mother.phone);
  const open = await enquiry(child.id);
  const id = await call(mother.phone, ['ringing']);
  const seen = await now('consultant');
  assert.equal(seen.matches.length, 2);
  assert.equal(seen.call.personId, null, 'nobody is guessed');
  const picked = await ok('consultant', 'POST', `/telephony/calls/${id}/person`, { personId: child.id });
  assert.deepEqual([picked.personId, picked.enquiryId], [child.id, open.id]);
  await ok('consultant', 'POST', `/telephony/calls/${id}/note`);
  await over(mother.phone);
});

test('an unknown number is nobody until somebody takes it: a new enquiry in two fields', async () => {
  const before = (await ok('admin', 'GET', '/enquiries?total=true')).total;
  const id = await call('010-7700-0001', ['ringing']);
  assert.deepEqual((await now('consultant')).matches, []);
  assert.equal((await ok('admin', 'GET', '/enquiries?total=true')).total, before, 'no lead by itself');
  const made = await ok('consultant', 'POST', `/telephony/calls/${id}/enquiry`, {
    name: '정도윤',
    interest: 'implant',
  });
  assert.equal((await qualified(made.enquiryId)).value.qualified, true);
  assert.equal(made.call.personId, made.personId);
  await ok('consultant', 'POST', `/telephony/calls/${id}/note`);
  await over('010-7700-0001');
});

test('A16 a missed call of a known person makes her next action due now, once', async () => {
  const { id, phone } = await person('최수아');
  const open = await enquiry(id);
  const name = { call: 'missed-1', direction: 'inbound', number: phone };
  await send({ ...name, event: 'ringing', extensions: ['1001'] });
  await send({ ...name, event: 'ended', outcome: 'no_answer' });
  await send({ ...name, event: 'ended', outcome: 'no_answer' });
  const [row] = await enquiriesOf(id);
  assert.equal(row.id, open.id);
  assert.equal(row.nextAction.reason.code, 'enquiries.next.missed_call');
  assert.equal(row.attempts.length, 0, 'no attempt of ours');
  const codes = (await timelineOf(id)).map(({ code }) => code);
  assert.equal(codes.filter((code) => code === 'timeline.call_recorded').length, 1);
  assert.equal(codes.includes('timeline.phone_call'), false, 'the record stands in its place');
});

test('A16 a missed unknown number is an enquiry outside the cohorts until somebody speaks with her', async () => {
  await call('010-7700-0002', ['ringing', 'ended']);
  const missed = (await ok('admin', 'GET', '/telephony/calls?missed=true')).items[0];
  assert.equal(missed.state, 'missed');
  assert.ok(missed.enquiryId && missed.personId);
  assert.equal((await qualified(missed.enquiryId)).value.qualified, false);
  // She calls again: the same enquiry, due now, and still nobody spoke with her.
  await call('010-7700-0002', ['ringing', 'ended']);
  assert.equal((await enquiriesOf(missed.personId)).length, 1);
  assert.equal((await qualified(missed.enquiryId)).value.qualified, false);
  const called = await app.act('consultant', missed.enquiryId, 'calls', { outcome: 'CONNECTED' });
  assert.equal(called.status, 200, called.text);
  assert.equal((await qualified(missed.enquiryId)).value.qualified, true);
  await app.act('consultant', missed.enquiryId, 'undo', {});
  assert.equal((await qualified(missed.enquiryId)).value.qualified, false, 'taken back, nobody spoke with her');
});

test('A16 metrics count no unqualified one', async () => {
  const measure = async () => {
    await app.runOutbox();
    const { rows } = await ok('admin', 'GET', '/metrics/lead-desk?from=2026-11&to=2026-11');
    return rows[0].figures.enquiries.value as number;
  };
  const before = await measure();
  await call('010-7700-0003', ['ringing', 'ended']);
  assert.equal(await measure(), before);
});

test('an answered call is on the timeline with its length, and is recorded by itself if nobody does', async () => {
  const { id, phone } = await person('한예린');
  const open = await enquiry(id);
  const name = { call: 'talk-1', direction: 'inbound', number: phone, extensions: ['1001'] };
  await send({ ...name, event: 'ringing' });
  await send({ ...name, event: 'answered' });
  await app.advance(95 * SECOND);
  await send({ ...name, event: 'ended', outcome: 'answered' });
  const [entry] = await timelineOf(id);
  const [, minutes, seconds = '0'] = /^수신 전화: 통화 (\d+)분(?: (\d+)초)?$/.exec(entry?.title ?? '') ?? [];
  const length = Number(minutes) * 60 + Number(seconds);
  assert.ok(length >= 95 && length < 95 + 60, entry?.title);
  const seen = await now('consultant');
  assert.deepEqual([seen.call.proposed, seen.call.recorded, seen.state], ['CONNECTED', false, 'wrap_up']);
  await recordDue(app.db);
  assert.equal((await enquiriesOf(id))[0].status, 'WAITING', 'she has her time to say what came of it');
  await app.advance(11 * MINUTE);
  await recordDue(app.db);
  await recordDue(app.db);
  const [row] = await enquiriesOf(id);
  assert.deepEqual([row.id, row.status], [open.id, 'CONSULTING']);
  const told = await timelineOf(id);
  const records = told.filter(({ code }) => code === 'timeline.call_recorded');
  assert.deepEqual(
    records.map(({ actorId }) => actorId),
    [app.users.consultant],
    'once, and hers',
  );
  assert.equal(
    told.some(({ code }) => code === 'timeline.phone_call'),
    false,
    'the record stands in its place',
  );
});

test('a record made by hand is the same call: it is not recorded twice', async () => {
  const { id, phone } = await person('오지민');
  const open = await enquiry(id);
  const name = { call: 'talk-2', direction: 'outbound', number: phone, extensions: ['1001'] };
  await send({ ...name, event: 'ringing' });
  await send({ ...name, event: 'ended', outcome: 'no_answer' });
  await app.act('consultant', open.id, 'calls', { outcome: 'NO_ANSWER' });
  await app.runOutbox();
  await app.advance(20 * MINUTE);
  await recordDue(app.db);
  assert.equal((await enquiriesOf(id))[0].attempts.length, 1);
});

test('what she says of a call is recorded with what the exchange knows', async () => {
  const { id, phone } = await person('신유나');
  await enquiry(id);
  const name = { call: 'talk-3', direction: 'inbound', number: phone, extensions: ['1001'] };
  for (const event of ['ringing', 'answered']) await send({ ...name, event });
  await app.advance(30 * SECOND);
  const ended = await send({ ...name, event: 'ended', outcome: 'answered' });
  const path = `/telephony/calls/${String(ended.body.callId)}/record`;
  const then = { to: 'HOLD', holdReasons: ['COST'], likelihood: 'M', recontactOn: '2026-11-24' };
  const done = await ok('consultant', 'POST', path, { outcome: 'CONNECTED', then });
  assert.equal(done.recorded, true);
  assert.equal((await enquiriesOf(id))[0].status, 'HOLD');
  assert.equal(
    (await app.request('consultant', 'POST', path, { outcome: 'CONNECTED' })).body.code,
    'telephony.recorded_already',
  );
});

test('a recording is linked only where callers are told of it, and each look is audited', async () => {
  const { id, phone } = await person('임하린');
  const name = { direction: 'inbound', number: phone, extensions: ['1001'], recordingUrl: 'https://rec.example/1.wav' };
  const silent = await send({ ...name, call: 'rec-1', event: 'ended', outcome: 'answered' });
  assert.equal(
    (await app.request('desk', 'POST', `/telephony/calls/${String(silent.body.callId)}/recording`)).status,
    404,
  );
  await ok('admin', 'PATCH', `/telephony/exchanges/${way.id}`, { recordingAnnounced: true });
  const told = await send({ ...name, call: 'rec-2', event: 'ended', outcome: 'answered' });
  const opened = await ok('consultant', 'POST', `/telephony/calls/${String(told.body.callId)}/recording`);
  assert.equal(opened.url, 'https://rec.example/1.wav');
  const theirs = await app.request('desk', 'POST', `/telephony/calls/${String(told.body.callId)}/recording`);
  assert.deepEqual([theirs.status, theirs.body.code], [403, 'telephony.not_yours_to_hear']);
  assert.equal((await ok('admin', 'GET', `/audit?action=telephony.recording_opened&personId=${id}`)).items.length, 1);
  const [listed] = (await ok('desk', 'GET', `/telephony/calls?recorded=true&personId=${id}`)).items;
  assert.deepEqual([listed.recording, listed.mayListen, listed.recordingUntil !== null], ['linked', false, true]);
});

test('a refusal unlinks what there is, and no yes follows it; a number of California must agree first', async () => {
  const { phone } = await person('임거절');
  const name = { direction: 'inbound', number: phone, extensions: ['1001'], recordingUrl: 'https://rec.example/2.wav' };
  const ended = await send({ ...name, call: 'rec-3', event: 'ended', outcome: 'answered' });
  const path = `/telephony/calls/${String(ended.body.callId)}`;
  assert.equal((await app.request('desk', 'POST', `${path}/recording-word`, { word: 'refused' })).status, 403);
  const refused = await ok('consultant', 'POST', `${path}/recording-word`, { word: 'refused' });
  assert.deepEqual([refused.recording, refused.hasRecording], ['refused', false]);
  await send({ ...name, call: 'rec-3', event: 'ended', outcome: 'answered' });
  assert.equal((await app.request('admin', 'POST', `${path}/recording`)).status, 404, 'it does not come back');
  const agreed = await app.request('consultant', 'POST', `${path}/recording-word`, { word: 'agreed' });
  assert.deepEqual([agreed.status, agreed.body.code], [409, 'telephony.recording_refused']);

  const abroad = { ...name, number: '+14155553100' };
  const far = await send({ ...abroad, call: 'rec-4', event: 'ended', outcome: 'answered' });
  const there = `/telephony/calls/${String(far.body.callId)}`;
  assert.equal((await app.request('admin', 'POST', `${there}/recording`)).status, 404);
  const yes = await ok('consultant', 'POST', `${there}/recording-word`, { word: 'agreed' });
  assert.deepEqual([yes.recording, yes.asksConsent], ['linked', true]);
  await ok('consultant', 'POST', `${there}/recording`);
});

test('a recording is linked for so many days as the settings say', async () => {
  const { id, phone } = await person('임기한');
  await ok('admin', 'PATCH', `/telephony/exchanges/${way.id}`, { recordingDays: 1 });
  const name = { direction: 'inbound', number: phone, extensions: ['1001'], recordingUrl: 'https://rec.example/5.wav' };
  const ended = await send({ ...name, call: 'rec-5', event: 'ended', outcome: 'answered' });
  await app.advance(25 * 60 * MINUTE);
  const [gone] = (await ok('admin', 'GET', `/telephony/calls?personId=${id}`)).items;
  assert.deepEqual([gone.recording, gone.hasRecording], ['expired', false]);
  await recordDue(app.db);
  const row = await app.db.inTx(app.org.system, async (tx) => ({
    ok: true as const,
    value: await tx.one(
      sql<{ recording: string | null }>`
        select recording from telephony.call where org_id = ${tx.orgId} and id = ${String(ended.body.callId)}`,
    ),
  }));
  assert.deepEqual(row.ok && row.value, { recording: null });
});

test('a call that is held, goes on and moves: whose it is follows the telephone', async () => {
  const { phone } = await person('임이동');
  const id = await call(phone, ['ringing', 'answered', 'held']);
  const read = async (as: As) => (await ok(as, 'GET', '/telephony/now')).call;
  assert.deepEqual([(await read('consultant'))?.id, (await read('consultant'))?.heldAt !== null], [id, true]);
  const name = `c${String(calls)}`;
  await send({ call: name, event: 'resumed', direction: 'inbound', number: phone });
  assert.equal((await read('consultant'))?.heldAt, null);
  await send({ call: name, event: 'moved', direction: 'inbound', number: phone, extensions: ['1002'] });
  assert.deepEqual([await read('consultant'), (await read('desk'))?.id], [null, id]);
  await over(phone);
  assert.equal((await read('desk'))?.state, 'ended');
});

test('two copies of an event at once are one call', async () => {
  const { phone } = await person('조은우');
  const event = { call: 'twice', event: 'ended', direction: 'inbound', number: phone, outcome: 'no_answer' };
  const answers = await Promise.all(Array.from({ length: 6 }, () => send(event)));
  assert.deepEqual([...new Set(answers.map(({ status }) => status))], [202]);
  assert.equal(new Set(answers.map(({ body }) => body.callId)).size, 1);
});

test('A16 an end that began to be heard before the ring and came after it is no earlier', async () => {
  const exchange = { id: way.id as Id, siteId: app.org.siteId, recordingAnnounced: false, recordingDays: 30 };
  const signal = {
    ...EVENT_EXAMPLES.ringing,
    call: 'overtaken',
    extensions: [],
    end: null,
    cause: null,
    recording: null,
  };
  const ring = () => send({ call: 'overtaken', event: 'ringing', direction: 'inbound', number: null, extensions: [] });
  const row = await overtaken(app, app.org.system, ring, async (tx) => ({
    ok: true,
    value: await hearSignal(tx, exchange, {
      ...signal,
      number: null,
      direction: 'inbound',
      what: 'ended',
      end: 'busy',
    }),
  }));
  assert.ok(row.endedAt !== null && row.endedAt >= row.rangAt);
});

test('S9 an address inside the own network is an administrator’s act, with the reason', async () => {
  const host = { host: '10.0.0.5', port: 5038, reason: '본원 교환기' };
  assert.equal((await app.request('manager', 'POST', '/telephony/allowed-hosts', host)).status, 403);
  const made = await ok('admin', 'POST', '/telephony/allowed-hosts', host);
  const [line] = (await ok('admin', 'GET', '/audit?action=telephony.host_allowed')).items;
  assert.equal(line.reason, '본원 교환기');
  for (const never of ['127.0.0.1', '169.254.169.254', '0.0.0.0', 'localhost', '100.100.100.200']) {
    const refused = await app.request('admin', 'POST', '/telephony/allowed-hosts', { ...host, host: never });
    assert.equal(refused.body.code, 'telephony.never_called', never);
  }
  assert.equal((await app.request('admin', 'DELETE', `/telephony/allowed-hosts/${made.id}`)).status, 204);
});

test('a password is sealed and never shown', async () => {
  const made = await ok('admin', 'POST', '/telephony/exchanges', {
    kind: 'ami',
    name: '본원 Asterisk',
    host: 'pbx.example',
    port: 5038,
    username: 'crm',
    password: 'very-secret',
    active: false,
  });
  assert.equal(JSON.stringify(made).includes('very-secret'), false);
  const rows = await app.db.inTx(app.org.system, async (tx) => ({
    ok: true as const,
    value: await tx.rows(sql`select secrets::text as secrets from telephony.exchange where org_id = ${tx.orgId}`),
  }));
  assert.equal(JSON.stringify(rows).includes('very-secret'), false);
  assert.equal(app.log.join('').includes('very-secret'), false);
});
