import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { freePort } from '../platform/embedded-postgres/index.ts';
import { testDatabase, type TestDatabase } from '../testing/database.ts';
import { until } from '../testing/until.ts';
import { commandLine, outcomeOf, type CommandLine } from './run.testing.ts';

let database: TestDatabase;
let line: CommandLine;
before(async () => {
  database = await testDatabase();
  line = await commandLine(database);
});
after(() => line.stop());

test('a command that is not understood ends with 2, one that does not work with 1, both with one line', async () => {
  const rows: [string[], Record<string, string>, number, RegExp][] = [
    [['nonsense'], {}, 2, /there is no command/],
    [['api-key', 'create', '--org', 'demo'], {}, 2, /--scope is missing/],
    [['backup'], {}, 2, /give one file/],
    [['migrate', '--unknown'], {}, 2, /unknown/i],
    [['start'], { PORT: 'x' }, 1, /^anbu start: PORT must be/],
    [['start'], { HOST: '0.0.0.0' }, 1, /^anbu start: HOST=0\.0\.0\.0/],
    [['api-key', 'create', '--org', 'nobody', '--scope', '*'], {}, 1, /there is no organisation "nobody"/],
    [['start'], { DATABASE_URL: database.ownerUrl }, 1, /owns .*Row-level security would not hold/],
    [['start'], { DATABASE_URL: database.superuserUrl }, 1, /is a superuser/],
  ];
  for (const [args, more, expected, said] of rows) {
    const { code, err } = await line.anbu(args, { env: more });
    assert.equal(code, expected, `${args.join(' ')}: ${err}`);
    assert.match(err, said);
  }
});

test('a key from the command line opens the API, --json answers are JSON', async () => {
  const user = [
    'user',
    'create',
    '--org',
    'demo',
    '--email',
    'a@b.example',
    '--name',
    'Kim',
    '--role',
    'admin',
    '--json',
  ];
  const made = await line.anbu(user, { input: 'long enough to keep\n' });
  assert.equal(made.code, 0, made.err);
  assert.equal((JSON.parse(made.out) as { role: string }).role, 'admin');
  const key = await line.anbu(['api-key', 'create', '--org', 'demo', '--scope', '*']);
  assert.match(key.out, /^anbu_[0-9a-f]{8}_[0-9a-f]{64}\n$/);
});

/** Loaded before the program: a signal makes something fail inside it that nobody waits for, or throws where nobody catches. */
const FAILING = `process.on('SIGUSR2', () => void Promise.reject(new Error('lost'))); process.on('SIGWINCH', () => { throw new Error('broken'); });`;
const failing = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(FAILING)}` };

test('R7 a failure that nobody waited for ends nothing and is counted; a stop lets what runs end, takes nothing new, and ends with 0', async () => {
  const port = await freePort();
  const key = (await line.anbu(['api-key', 'create', '--org', 'demo', '--scope', '*'])).out.trim();
  const child = line.launch(['start'], { PORT: String(port), ANBU_DEMO: '0', ...failing });
  const exit = outcomeOf(child);
  const base = `http://127.0.0.1:${port}`;
  await until(async () => (await fetch(`${base}/readyz`).catch(() => null))?.status === 200, 'that it is ready');
  child.kill('SIGUSR2');
  await until(
    async () => /^anbu_unhandled_failures 1$/m.test(await (await fetch(`${base}/metrics`)).text()),
    'that it is counted',
  );
  let answered = 0;
  let kept = 0;
  const load = Array.from({ length: 8 }, async (_, lane) => {
    for (let index = 0; ; index += 1) {
      const answer = await fetch(`${base}/api/v1/people`, {
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        body: JSON.stringify({ name: `load ${lane} ${index}` }),
      }).catch(() => null);
      if (answer === null || answer.status === 503) return;
      answered += 1;
      if (answer.status === 201) kept += 1;
      await answer.arrayBuffer();
    }
  });
  await until(() => kept > 20, 'the load');
  const asked = performance.now();
  child.kill('SIGTERM');
  const { code, err } = await exit;
  assert.equal(code, 0, err);
  assert.ok(performance.now() - asked < 30_000);
  await Promise.all(load);
  assert.ok(kept > 0);
  assert.equal(kept, answered);
  const { withClient } = await import('../platform/embedded-postgres/roles.ts');
  const stored = await withClient(database.ownerUrl, async (client) => {
    const { rows } = await client.query<{ n: number }>('select count(*)::int as n from people.person');
    return rows[0]!.n;
  });
  assert.ok(stored >= kept, 'what was acknowledged is stored');
});

test('R7 an exception that nobody caught ends the program in order, with 1', async () => {
  const child = line.launch(['worker'], failing);
  const exit = outcomeOf(child);
  child.stdout!.on('data', (said: string) => said.startsWith('working') && child.kill('SIGWINCH'));
  const { code, out, err } = await exit;
  assert.equal(code, 1, err);
  assert.match(err, /an exception that nobody caught/);
  assert.match(out, /"said":"broken"/);
});
