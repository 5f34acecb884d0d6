import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { testDatabase, type TestDatabase } from '../testing/database.ts';
import { main } from './main.ts';

/** This release. */
export const PROGRAM = fileURLToPath(new URL('../anbu.ts', import.meta.url));

export type Done = { readonly code: number | null; readonly out: string; readonly err: string };

/** The program over a database and a data folder of its own; each call is a process, as people start it. */
export type CommandLine = {
  readonly database: Pick<TestDatabase, 'appUrl' | 'ownerUrl'>;
  readonly dataDir: string;
  /** A process that goes on: `serve`, `worker`, `start`; of another program than the line's where one is named. */
  launch(args: readonly string[], env?: Readonly<Record<string, string>>, program?: string): ChildProcess;
  anbu(args: readonly string[], options?: { input?: string; env?: Readonly<Record<string, string>> }): Promise<Done>;
  /** In this process, for what is answered before anything begins: one of its own would read the whole program for a sentence. */
  inside(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Done>;
  /** With --json; ends with 0, or it is a failure of the test. */
  json(args: readonly string[], input?: string): Promise<Record<string, unknown>>;
  stop(): Promise<void>;
};

export async function commandLine(
  own?: Pick<TestDatabase, 'appUrl' | 'ownerUrl'> & { drop(): Promise<void> },
  usual = PROGRAM,
): Promise<CommandLine> {
  const database = own ?? (await testDatabase());
  const dataDir = await mkdtemp(path.join(tmpdir(), 'anbu-command-'));
  const places = { DATABASE_URL: database.appUrl, DATABASE_OWNER_URL: database.ownerUrl, ANBU_DATA_DIR: dataDir };
  const launch: CommandLine['launch'] = (args, env = {}, program = usual) => {
    const { PATH = '', HOME = '', TMPDIR, NODE_COMPILE_CACHE } = process.env;
    return spawn(process.execPath, [program, ...args], {
      env: {
        PATH,
        HOME,
        ...(TMPDIR ? { TMPDIR } : {}),
        // As the scripts that people start it by.
        ...(NODE_COMPILE_CACHE ? { NODE_COMPILE_CACHE } : {}),
        ...places,
        ...env,
      },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
  };
  const anbu: CommandLine['anbu'] = async (args, { input = '', env = {} } = {}) => {
    const child = launch(args, env);
    const ended = outcomeOf(child);
    // A command that refuses at once reads no input.
    child.stdin!.on('error', () => undefined).end(input);
    return ended;
  };
  return {
    database,
    dataDir,
    launch,
    anbu,
    async inside(args, env = {}) {
      let [out, err] = ['', ''];
      const stdout = { write: (text: string) => (out += text) };
      const stderr = { write: (text: string) => (err += text) };
      const code = await main(args, { env: { ...places, ...env }, stdout, stderr });
      return { code, out, err };
    },
    async json(args, input = '') {
      const { code, out, err } = await anbu([...args, '--json'], { input });
      if (code !== 0) throw new Error(`anbu ${args.join(' ')} ended with ${code}: ${out}${err}`);
      return JSON.parse(out) as Record<string, unknown>;
    },
    async stop() {
      await database.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** How a process ends, and what it said. */
export async function outcomeOf(child: ChildProcess): Promise<Done> {
  let out = '';
  let err = '';
  child.stdout!.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr!.setEncoding('utf8').on('data', (text: string) => (err += text));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, out, err };
}

/** An organisation with its first administrator. */
export async function anOrganisation(
  line: CommandLine,
  slug = 'demo',
  password = 'long enough to keep',
): Promise<void> {
  const admin = ['--email', `admin@${slug}.example`, '--name', '김관리', '--role', 'admin'];
  await line.json(['user', 'create', '--org', slug, ...admin], `${password}\n`);
}
