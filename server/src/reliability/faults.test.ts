/** Several real processes over one real database, and what happens to the database under them. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { withClient } from '../platform/embedded-postgres/roles.ts';
import { startFleet, type Fleet, type Member } from './fleet.testing.ts';
import { until } from '../testing/until.ts';

/** The specification has the database paused for 20 s and away for 30: `ANBU_FAULT_SECONDS=30` tries that, the suite a shorter one. */
const AWAY = Number(process.env['ANBU_FAULT_SECONDS'] ?? 6) * 1_000;
const LANES = 10;
const LIMIT = { timeout: 300_000 + 4 * AWAY };

let fleet: Fleet;
let serving: Member[];
let keys: string[];

before(async () => {
  fleet = await startFleet();
  await alwaysOpen();
  // Two machines whose clocks are four minutes apart.
  serving = [await fleet.start('serve', { skewMinutes: -2 }), await fleet.start('serve', { skewMinutes: 2 })];
  await fleet.start('worker', { skewMinutes: 2 });
  await fleet.start('worker', { skewMinutes: -2 });
  keys = await Promise.all([fleet.key(), fleet.key(), fleet.key(), fleet.key()]);
});
after(() => fleet.stop());

const inDatabase = <T>(work: Parameters<typeof withClient<T>>[1]) =>
  withClient(fleet.superuserUrl.replace(/\/[^/]*$/, '/anbu'), work);

/** The processes go by real time: what is due now must not hang on the hour at which the suite runs. */
async function alwaysOpen(): Promise<void> {
  const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].map((day) => [day, [['00:00', '24:00']]]);
  await inDatabase((client) =>
    client.query(
      `update identity.site set hours = $1, calling_from = '00:00', calling_to = '24:00', holiday_country = null`,
      [Object.fromEntries(days)],
    ),
  );
}

type Answer = {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly text: string;
  readonly took: number;
};

/** Null: the connection was refused or broke off. */
async function post(
  path: string,
  body: object,
  { to = 0, by = 0, once = randomUUID() as string } = {},
): Promise<Answer | null> {
  const began = performance.now();
  try {
    const answer = await fetch(`${serving[to % 2]!.url}/api/v1${path}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${keys[by % keys.length]}`,
        'content-type': 'application/json',
        'idempotency-key': once,
      },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(30_000),
    });
    const text = await answer.text();
    const took = performance.now() - began;
    return { status: answer.status, retryAfter: answer.headers.get('retry-after'), text, took };
  } catch (error) {
    assert.notEqual((error as Error).name, 'TimeoutError', 'an answer took more than 30 s');
    return null;
  }
}

let sent = 0;
const anEnquiry = () => {
  sent += 1;
  const phone = `010-${String(2_000 + Math.floor(sent / 10_000))}-${String(sent % 10_000).padStart(4, '0')}`;
  return { person: { name: `문의 ${sent}`, phone }, sourceChannel: 'phone', text: `no ${sent}` };
};

/** Sends one until it is acknowledged, by the same key of idempotency each time. Gives the refusals on the way. */
async function sendUntilKept(lane: number): Promise<Answer[]> {
  const body = anEnquiry();
  const once = randomUUID();
  const refused: Answer[] = [];
  for (let tries = 0; tries < 600; tries += 1) {
    const answer = await post('/enquiries', body, { to: lane + tries, by: lane, once });
    if (answer?.status === 201) return refused;
    if (answer) refused.push(answer);
    await sleep(100);
  }
  throw new Error(`not kept after a minute and more: ${refused.at(-1)?.text}`);
}

/** What stands in the database, and what the workers made of it. */
async function counted() {
  return inDatabase(async (client) => {
    const { rows } = await client.query<Record<string, number>>(`
      select (select count(*)::int from enquiries.enquiry) as enquiries,
        (select count(distinct text)::int from enquiries.enquiry) as texts,
        (select count(*)::int from platform.event where type = 'enquiries.received') as events,
        (select count(*)::int from timeline.entry where kind = 'enquiry') as entries,
        (select count(distinct source_event_id)::int from timeline.entry where kind = 'enquiry') as told,
        (select count(*)::int from platform.delivery where state = 'pending') as pending,
        (select count(*)::int from platform.delivery where state = 'dead') as dead,
        (select coalesce(max(abs(extract(epoch from e.received_at - v.queued_at))), 0)::int from enquiries.enquiry e
          join platform.event v on v.org_id = e.org_id and v.type = 'enquiries.received' and v.payload ->> 'enquiryId' = e.id::text) as "secondsOff"`);
    return rows[0]!;
  });
}

