import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import type { Id } from '../../kernel/ids.ts';
import { instant } from '../../kernel/instant.ts';
import { withClient } from '../../platform/embedded-postgres/roles.ts';
import { testApp, type TestApp } from '../../testing/app.ts';
import { startCentre, type Centre } from './testing/centre.testing.ts';
import { crowdOfMessages, statesOf } from './testing/crowd.testing.ts';
import { aPerson, messageIn } from '../../testing/messages.ts';
import { until } from '../../testing/until.ts';
import { anSmppWay, aSender, SENDER } from './testing/ways.testing.ts';

const FAULTS = ['429', '500', 'nothing', 'drip'] as const;
type Fault = (typeof FAULTS)[number];
/** No more of the slow ones than go at once: each is waited for ten seconds. */
const SENT: Readonly<Record<Fault, number>> = { '429': 40, '500': 40, nothing: 10, drip: 10 };
const UNKNOWN = SENT['500'] + SENT.nothing + SENT.drip;

/** Of its pace alone. */
const KEPT = 0.8;
/** Of the other organisation, in each run; so many a second by its way out. */
const MANY = 160;
const RATE = 80;

let app: TestApp;
let provider: http.Server;
let centre: Centre;
const asked: { readonly fault: Fault; readonly to: string; readonly at: number }[] = [];
const ways = {} as Record<Fault, Id>;

before(async () => {
  provider = http.createServer((request, response) => {
    const fault = FAULTS.find((one) => request.url?.includes(`/Accounts/${one}/`)) ?? '500';
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const to = new URLSearchParams(Buffer.concat(chunks).toString()).get('To') ?? '';
      asked.push({ fault, to, at: performance.now() });
      if (fault === 'nothing') return;
      response.writeHead(fault === 'drip' ? 201 : Number(fault), { 'content-type': 'application/json' });
      if (fault !== 'drip') return void response.end('{"code":20429}');
      const timer = setInterval(() => response.write(' '), 1_000);
      response.on('close', () => clearInterval(timer));
    });
  });
  await once(provider.listen(0, '127.0.0.1'), 'listening');
  const { port } = provider.address() as AddressInfo;
  centre = await startCentre();
  app = await testApp({
    at: instant(Date.parse('2026-11-26T10:00:00+09:00')),
    outgoingAllow: [`127.0.0.1:${port}`, `127.0.0.1:${centre.port}`],
  });
  await aSender(app);
  await aSender(app, 'other.admin');
  for (const fault of FAULTS) {
    const made = await app.request('admin', 'POST', '/channels', {
      ...{ kind: 'twilio', name: fault, channels: ['sms'], sender: SENDER, ratePerSecond: 100, window: 10 },
      settings: { url: `http://127.0.0.1:${port}`, accountSid: fault },
      secrets: { authToken: 'TOKEN' },
    });
    assert.equal(made.status, 201, made.text);
    ways[fault] = made.body.id as Id;
  }
  await app.app.startSender();
});
after(async () => {
  await app.stop();
  provider.closeAllConnections();
  provider.close();
  await centre.close();
});

async function rows<T extends object>(text: string, values: unknown[] = []): Promise<T[]> {
  return withClient(app.ownerUrl, async (client) => (await client.query<T>(text, values)).rows);
}

/** Messages of the other organisation leave; how many a second, and the longest time in which none did. */
async function pace(way: Id, from: number): Promise<{ rate: number; longestGap: number }> {
  const before = centre.taken.length;
  await crowdOfMessages(app.ownerUrl, app.other.id, way, MANY, { from });
  await until(async () => centre.taken.length === before + MANY);
  const times = centre.taken.slice(before).map(({ at }) => at);
  const gaps = times.slice(1).map((at, index) => at - times[index]!);
  return { rate: (MANY - 1) / ((times.at(-1)! - times[0]!) / 1_000), longestGap: Math.max(...gaps) };
}

