import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { DAY, instant } from '../../kernel/instant.ts';
import { sql } from '../../platform/db/index.ts';
import { ok, must } from '../../kernel/outcome.ts';
import { testApp, type TestApp } from '../../testing/app.ts';
import { startCentre, type Centre } from './testing/centre.testing.ts';
import { aPerson, messageIn } from '../../testing/messages.ts';
import { anSmppWay, aSender } from './testing/ways.testing.ts';

const PHONE = { 'user-agent': 'Mozilla/5.0 (Linux; Android 15) Chrome/140 Mobile Safari/537.36' };
const TARGET = 'https://booking.example.com/visit?id=1';
let app: TestApp;
let centre: Centre;
let templateId: string;
before(async () => {
  centre = await startCentre();
  app = await testApp({
    at: instant(Date.parse('2026-11-26T10:00:00+09:00')),
    outgoingAllow: [`127.0.0.1:${centre.port}`],
  });
  await aSender(app);
  await anSmppWay(app, centre.port);
  const template = await app.request('admin', 'POST', '/templates', {
    name: '예약 링크',
    purpose: 'service',
    channels: ['sms'],
    variables: [{ name: 'page', type: 'link', sample: 'https://booking.example.com/' }],
    bodies: { ko: { text: '예약 확인: #{page}' } },
  });
  templateId = template.body.id;
  await app.request('admin', 'POST', `/templates/${templateId}/versions/1/approve`, {});
  await app.app.startWorkers();
});
after(async () => {
  await app.stop();
  await centre.close();
});

const settings = async (change: object) => {
  const { version, ...now } = (await app.request('admin', 'GET', '/links/settings')).body;
  const put = await app.request('admin', 'PUT', '/links/settings', {
    ...now,
    ...change,
    ...(version ? { version } : {}),
  });
  assert.equal(put.status, 200, put.text);
};
let people = 0;
async function send(page = TARGET) {
  people += 1;
  const personId = await aPerson(app, { phone: `010-4000-${String(people).padStart(4, '0')}` });
  const made = await app.request('consultant', 'POST', '/messages', {
    personId,
    channel: 'sms',
    templateId,
    values: { page },
  });
  return { personId, made, link: /\/l\/[A-Za-z0-9]{12}$/.exec(made.body.text ?? '')?.[0] ?? '' };
}
const open = (link: string, headers: Record<string, string> = PHONE, method = 'GET') =>
  app.request(null, method, `/${link}`, undefined, headers);
const stateOf = async (id: string) => (await app.request('consultant', 'GET', `/messages/${id}`)).body;

test('a short link stands in the message, is counted with it, and leads where the list allows', async () => {
  const forbidden = await send();
  assert.deepEqual([forbidden.made.status, forbidden.made.body.errors?.[0]?.code], [422, 'channels.link_forbidden']);
  await settings({ hosts: ['booking.example.com'] });
  const { made, link } = await send();
  assert.equal(made.status, 201, made.text);
  assert.notEqual(link, '', made.body.text);
  assert.ok(!made.body.text.includes('booking.example.com'));
  const measured = await app.request('consultant', 'POST', '/messages/measure', { text: made.body.text });
  assert.equal(made.body.class, measured.body.class);
  const proof = await app.request('admin', 'POST', '/templates/proof', {
    ...{ channel: 'sms', purpose: 'service', language: 'ko', body: { text: '예약 확인: #{page}' } },
    variables: [{ name: 'page', type: 'link', sample: 'https://booking.example.com/' }],
  });
  assert.equal(proof.body.measure.bytes, measured.body.bytes, 'the editor counts as many bytes as are sent');
  await messageIn(app, made.body.id, ['sent', 'delivered']);
  assert.ok(centre.taken.some(({ text }) => text === made.body.text));
  const opened = await open(link);
  assert.deepEqual([opened.status, opened.headers['location']], [302, TARGET], opened.text);
  assert.equal(opened.headers['referrer-policy'], 'no-referrer');
  assert.equal(opened.headers['set-cookie'], undefined);
  assert.equal((await stateOf(made.body.id)).openedAt, null, 'nothing is noted until the organisation says so');
});

