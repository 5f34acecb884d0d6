import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { instant } from '../../kernel/instant.ts';
import { formatSecret, signWebhook } from '../../platform/webhooks/index.ts';
import { testApp, type TestApp } from '../../testing/app.ts';
import { aPerson, messageIn } from '../../testing/messages.ts';
import { until } from '../../testing/until.ts';
import { aSender, SENDER } from './testing/ways.testing.ts';

type Asked = { readonly path: string; readonly headers: http.IncomingHttpHeaders; readonly body: string };
type Answer = { readonly status: number; readonly body?: object; readonly drip?: boolean };

let app: TestApp;
let server: http.Server;
let base = '';
const asked: Asked[] = [];
let answer: (asked: Asked) => Answer = () => ({ status: 200, body: {} });

before(async () => {
  server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const one = { path: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks).toString() };
      asked.push(one);
      const { status, body, drip } = answer(one);
      response.writeHead(status, { 'content-type': 'application/json' });
      if (!drip) return void response.end(JSON.stringify(body ?? {}));
      const timer = setInterval(() => response.write(' '), 200);
      response.on('close', () => clearInterval(timer));
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  base = `http://127.0.0.1:${port}`;
  app = await testApp({ at: instant(Date.parse('2026-11-26T10:00:00+09:00')), outgoingAllow: [`127.0.0.1:${port}`] });
  await aSender(app);
  await app.app.startWorkers();
});
after(async () => {
  await app.stop();
  server.closeAllConnections();
  server.close();
});

const post = async (path: string, body: object) => {
  const made = await app.request('admin', 'POST', path, body);
  assert.ok(made.status < 300, made.text);
  return made.body;
};
const waysOff = async () => {
  for (const { id } of (await app.request('admin', 'GET', '/channels')).body.items) {
    await app.request('admin', 'PATCH', `/channels/${id}`, { active: false });
  }
};

