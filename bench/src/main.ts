/**
 * `npm run bench [-- --people 20000 --seconds 3 --runs 3]`: each named request of the program beside its floor, in one run on one machine.
 * What counts is the ratio: absolute times are the machine's. Clients, program and database share its cores.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { testDatabase } from '../../server/src/testing/database.ts';
import { startTestCluster } from '../../server/src/testing/cluster.ts';
import { withClient } from '../../server/src/platform/embedded-postgres/roles.ts';
import { CASES, targetOf, type Case, type Target } from './cases.ts';
import { insertCrowd } from '../../server/src/testing/crowd.ts';
import { ask, load, median, type Figures, type Request } from './load.ts';
import { UUID, type Statement } from './recording.ts';
import { seed, type Seeded } from './seed.ts';

const { values } = parseArgs({
  options: {
    people: { type: 'string', default: '20000' },
    seconds: { type: 'string', default: '3' },
    runs: { type: 'string', default: '3' },
    clients: { type: 'string', default: '10' },
    json: { type: 'boolean', default: false },
  },
});
const POOL = 10;
/** Of these two thirds are due today or late. */
const OPEN = 3_000;
const people = Number(values.people);
const milliseconds = Number(values.seconds) * 1000;
const runs = Number(values.runs);
const clients = Number(values.clients);

const cluster = await startTestCluster();
Object.assign(process.env, cluster.environment);
const database = await testDatabase();
const secretKey = randomBytes(32).toString('base64url');
const children: ChildProcess[] = [];
const sampleOf = new Map<Case, Target>();
const statementsOf = new Map<Case, number>();
let created = 0;
try {
  note(`seeding ${people.toLocaleString('en')} persons through the services …`);
  const seeded = await seed(database.appUrl, secretKey, people, () => asOwner(database.superuserUrl, 'analyze'));
  await withClient(database.superuserUrl, (client) =>
    insertCrowd(client, seeded.place, { people: 0, enquiries: people, open: OPEN }),
  );
  await asOwner(database.superuserUrl, 'vacuum analyze');
  const program = await child('program.ts');
  const floor = await child('floor.ts');
  const results = [];
  for (const one of CASES) {
    await plan(one, seeded, program, floor);
    const measured: { program: Figures[]; floor: Figures[] } = { program: [], floor: [] };
    for (let run = 0; run <= runs; run++) {
      // By turns, so that what disturbs the machine disturbs both. The first round warms up.
      const ours = await load(program.port, header(seeded), programRequests(one, seeded), { clients, milliseconds });
      const raw = await load(floor.port, {}, floorRequests(one, seeded), { clients, milliseconds });
      if (run > 0) {
        measured.program.push(ours);
        measured.floor.push(raw);
      }
    }
    results.push({
      name: one.name,
      statements: statementsOf.get(one) ?? 0,
      program: middle(measured.program),
      floor: middle(measured.floor),
    });
  }
  const { rss } = await answer<{ rss: number }>(program.process, 'memory');
  report(results, rss);
} finally {
  for (const one of children) one.disconnect();
  await database.drop();
  await cluster.remove();
}

type Child = { readonly process: ChildProcess; readonly port: number };

async function child(file: string): Promise<Child> {
  const process_ = fork(path.join(import.meta.dirname, file), {
    env: { ...process.env, BENCH_DATABASE_URL: database.appUrl, BENCH_POOL: String(POOL), BENCH_SECRET: secretKey },
    execArgv: [],
  });
  children.push(process_);
  const { port } = await answer<{ port: number }>(process_);
  return { process: process_, port };
}

function answer<T>(process_: ChildProcess, message?: unknown): Promise<T> {
  return new Promise((resolve, reject) => {
    const ended = () => reject(new Error('a process of the bench ended'));
    process_.once('exit', ended);
    process_.once('message', (value) => {
      process_.off('exit', ended);
      resolve(value as T);
    });
    if (message !== undefined) process_.send(message as string);
  });
}

