import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { newId } from '../../kernel/ids.ts';
import { DAY, instant, plus } from '../../kernel/instant.ts';
import { must, ok } from '../../kernel/outcome.ts';
import { sql } from '../../platform/db/index.ts';
import { withClient } from '../../platform/embedded-postgres/roles.ts';
import { testApp, type TestApp } from '../../testing/app.ts';
import { archiveMessages } from './store/message-store.ts';
import { KEY_TAG, startCentre, type Centre } from './testing/centre.testing.ts';
import { somebodyWaits } from '../../testing/locks.ts';
import { aPerson, mergedInto, messageIn } from '../../testing/messages.ts';
import { until } from '../../testing/until.ts';
import { anSmppWay, aSender } from './testing/ways.testing.ts';

let app: TestApp;
let centre: Centre;
let plain: Centre;
before(async () => {
  centre = await startCentre();
  plain = await startCentre();
  app = await testApp({
    at: instant(Date.parse('2026-11-26T10:00:00+09:00')),
    outgoingAllow: [`127.0.0.1:${centre.port}`, `127.0.0.1:${plain.port}`],
  });
  await aSender(app);
  await anSmppWay(app, centre.port);
  await app.app.startWorkers();
});
after(async () => {
  await app.stop();
  await centre.close();
  await plain.close();
});

const send = (body: object, as: 'consultant' | 'analyst' = 'consultant') => app.request(as, 'POST', '/messages', body);

test('P2 a message goes through the gate, leaves once, and its verdict stands beside it for good', async () => {
  centre.receipts('after');
  const personId = await aPerson(app, { phone: '010-1111-0001' });
  const made = await send({ personId, channel: 'sms', text: '안부치과입니다. 내일 3시 예약입니다.' });
  assert.equal(made.status, 201, made.text);
  assert.deepEqual([made.body.state, made.body.to, made.body.class], ['queued', '+821011110001', 'SMS']);
  assert.deepEqual(made.body.cost, { minor: 9, currency: 'KRW' });
  const arrived = await messageIn(app, made.body.id, ['delivered']);
  const here = centre.taken.filter(({ to }) => to === '821011110001');
  assert.deepEqual(
    here.map(({ text, key, coding }) => [text, key, coding]),
    [['안부치과입니다. 내일 3시 예약입니다.', made.body.id, 8]],
  );
  assert.deepEqual(
    arrived.verdicts.map((one: { verdict: string; reason: { code: string } }) => [one.verdict, one.reason.code]),
    [
      ['ALLOW', 'gate.allowed.service'],
      ['ALLOW', 'gate.allowed.service'],
    ],
    'asked when it was written and when it was handed over',
  );
});

test('P2 what the gate refuses stays, with the reason in the reader’s language, and leaves nobody', async () => {
  const personId = await aPerson(app, { phone: '010-1111-0002' });
  const text = '(광고) 안부치과 02-1588-1234 임플란트 안내 무료수신거부 080-123-4567';
  const made = await send({ personId, channel: 'sms', purpose: 'marketing', text });
  assert.equal(made.status, 201, made.text);
  assert.equal(made.body.state, 'refused');
  assert.match(made.body.why.text, /[가-힣]/);
  assert.notEqual(made.body.why.text, made.body.why.code);
  assert.match(made.body.why.text, /문자/, 'of this message, not of many');
  assert.match(made.body.remedy.text, /동의를 받아/, 'and what would make it allowed, in the list too');
  assert.equal(centre.taken.filter(({ to }) => to === '821011110002').length, 0);
  const preview = await app.request('consultant', 'POST', '/messages/preview', {
    personId,
    channel: 'sms',
    purpose: 'marketing',
    text,
  });
  assert.equal(preview.body.verdict.verdict, 'DENY');
  assert.ok(preview.body.verdict.remedy.text.length > 5, 'and what would make it allowed');
});

