/** A campaign in the middle of which the database is gone, over real processes and real sockets. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { KEY_TAG, startCentre, type Centre } from '../modules/channels/testing/centre.testing.ts';
import { crowdOfMessages } from '../modules/channels/testing/crowd.testing.ts';
import { until } from '../testing/until.ts';
import { SENDER } from '../modules/channels/testing/ways.testing.ts';
import { withClient } from '../platform/embedded-postgres/roles.ts';
import { startFleet, type Fleet, type Member } from './fleet.testing.ts';

/** The specification has it away for 30 s: `ANBU_FAULT_SECONDS=30 ANBU_TEST_MESSAGES=6000` tries that, the suite a shorter one. */
const AWAY = Number(process.env['ANBU_FAULT_SECONDS'] ?? 3) * 1_000;
/** By each of two ways out: one whose centre takes a key once, one that knows no keys. */
const MESSAGES = Number(process.env['ANBU_TEST_MESSAGES'] ?? 1_200);
const RATE = 300;

let fleet: Fleet;
let serving: Member;
let centres: { readonly keyed: Centre; readonly plain: Centre };

before(async () => {
  fleet = await startFleet();
  centres = { keyed: await startCentre(), plain: await startCentre() };
  const env = { ANBU_OUTGOING_ALLOW: `127.0.0.1:${centres.keyed.port},127.0.0.1:${centres.plain.port}` };
  serving = await fleet.start('serve', { env });
  await fleet.start('worker', { env });
});
after(async () => {
  await fleet.stop();
  await centres.keyed.close();
  await centres.plain.close();
});

const databaseUrl = () => fleet.superuserUrl.replace(/\/[^/]*$/, '/anbu');

async function rows<T extends object>(text: string): Promise<T[]> {
  return withClient(databaseUrl(), async (client) => (await client.query<T>(text)).rows);
}

async function ready(): Promise<number> {
  return (await fetch(`${serving.url}/readyz`)).status;
}

test(
  'R4 the database is gone in the middle of a campaign: both ways go on within 30 s of its return, nothing is lost, nothing doubled',
  { timeout: 300_000 + 2 * AWAY + MESSAGES * 10 },
  async (t) => {
    const key = await fleet.key();
    const post = async (path: string, body: object): Promise<string> => {
      const answer = await fetch(`${serving.url}/api/v1${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      const text = await answer.text();
      assert.equal(answer.status, 201, text);
      return (JSON.parse(text) as { id: string }).id;
    };
    const known = { registeredOn: '2026-01-02', expiresOn: '2099-12-31' };
    await post('/senders', { channel: 'sms', value: SENDER, name: '대표번호', ...known });
    const [org] = await rows<{ id: string }>(`select org_id as id from identity.organisation where slug = 'demo'`);
    const ways: string[] = [];
    for (const [no, [name, centre]] of Object.entries(centres).entries()) {
      const keyed = name === 'keyed' ? { idempotencyTag: KEY_TAG } : {};
      ways.push(
        await post('/channels', {
          ...{ kind: 'smpp', name, channels: ['sms'], sender: SENDER, ratePerSecond: RATE, window: 20 },
          settings: { host: '127.0.0.1', port: centre.port, systemId: 'anbu', ...keyed },
          secrets: { password: 'Pa55w0rd' },
        }),
      );
      await crowdOfMessages(databaseUrl(), org!.id, ways[no]!, MESSAGES, { from: no * MESSAGES });
    }
    const all = Object.values(centres);
    await until(() => all.every(({ taken }) => taken.length > MESSAGES / 4));
    await fleet.crash();
    const down = performance.now();
    await sleep(1_500);
    assert.equal(await ready(), 503);
    await sleep(Math.max(0, AWAY - (performance.now() - down)));
    const before = all.map(({ taken }) => taken.length);
    await fleet.restart();
    const back = performance.now();
    await until(async () => (await ready()) === 200 && all.every(({ taken }, no) => taken.length > before[no]!));
    t.diagnostic(`both ways went on ${Math.round(performance.now() - back)} ms after the database was back`);

    await until(
      async () =>
        (await rows(`select 1 from channels.message where state in ('queued', 'sending') limit 1`)).length === 0,
      'the whole campaign',
      { milliseconds: 60_000 + MESSAGES * 10 },
    );
    const states = await rows<{ name: string; state: string; count: number }>(
      `select w.name, m.state, count(*)::int as count from channels.message m join channels.transport w on w.id = m.transport_id group by 1, 2 order by 1, 2`,
    );
    t.diagnostic(JSON.stringify(states));
    const count = (name: string, state: string) =>
      states.find((one) => one.name === name && one.state === state)?.count ?? 0;
    for (const [name, { taken }] of Object.entries(centres)) {
      assert.equal(new Set(taken.map(({ to }) => to)).size, taken.length, `${name}: none twice`);
      assert.equal(count(name, 'sent') + count(name, 'unknown'), MESSAGES, `${name}: none lost`);
    }
    assert.equal(centres.keyed.taken.length, MESSAGES, 'with keys each arrived');
    assert.equal(count('keyed', 'unknown'), 0);
    const tasks = await rows(`select 1 from channels.task where decided_at is null`);
    assert.equal(tasks.length, count('plain', 'unknown'), 'what nobody knows is somebody’s task');
  },
);
