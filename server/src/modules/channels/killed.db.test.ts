import assert from 'node:assert/strict';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { after, test, type TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { instant } from '../../kernel/instant.ts';
import { withClient } from '../../platform/embedded-postgres/roles.ts';
import { TEST_KEY, testApp, type TestApp } from '../../testing/app.ts';
import { startCentre, type Centre } from './testing/centre.testing.ts';
import { crowdOfMessages, statesOf } from './testing/crowd.testing.ts';
import { until } from '../../testing/until.ts';
import { anSmppWay, aSender } from './testing/ways.testing.ts';

/** In the suite a small number; `ANBU_TEST_MESSAGES=10000 ANBU_TEST_KILLS=50` is the whole of R2. */
const MESSAGES = Number(process.env['ANBU_TEST_MESSAGES'] ?? 1_500);
const KILLS = Number(process.env['ANBU_TEST_KILLS'] ?? 5);
const LONGEST = 180_000 + MESSAGES * 30;
const PATIENT = ['all of them', { milliseconds: LONGEST }] as const;

const stops: (() => Promise<void>)[] = [];
after(async () => {
  for (const stop of stops.reverse()) await stop();
});

async function arrange(
  settings: object,
  ratePerSecond = 2_000,
): Promise<{ app: TestApp; centre: Centre; place: string; way: string }> {
  const centre = await startCentre();
  const place = `127.0.0.1:${centre.port}`;
  const app = await testApp({ at: instant(Date.parse('2026-11-26T10:00:00+09:00')), outgoingAllow: [place] });
  stops.push(
    () => centre.close(),
    () => app.stop(),
  );
  await aSender(app);
  const way = await anSmppWay(app, centre.port, { ratePerSecond, settings });
  await crowdOfMessages(app.ownerUrl, app.org.id, way, MESSAGES);
  return { app, centre, place, way };
}

async function countIn(app: TestApp, text: string): Promise<number | undefined> {
  return withClient(app.ownerUrl, async (client) => (await client.query<{ count: number }>(text)).rows[0]?.count);
}

function startWorker({ app, place }: { app: TestApp; place: string }): ChildProcess {
  const file = path.join(import.meta.dirname, 'testing', 'worker.testing.ts');
  return fork(file, [app.appUrl, TEST_KEY, place], {
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdio: 'inherit',
  });
}

async function kill(worker: ChildProcess): Promise<void> {
  if (worker.exitCode !== null || worker.signalCode !== null) return;
  worker.kill('SIGKILL');
  await once(worker, 'exit');
}

/** Kills the worker each time that some more were taken, at moments that differ. */
async function killAgainAndAgain(t: TestContext, arranged: Awaited<ReturnType<typeof arrange>>): Promise<void> {
  const { app, centre } = arranged;
  // Without keys a kill leaves some that nobody sends again: it may be over before the goal.
  const isOver = async () => ((await statesOf(app.ownerUrl, app.org.id))['queued'] ?? 0) === 0;
  for (let turn = 1; turn <= KILLS; turn += 1) {
    const worker = startWorker(arranged);
    t.after(() => kill(worker));
    const goal = Math.floor((MESSAGES * turn) / (KILLS + 1));
    await until(async () => centre.taken.length >= goal || worker.exitCode !== null || (await isOver()), ...PATIENT);
    await sleep((turn * 37) % 60);
    await kill(worker);
  }
  const last = startWorker(arranged);
  t.after(() => kill(last));
}

test(
  'R2 the worker is killed again and again: a centre that honours keys gets each message once, and the database agrees',
  { timeout: LONGEST * 2 },
  async (t) => {
    const arranged = await arrange({});
    const { app, centre } = arranged;
    await killAgainAndAgain(t, arranged);
    await until(async () => (await statesOf(app.ownerUrl, app.org.id))['sent'] === MESSAGES, ...PATIENT);
    assert.equal(centre.taken.length, MESSAGES, 'each was taken');
    assert.equal(new Set(centre.taken.map(({ to }) => to)).size, MESSAGES, 'and none twice');
    assert.deepEqual(await statesOf(app.ownerUrl, app.org.id), { sent: MESSAGES });
    const left = () => countIn(app, 'select count(*)::int as count from channels.hand_over');
    await until(async () => (await left()) === 0, ...PATIENT);
    const unexplained = `select count(*)::int as count from channels.message m where not exists (
      select from channels.verdict v where v.org_id = m.org_id and v.message_id in (m.id, m.verdict_id))`;
    assert.equal(await countIn(app, unexplained), 0, 'why each might go is kept for good');
    const asked = 'select count(*)::int as count from consents.told';
    assert.equal(await countIn(app, asked), 0, 'no budget counts what was asked for');
  },
);

test(
  'R3 the same without keys, and with one that is stopped while the centre hangs: none is sent twice, and what nobody knows is unknown with a task',
  { timeout: LONGEST * 2 },
  async (t) => {
    const arranged = await arrange({ idempotencyTag: null });
    const { app, centre } = arranged;
    centre.behave('silent');
    const hung = startWorker(arranged);
    t.after(() => kill(hung));
    await until(() => centre.taken.length > 0, ...PATIENT);
    const { promise: ended, resolve } = Promise.withResolvers<number | null>();
    hung.on('exit', resolve);
    hung.kill('SIGTERM');
    assert.equal(await ended, 0, 'it ends though no answer comes');
    centre.behave('take');
    await killAgainAndAgain(t, arranged);
    await until(
      async () => {
        const { sent = 0, unknown = 0 } = await statesOf(app.ownerUrl, app.org.id);
        return sent + unknown === MESSAGES;
      },
      ...PATIENT,
    );
    const { unknown = 0, sent = 0 } = await statesOf(app.ownerUrl, app.org.id);
    assert.equal(new Set(centre.taken.map(({ to }) => to)).size, centre.taken.length, 'nobody heard twice');
    assert.ok(centre.taken.length >= sent && centre.taken.length <= MESSAGES);
    const tasks = await countIn(app, 'select count(*)::int as count from channels.task where decided_at is null');
    assert.equal(tasks, unknown, 'each of them is somebody’s task');
    t.diagnostic(`${sent} sent, ${unknown} unknown after ${KILLS} kills`);
  },
);

test('C1 a stop in the middle of a running batch: none leaves after its commit', { timeout: LONGEST }, async (t) => {
  // Slow enough that stops come while it runs.
  const arranged = await arrange({}, 150);
  const { app, centre } = arranged;
  const worker = startWorker(arranged);
  t.after(() => kill(worker));
  await until(async () => centre.taken.length > 50, ...PATIENT);
  const persons = await withClient(app.ownerUrl, async (client) => {
    const { rows } = await client.query<{ id: string; to: string }>(
      `select m.person_id as id, m.to_address as to from channels.message m where m.org_id = $1 order by m.made_at, m.id limit 1000000`,
      [app.org.id],
    );
    return rows;
  });
  const stopped = new Map<string, number>();
  for (let no = 0; no < 40; no += 1) {
    // From both ends: the first that come to the end come in time on any machine.
    const place = no % 2 === 0 ? 40 - no / 2 : (no + 1) / 2;
    const { id, to } = persons[Math.floor((persons.length * place) / 41)]!;
    const made = await app.request('admin', 'POST', '/suppressions', { personId: id, reason: 'request', note: '그만' });
    assert.equal(made.status, 201, made.text);
    stopped.set(to.slice(1), performance.now());
  }
  await until(
    async () => {
      const { queued = 0, sending = 0 } = await statesOf(app.ownerUrl, app.org.id);
      return queued + sending === 0;
    },
    ...PATIENT,
  );
  const late = centre.taken.filter(({ to, at }) => at > (stopped.get(to) ?? Infinity));
  assert.deepEqual(late, []);
  const { refused = 0, sent = 0 } = await statesOf(app.ownerUrl, app.org.id);
  assert.equal(sent + refused, MESSAGES);
  assert.ok(refused > 0, `some were stopped in time (${refused})`);
  t.diagnostic(`${refused} of 40 stops came before the hand-over, none was passed over`);
});