test('the same key again is told of the first message', async () => {
  const personId = await aPerson(app, { phone: '010-1111-0003' });
  const body = { personId, channel: 'sms', text: '안내', dedupeKey: 'reminder 1' };
  const [first, second] = [await send(body), await send(body)];
  assert.equal(first.body.id, second.body.id);
  await messageIn(app, first.body.id, ['sent', 'delivered']);
  assert.equal(centre.taken.filter(({ to }) => to === '821011110003').length, 1);
});

test('a long text in Korean travels in parts whose receipt is that of the last; one that comes before the answer counts', async () => {
  centre.receipts('before');
  const personId = await aPerson(app, { phone: '010-1111-0004' });
  const text = '가나다라마바사'.repeat(20);
  const { body } = await send({ personId, channel: 'sms', text });
  assert.deepEqual([body.class, body.segments], ['LMS', 3]);
  await messageIn(app, body.id, ['delivered']);
  const parts = centre.taken.filter(({ to }) => to === '821011110004').map((one) => one.text);
  assert.deepEqual([parts.length, parts.join('')], [3, text]);
});

test('R3 an answer that is lost: with keys it is said again and taken once, without them it is unknown and somebody looks', async () => {
  centre.receipts('none');
  centre.behave('silent');
  const personId = await aPerson(app, { phone: '010-1111-0005' });
  const keyed = (await send({ personId, channel: 'sms', text: '답 없음' })).body.id;
  await until(async () => centre.taken.some(({ key }) => key === keyed));
  const going = await until(async () => {
    const { body } = await app.request('admin', 'GET', `/messages/${keyed}`);
    return body.verdicts.length === 2 && body;
  });
  assert.equal(going.state, 'sending', 'while it is on its way');
  const withdrawn = await app.request('consultant', 'POST', `/messages/${keyed}/withdraw`);
  assert.deepEqual([withdrawn.status, withdrawn.body.code], [409, 'channels.not_waiting'], withdrawn.text);
  centre.behave('take');
  centre.cut();
  await messageIn(app, keyed, ['sent']);
  assert.equal(centre.taken.filter(({ key }) => key === keyed).length, 1);

  await anSmppWay(app, plain.port, { settings: { idempotencyTag: null } });
  const first = (await app.request('admin', 'GET', '/channels')).body.items[0];
  const off = await app.request('admin', 'PATCH', `/channels/${first.id}`, { active: false });
  assert.equal(off.status, 200, off.text);
  plain.behave('silent');
  const other = await aPerson(app, { phone: '010-1111-0006' });
  const lost = (await send({ personId: other, channel: 'sms', text: '답 없음' })).body.id;
  await until(async () => plain.taken.length === 1);
  plain.behave('take');
  plain.cut();
  const unknown = await messageIn(app, lost, ['unknown']);
  assert.equal(unknown.asksForDecision, true);
  const tasks = await app.request('manager', 'GET', '/messages?open=1');
  assert.deepEqual(
    tasks.body.items.map(({ id }: { id: string }) => id),
    [lost],
  );
  // What is written later has left: the way has looked at all that waits since.
  const later = await aPerson(app, { phone: '010-1111-0009' });
  await messageIn(app, (await send({ personId: later, channel: 'sms', text: '다음' })).body.id, ['sent']);
  // What somebody has to decide goes to no archive, however old: it is decided below.
  must(await app.db.inTx(app.org.system, async (tx) => ok(await archiveMessages(tx, plus(tx.now, DAY), 1_000))));
  const times = () => plain.taken.filter(({ to }) => to === '821011110006').length;
  assert.equal(times(), 1, 'nothing is sent a second time by itself');
  assert.equal(
    (await app.request('consultant', 'POST', `/messages/${lost}/decide`, { decision: 'arrived' })).status,
    403,
  );
  const decided = await app.request('manager', 'POST', `/messages/${lost}/decide`, { decision: 'send_again' });
  assert.equal(decided.status, 200, decided.text);
  await messageIn(app, lost, ['sent']);
  assert.equal(times(), 2);
  await app.request('admin', 'PATCH', `/channels/${first.id}`, { active: true });
});

