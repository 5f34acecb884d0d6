import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { instant } from '../../kernel/instant.ts';
import { signWebhook } from '../../platform/webhooks/index.ts';
import { testApp, type TestApp } from '../../testing/app.ts';
import { FORM_EXAMPLE, MESSAGE_EXAMPLES, SIGNED_MESSAGE } from './public-descriptions.ts';

let app: TestApp;
before(async () => {
  // A Tuesday, 10:00 at the site.
  app = await testApp({ at: instant(Date.parse('2026-11-17T10:00:00+09:00')) });
});
after(() => app.stop());

type Source = { id: string; path: string; secret: string };
let sources = 0;
async function aSource(kind: string, more: object = {}): Promise<Source> {
  const answer = await app.request('admin', 'POST', '/intake-sources', {
    kind,
    name: `창구 ${String(++sources)}`,
    sourceChannel: 'web_form',
    ...more,
  });
  assert.equal(answer.status, 201, answer.text);
  return answer.body;
}
const open = (source: Source, query = '') => app.request(null, 'GET', `/${source.path}${query}`);
const stampOf = (page: string) => /name="stamp" value="([^"]+)"/.exec(page)?.[1] ?? assert.fail(page);
function send(source: Source, fields: Record<string, string | string[]>) {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) for (const one of [value].flat()) form.append(name, one);
  return app.request(null, 'POST', `/${source.path}`, form.toString(), {
    'content-type': 'application/x-www-form-urlencoded',
  });
}
/** Opens the form, waits as a person does, sends it. */
async function fill(source: Source, fields: Record<string, string | string[]>, seconds = 20) {
  const page = await open(source);
  await app.advance(seconds * 1000);
  return send(source, { stamp: stampOf(page.text), consent: 'yes', ...fields });
}
async function requestsOf(source: Source) {
  const answer = await app.request('manager', 'GET', `/intake-requests?source=${source.id}`);
  assert.equal(answer.status, 200, answer.text);
  return answer.body.items;
}
async function newest(query: string) {
  const answer = await app.request('consultant', 'GET', `/enquiries?${query}&limit=1`);
  return answer.body.items[0];
}

