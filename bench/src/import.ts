/**
 * `npm run bench:import [-- --rows 100000]`: a list of enquiries is brought in by the program, and the very rows that it wrote are put by COPY into
 * the same tables, with the same keys and indexes, of a second database. What counts is the ratio, and that memory does not grow with the list.
 */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type pg from 'pg';
import { from, to } from 'pg-copy-streams';
import { must } from '../../server/src/kernel/outcome.ts';
import { importDesk } from '../../server/src/modules/integrations/testing.ts';
import { withClient } from '../../server/src/platform/embedded-postgres/roles.ts';
import { startTestCluster } from '../../server/src/testing/cluster.ts';
import { PROGRAM_FLAGS } from './flags.ts';

const { values } = parseArgs({
  options: { rows: { type: 'string', default: '20000' }, json: { type: 'boolean', default: false } },
});
const rows = Number(values.rows);
const STATUSES = ['1차 부재', '2차 부재', '상담 중', '내원', '예약 취소', '장기 부재', '신규 문의', '상담 종결'];
/** Each row of a table once: of what a module keeps for good in two tables, both. */
const SCHEMAS = ['people', 'enquiries', 'integrations', 'platform'];

const cluster = await startTestCluster();
Object.assign(process.env, cluster.environment);
const folder = await mkdtemp(path.join(tmpdir(), 'anbu-bench-import-'));
const desk = await importDesk(['김지현']);
const twin = `bench_${randomBytes(5).toString('hex')}`;
try {
  const { id } = must(await desk.startFile(await writeList(), { dryRun: false }));
  const before = await countAll();
  const worker = await startWorker(id);
  const { milliseconds: importMs, ...memory } = await worker.run();
  const { state, counts } = await desk.read(id);
  if (state !== 'done') throw new Error(`the import is ${state}`);
  const written = await writtenTables(before);
  const copyMs = await copyAll(written);
  const result = {
    rows,
    created: counts?.created,
    written: written.reduce((sum, { count }) => sum + count, 0),
    importSeconds: round(importMs / 1000),
    copySeconds: round(copyMs / 1000),
    ratio: round(copyMs / importMs),
    rowsPerSecond: Math.round((rows * 1000) / importMs),
    millisecondsPerRow: round(importMs / rows),
    workerMegabytes: megabytes(memory.before),
    moreMegabytes: megabytes(memory.peak - memory.before),
    workerCpuSeconds: round(memory.cpu / 1000),
  };
  console.log(values.json ? JSON.stringify(result) : table(result));
} finally {
  await cluster.remove();
  for (const each of [folder, desk.folder]) await rm(each, { recursive: true, force: true });
}

/** Each tenth row repeats the one before it; each person asks twice. Written piece by piece: a million rows are 90 MB. */
async function writeList(): Promise<string> {
  const file = path.join(folder, 'list.csv');
  function* lines() {
    yield '번호,이름,연락처,문의일,관심진료,담당,상태,예약일,메모';
    for (let no = 1; no <= rows; no++) {
      const told = no % 10 === 0 ? no - 1 : no;
      const person = told % Math.ceil(rows / 2);
      const day = `2026-0${1 + (told % 9)}-${String(1 + (told % 27)).padStart(2, '0')}`;
      const phone = `010${String(20_000_000 + person)}`;
      yield `\r\n${no},고객${person},${phone},${day},임플란트,김지현,${STATUSES[told % STATUSES.length]!},,"메모 ""${told}"""`;
    }
  }
  await pipeline(Readable.from(lines()), createWriteStream(file));
  return file;
}

type Told = { readonly milliseconds: number; readonly before: number; readonly peak: number; readonly cpu: number };

/** A process that has read its modules and waits: what it needs more is the import's. */
async function startWorker(id: string) {
  const program = path.join(import.meta.dirname, 'import-worker.ts');
  const args = [...PROGRAM_FLAGS, program, desk.database.appUrl, desk.actor.orgId, id];
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  while (!said.includes('ready')) {
    if (child.exitCode !== null) throw new Error('the worker has ended');
    await sleep(20);
  }
  return {
    run: async (): Promise<Told> => {
      const gone = once(child, 'close');
      child.stdin.write('go\n');
      const [code] = (await gone) as [number | null];
      if (code !== 0) throw new Error(`the worker ended with ${code}`);
      return JSON.parse(said.slice(said.indexOf('{'))) as Told;
    },
  };
}

type Counted = { readonly table: string; readonly count: number };

async function countAll(): Promise<Map<string, number>> {
  return withClient(desk.database.superuserUrl, async (client) => {
    const { rows: tables } = await client.query<{ name: string }>(
      `select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where n.nspname = any($1) and c.relkind in ('r', 'p') and not c.relispartition order by 1`,
      [SCHEMAS],
    );
    const counts = new Map<string, number>();
    for (const { name } of tables) {
      const { rows: found } = await client.query<{ count: string }>(`select count(*) from ${name}`);
      counts.set(name, Number(found[0]?.count ?? 0));
    }
    return counts;
  });
}

/** Tables that the import filled, those that others refer to first. */
async function writtenTables(before: ReadonlyMap<string, number>): Promise<Counted[]> {
  const written = [...(await countAll())].flatMap(([table, count]) => {
    const more = count - (before.get(table) ?? 0);
    return more > 0 ? [{ table, count: more }] : [];
  });
  const order = [
    'people.person_counter',
    'people.person',
    'people.',
    'enquiries.enquiry',
    'enquiries.',
    'platform.event',
    'integrations.import',
    'integrations.',
  ];
  const rank = ({ table }: Counted) => {
    const at = order.findIndex((name) => (name.endsWith('.') ? table.startsWith(name) : table === name));
    return at < 0 ? order.length : at;
  };
  return written.sort((a, b) => rank(a) - rank(b));
}

/** A second database as it was before the import (its settings and people stand), filled by COPY. */
async function copyAll(tables: readonly Counted[]): Promise<number> {
  const names = new Set(tables.map(({ table }) => table));
  await desk.db.close();
  const source = new URL(desk.database.superuserUrl);
  const target = new URL(source);
  target.pathname = `/${twin}`;
  const admin = new URL(source);
  admin.pathname = '/postgres';
  await withClient(admin.href, (client) =>
    client.query(`create database ${twin} template ${source.pathname.slice(1)}`),
  );
  try {
    return await withClient(source.href, (reading) =>
      withClient(target.href, async (writing) => {
        const order = [...names];
        for (const name of order) {
          const out = reading.query(to(`copy (select * from ${name}) to stdout (format binary)`));
          await pipeline(out, createWriteStream(fileOf(name)));
        }
        await writing.query(`truncate ${order.join(', ')} cascade`);
        let milliseconds = 0;
        for (const name of order) milliseconds += await timed(() => copyIn(writing, name));
        return milliseconds;
      }),
    );
  } finally {
    await withClient(admin.href, (client) => client.query(`drop database if exists ${twin} with (force)`));
  }
}

async function copyIn(client: pg.Client, name: string): Promise<void> {
  await pipeline(createReadStream(fileOf(name)), client.query(from(`copy ${name} from stdin (format binary)`)));
}

function fileOf(name: string): string {
  return path.join(folder, name);
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await work();
  return performance.now() - from;
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 1024 / 1024);
}

function round(number: number): number {
  return Math.round(number * 1000) / 1000;
}

function table(result: Readonly<Record<string, unknown>>): string {
  return Object.entries(result)
    .map(([name, value]) => `${name.padEnd(20)} ${String(value)}`)
    .join('\n');
}