test('T4 what is written at 20:59 and would go at 21:05 waits for 08:00; a message whose time is over is not sent', async () => {
  centre.receipts('none');
  await app.setClock(instant(Date.parse('2026-11-26T21:30:00-05:00')));
  const person = await aPerson(app, { phone: '+1 212 555 0123', name: 'Ann' });
  const late = await send({ personId: person, channel: 'sms', text: 'See you on Friday.' });
  assert.equal(late.status, 201, late.text);
  const waits = await until(async () => {
    const { body } = await app.request('admin', 'GET', `/messages/${late.body.id}`);
    return body.verdicts[0]?.verdict === 'DEFER' && body;
  });
  assert.equal(waits.state, 'queued');
  assert.match(waits.verdicts[0].until, /^2026-11-27T13:00/);
  const listed = await app.request('admin', 'GET', `/messages?person=${person}`);
  const { remedy, waitsUntil } = listed.body.items[0];
  assert.equal(remedy.text, '오늘 오후 10시(받는 분 시각으로 내일 오전 8시)부터 보낼 수 있습니다.');
  assert.equal(waitsUntil, waits.verdicts[0].until, 'the exact moment stands beside it');
  const soon = { personId: person, channel: 'sms', text: 'Today only.', usefulUntil: '2026-11-27T12:00:00Z' };
  const useless = await send(soon);
  assert.equal(useless.body.state, 'expired', useless.text);
  await app.setClock(instant(Date.parse('2026-11-27T08:00:05-05:00')));
  await messageIn(app, late.body.id, ['sent']);
  await app.setClock(instant(Date.parse('2026-11-26T10:00:00+09:00')));
});

test('P2 who was merged while a message waited is told nothing; it says so, and how she is written to anew', async () => {
  const [merged, left] = [
    await aPerson(app, { phone: '010-1111-0051' }),
    await aPerson(app, { name: '김남은', phone: '010-1111-0052' }),
  ];
  const waits = await send({ personId: merged, channel: 'sms', text: '합쳐진 분께', sendAt: '2026-11-26T02:00:00Z' });
  assert.equal(waits.body.state, 'queued', waits.text);
  await mergedInto(app, merged, left);
  await app.setClock(instant(Date.parse('2026-11-26T11:00:05+09:00')));
  const refused = await messageIn(app, waits.body.id, ['refused']);
  assert.deepEqual([refused.why.code, refused.verdicts[0].reason.code], ['gate.nobody', 'gate.nobody']);
  assert.match(refused.verdicts[0].remedy.text, /남은 기록/);
  assert.equal(centre.taken.filter(({ to }) => to === '821011110051').length, 0);
  assert.equal((await send({ personId: merged, channel: 'sms', text: '새로' })).status, 404);
  await app.setClock(instant(Date.parse('2026-11-26T10:00:00+09:00')));
});

test('C1 a stop that is written while a hand-over already waits for the recipient holds, though it is the younger', async () => {
  centre.receipts('none');
  const personId = await aPerson(app, { phone: '010-1111-0041' });
  const first = await send({ personId, channel: 'sms', text: '안내' });
  await messageIn(app, first.body.id, ['sent']);
  const second = await withClient(app.ownerUrl, async (client) => {
    await client.query('begin');
    await client.query('select from consents.person_state where person_id = $1 for update', [personId]);
    const { body } = await send({ personId, channel: 'sms', text: '다시 안내' });
    await somebodyWaits(app.ownerUrl);
    await client.query(
      `insert into consents.suppression (org_id, id, person_id, reason, at)
       values ($1, $2, $3, 'request', platform.clock_now() + (clock_timestamp() - transaction_timestamp()))`,
      [app.org.id, newId(), personId],
    );
    await client.query('commit');
    return messageIn(app, body.id, ['sent', 'refused']);
  });
  assert.deepEqual([second.state, second.why.code], ['refused', 'gate.suppressed']);
  assert.equal(centre.taken.filter(({ to }) => to === '821011110041').length, 1);
});