describe('A1 the public form', () => {
  test('a sent form is an enquiry with its source, campaign and words, and an owner to be found in five minutes', async () => {
    const source = await aSource('web_form', { interests: ['implant', 'whitening'] });
    const page = await open(source, '?utm_source=naver&utm_campaign=gaeul&lang=ko');
    assert.equal(page.status, 200);
    assert.match(page.text, /안부치과/);
    assert.match(page.text, /임플란트/);
    assert.doesNotMatch(page.text, /교정/, 'only what the form offers');
    assert.match(page.text, /name="utm_campaign" value="gaeul"/);
    await app.advance(20_000);
    const sent = await send(source, {
      stamp: stampOf(page.text),
      consent: 'yes',
      name: '양식이',
      phone: '010 4444 0001',
      interest: ['implant'],
      text: '앞니가 흔들려요',
      utm_campaign: 'gaeul',
      utm_source: 'naver',
    });
    assert.equal(sent.status, 200, sent.text);
    assert.match(sent.text, /문의를 받았습니다/);
    const enquiry = await newest('q=01044440001');
    assert.equal(enquiry.status, 'NEW');
    assert.equal(enquiry.sourceChannel, 'web_form');
    assert.equal(enquiry.campaign, 'gaeul');
    assert.deepEqual(enquiry.interests, ['implant']);
    const [kept] = await requestsOf(source);
    assert.equal(kept.state, 'accepted');
    assert.equal(kept.enquiryId, enquiry.id);
    assert.equal(kept.raw.phone, '010 4444 0001', 'what was typed is kept as it was');
  });

  test('the button pressed twice sends once', async () => {
    const source = await aSource('web_form');
    const page = await open(source);
    await app.advance(10_000);
    const fields = { stamp: stampOf(page.text), consent: 'yes', name: '두번이', phone: '01044440002' };
    const answers = await Promise.all([send(source, fields), send(source, fields)]);
    assert.deepEqual(
      answers.map(({ status }) => status),
      [200, 200],
    );
    assert.equal((await requestsOf(source)).length, 1);
  });

  test('a wrong number comes back with what was typed, in the language of the page, and nothing is kept', async () => {
    const source = await aSource('web_form', { language: 'en' });
    const sent = await fill(source, { name: '<script>x</script>', phone: '12', text: '"quoted" & more' });
    assert.equal(sent.status, 422);
    assert.match(sent.text, /aria-invalid="true"/);
    assert.match(sent.text, /&lt;script&gt;x&lt;\/script&gt;/, 'what was typed is text');
    assert.doesNotMatch(sent.text, /<script>x/);
    assert.match(sent.text, /&quot;quoted&quot; &amp; more|"quoted" &amp; more/);
    assert.deepEqual(await requestsOf(source), []);
    const without = await fill(source, { name: '동의', phone: '01044440003', consent: 'no' });
    assert.equal(without.status, 422);
    assert.match(without.text, /consent/i);
  });

  test('what looks like a machine is kept apart and waits for a person, and the machine is thanked', async () => {
    const source = await aSource('web_form');
    const person = { name: '기계', phone: '01044440004' };
    const cases: [string, Record<string, string>, number][] = [
      ['intake.suspected.trap', { homepage: 'http://spam.example' }, 20],
      ['intake.suspected.too_fast', {}, 1],
      ['intake.suspected.links', { text: 'http://a.example http://b.example http://c.example' }, 20],
    ];
    for (const [why, fields, seconds] of cases) {
      const sent = await fill(source, { ...person, ...fields }, seconds);
      assert.equal(sent.status, 200);
      const [kept] = await requestsOf(source);
      assert.equal(kept.state, 'suspected');
      assert.deepEqual(
        kept.reasons.map(({ code }: { code: string }) => code),
        [why],
      );
      assert.ok(kept.reasons[0].text.length > 5, 'in words');
    }
    assert.equal(await newest('q=01044440004'), undefined);
    const [first, second] = await requestsOf(source);
    const accepted = await app.request('desk', 'POST', `/intake-requests/${first.id}/accept`, {});
    assert.equal(accepted.status, 200, accepted.text);
    assert.equal(accepted.body.state, 'accepted');
    assert.equal((await newest('q=01044440004')).id, accepted.body.enquiryId);
    assert.equal((await app.request('desk', 'POST', `/intake-requests/${first.id}/dismiss`)).status, 409);
    const dismissed = await app.request('desk', 'POST', `/intake-requests/${second.id}/dismiss`);
    assert.equal(dismissed.body.state, 'dismissed');
  });

  test('an old page is shown again with what was typed; a stamp of another form counts for nothing', async () => {
    const [source, other] = [await aSource('web_form'), await aSource('web_form')];
    const late = await fill(source, { name: '늦은이', phone: '01044440005' }, 5 * 3600);
    assert.equal(late.status, 422);
    assert.match(late.text, /value="늦은이"/);
    const page = await open(other);
    await app.advance(10_000);
    const foreign = await send(source, { stamp: stampOf(page.text), consent: 'yes', name: '남', phone: '01044440006' });
    assert.equal(foreign.status, 422);
    assert.deepEqual(await requestsOf(source), []);
  });

  test('S4 it may be framed by the sites that it was made for, and by nobody else', async () => {
    const source = await aSource('web_form', { allowedOrigins: ['https://clinic.example'] });
    const page = await open(source, '?frame=1');
    const policy = String(page.headers['content-security-policy']);
    assert.match(policy, /frame-ancestors https:\/\/clinic\.example(;|$)/);
    assert.match(policy, /script-src 'self'/);
    assert.equal(page.headers['x-frame-options'], undefined);
    const alone = await open(await aSource('web_form'));
    assert.match(String(alone.headers['content-security-policy']), /frame-ancestors 'none'/);
    assert.equal(alone.headers['x-frame-options'], 'DENY');
    const script = await app.request(null, 'GET', '//p/enquiry/embed.js');
    assert.equal(script.status, 200);
    assert.match(String(script.headers['content-type']), /javascript/);
  });

  test('a closed form and an address of nobody say so', async () => {
    const source = await aSource('web_form');
    await app.request('admin', 'PATCH', `/intake-sources/${source.id}`, { active: false });
    assert.equal((await open(source)).status, 404);
    assert.equal((await app.request(null, 'GET', '//p/enquiry/aaaaaaaaaaaaaaaaaaaaaa')).status, 404);
    assert.equal((await app.request(null, 'GET', '//p/enquiry/nothing')).status, 404);
  });
});