test('D12 the Korean provider is signed by HMAC and gets AlimTalk by the name of its template; what it refuses goes as a text message, once', async () => {
  await post('/senders', { channel: 'alimtalk', value: SENDER, name: '채널', registeredOn: '2026-01-02' });
  await post('/channels', {
    ...{ kind: 'solapi', name: '대행사', channels: ['sms', 'alimtalk'], sender: SENDER },
    ...{ prices: { currency: 'KRW', SMS: 18, LMS: 45, alimtalk: 13 } },
    ...{ settings: { url: base, apiKey: 'KEY', profileId: 'PF1' }, secrets: { apiSecret: 'SECRET' } },
  });
  const template = await post('/templates', {
    ...{ name: '예약 안내', purpose: 'service', channels: ['alimtalk', 'sms'], providerCode: 'TPL1' },
    variables: [{ name: 'day', type: 'day', sample: '2026-11-27' }],
    bodies: { ko: { text: '#{personName}님, #{day} 예약입니다.' } },
  });
  const personId = await aPerson(app, { phone: '010-3333-0001' });
  const wish = { personId, channel: 'alimtalk', templateId: template.id, values: { day: '2026-11-27' } };
  const early = await app.request('admin', 'POST', '/messages', wish);
  assert.deepEqual([early.status, early.body.code], [409, 'channels.template_unapproved']);
  await post(`/templates/${template.id}/versions/1/approve`, { reviewNumber: null, expiresOn: '2026-11-25' });
  const over = await app.request('admin', 'POST', '/messages', wish);
  assert.equal(over.body.code, 'channels.template_unapproved', 'an approval that is over');
  await post(`/templates/${template.id}/versions/1/withdraw`, {});
  const today = { reviewNumber: null, expiresOn: '2026-11-26' };
  const last = await post(`/templates/${template.id}/versions/1/approve`, today);
  assert.equal(last.approved.no, 1, 'on its last day it holds');
  answer = ({ body }) => {
    const { message } = JSON.parse(body) as { message: { type: string } };
    return message.type === 'ATA'
      ? { status: 200, body: { messageId: 'a1', statusCode: '3104', to: '' } }
      : { status: 200, body: { messageId: 's1', statusCode: '2000', to: '' } };
  };
  const sent = await post('/messages', wish);
  const failed = await messageIn(app, sent.id, ['failed']);
  assert.match(failed.why.text, /provider_3104/);
  const next = await until(async () => {
    const { body } = await app.request('admin', 'GET', `/messages?person=${personId}`);
    return body.items.find(
      (one: { fallbackOf: string | null; state: string }) => one.fallbackOf === sent.id && one.state === 'sent',
    );
  });
  assert.deepEqual([next.channel, next.text, next.cost.minor], ['sms', '김안부님, 11월 27일 (금) 예약입니다.', 18]);
  const [first, second] = asked.map(({ body }) => (JSON.parse(body) as { message: Record<string, unknown> }).message);
  assert.deepEqual(
    [first?.['to'], first?.['kakaoOptions']],
    [
      '01033330001',
      {
        pfId: 'PF1',
        templateId: 'TPL1',
        disableSms: true,
        variables: { '#{personName}': '김안부', '#{day}': '11월 27일 (금)' },
      },
    ],
    'every place of the template, in the words that she reads',
  );
  assert.equal(first?.['text'], undefined, 'the provider takes the places or the whole text, not both');
  assert.equal(second?.['type'], 'SMS');
  const [, date = '', salt = '', signature = ''] =
    /apiKey=KEY, date=([^,]+), salt=([^,]+), signature=(\w+)/.exec(String(asked[0]?.headers.authorization)) ?? [];
  assert.equal(
    signature,
    createHmac('sha256', 'SECRET')
      .update(date + salt)
      .digest('hex'),
  );
  assert.equal(asked.length, 2, 'one of each, and no third');

  // Its carriers take CP949 alone: what they would send as a question mark is refused with its characters, and no failure goes on by text so.
  const smile = await app.request('admin', 'POST', '/messages', { personId, channel: 'sms', text: '곧 뵐게요 😀 Zoë' });
  assert.deepEqual(
    [smile.status, smile.body.errors?.[0]?.field, smile.body.errors?.[0]?.code, smile.body.errors?.[0]?.params],
    [422, 'text', 'channels.characters_unsendable', { characters: '😀 ë' }],
  );
  const body = { text: '곧 뵐게요 😀' };
  const proof = await post('/templates/proof', { channel: 'sms', purpose: 'service', language: 'ko', body });
  assert.match(proof.faults[0]?.text ?? '', /😀/);
  const foreign = await aPerson(app, { name: '王们', phone: '010-3333-0005' });
  const lost = await post('/messages', { ...wish, personId: foreign });
  await messageIn(app, lost.id, ['failed']);
  assert.equal(
    (await app.request('admin', 'GET', `/messages?person=${foreign}`)).body.items.length,
    1,
    'no text after it',
  );
});

test('R10 R11 what a provider reports moves a message forwards only, a hundred times and in any order; unsigned it is nobody', async () => {
  await waysOff();
  const made = await post('/channels', {
    ...{ kind: 'twilio', name: '해외', channels: ['sms'], sender: SENDER },
    ...{ settings: { url: base, accountSid: 'AC1' }, secrets: { authToken: 'TOKEN' } },
  });
  answer = () => ({ status: 201, body: { sid: 'SM1' } });
  const { id } = await post('/messages', {
    personId: await aPerson(app, { phone: '010-3333-0002' }),
    channel: 'sms',
    text: '안내',
  });
  await messageIn(app, id, ['sent']);
  const url = `http://localhost:3000${made.receiptPath}`;
  const report = async (state: string, token = 'TOKEN') => {
    const form = new URLSearchParams({ MessageSid: 'SM1', MessageStatus: state });
    const content = [...form.entries()]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .reduce((text, [name, value]) => text + name + value, url);
    const signature = createHmac('sha1', token).update(content).digest('base64');
    return app.request(null, 'POST', `/${made.receiptPath}`, form.toString(), {
      'content-type': 'application/x-www-form-urlencoded',
      'x-twilio-signature': signature,
    });
  };
  assert.equal((await report('delivered', 'wrong')).status, 401);
  assert.equal(
    (await app.request(null, 'POST', `/${made.receiptPath}`, 'MessageSid=SM1&MessageStatus=delivered')).status,
    401,
  );
  assert.equal((await app.request('admin', 'GET', `/messages/${id}`)).body.state, 'sent', 'nothing was believed');
  const order = Array.from({ length: 100 }, (_, no) => ['delivered', 'sent', 'read', 'queued'][no % 4] ?? 'sent');
  const answers = await Promise.all(order.map((state) => report(state)));
  assert.ok(answers.every(({ status }) => status === 200));
  assert.equal(
    answers.reduce((sum, { body }) => sum + Number(body.heard), 0) <= 2,
    true,
    'at most two changes: delivered, read',
  );
  assert.equal((await app.request('admin', 'GET', `/messages/${id}`)).body.state, 'read');
  assert.equal((await report('failed')).body.heard, 0, 'what was read does not fail any more');
});