test('the first opening is noted once it is switched on, for persons alone; what is noted holds nobody', async () => {
  await settings({ tracks: true });
  const { personId, made, link } = await send();
  await messageIn(app, made.body.id, ['sent', 'delivered']);
  const robots: readonly (readonly [Record<string, string>, string])[] = [
    [PHONE, 'HEAD'],
    [{ ...PHONE, 'sec-purpose': 'prefetch' }, 'GET'],
    [{ 'user-agent': 'facebookexternalhit/1.1; kakaotalk-scrap/1.0' }, 'GET'],
    [{ ...PHONE, 'sec-gpc': '1' }, 'GET'],
  ];
  for (const [headers, method] of robots) {
    const answer = await open(link, headers, method);
    assert.deepEqual([answer.status, answer.headers['location']], [302, TARGET], JSON.stringify(headers));
  }
  assert.equal((await stateOf(made.body.id)).openedAt, null);
  const consents = async () => (await app.request('consultant', 'GET', `/people/${personId}/consents`)).text;
  const before = await consents();
  assert.equal((await open(link)).status, 302);
  const read = await stateOf(made.body.id);
  assert.equal(read.state, 'read');
  const first = read.openedAt;
  assert.ok(first);
  await app.advance(60_000);
  await open(link);
  assert.equal((await stateOf(made.body.id)).openedAt, first, 'the first time alone');
  assert.equal(await consents(), before, 'a GET changes no consent');
  const board = await app.request('manager', 'GET', '/messages/board');
  assert.deepEqual(board.body.links, { sent: 2, opened: 1 });
  const rows = must(
    await app.db.inTx(app.org.system, async (tx) =>
      ok(await tx.rows(sql`select * from channels.link where org_id = ${tx.orgId}`)),
    ),
  );
  assert.ok(!/Mozilla|127\.0\.0\.1/.test(JSON.stringify(rows)), 'neither address nor browser');
});

test('a link that is over, unknown, or whose host left the list, leads nowhere', async () => {
  const { link } = await send();
  assert.equal((await open('/l/AAAAAAAAAAAA')).status, 404);
  assert.equal((await open('/l/short')).status, 404);
  await settings({ hosts: [] });
  const closed = await open(link);
  assert.deepEqual([closed.status, closed.headers['location']], [404, undefined]);
  assert.match(closed.text, /<h1>/);
  await settings({ hosts: ['booking.example.com'], tracks: false });
  assert.equal((await open(link)).status, 302, 'it goes on while nothing is noted');
  await app.advance(91 * DAY);
  assert.equal((await open(link)).status, 404);
});

test('D12 a template of one’s own names her page of preferences: short in a text, whole in an e-mail, hers alone', async () => {
  const template = await app.request('admin', 'POST', '/templates', {
    name: '수신 설정 안내',
    purpose: 'service',
    channels: ['sms'],
    bodies: { ko: { text: '#{personName}님, 받으실 안내는 여기에서 고르실 수 있습니다. #{preferences}' } },
  });
  await app.request('admin', 'POST', `/templates/${template.body.id}/versions/1/approve`, {});
  const body = template.body.latest.bodies.ko;
  const proofIn = async (channel: string) =>
    (await app.request('admin', 'POST', '/templates/proof', { channel, purpose: 'service', language: 'ko', body }))
      .body;
  const proof = await proofIn('sms');
  const [first, second] = await Promise.all(
    ['김하나', '김두리'].map(async (name, no) => {
      const personId = await aPerson(app, { name, phone: `010-4100-000${no}` });
      const wish = { personId, channel: 'sms', templateId: template.body.id };
      return (await app.request('consultant', 'POST', '/messages', wish)).body;
    }),
  );
  const pageOf = async ({ id, text }: { id: string; text: string }) => {
    await messageIn(app, id, ['sent', 'delivered']);
    const answer = await open(/\/l\/[A-Za-z0-9]{12}$/.exec(text)?.[0] ?? '');
    assert.equal(answer.status, 302, answer.text);
    return String(answer.headers['location']);
  };
  const pages = [await pageOf(first), await pageOf(second)];
  for (const page of pages) assert.match(page, /^http:\/\/localhost:3000\/p\/preferences\/[\w.-]{40,}$/);
  assert.notEqual(pages[0], pages[1]);
  const { pathname } = new URL(pages[0]!);
  assert.equal((await app.request(null, 'GET', `/${pathname}`)).status, 200);
  assert.equal(first.text.length, proof.text.length, 'a proof is as long as what leaves');
  assert.match((await proofIn('email')).text, /\/p\/preferences\/\S+$/);
});