async function post(source: Source, body: unknown, changes: { id?: string; at?: number; secret?: string } = {}) {
  const content = typeof body === 'string' ? body : JSON.stringify(body);
  const seconds = changes.at ?? Math.floor((await app.db.now()) / 1000);
  const id = changes.id ?? `msg-${String(Math.random())}`;
  return app.request(null, 'POST', `/${source.path}`, content, {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': String(seconds),
    'webhook-signature': signWebhook(changes.secret ?? source.secret, id, seconds, Buffer.from(content)),
  });
}

describe('A1 signed webhooks', () => {
  test('a signed message in our own shape is an enquiry', async () => {
    const source = await aSource('webhook', { sourceChannel: 'internet', campaign: '봄' });
    const sent = await post(source, { person: { name: '웹훅', phone: '01055550001' }, interests: ['implant'] });
    assert.equal(sent.status, 202, sent.text);
    const enquiry = await newest('q=01055550001');
    assert.equal(sent.body.enquiryId, enquiry.id);
    assert.deepEqual([enquiry.sourceChannel, enquiry.campaign], ['internet', '봄']);
  });

  test('a foreign body is read by its paths', async () => {
    const mapping = {
      'person.name': 'lead.full_name',
      'person.phone': 'lead.phones.0',
      text: 'lead.memo',
      interests: 'tags',
    };
    const source = await aSource('webhook', { mapping });
    const body = {
      lead: { full_name: '먼곳', phones: ['+82 10-5555-0002'], memo: '내일 전화' },
      tags: 'implant, whitening',
    };
    assert.equal((await post(source, body)).status, 202);
    const enquiry = await newest('q=01055550002');
    assert.deepEqual(enquiry.interests, ['implant', 'whitening']);
    assert.equal(enquiry.person.name, '먼곳');
  });

  test('R11 a bad, missing, old or replayed signature has no effect', async () => {
    const source = await aSource('webhook');
    const body = { person: { name: '몰래', phone: '01055550003' } };
    const now = Math.floor((await app.db.now()) / 1000);
    const bare = await app.request(null, 'POST', `/${source.path}`, JSON.stringify(body), {
      'content-type': 'application/json',
    });
    const other = await aSource('webhook');
    const answers = [
      bare,
      await post(source, body, { secret: other.secret }),
      await post(source, body, { at: now - 301 }),
      await post(source, body, { at: now + 400 }),
      await post({ ...source, path: '/api/v1/intake/aaaaaaaaaaaaaaaaaaaaaa' }, body),
    ];
    assert.deepEqual(
      answers.map(({ status }) => status),
      [401, 401, 401, 401, 401],
    );
    assert.equal(await newest('q=01055550003'), undefined);
    assert.deepEqual(await requestsOf(source), []);
    assert.equal((await post(source, body, { id: 'once', at: now })).status, 202);
    const replay = await post(source, body, { id: 'once', at: now });
    assert.equal(replay.status, 401, 'the very same signature again');
    const retry = await post(source, body, { id: 'once', at: now + 1 });
    assert.equal(retry.status, 202, 'the sender tries again, signed anew');
    assert.equal((await requestsOf(source)).length, 1);
  });

  test('twenty copies at once are one enquiry', async () => {
    const source = await aSource('webhook');
    const now = Math.floor((await app.db.now()) / 1000);
    const body = { person: { name: '스무번', phone: '01055550004' } };
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => post(source, body, { id: 'same', at: now - index })),
    );
    assert.ok(
      answers.every(({ status }) => status === 202),
      answers.map(({ status }) => status).join(),
    );
    assert.equal(new Set(answers.map(({ body: answer }) => answer.enquiryId)).size, 1);
    assert.equal((await requestsOf(source)).length, 1);
  });

  test('what cannot be read is kept with its reasons, and a person can take it over', async () => {
    const source = await aSource('webhook');
    const sent = await post(source, { person: { name: '틀린번호', phone: 'not a phone' }, more: 1 });
    assert.equal(sent.status, 422);
    const [kept] = await requestsOf(source);
    assert.equal(kept.state, 'rejected');
    assert.equal(kept.raw.person.phone, 'not a phone');
    assert.ok(kept.reasons.some(({ field }: { field: string }) => field === 'more'));
    assert.equal((await post(source, 'no json')).status, 400);
    const odd = await post(source, '{"person":{"name":"a\\u0000b","phone":"01055550009"},"text":"\\ud800"}');
    assert.equal(odd.status, 422, odd.text);
    const clean = await post(source, { person: { name: '틀린번호', phone: 'not a phone' } });
    assert.equal(clean.status, 422);
    const [row] = await requestsOf(source);
    const again = await app.request('desk', 'POST', `/intake-requests/${row.id}/accept`, {
      person: { phone: '010-5555-0005' },
    });
    assert.equal(again.status, 200, again.text);
    assert.equal((await newest('q=01055550005')).person.name, '틀린번호');
  });

  test('a renewed secret counts at once, the former one for a day', async () => {
    const source = await aSource('webhook');
    const renewed = await app.request('admin', 'POST', `/intake-sources/${source.id}/secret`);
    assert.equal(renewed.status, 200, renewed.text);
    assert.notEqual(renewed.body.secret, source.secret);
    const body = (phone: string) => ({ person: { phone } });
    assert.equal((await post({ ...source, secret: renewed.body.secret }, body('01055550006'))).status, 202);
    assert.equal((await post(source, body('01055550007'))).status, 202);
    await app.advance(25 * 3_600_000);
    assert.equal((await post(source, body('01055550008'))).status, 401);
    const list = await app.request('admin', 'GET', '/intake-sources');
    assert.ok(!list.text.includes('whsec_'), 'a secret is shown once');
  });
});

