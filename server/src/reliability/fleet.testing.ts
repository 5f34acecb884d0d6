import { mkdtemp, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { anOrganisation, commandLine, outcomeOf, type CommandLine, type Done } from '../commands/run.testing.ts';
import { freePort, removeEmbedded, startEmbedded, type Embedded } from '../platform/embedded-postgres/index.ts';
import { NORMAL_SETTINGS, type Settings } from '../platform/embedded-postgres/settings.ts';
import { isRunning, running } from '../platform/embedded-postgres/postmaster.ts';

/** One process of the program. */
export type Member = {
  /** Of a serving one. */
  readonly url: string;
  readonly ended: Promise<Done>;
  signal(name: NodeJS.Signals): void;
};

export type MemberOptions = {
  /** How far the clock of its machine is off. */
  readonly skewMinutes?: number;
  /** Of another release than the fleet's. */
  readonly program?: string;
  /** Settings beside the usual ones. */
  readonly env?: Readonly<Record<string, string>>;
};

/** The program as several processes over a PostgreSQL of their own that keeps what it acknowledged: faults are done to it. */
export type Fleet = {
  readonly line: CommandLine;
  readonly superuserUrl: string;
  start(command: 'serve' | 'worker', options?: MemberOptions): Promise<Member>;
  /** A key of the organisation `demo` that may do all. */
  key(): Promise<string>;
  /** All processes of the database stand still: it takes connections and answers nothing. */
  pause(): Promise<void>;
  resume(): Promise<void>;
  /** As `pg_ctl stop -m immediate`: no goodbye, recovery at the next start. */
  crash(): Promise<void>;
  restart(): Promise<void>;
  stop(): Promise<void>;
};

export type FleetOptions = {
  /** Where all of the database lives; folders of its own if not said. */
  readonly folder?: string;
  readonly settings?: Settings;
  /** The release that makes the database and runs; this one if not said. */
  readonly program?: string;
};

export async function startFleet(options: FleetOptions = {}): Promise<Fleet> {
  const { folder } = options;
  const dataDir = folder ? path.join(folder, 'data') : await mkdtemp(path.join(tmpdir(), 'anbu-fleet-'));
  const settings = { ...NORMAL_SETTINGS, max_connections: 100, ...options.settings };
  const cluster = { dataDir, ...(folder ? { systemFolder: path.join(folder, 'system') } : {}) };
  const open = () => startEmbedded({ ...cluster, settings, watched: false, log: () => {} });
  let embedded: Embedded = await open();
  const { appUrl, ownerUrl, superuserUrl } = embedded;
  const line = await commandLine({ appUrl, ownerUrl, drop: async () => {} }, options.program);
  await line.json(['migrate']);
  await anOrganisation(line);
  const members: Member[] = [];
  let standing: readonly number[] = [];
  const resume = async () => {
    for (const pid of standing) process.kill(pid, 'SIGCONT');
    standing = [];
  };
  return {
    line,
    superuserUrl,
    async start(command, options = {}) {
      const member = await launch(line, command, options);
      members.push(member);
      return member;
    },
    async key() {
      const made = await line.json(['api-key', 'create', '--org', 'demo', '--scope', '*']);
      return String(made['key']);
    },
    async pause() {
      standing = await familyOf(embedded.pid);
      for (const pid of standing) process.kill(pid, 'SIGSTOP');
    },
    resume,
    async crash() {
      const { pid } = embedded;
      const data = await dataOf(pid);
      process.kill(pid, 'SIGQUIT');
      while (isRunning(data, { pid })) await sleep(20);
    },
    async restart() {
      embedded = await open();
    },
    async stop() {
      await resume();
      for (const member of members) member.signal('SIGTERM');
      await Promise.all(members.map(({ ended }) => ended));
      await line.stop();
      await removeEmbedded(cluster);
    },
  };
}

async function launch(
  line: CommandLine,
  command: 'serve' | 'worker',
  { skewMinutes = 0, program, env: more = {} }: MemberOptions,
): Promise<Member> {
  const port = await freePort();
  const env = {
    PORT: String(port),
    ANBU_LOG_LEVEL: 'fatal',
    ANBU_RATE_LIMIT_KEY: '1000000',
    ...more,
    ...(skewMinutes === 0 ? {} : { NODE_OPTIONS: `--import=${wrongClock(skewMinutes)}` }),
  };
  const child = line.launch([command], env, program);
  let said = '';
  child.stdout!.on('data', (chunk: Buffer) => (said += chunk.toString()));
  child.stdin!.end();
  const ended = outcomeOf(child);
  const url = `http://127.0.0.1:${port}`;
  const signal = (name: NodeJS.Signals) => void child.kill(name);
  const isUp = async () =>
    command === 'worker' ? said.includes('working') : (await fetch(`${url}/readyz`).catch(() => null))?.status === 200;
  for (const until = performance.now() + 60_000; !(await isUp()); await sleep(50)) {
    if (child.exitCode === null && performance.now() < until) continue;
    signal('SIGKILL');
    throw new Error(`${command} did not start: ${(await ended).err}`);
  }
  return { url, ended, signal };
}

/** A module that puts the clock of a process off, as a machine without time service is. */
function wrongClock(minutes: number): string {
  const source = `const R=Date,s=${minutes * 60_000};globalThis.Date=class extends R{constructor(...a){if(a.length)super(...a);else super(R.now()+s)}static now(){return R.now()+s}}`;
  return `data:text/javascript,${encodeURIComponent(source)}`;
}

async function familyOf(pid: number): Promise<number[]> {
  const family = [pid];
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '');
    if (Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]) === pid) family.push(Number(name));
  }
  return family;
}

async function dataOf(pid: number): Promise<string> {
  const args = (await readFile(`/proc/${pid}/cmdline`, 'utf8')).split('\0');
  const data = args[args.indexOf('-D') + 1];
  if (!data || running(data)?.pid !== pid) throw new Error(`process ${pid} is no PostgreSQL`);
  return data;
}