test('R13 a provider that answers 429, 500 or one byte a second: asked again, or unknown; never twice by itself', async () => {
  const personId = await aPerson(app, { phone: '010-3333-0003' });
  const send = async (text: string) => (await post('/messages', { personId, channel: 'sms', text })).id as string;
  let calls = 0;
  answer = () =>
    (calls += 1) === 1 ? { status: 429, body: { code: 20429 } } : { status: 201, body: { sid: 'SM429' } };
  const busy = await send('바쁨');
  await messageIn(app, busy, ['sent']);
  assert.equal(calls, 2);
  answer = () => ({ status: 500 });
  const broken = await send('고장');
  await messageIn(app, broken, ['unknown']);
  answer = () => ({ status: 400, body: { code: 21211 } });
  const refused = await messageIn(app, await send('틀린 번호'), ['failed']);
  assert.match(refused.why.text, /21211/);
  const tasks = await app.request('manager', 'GET', '/messages?open=1');
  assert.equal(tasks.body.items.length, 1);
  const board = (await app.request('manager', 'GET', '/messages/board')).body;
  assert.equal(board.openTasks, 1);
  // Cut by what they were sent for, as the list beside it is.
  const cut = async (occasion: string) =>
    (await app.request('manager', 'GET', `/messages/board?occasion=${occasion}`)).body;
  assert.deepEqual([(await cut('hand')).total, (await cut('booking_made')).total], [board.total, 0]);
  assert.match((await cut('hand')).states[0].drill, /[?&]occasion=hand&/);
  const drilled = await app.request(
    'manager',
    'GET',
    board.refusals.find((one: { state: string }) => one.state === 'failed').drill,
  );
  assert.ok(drilled.body.items.every(({ state }: { state: string }) => state === 'failed'));
});

test('C7 S5 a template whose words the law refuses is not approved; its proof says so before', async () => {
  const body = { text: '#{personName}님, 임플란트 50% 할인 이벤트! 선착순 10분께 경품을 드립니다.' };
  const proof = await post('/templates/proof', { channel: 'sms', purpose: 'service', language: 'ko', body });
  assert.equal(proof.faults.length >= 1, true, JSON.stringify(proof));
  assert.match(proof.faults[0].text, /[가-힣]/);
  const template = await post('/templates', {
    name: '이벤트',
    purpose: 'service',
    channels: ['sms'],
    bodies: { ko: body },
  });
  const approved = await app.request('admin', 'POST', `/templates/${template.id}/versions/1/approve`, {});
  assert.equal(approved.status, 422, approved.text);
  assert.match(approved.body.code, /^gate\./);
  const unknown = await app.request('admin', 'POST', '/templates', {
    name: 'x',
    purpose: 'service',
    channels: ['sms'],
    bodies: { ko: { text: '#{whoever}' } },
  });
  assert.equal(unknown.body.errors[0].field, 'bodies.ko.text');
});