/** Records a request of the program twice, and gives the second one to the floor: ids that both name were there before, the others were made for it. */
async function plan(one: Case, seeded: Seeded, program: Child, floor: Child): Promise<void> {
  const record = async () => {
    const target = one.creates ? { personId: '', ...targetOf(newNumber()) } : seeded.targets[0]!;
    await answer(program.process, 'record');
    const { status, text } = await ask(program.port, header(seeded), requestOf(one, target));
    if (status >= 400) throw new Error(`${one.name}: ${status} ${text}`);
    const { statements } = await answer<{ statements: Statement[] }>(program.process, 'recorded');
    return { target, text, statements, ids: new Set(idsIn(JSON.stringify(statements))) };
  };
  const first = await record();
  const second = await record();
  const known = [...second.ids].filter((id) => first.ids.has(id));
  await answer(floor.process, { plan: planOf(one), statements: second.statements, known, answer: second.text });
  sampleOf.set(one, second.target);
  statementsOf.set(one, second.statements.length);
  const tried = await ask(floor.port, {}, floorRequests(one, seeded)());
  if (tried.status >= 400) throw new Error(`${one.name}, floor: ${tried.text}`);
}

function planOf(one: Case): string {
  return one.name.replaceAll(/[^a-z0-9]+/g, '-');
}

function idsIn(text: string): string[] {
  return text.match(UUID) ?? [];
}

function newNumber(): number {
  return people + 1_000 + created++;
}

function requestOf(one: Case, target: Target): Request {
  return {
    method: one.method,
    path: `/api/v1${one.path(target)}`,
    body: one.body ? JSON.stringify(one.body(target)) : null,
  };
}

function programRequests(one: Case, seeded: Seeded): () => Request {
  const targets = turn(one, seeded);
  return () => requestOf(one, targets());
}

function floorRequests(one: Case, seeded: Seeded): () => Request {
  const targets = turn(one, seeded);
  const sample = sampleOf.get(one)!;
  return () => {
    const target = targets();
    const pairs = [
      [sample.personId, target.personId],
      [e164(sample.phone), e164(target.phone)],
      [sample.phone.slice(-4), target.phone.slice(-4)],
      [sample.phone.replaceAll('-', ''), target.phone.replaceAll('-', '')],
      [sample.name, target.name],
    ].filter(([from]) => from !== '');
    return {
      method: 'POST',
      path: `/run/${planOf(one)}`,
      body: JSON.stringify(pairs),
    };
  };
}

function turn(one: Case, seeded: Seeded): () => Target {
  let index = 0;
  if (one.creates) return () => ({ personId: '', ...targetOf(newNumber()) });
  return () => seeded.targets[index++ % seeded.targets.length]!;
}

function e164(phone: string): string {
  return `+82${phone.replaceAll('-', '').slice(1)}`;
}

function header({ key }: Seeded): Record<string, string> {
  return { authorization: `Bearer ${key}` };
}

async function asOwner(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(statement);
  await client.end();
}

function middle(figures: readonly Figures[]): Figures {
  const of = (key: keyof Figures) => median(figures.map((figure) => figure[key]));
  return {
    perSecond: of('perSecond'),
    p50: of('p50'),
    p99: of('p99'),
    errors: Math.max(...figures.map(({ errors }) => errors)),
  };
}

function report(
  results: readonly { name: string; statements: number; program: Figures; floor: Figures }[],
  rss: number,
): void {
  if (values.json) {
    console.log(JSON.stringify({ people, clients, runs, seconds: Number(values.seconds), results, rss }, null, 2));
    return;
  }
  console.log(
    `\n${people.toLocaleString('en')} persons, ${clients} clients, median of ${runs} runs of ${values.seconds} s\n`,
  );
  console.log(
    `${'request'.padEnd(24)}${'sql'.padStart(6)}${'per s'.padStart(8)}${'floor'.padStart(8)}${'p50 ms'.padStart(9)}${'floor'.padStart(8)}${'ratio'.padStart(7)}${'p99 ms'.padStart(9)}${'floor'.padStart(8)}${'errors'.padStart(8)}`,
  );
  for (const { name, statements, program, floor } of results) {
    const cells = [
      String(statements).padStart(6),
      program.perSecond.toFixed(0).padStart(8),
      floor.perSecond.toFixed(0).padStart(8),
      program.p50.toFixed(2).padStart(9),
      floor.p50.toFixed(2).padStart(8),
      (program.p50 / floor.p50).toFixed(2).padStart(7),
      program.p99.toFixed(2).padStart(9),
      floor.p99.toFixed(2).padStart(8),
      String(program.errors + floor.errors).padStart(8),
    ];
    console.log(`${name.padEnd(24)}${cells.join('')}`);
  }
  console.log(`\nmemory of the program after it: ${Math.round(rss / 1e6)} MB`);
}

function note(text: string): void {
  if (!values.json) console.log(text);
}
