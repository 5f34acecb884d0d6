/**
 * `node scripts/run.cjs bench/src/messages.ts [--messages 50000] [--window 50] [--silent] [--new] [--statements] [--profile FOLDER]`: gate, outbox and SMPP
 * to a centre of this machine, beside the bare library over the same socket with the same window, before and after it, in one run. The centre is a process of
 * its own and sends a receipt of each message, to both (`--silent`: to neither); the database is a throw-away one. `--new`: to
 * persons of whom the gate keeps nothing yet. Spec: issue 5, "It must show".
 */
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { loadavg } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Id } from '../../server/src/kernel/ids.ts';
import { instant } from '../../server/src/kernel/instant.ts';
import { bareRate, usedRate } from '../../server/src/modules/channels/testing/bare.testing.ts';
import { floorRate } from '../../server/src/modules/channels/testing/floor.testing.ts';
import { crowdOfMessages, statesOf } from '../../server/src/modules/channels/testing/crowd.testing.ts';
import { anSmppWay, aSender } from '../../server/src/modules/channels/testing/ways.testing.ts';
import { withClient } from '../../server/src/platform/embedded-postgres/roles.ts';
import { TEST_KEY, testApp } from '../../server/src/testing/app.ts';
import { startTestCluster } from '../../server/src/testing/cluster.ts';
import { PROGRAM_FLAGS } from './flags.ts';
import { processorSeconds, postgresSeconds, residentMegabytes } from './processes.ts';

const { values } = parseArgs({
  options: {
    messages: { type: 'string', default: '20000' },
    window: { type: 'string', default: '50' },
    silent: { type: 'boolean', default: false },
    new: { type: 'boolean', default: false },
    statements: { type: 'boolean', default: false },
    profile: { type: 'string' },
  },
});
const [messages, window] = [Number(values.messages), Number(values.window)];
const TESTING = path.resolve(import.meta.dirname, '../../server/src/modules/channels/testing');

const cluster = await startTestCluster({
  settings: values.statements ? { shared_preload_libraries: 'pg_stat_statements' } : {},
});
Object.assign(process.env, cluster.environment);
const centre = fork(path.join(TESTING, 'centre-process.testing.ts'), values.silent ? [] : ['--receipts'], {
  execArgv: ['--disable-warning=ExperimentalWarning'],
});
const { port } = await told<{ port: number }>(centre);
const place = `127.0.0.1:${port}`;
const app = await testApp({ at: instant(Date.parse('2026-11-26T10:00:00+09:00')), outgoingAllow: [place] });
let worker: ChildProcess | null = null;
try {
  await aSender(app);
  const way = await anSmppWay(app, port, { ratePerSecond: 100_000, window });
  const bares = { port, window, many: Math.min(messages, 20_000) };
  const floor = values.silent ? null : await floorOf(way, bares.many);
  await crowdOfMessages(app.ownerUrl, app.org.id, way, messages, { from: bares.many, states: !values.new });
  if (values.statements) await superuser('create extension pg_stat_statements');
  const bareBefore = await bareRate(bares);
  const usedBefore = values.silent ? Number.NaN : await usedRate(bares);
  const before = await countOf(centre);
  worker = fork(path.join(TESTING, 'worker.testing.ts'), [app.appUrl, TEST_KEY, place], {
    execArgv: [
      ...PROGRAM_FLAGS,
      '--disable-warning=ExperimentalWarning',
      ...(values.profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${values.profile}`]),
    ],
  });
  await once(worker, 'message');
  while ((await countOf(centre)) === before) await sleep(5);
  const began = performance.now();
  const used = await secondsUsed(worker);
  const memory: number[] = [];
  for (let count = 0; count < messages; await sleep(20)) {
    count = (await countOf(centre)) - before;
    if (count > messages * ([0.1, 0.5, 1][memory.length] ?? 2)) memory.push(await residentMegabytes(worker.pid));
  }
  const seconds = (performance.now() - began) / 1_000;
  memory.push(await residentMegabytes(worker.pid));
  const last = values.silent ? 'sent' : 'delivered';
  const already = floor === null ? 0 : bares.many;
  while (
    ((await statesOf(app.ownerUrl, app.org.id))[last] ?? 0) < already + messages &&
    performance.now() - began < 600_000
  ) {
    await sleep(100);
  }
  const settled = (performance.now() - began) / 1_000;
  const after = await secondsUsed(worker);
  const rate = messages / seconds;
  const usedAfter = values.silent ? Number.NaN : await usedRate(bares);
  const bareAfter = await bareRate(bares);
  const against = (...rates: (number | null)[]) =>
    Math.round((rate / (rates.reduce<number>((sum, one) => sum + (one ?? Number.NaN), 0) / rates.length)) * 100) / 100;
  console.log(
    JSON.stringify({
      messages,
      window,
      receipts: !values.silent,
      new: values.new,
      load: loadavg()[0]?.toFixed(1),
      bareRates: [Math.round(bareBefore), Math.round(bareAfter)],
      usedRates: [Math.round(usedBefore), Math.round(usedAfter)],
      floorRate: floor === null ? null : Math.round(floor),
      rate: Math.round(rate),
      ratios: {
        bare: against(bareBefore, bareAfter),
        used: against(usedBefore, usedAfter),
        floor: against(floor),
      },
      seconds: round(seconds),
      settledSeconds: round(settled),
      workerMegabytes: memory,
      processorMicrosecondsOfOne: Object.fromEntries(
        Object.entries(after).map(([name, value]) => [
          name,
          Math.round(((value - (used[name] ?? 0)) / messages) * 1_000_000),
        ]),
      ),
      states: await statesOf(app.ownerUrl, app.org.id),
    }),
  );
  if (values.profile !== undefined) {
    worker.disconnect();
    await once(worker, 'exit');
  }
  if (values.statements) {
    const rows = await superuser(
      `select calls::int, rows::int, round(total_exec_time::numeric / ${messages} * 1000, 1)::text as us_of_one, round(wal_bytes / ${messages})::int as wal, round(mean_exec_time::numeric, 2)::text as ms,
         regexp_replace(left(query, 110), '\\s+', ' ', 'g') as query
       from pg_stat_statements where calls > 5 order by total_exec_time desc limit 30`,
    );
    console.table(rows);
  }
} finally {
  worker?.kill('SIGKILL');
  await app.stop();
  centre.disconnect();
  await cluster.remove();
}

/** The rows that must be kept, by plain `pg`, and the library: of other messages of the same way, before any of ours is there. */
async function floorOf(way: Id, many: number): Promise<number> {
  await crowdOfMessages(app.ownerUrl, app.org.id, way, many);
  return floorRate(app.ownerUrl, { orgId: app.org.id, lane: way, port, window, many });
}

async function told<T>(child: ChildProcess): Promise<T> {
  const [message] = (await once(child, 'message')) as [T];
  return message;
}

async function countOf(child: ChildProcess): Promise<number> {
  const answer = told<{ count: number }>(child);
  child.send('count');
  return (await answer).count;
}

/** Of processors, by the parts of a run. */
async function secondsUsed({ pid }: ChildProcess): Promise<Record<string, number>> {
  return {
    worker: await processorSeconds(pid),
    centre: await processorSeconds(centre.pid),
    database: await postgresSeconds(cluster.superuserUrl),
  };
}

async function superuser(text: string): Promise<unknown[]> {
  return withClient(cluster.superuserUrl, async (client) => (await client.query(text)).rows);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
