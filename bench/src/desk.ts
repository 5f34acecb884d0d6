/**
 * `npm run bench:desk [-- --at-work 200 --seconds 30 --think 2]`: so many people at work at once. Each takes the next of Today, reads the person, thinks, records
 * a call, as fast as a person would be who hardly thinks. Says what each request took, and looks whether anything was lost, or worked by two.
 */
import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { compose } from '../../server/src/compose.ts';
import { must, ok } from '../../server/src/kernel/outcome.ts';
import { createApiKey } from '../../server/src/modules/identity/index.ts';
import { systemActor } from '../../server/src/platform/db/index.ts';
import { withClient } from '../../server/src/platform/embedded-postgres/roles.ts';
import { makeLog } from '../../server/src/platform/log.ts';
import { startTestCluster } from '../../server/src/testing/cluster.ts';
import { testDatabase } from '../../server/src/testing/database.ts';
import { PROGRAM_FLAGS } from './flags.ts';
import { ask } from './load.ts';
import { seed } from './seed.ts';

const { values } = parseArgs({
  options: {
    'at-work': { type: 'string', default: '200' },
    seconds: { type: 'string', default: '30' },
    think: { type: 'string', default: '2' },
    people: { type: 'string', default: '20000' },
    open: { type: 'string', default: '6000' },
    json: { type: 'boolean', default: false },
  },
});
const atWork = Number(values['at-work']);
const thinkMilliseconds = Number(values.think) * 1_000;

const cluster = await startTestCluster();
Object.assign(process.env, cluster.environment);
const database = await testDatabase();
const secret = randomBytes(32).toString('base64url');
try {
  const size = { people: Number(values.people), open: Number(values.open) };
  const seeded = await seed(database, secret, size, () => undefined);
  const keys = await makeKeys(seeded.place.orgId);
  const program = fork(path.join(import.meta.dirname, 'program.ts'), {
    env: { ...process.env, BENCH_DATABASE_URL: database.appUrl, BENCH_POOL: '10', BENCH_SECRET: secret },
    execArgv: [...PROGRAM_FLAGS],
  });
  const told = <T>(message?: string) =>
    new Promise<T>((resolve) => {
      program.once('message', (value) => resolve(value as T));
      if (message) program.send(message);
    });
  const { port } = await told<{ port: number }>();

  const before = await countCalls();
  const until = performance.now() + Number(values.seconds) * 1_000;
  const times = new Map<string, number[]>();
  const heldBy = new Map<string, number>();
  const found = { twice: 0, refused: 0, calls: 0, nothing: 0 };
  const timed = async (who: number, method: string, route: string, at: string, body: object | null) => {
    const from = performance.now();
    const headers = { authorization: `Bearer ${keys[who]}` };
    const answer = await ask(port, headers, { method, path: `/api/v1${at}`, body: body && JSON.stringify(body) });
    times.set(route, [...(times.get(route) ?? []), performance.now() - from]);
    return answer;
  };
  const work = async (who: number) => {
    // Not all in the same moment.
    await sleep(Math.random() * thinkMilliseconds);
    while (performance.now() < until) {
      const next = await timed(who, 'POST', 'next of Today', '/today/next', {});
      const { item } = JSON.parse(next.text) as {
        item: { enquiry: { id: string; personId: string; version: number } } | null;
      };
      if (!item) {
        found.nothing += 1;
        await sleep(thinkMilliseconds);
        continue;
      }
      const { id, personId, version } = item.enquiry;
      if (heldBy.has(id)) found.twice += 1;
      heldBy.set(id, who);
      await timed(who, 'GET', 'the person', `/people/${personId}`, null);
      await sleep(thinkMilliseconds * (0.5 + Math.random()));
      const call = { outcome: 'NO_ANSWER', version };
      const answer = await timed(who, 'POST', 'record a call', `/enquiries/${id}/calls`, call);
      heldBy.delete(id);
      if (answer.status === 200) found.calls += 1;
      else found.refused += 1;
    }
  };
  let most = 0;
  const watching = setInterval(
    () => void told<{ rss: number }>('memory').then(({ rss }) => (most = Math.max(most, rss))),
    1_000,
  );
  await Promise.all(Array.from({ length: atWork }, (_, who) => work(who)));
  clearInterval(watching);
  const kept = (await countCalls()) - before;
  report({ ...found, kept, most });
  program.disconnect();

  function report(all: typeof found & { kept: number; most: number }) {
    const lines = [...times].map(([route, list]) => {
      const sorted = list.toSorted((a, b) => a - b);
      const at = (share: number) =>
        Number(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]?.toFixed(1));
      return { route, count: list.length, p50: at(0.5), p90: at(0.9), p99: at(0.99), most: at(1) };
    });
    if (values.json) return console.log(JSON.stringify({ lines, ...all }));
    console.log(`\n${atWork} at work for ${values.seconds} s, thinking about ${values.think} s at each\n`);
    console.table(lines);
    console.log(
      `calls answered 200: ${all.calls}, in the database: ${all.kept}; refused: ${all.refused}; nothing to do: ${all.nothing}`,
    );
    console.log(`given to two at once: ${all.twice}; memory of the program at most: ${Math.round(all.most / 1e6)} MB`);
  }
} finally {
  await database.drop();
  await cluster.remove();
}

function countCalls(): Promise<number> {
  return withClient(database.superuserUrl, async (client) => {
    const { rows } = await client.query<{ calls: number }>('select count(*)::int as calls from enquiries.call');
    return rows[0]!.calls;
  });
}

async function makeKeys(orgId: string): Promise<string[]> {
  const app = compose({ databaseUrl: database.appUrl, poolSize: 2, secretKey: secret, log: makeLog('error') });
  try {
    const scopes = ['people.read', 'enquiries.read', 'enquiries.work'] as const;
    const made = await app.db.inTx(systemActor(orgId, 'bench'), async (tx) => {
      const keys: string[] = [];
      for (let no = 0; no < atWork; no += 1) {
        keys.push(must(await createApiKey(tx, { name: `seat ${no}`, scopes: [...scopes], expiresAt: null })).key);
      }
      return ok(keys);
    });
    return must(made);
  } finally {
    await app.stop();
  }
}