test('R11 Kannel reports at the address of one message: with our mark it counts once, with another or of another message it is nobody', async () => {
  await waysOff();
  await post('/channels', {
    ...{ kind: 'kannel', name: '게이트웨이', channels: ['sms'], sender: SENDER },
    ...{ settings: { url: `${base}/cgi-bin/sendsms`, user: 'anbu' }, secrets: { password: 'word' } },
  });
  answer = () => ({ status: 202 });
  const personId = await aPerson(app, { phone: '010-3333-0009' });
  const { id } = await post('/messages', { personId, channel: 'sms', text: '안내' });
  const { id: other } = await post('/messages', { personId, channel: 'sms', text: '다른 안내' });
  await messageIn(app, id, ['sent']);
  await messageIn(app, other, ['sent']);
  const addressOf = (message: string) => {
    const call = asked.findLast(({ path }) => path.includes(message));
    return new URL(new URL(call?.path ?? '', base).searchParams.get('dlr-url') ?? '');
  };
  const report = (url: URL, state: string) =>
    app.request(null, 'GET', `/${url.pathname}${url.search}`.replace('%d', state).replace('%25d', state));
  const right = addressOf(id);
  const wrong = new URL(right);
  wrong.searchParams.set('id', other);
  assert.equal((await report(wrong, '1')).status, 401);
  const forged = new URL(right);
  forged.searchParams.set('mark', 'x'.repeat(43));
  assert.equal((await report(forged, '1')).status, 401);
  assert.equal((await app.request('admin', 'GET', `/messages/${id}`)).body.state, 'sent');
  assert.deepEqual((await report(right, '8')).body, { heard: 0 }, 'it is sent already');
  const all = await Promise.all(Array.from({ length: 20 }, (_, no) => report(right, no % 3 === 0 ? '8' : '1')));
  assert.equal(
    all.reduce((sum, { body }) => sum + Number(body.heard), 0),
    1,
  );
  assert.equal((await app.request('admin', 'GET', `/messages/${id}`)).body.state, 'delivered');
  assert.equal((await report(right, '2')).body.heard, 0, 'what arrived does not fail any more');
});

