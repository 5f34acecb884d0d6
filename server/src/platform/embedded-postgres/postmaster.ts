import { execFile, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, readlinkSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { identity, type Account } from './account.ts';
import { program, type Binaries } from './binaries.ts';

export type PidFile = { readonly pid: number; readonly port: number; readonly ready: boolean };

/** What is needed to start or stop the server of one data directory. */
export type Server = {
  readonly binaries: Binaries;
  readonly account: Account;
  readonly data: string;
  readonly startLog: string;
};

/** PostgreSQL does without the user's language and zone; a password or a PG… variable of the program is not for it. */
export function bareEnvironment(): NodeJS.ProcessEnv {
  const kept = ['PATH', 'SystemRoot', 'SYSTEMROOT', 'TEMP', 'TMP', 'TMPDIR'];
  const entries = kept.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]]));
  return { ...(Object.fromEntries(entries) as NodeJS.ProcessEnv), LC_ALL: 'C', TZ: 'UTC' };
}

/** PostgreSQL's own note about itself. Null: it does not run, or is still writing the note. */
export function readPidFile(data: string): PidFile | null {
  let lines: string[];
  try {
    lines = readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n');
  } catch {
    return null;
  }
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0) return null;
  return { pid, port: Number(lines[3] ?? 0), ready: lines[7]?.trim() === 'ready' };
}

/** Whether the process of the note lives and is the server of this directory, not one that got its number later. */
export function isRunning(data: string, { pid }: Pick<PidFile, 'pid'>): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  if (process.platform !== 'linux') return true;
  try {
    if (/^\d+ \(.*\) Z/s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))) return false;
    return readlinkSync(`/proc/${pid}/cwd`) === data;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EACCES';
  }
}

export function running(data: string): PidFile | null {
  const noted = readPidFile(data);
  return noted && isRunning(data, noted) ? noted : null;
}

/** Its own reason, if a start is worth another try: children of a killed server still hold its memory, or its port. */
export class TryAgain extends Error {}

/** Starts the server in a session of its own and waits until it accepts connections. */
export async function startServer(server: Server, waitMilliseconds: number): Promise<PidFile> {
  const deadline = performance.now() + waitMilliseconds;
  for (;;) {
    try {
      return await startOnce(server, deadline);
    } catch (error) {
      if (!(error instanceof TryAgain) || performance.now() > deadline) throw error;
      await sleep(250);
    }
  }
}

async function startOnce(server: Server, deadline: number): Promise<PidFile> {
  const { data, binaries, account } = server;
  const startedAt = Date.now();
  const log = openSync(server.startLog, 'w', 0o600);
  let failure: string | null = null;
  if (process.platform === 'win32') {
    // pg_ctl gives up an administrator's rights, which PostgreSQL refuses to run with.
    const args = ['start', '-w', '-D', data, '-l', server.startLog];
    const child = spawn(program(binaries, 'pg_ctl'), args, { detached: true, stdio: 'ignore', env: bareEnvironment() });
    child.once('error', (error) => (failure = error.message));
    child.once('exit', (code) => (failure = code === 0 ? null : `pg_ctl ended with ${code}`));
    child.unref();
  } else {
    const child = spawn(program(binaries, 'postgres'), ['-D', data], {
      ...identity(account),
      cwd: data,
      detached: true,
      stdio: ['ignore', log, log],
      env: { ...bareEnvironment(), ...pastStaleNote(data) },
    });
    child.once('error', (error) => (failure = error.message));
    child.once('exit', (code, signal) => (failure = `it ended with ${code ?? signal}`));
    child.unref();
  }
  closeSync(log);
  while (performance.now() < deadline) {
    await sleep(20);
    const noted = readPidFile(data);
    if (noted?.ready && isRunning(data, noted)) return noted;
    if (failure !== null) throw await explain(server, failure, startedAt);
  }
  throw new Error(`PostgreSQL did not become ready in time. Its log: ${join(data, 'log')}`);
}

/**
 * A killed server leaves its note, and its number may by now be another process of the same account (after a power
 * cut) or one that nobody has reaped yet (in a container): PostgreSQL would refuse to start. Told that the number is
 * its grandparent's, as pg_ctl does, it looks further, at the shared memory, which only a real server's children hold.
 */
function pastStaleNote(data: string): NodeJS.ProcessEnv {
  const noted = readPidFile(data);
  return noted && !isRunning(data, noted) ? { PG_GRANDPARENT_PID: String(noted.pid) } : {};
}

async function explain(server: Server, failure: string, startedAt: number): Promise<Error> {
  const words = await lastWords(server, startedAt);
  const message = `PostgreSQL did not start (${failure}). ${words}`.trim();
  return /pre-existing shared memory block|could not bind|could not create any TCP/.test(words)
    ? new TryAgain(message)
    : new Error(message);
}

async function lastWords(server: Server, since: number): Promise<string> {
  const folder = join(server.data, 'log');
  const names = await readdir(folder).catch(() => []);
  let words = '';
  for (const file of [server.startLog, ...names.map((name) => join(folder, name))]) {
    const { mtimeMs } = await stat(file);
    if (mtimeMs >= since - 1_000) words += (await readFile(file, 'utf8')).slice(-1_500);
  }
  return words.trim();
}

/** Stops the server: connections are cut, nothing committed is lost. Does nothing where none runs. */
export async function stopServer(server: Server, mode: 'fast' | 'immediate' = 'fast'): Promise<void> {
  if (!running(server.data)) return;
  const args = ['stop', '-D', server.data, '-m', mode, '-w', '-t', '60', '-s'];
  const failure = await new Promise<string | null>((resolve) => {
    const options = { ...identity(server.account), env: bareEnvironment(), cwd: server.data };
    execFile(program(server.binaries, 'pg_ctl'), args, options, (error, _stdout, stderr) =>
      resolve(error ? stderr || error.message : null),
    );
  });
  if (failure !== null && running(server.data)) throw new Error(`PostgreSQL did not stop: ${failure.trim()}`);
}