describe('A1 chats', () => {
  test('the first message is an enquiry, the next ones are replies to it', async () => {
    const source = await aSource('chat', { sourceChannel: 'chat' });
    const say = (text: string, user: object = {}) => post(source, { conversation: 'room-77', message: { text }, user });
    const first = await say('임플란트 얼마예요?', { name: '채팅이', phone: '01066660001' });
    assert.equal(first.status, 202, first.text);
    const second = await say('주말에도 하나요?');
    assert.equal(second.body.enquiryId, first.body.enquiryId);
    await app.runOutbox();
    const enquiry = await newest('q=01066660001');
    assert.equal(enquiry.id, first.body.enquiryId);
    const timeline = await app.request('consultant', 'GET', `/people/${enquiry.personId}/timeline`);
    assert.match(timeline.text, /주말에도 하나요/);
  });

  test('who says no name is a visitor, and after the end a new enquiry begins for the same person', async () => {
    const source = await aSource('chat', { sourceChannel: 'chat' });
    const first = await post(source, { conversation: 'anon-4321', text: '안녕하세요' });
    assert.equal(first.status, 202, first.text);
    const opened = await app.request('manager', 'GET', `/enquiries/${first.body.enquiryId}`);
    assert.match(opened.body.person.name, /4321/);
    const closed = await app.request('manager', 'POST', `/enquiries/${first.body.enquiryId}/transitions`, {
      to: 'INELIGIBLE',
      version: opened.body.version,
    });
    assert.equal(closed.status, 200, closed.text);
    const next = await post(source, { conversation: 'anon-4321', text: '다른 걸 여쭤볼게요' });
    assert.notEqual(next.body.enquiryId, first.body.enquiryId);
    const again = await app.request('manager', 'GET', `/enquiries/${next.body.enquiryId}`);
    assert.equal(again.body.personId, opened.body.personId);
  });
});