test('R11 what a provider brings is taken once, with its signature only', async () => {
  const { items } = (await app.request('admin', 'GET', '/channels')).body as {
    items: { kind: string; receivePath: string }[];
  };
  const pathOf = (kind: string) => items.find((one) => one.kind === kind)?.receivePath ?? '';
  const inbox = async () =>
    (await app.request('admin', 'GET', '/inbox')).body.items as { text: string; from: string }[];
  const body = 'MessageSid=SMin1&From=%2B821044440001&To=%2B8215881234&Body=%EB%84%A4';
  const url = `http://localhost:3000${pathOf('twilio')}`;
  const content = [...new URLSearchParams(body).entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .reduce((text, [name, value]) => text + name + value, url);
  const type = { 'content-type': 'application/x-www-form-urlencoded' };
  const signed = (token: string) => ({
    ...type,
    'x-twilio-signature': createHmac('sha1', token).update(content).digest('base64'),
  });
  assert.equal((await app.request(null, 'POST', `/${pathOf('twilio')}`, body, type)).status, 401);
  assert.equal((await app.request(null, 'POST', `/${pathOf('twilio')}`, body, signed('WRONG'))).status, 401);
  assert.equal((await inbox()).length, 0);
  const all = await Promise.all(
    Array.from({ length: 10 }, () => app.request(null, 'POST', `/${pathOf('twilio')}`, body, signed('TOKEN'))),
  );
  assert.ok(
    all.every(({ status }) => status === 200),
    all[0]?.text,
  );
  assert.deepEqual(
    (await inbox()).map(({ text, from }) => [text, from]),
    [['네', '+821044440001']],
  );
  const kannel = `/${pathOf('kannel')}&id=k1&at=1764118800&from=%2B821044440002&to=15881234`;
  const headers = { 'content-type': 'text/plain; charset=UTF-8' };
  assert.equal((await app.request(null, 'POST', kannel.replace(/mark=[^&]+/, 'mark=x'), '네', headers)).status, 401);
  for (let no = 0; no < 3; no++) assert.equal((await app.request(null, 'POST', kannel, '변경', headers)).status, 200);
  assert.equal((await inbox()).filter(({ text }) => text === '변경').length, 1);
});

test('D12 the Korean provider reports nothing by itself: it is asked, signed, and only what is ours moves', async () => {
  await waysOff();
  const { items } = (await app.request('admin', 'GET', '/channels')).body as { items: { id: string; kind: string }[] };
  const way = items.find(({ kind }) => kind === 'solapi');
  await app.request('admin', 'PATCH', `/channels/${way?.id ?? ''}`, { active: true });
  let no = 0;
  const list = () => ({
    r1: { messageId: 'r1', statusCode: '4000', status: 'COMPLETE' },
    r2: { messageId: 'r2', statusCode: '3104', status: 'COMPLETE' },
    r3: { messageId: 'r3', statusCode: '3000', status: 'SENDING' },
    foreign: { messageId: 'foreign', statusCode: '4000', status: 'COMPLETE' },
  });
  answer = ({ path }) =>
    path.startsWith('/messages/v4/list')
      ? { status: 200, body: { messageList: list() } }
      : { status: 200, body: { messageId: `r${(no += 1)}`, statusCode: '2000' } };
  const personId = await aPerson(app, { phone: '010-3333-0019' });
  const ids: string[] = [];
  for (const text of ['하나', '둘', '셋']) {
    const { id } = await post('/messages', { personId, channel: 'sms', text });
    await messageIn(app, id, ['sent', 'delivered', 'failed']);
    ids.push(id as string);
  }
  await messageIn(app, ids[0] as never, ['delivered']);
  assert.match((await messageIn(app, ids[1] as never, ['failed'])).why.text, /3104/);
  assert.equal((await app.request('admin', 'GET', `/messages/${ids[2]}`)).body.state, 'sent');
  const question = asked.findLast(({ path }) => path.startsWith('/messages/v4/list'));
  assert.match(String(question?.headers.authorization), /^HMAC-SHA256 apiKey=KEY, date=/);
  assert.match(question?.path ?? '', /startDate=2026-/);
});

test('D12 R11 a chat both ways: what comes signed finds its person and moves her enquiry, what we answer goes signed to that conversation and nowhere else', async () => {
  await waysOff();
  const [hookSecret, answerSecret] = [formatSecret(Buffer.alloc(32, 3)), formatSecret(Buffer.alloc(32, 4))];
  const way = await post('/channels', {
    ...{ kind: 'chat', name: '홈페이지 채팅', channels: ['web'], sender: '안부치과' },
    ...{ settings: { url: `${base}/answers` }, secrets: { hookSecret, answerSecret } },
  });
  // One moment for all: what is signed again at another one is no copy.
  const began = Math.floor((await app.db.now()) / 1_000);
  const bring = async (id: string, body: object, secondsAgo = 0) => {
    const content = JSON.stringify(body);
    const at = began - secondsAgo;
    const signature = signWebhook(hookSecret, id, at, Buffer.from(content));
    const headers = { 'webhook-id': id, 'webhook-timestamp': String(at), 'webhook-signature': signature };
    const url = way.receivePath as string;
    return (
      await app.server.inject({
        ...{ method: 'POST', url, payload: content },
        headers: { 'content-type': 'application/json', ...headers },
      })
    ).statusCode;
  };
  const phone = '010-3333-0042';
  const enquiry = await post('/enquiries', { person: { name: '채팅하는이', phone }, sourceChannel: 'chat' });
  await app.act('consultant', enquiry.id, 'calls', { outcome: 'NO_ANSWER', direction: 'outbound' });
  const hello = { conversation: 'chat-1', text: '지금 통화돼요', user: { phone } };
  assert.deepEqual([await bring('m1', hello), await bring('m1', hello), await bring('m1', hello, 1)], [200, 401, 200]);
  const heard = async () =>
    ((await app.request('admin', 'GET', '/inbox?view=open&limit=50')).body.items as Record<string, unknown>[]).filter(
      ({ channel }) => channel === 'chat',
    );
  const [first, ...more] = await heard();
  assert.deepEqual([first?.['match'], first?.['effect'], more.length], ['person', 'replied', 0]);
  assert.equal((await app.request('consultant', 'GET', `/enquiries/${enquiry.id}`)).body.status, 'CONSULTING');

  answer = () => ({ status: 200, body: { id: 'theirs-1' } });
  const personId = enquiry.person?.id ?? enquiry.personId;
  const said = { personId, channel: 'web', text: '네, 곧 전화드리겠습니다.', to: 'chat-1' };
  const { id } = await post('/messages', said);
  await messageIn(app, id, ['sent']);
  const call = asked.findLast(({ path }) => path === '/answers')!;
  assert.deepEqual(JSON.parse(call.body), { conversation: 'chat-1', message: id, text: said.text });
  const at = Number(call.headers['webhook-timestamp']);
  assert.equal(call.headers['webhook-signature'], signWebhook(answerSecret, id, at, Buffer.from(call.body)));

  assert.equal(await bring('m2', { conversation: 'chat-1', text: '감사합니다' }), 200);
  await messageIn(app, id, ['replied']);
  const thread = (await app.request('admin', 'GET', `/inbox/${String((await heard())[0]?.['id'])}`)).body.thread;
  assert.deepEqual(
    thread.map(({ direction }: { direction: string }) => direction),
    ['in', 'out', 'in'],
  );

  // Who is not known is answered once somebody says whose it is.
  assert.equal(await bring('m3', { conversation: 'chat-2', text: '임플란트 문의요', user: { name: '손님' } }), 200);
  const stranger = (await heard()).find(({ from }) => from === 'chat-2');
  assert.equal(stranger?.['match'], 'unknown');
  const other = await aPerson(app, { phone: '010-3333-0043' });
  const nowhere = await app.request('admin', 'POST', '/messages', {
    personId: other,
    channel: 'web',
    text: '안녕하세요',
  });
  assert.deepEqual([nowhere.body.state, nowhere.body.why.code], ['refused', 'gate.no_address']);
  const elsewhere = await app.request('admin', 'POST', '/messages', { ...said, personId: other });
  assert.deepEqual([elsewhere.status, elsewhere.body.code], [422, 'channels.address_unknown']);
  const match = { personId: other, keepAddress: false, version: stranger?.['version'] };
  assert.equal((await app.request('admin', 'POST', `/inbox/${String(stranger?.['id'])}/match`, match)).status, 200);
  const { id: second } = await post('/messages', { personId: other, channel: 'web', text: '안녕하세요' });
  await messageIn(app, second, ['sent']);
  assert.equal(JSON.parse(asked.findLast(({ path }) => path === '/answers')!.body).conversation, 'chat-2');
});

test('D12 the test button of a provider asks it whether it answers and knows us, and sends nothing', async () => {
  await waysOff();
  const { items } = (await app.request('admin', 'GET', '/channels')).body as { items: { id: string; kind: string }[] };
  const tested = async (kind: string, status: number) => {
    answer = () => ({ status });
    const before = asked.length;
    const { body } = await app.request('admin', 'POST', `/channels/${items.find((one) => one.kind === kind)?.id}/test`);
    const [call, ...more] = asked.slice(before).filter(({ path }) => !path.includes('startDate'));
    assert.deepEqual([call?.body, more.length], ['', 0], `${kind} is asked once`);
    return body.ok ? 'ok' : body.error.code;
  };
  for (const kind of ['solapi', 'twilio', 'kannel'])
    assert.deepEqual(
      [await tested(kind, kind === 'kannel' ? 400 : 200), await tested(kind, 401), await tested(kind, 404)],
      ['ok', 'channels.why.unauthorised', 'channels.why.refused'],
      kind,
    );
  assert.equal(await tested('chat', 405), 'ok', 'what a chat answers to nothing is its own affair');
});
