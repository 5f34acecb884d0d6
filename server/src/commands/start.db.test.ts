import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from '../platform/embedded-postgres/index.ts';
import { testDatabase, type TestDatabase } from '../testing/database.ts';

const PROGRAM = fileURLToPath(new URL('../anbu.ts', import.meta.url));
let database: TestDatabase;
let dataDir: string;
before(async () => {
  database = await testDatabase();
  dataDir = await mkdtemp(path.join(tmpdir(), 'anbu-start-'));
});
after(async () => {
  await database.drop();
  await rm(dataDir, { recursive: true, force: true });
});

function anbu(args: readonly string[], more: Record<string, string> = {}): ChildProcess {
  const { PATH = '', HOME = '', TMPDIR, NODE_COMPILE_CACHE } = process.env;
  return spawn(process.execPath, [PROGRAM, ...args], {
    env: {
      PATH,
      HOME,
      ...(TMPDIR ? { TMPDIR } : {}),
      ...(NODE_COMPILE_CACHE ? { NODE_COMPILE_CACHE } : {}),
      DATABASE_URL: database.appUrl,
      DATABASE_OWNER_URL: database.ownerUrl,
      ANBU_DATA_DIR: dataDir,
      ...more,
    },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
}

async function done(child: ChildProcess, input = ''): Promise<{ code: number | null; out: string; err: string }> {
  let out = '';
  let err = '';
  child.stdout!.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr!.on('data', (chunk: Buffer) => (err += chunk.toString()));
  child.stdin!.end(input);
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, out, err };
}

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
    const { code, err } = await done(anbu(args, more));
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
  const made = await done(anbu(user), 'long enough to keep\n');
  assert.equal(made.code, 0, made.err);
  assert.equal((JSON.parse(made.out) as { role: string }).role, 'admin');
  const key = await done(anbu(['api-key', 'create', '--org', 'demo', '--scope', '*']));
  assert.match(key.out, /^anbu_[0-9a-f]{8}_[0-9a-f]{64}\n$/);
});

/** Loaded before the program: a signal makes something fail inside it that nobody waits for, or throws where nobody catches. */
const FAILING = `process.on('SIGUSR2', () => void Promise.reject(new Error('lost'))); process.on('SIGWINCH', () => { throw new Error('broken'); });`;
const failing = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(FAILING)}` };

test('R7 a failure that nobody waited for ends nothing and is counted; a stop lets what runs end, takes nothing new, and ends with 0', async () => {
  const port = await freePort();
  const key = (await done(anbu(['api-key', 'create', '--org', 'demo', '--scope', '*']))).out.trim();
  const child = anbu(['start'], { PORT: String(port), ANBU_DEMO: '0', ...failing });
  const exit = done(child);
  const base = `http://127.0.0.1:${port}`;
  for (let tries = 0; ; tries += 1) {
    const ready = await fetch(`${base}/readyz`).catch(() => null);
    if (ready?.status === 200) break;
    assert.ok(tries < 200, 'not ready');
    await sleep(50);
  }
  child.kill('SIGUSR2');
  for (let tries = 0; ; tries += 1) {
    const metrics = await (await fetch(`${base}/metrics`)).text();
    if (/^anbu_unhandled_failures 1$/m.test(metrics)) break;
    assert.ok(tries < 600, 'not counted');
    await sleep(50);
  }
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
  await sleep(500);
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
  const child = anbu(['worker'], failing);
  const exit = done(child);
  child.stdout!.on('data', (said: Buffer) => said.toString().startsWith('working') && child.kill('SIGWINCH'));
  const { code, out, err } = await exit;
  assert.equal(code, 1, err);
  assert.match(err, /an exception that nobody caught/);
  assert.match(out, /"said":"broken"/);
});
