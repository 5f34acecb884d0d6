/**
 * `npm run bench [-- --people 20000 --seconds 3 --runs 3 --clients 10 --only board --data folder]`: each named request of the program beside its floor, in one
 * run on one machine. What counts is the ratio: absolute times are the machine's. Clients, program and database share its cores.
 */
import { parseArgs } from 'node:util';
import { CASES } from './cases.ts';
import { endChild, startChild, tell, type Child } from './child.ts';
import { openGround } from './ground.ts';
import { ask, load } from './load.ts';
import { Exhausted, plan, type Material, type Planned } from './plans.ts';
import { HEADING, lineOf, middle, type Result } from './report.ts';
import { findWorked, seed } from './seed.ts';

const { values } = parseArgs({
  options: {
    people: { type: 'string', default: '20000' },
    seconds: { type: 'string', default: '3' },
    runs: { type: 'string', default: '3' },
    clients: { type: 'string', default: '10' },
    only: { type: 'string', default: '' },
    /** Where the filled database stays for the next run. */
    data: { type: 'string' },
    /** Where the program leaves a profile of its processor time (chrome://tracing, DevTools). */
    profile: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});
const POOL = 10;
const CONSULTANTS = 20;
/** Of these two thirds, 2,000, are due today or late. */
const OPEN_EACH = 3_000;
/** The same at every start: the key of the bench is sealed with nothing else. */
const SECRET = Buffer.alloc(32, 7).toString('base64url');
const people = Number(values.people);
const seconds = Number(values.seconds);
const runs = Number(values.runs);
const clients = Number(values.clients);
const note = (text: string) => void (values.json ? undefined : console.log(text));

const ground = await openGround(values.data ?? null, people);
const children: Child[] = [];
try {
  // Few people have few consultants: what is open is a part of all.
  const open = Math.min(CONSULTANTS * OPEN_EACH, Math.floor(people / 4));
  const began = performance.now();
  const seeded = ground.seeded ?? (await seed(ground, SECRET, { people, open }, note));
  if (!ground.seeded) {
    await ground.keep(seeded);
    note(`filled in ${((performance.now() - began) / 1_000).toFixed(0)} s`);
  }
  const environment = { BENCH_DATABASE_URL: ground.appUrl, BENCH_POOL: String(POOL), BENCH_SECRET: SECRET };
  // As `npm start` runs it.
  const profile = values.profile ? ['--cpu-prof', `--cpu-prof-dir=${values.profile}`] : [];
  const program = await startChild('program.ts', environment, ['--max-semi-space-size=16', ...profile]);
  const floor = await startChild('floor.ts', environment);
  children.push(program, floor);
  const { userIds } = seeded.place;
  let fresh = 1_000_000 + Math.floor(Math.random() * 70_000_000);
  const material: Material = {
    // One of those without a team, who have their own alone; and one of a team of eight.
    known: { consultant: userIds[15]!, colleague: userIds[3]! },
    targets: seeded.targets,
    worked: await findWorked(ground.superuserUrl, seeded.place),
    header: { authorization: `Bearer ${seeded.key}` },
    newNumber: () => fresh++,
  };
  note(
    `\n${people.toLocaleString('en')} persons, ${clients} clients, median of ${runs} runs of ${seconds} s\n\n${HEADING}`,
  );
  const results: Result[] = [];
  for (const one of CASES.filter(({ name }) => name.includes(values.only))) {
    try {
      const result = await measure(await plan(one, material, program, floor), material, program, floor);
      results.push(result);
      note(lineOf(result));
    } catch (error) {
      // Few people have too few open enquiries for some: the others are measured all the same.
      if (!(error instanceof Exhausted)) throw error;
      note(`${one.name}: not measured, ${error.message}`);
    }
  }
  const { rss } = await tell<{ rss: number }>(program, 'memory');
  note(`\nmemory of the program after it: ${Math.round(rss / 1e6)} MB. !: not within max(2.5 × floor, floor + 4 ms)`);
  if (values.json) console.log(JSON.stringify({ people, clients, runs, seconds, results, rss }, null, 2));
} finally {
  await Promise.all(children.map(endChild));
  await ground.close();
}

async function measure(planned: Planned, { header }: Material, program: Child, floor: Child): Promise<Result> {
  for (const request of planned.floor()) {
    const { status, text } = await ask(floor.port, {}, request);
    if (status >= 400) throw new Error(`${planned.name}, floor: ${text}`);
  }
  const both = async (many: number, share = 1) => ({
    program: await load(program.port, header, planned.ours, { clients: many, milliseconds: seconds * 1_000 * share }),
    floor: await load(floor.port, {}, planned.floor, { clients: many, milliseconds: seconds * 1_000 * share }),
  });
  // The first round warms up; by turns, so that what disturbs the machine disturbs both.
  await both(clients, 0.3);
  const rounds = [];
  for (let run = 0; run < runs; run++) rounds.push(await both(clients));
  const alone = await both(1, 0.4);
  const { name, statements } = planned;
  return {
    ...{ name, statements, alone },
    program: middle(rounds.map(({ program: figures }) => figures)),
    floor: middle(rounds.map(({ floor: figures }) => figures)),
  };
}