/** Every one that was acknowledged is there once, and was told once. */
async function nothingLostOrDoubled(): Promise<void> {
  let found = await counted();
  for (const end = performance.now() + 60_000; found['pending']! > 0 && performance.now() < end; await sleep(100))
    found = await counted();
  const all = { enquiries: sent, texts: sent, events: sent, entries: sent, told: sent, pending: 0, dead: 0 };
  assert.deepEqual({ ...found, secondsOff: undefined }, { ...all, secondsOff: undefined });
  assert.ok(found['secondsOff']! < 60, 'the time of the database rules, whatever the machines say');
}

const ready = () =>
  Promise.all(
    serving.map(async ({ url, ended }) => {
      const answer = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(30_000) }).catch(() => null);
      if (answer === null) throw new Error(`a serving process is gone: ${JSON.stringify(await ended)}`);
      return answer.status;
    }),
  );

test(
  'R14 two serving and two working processes with clocks four minutes apart: nothing is taken twice, each is told once',
  LIMIT,
  async () => {
    await Promise.all(
      Array.from({ length: LANES }, async (_, lane) => {
        for (let count = 0; count < 6; count += 1) assert.deepEqual(await sendUntilKept(lane), []);
      }),
    );
    // The same one to both at once is one (R12).
    const [body, once] = [anEnquiry(), randomUUID()];
    const twins = await Promise.all(Array.from({ length: 6 }, (_, to) => post('/enquiries', body, { to, once })));
    const ids = new Set(twins.flatMap((twin) => (twin?.status === 201 ? [JSON.parse(twin.text).id as string] : [])));
    assert.equal(ids.size, 1);
    for (const twin of twins) assert.ok(twin?.status === 201 || twin?.status === 409, twin?.text);

    const taken: string[] = [];
    await Promise.all(
      keys.map(async (_, by) => {
        for (let to = by; ; to += 1) {
          const next = await post('/today/next', {}, { to, by });
          assert.equal(next?.status, 200, next?.text);
          const { item } = JSON.parse(next.text) as { item: { enquiry: { id: string } } | null };
          if (!item) return;
          taken.push(item.enquiry.id);
          const closed = { to: 'DECLINED', reasonCode: 'COST' };
          const done = await post(`/enquiries/${item.enquiry.id}/transitions`, closed, { to: to + 1, by });
          assert.equal(done?.status, 200, done?.text);
        }
      }),
    );
    assert.equal(new Set(taken).size, taken.length, 'nothing was given to two');
    assert.equal(taken.length, sent);
    await nothingLostOrDoubled();
  },
);

test(
  'R5 the database stands still: 503 with Retry-After in time, no words of its inside, and then all is well',
  LIMIT,
  async () => {
    await fleet.pause();
    const kept: Promise<Answer[]>[] = Array.from({ length: LANES }, (_, lane) => sendUntilKept(lane));
    let red = 0;
    for (const end = performance.now() + AWAY; performance.now() < end; await sleep(500))
      red += (await ready()).filter((status) => status === 503).length;
    await fleet.resume();
    const refused = (await Promise.all(kept)).flat();
    assert.ok(red > 0, 'it said that it is not ready');
    assert.deepEqual(
      refused.filter(({ status }) => status !== 503 && status !== 429 && status !== 409),
      [],
    );
    for (const { status, retryAfter, text, took } of refused) {
      assert.ok(status === 409 || Number(retryAfter) > 0, text);
      assert.doesNotMatch(text, /at .*\.ts:\d|Error:|postgres|select /);
      assert.ok(took < 30_000);
    }
    await until(async () => (await ready()).every((status) => status === 200), 'that all are ready again');
    await nothingLostOrDoubled();
  },
);

test(
  'R4 the database is gone in the middle of the work and comes back: ready within 30 s, nothing lost, nothing doubled',
  LIMIT,
  async () => {
    let going = true;
    const load = Array.from({ length: LANES }, async (_, lane) => {
      const refused: Answer[] = [];
      while (going) refused.push(...(await sendUntilKept(lane)));
      return refused;
    });
    try {
      await sleep(1_500);
      await fleet.crash();
      const down = performance.now();
      await sleep(1_500);
      assert.deepEqual(await ready(), [503, 503]);
      await sleep(Math.max(0, AWAY - (performance.now() - down)));
      await fleet.restart();
      const back = performance.now();
      while ((await ready()).some((status) => status !== 200)) {
        assert.ok(performance.now() - back < 30_000, 'ready again within 30 s');
        await sleep(200);
      }
      await sleep(2_000);
    } finally {
      going = false;
    }
    const refused = (await Promise.all(load)).flat();
    assert.ok(refused.some(({ status }) => status === 503));
    assert.deepEqual(
      refused.filter(({ status }) => ![503, 429, 409].includes(status)),
      [],
    );
    await nothingLostOrDoubled();
  },
);