test('R13 providers that answer 429, 500, nothing, or one byte a second: waits with jitter, a breaker, letters that are seen; another organisation goes on at its pace', async (t) => {
  const way = await anSmppWay(app, centre.port, { ratePerSecond: RATE }, 'other.admin');
  const alone = await pace(way, 0);
  for (const [no, fault] of FAULTS.entries()) {
    await crowdOfMessages(app.ownerUrl, app.org.id, ways[fault], SENT[fault], { from: 10_000 + no * 100 });
  }
  await until(async () => FAULTS.every((fault) => asked.some((one) => one.fault === fault)));
  // A machine that has other work slows both down, not at the same moments: it gets five tries.
  let beside = await pace(way, 1_000);
  const keepsPace = () => beside.rate > KEPT * alone.rate;
  const waitsForNone = () => beside.longestGap < Math.max(1_500, 3 * alone.longestGap);
  for (let tries = 1; tries < 5 && !(keepsPace() && waitsForNone()); tries += 1)
    beside = await pace(way, 1_000 + tries * MANY);
  t.diagnostic(
    `alone ${alone.rate.toFixed(0)}/s, longest gap ${alone.longestGap.toFixed(0)} ms; beside four faulty providers ${beside.rate.toFixed(0)}/s, ${beside.longestGap.toFixed(0)} ms`,
  );
  assert.ok(keepsPace(), 'the other organisation keeps its pace');
  assert.ok(waitsForNone(), 'and nothing of it waits for them');

  const waits = await until(async () => {
    const found = await rows<{ next: number }>(
      `select extract(epoch from q.next_at - m.handed_at)::float8 as next from channels.send_queue q
       join channels.message m on m.org_id = q.org_id and m.id = q.id where q.lane = $1 and m.why is not null`,
      [ways['429']],
    );
    return found.length >= 30 && found.map(({ next }) => next);
  });
  assert.ok(
    waits.every((seconds) => seconds >= 0.4) && new Set(waits).size > waits.length / 2,
    'each waits, each otherwise',
  );
  const health = await until(async () => {
    const { items } = (await app.request('admin', 'GET', '/channels')).body;
    const faulty = items.filter(({ name }: { name: string }) => (FAULTS as readonly string[]).includes(name));
    return faulty.every(({ lastErrorAt }: { lastErrorAt: string | null }) => lastErrorAt !== null) && faulty;
  });
  assert.ok(
    health.some(({ restUntil }: { restUntil: string | null }) => restUntil !== null),
    'what fails again and again is left alone for a while',
  );

  // What may have been taken is somebody's task, and is not said again.
  await until(async () => ((await statesOf(app.ownerUrl, app.org.id))['unknown'] ?? 0) >= UNKNOWN);
  const times = Map.groupBy(asked, ({ fault, to }) => `${fault} ${to}`);
  for (const [key, all] of times) if (!key.startsWith('429')) assert.equal(all.length, 1, `${key} once`);
  const board = (await app.request('manager', 'GET', '/messages/board')).body;
  assert.equal(board.openTasks, UNKNOWN);

  // The last try of what is refused for now.
  await rows(`update channels.message set tries = 7 where transport_id = $1 and state = 'queued'`, [ways['429']]);
  await rows(`update channels.transport set rest_until = null where id = $1`, [ways['429']]);
  await rows(`update channels.send_queue set next_at = platform.clock_now() where lane = $1`, [ways['429']]);
  await until(async () => ((await statesOf(app.ownerUrl, app.org.id))['failed'] ?? 0) > 0);
  const letters = (await app.request('manager', 'GET', '/messages/board')).body.refusals;
  const failed = letters.find(({ state }: { state: string }) => state === 'failed');
  const drilled = await app.request('manager', 'GET', failed.drill);
  assert.ok(drilled.body.items.length > 0, 'what was given up is on the board, and it leads to its rows');
});

test('T4 queued at 20:59 and handed over at 21:05: it waits for 08:00, and both verdicts stand beside it', async () => {
  await app.setClock(instant(Date.parse('2026-11-26T20:59:00-05:00')));
  for (const fault of FAULTS) await app.request('admin', 'PATCH', `/channels/${ways[fault]}`, { active: false });
  await anSmppWay(app, centre.port, { name: 'T4' });
  const personId = await aPerson(app, { phone: '+1 212 555 0199', name: 'Ann' });
  // Not yet taken at 20:59, and taken at 21:05.
  const later = { sendAt: '2026-11-27T01:59:59Z' };
  const made = await app.request('admin', 'POST', '/messages', {
    personId,
    channel: 'sms',
    text: 'See you.',
    ...later,
  });
  assert.deepEqual([made.status, made.body.state], [201, 'queued'], made.text);
  await app.setClock(instant(Date.parse('2026-11-26T21:05:00-05:00')));
  const waits = await until(async () => {
    const { body } = await app.request('admin', 'GET', `/messages/${made.body.id}`);
    // While it is judged it is on its way.
    return body.verdicts.length === 2 && body.state !== 'sending' && body;
  });
  assert.equal(waits.state, 'queued');
  const said = waits.verdicts.map(({ verdict, until: next }: { verdict: string; until: string | null }) => [
    verdict,
    next?.slice(0, 16) ?? null,
  ]);
  assert.deepEqual(said.sort(), [
    ['ALLOW', null],
    ['DEFER', '2026-11-27T13:00'],
  ]);
  const sent = () => centre.taken.filter(({ to }) => to === '12125550199').length;
  assert.equal(sent(), 0);
  // Five minutes before, what is written then to Seoul leaves: the way has looked at what waits.
  await app.setClock(instant(Date.parse('2026-11-27T07:55:00-05:00')));
  const here = { personId: await aPerson(app, { phone: '010-7777-0001' }), channel: 'sms', text: '내일 뵙겠습니다.' };
  const between = await app.request('admin', 'POST', '/messages', here);
  await messageIn(app, between.body.id, ['sent']);
  assert.equal(sent(), 0);
  await app.setClock(instant(Date.parse('2026-11-27T08:00:01-05:00')));
  await until(async () => sent() === 1);
});