test('R13 a centre that is busy is asked again later; what it refuses for good fails with its code', async () => {
  centre.behave(0x58);
  const personId = await aPerson(app, { phone: '010-1111-0007' });
  const busy = (await send({ personId, channel: 'sms', text: '바쁨' })).body.id;
  await until(
    async () => (await app.request('admin', 'GET', `/messages/${busy}`)).body.why?.code === 'channels.why.other',
  );
  centre.behave(0x0b);
  const wrong = (await send({ personId: await aPerson(app, { phone: '010-1111-0008' }), channel: 'sms', text: '번호' }))
    .body.id;
  const failed = await messageIn(app, wrong, ['failed']);
  assert.match(failed.why.text, /smpp_0b/);
  centre.behave('take');
  await messageIn(app, busy, ['sent']);
  const ways = (await app.request('admin', 'GET', '/channels')).body.items;
  assert.ok(
    ways.some((way: { lastErrorAt: string | null }) => way.lastErrorAt !== null),
    'the last error is shown',
  );
  assert.ok(!JSON.stringify(ways).includes('Pa55w0rd'), 'and no secret is');
});

test('a way out says whether the other end answers and knows us', async () => {
  const [way] = (await app.request('admin', 'GET', '/channels')).body.items;
  assert.equal((await app.request('admin', 'POST', `/channels/${way.id}/test`)).body.ok, true);
  const wrong = await anSmppWay(app, centre.port, {
    name: '틀린 비밀번호',
    active: false,
    secrets: { password: 'wrong' },
  });
  const tested = await app.request('admin', 'POST', `/channels/${wrong}/test`);
  assert.deepEqual([tested.body.ok, tested.body.error.code], [false, 'channels.why.unauthorised']);
  const inside = await anSmppWay(app, 9, { name: '막힌 곳', active: false, settings: { host: '169.254.169.254' } });
  const blocked = await app.request('admin', 'POST', `/channels/${inside}/test`);
  assert.equal(blocked.body.error.code, 'channels.why.blocked');
  assert.equal(KEY_TAG, 0x1501);
});

test('R9 what the release before took and left in the middle is found, and said again with its key', async () => {
  const personId = await aPerson(app, { phone: '010-1111-0032' });
  const { body } = await send({ personId, channel: 'sms', text: '안부치과입니다.', sendAt: '2026-11-27T01:00:00Z' });
  await withClient(app.ownerUrl, async (client) => {
    await client.query('begin');
    await client.query('delete from channels.send_queue where id = $1', [body.id]);
    await client.query(
      `update channels.message set state = 'sending', handed_at = platform.clock_now(), tries = 1 where id = $1`,
      [body.id],
    );
    await client.query(
      `insert into channels.batch (org_id, lane, id, message_ids, taken_at)
       select org_id, transport_id, gen_random_uuid(), array[id], platform.clock_now() from channels.message where id = $1`,
      [body.id],
    );
    await client.query('commit');
  });
  await messageIn(app, body.id, ['sent']);
  assert.equal(centre.taken.filter(({ to }) => to === '821011110032').length, 1);
});

test('R10 the number of what may still be reported is kept, and goes when its message goes to the archive', async () => {
  centre.receipts('none');
  const personId = await aPerson(app, { phone: '010-1111-0031' });
  const { body } = await send({ personId, channel: 'sms', text: '안부치과입니다.' });
  await messageIn(app, body.id, ['sent']);
  const numbers = sql<{
    n: number;
  }>`select count(*)::int as n from channels.provider_number where message_id = ${body.id}`;
  const kept = async () => must(await app.db.inTx(app.org.system, async (tx) => ok(await tx.one(numbers)))).n;
  assert.equal(await kept(), 1);
  must(await app.db.inTx(app.org.system, async (tx) => ok(await archiveMessages(tx, plus(tx.now, DAY), 1_000))));
  assert.equal(await kept(), 0);
  assert.equal(
    (await app.request('admin', 'GET', `/messages/${body.id}`)).body.state,
    'sent',
    'and its message is there to read',
  );
});