test('F3 who looked at what became nobody’s enquiry is found by the request, and of what became one by the person', async () => {
  const source = await aSource('webhook');
  const taken = await post(source, { person: { name: '접수됨', phone: '01077770001' } });
  const rejected = await post(source, { person: { name: '거절됨', phone: 'not a phone' } });
  const unread = await post(await aSource('webhook'), { person: { name: '안읽음', phone: 'not a phone' } });
  assert.deepEqual([taken.status, rejected.status, unread.status], [202, 422, 422]);
  const list = await app.request('desk', 'GET', `/intake-requests?source=${source.id}`);
  assert.equal(list.body.items.length, 2);
  const readers = async (query: string) => {
    const { body } = await app.request('admin', 'GET', `/audit?${query}`);
    return body.items.map(({ userId, action }: { userId: string; action: string }) => [userId, action]);
  };
  const looked = [app.users.desk, 'intake.request_read'];
  assert.deepEqual(await readers(`entityId=${rejected.body.requestId}`), [looked]);
  assert.deepEqual(await readers(`entityId=${unread.body.requestId}`), [], 'nobody looked at it');
  const { personId } = list.body.items.find((one: { state: string }) => one.state === 'accepted');
  const ofPerson = await readers(`personId=${personId}&action=intake.requests_read`);
  assert.deepEqual(ofPerson, [[app.users.desk, 'intake.requests_read']]);
  await app.request('desk', 'POST', `/intake-requests/${rejected.body.requestId}/dismiss`);
  const { body } = await app.request('manager', 'GET', `/intake-requests?source=${source.id}&state=dismissed`);
  assert.equal(body.items.length, 1);
  const [last] = await readers(`entityId=${rejected.body.requestId}`);
  assert.deepEqual(last, [app.users.manager, 'intake.request_read'], 'dismissed, it still shows a number');
});

test('A1 what the API document gives as examples is taken, and answered as it says', async () => {
  const mapping = { 'person.name': 'lead.full_name', 'person.phone': 'lead.phones.0' };
  const sources = {
    enquiry: await aSource('webhook'),
    chat: await aSource('chat', { sourceChannel: 'chat' }),
    mapped: await aSource('webhook', { mapping }),
  };
  for (const [name, source] of Object.entries(sources) as [keyof typeof sources, Source][]) {
    const sent = await post(source, MESSAGE_EXAMPLES[name]);
    assert.equal(sent.status, 202, sent.text);
    assert.deepEqual(SIGNED_MESSAGE.answers[202]?.schema.parse(sent.body), sent.body, name);
  }
  const wrong = await post(sources.enquiry, { person: { name: '틀린번호', phone: 'not a phone' } });
  const { examples = {}, schema } = SIGNED_MESSAGE.answers[422]!;
  assert.deepEqual(schema.parse(wrong.body), wrong.body);
  assert.deepEqual(wrong.body.reasons, (examples['rejected'] as typeof wrong.body).reasons);
  const form = await aSource('web_form');
  assert.equal((await fill(form, { ...FORM_EXAMPLE, stamp: stampOf((await open(form)).text) })).status, 200);
});

test('only an administrator makes ways in; names are told apart; codes are those of the lists', async () => {
  const input = { kind: 'web_form', name: '한번만', sourceChannel: 'web_form' };
  assert.equal((await app.request('consultant', 'POST', '/intake-sources', input)).status, 403);
  assert.equal((await app.request('admin', 'POST', '/intake-sources', input)).status, 201);
  assert.equal((await app.request('admin', 'POST', '/intake-sources', input)).status, 409);
  const wrong = await app.request('admin', 'POST', '/intake-sources', {
    ...input,
    name: '틀림',
    sourceChannel: 'nowhere',
    interests: ['nothing'],
    allowedOrigins: [],
  });
  assert.deepEqual(
    wrong.body.errors.map(({ field }: { field: string }) => field),
    ['sourceChannel', 'interests.0'],
  );
  const origin = await app.request('admin', 'POST', '/intake-sources', { ...input, name: 'o', allowedOrigins: ['*'] });
  assert.equal(origin.status, 422);
});
