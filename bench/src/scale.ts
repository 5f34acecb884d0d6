/**
 * `npm run bench:scale [-- --rows 200000 --open 10000 --runs 5 --only board]`: one organisation with so many persons and enquiries, and what each
 * request of it costs: statements, milliseconds, and the rows that the plans of its statements read – which is the same on every machine.
 */
import { parseArgs } from 'node:util';
import path from 'node:path';
import { ROLE_PERMISSIONS } from '@anbu/contract';
import type pg from 'pg';
import type { Actor } from '../../server/src/platform/db/index.ts';
import { withClient } from '../../server/src/platform/embedded-postgres/roles.ts';
import { buildServer } from '../../server/src/platform/http/server.ts';
import { startTestCluster } from '../../server/src/testing/cluster.ts';
import { testDatabase } from '../../server/src/testing/database.ts';
import { insertCrowd, type Place } from '../../server/src/demo/crowd/index.ts';
import { composeBench, furnish } from './furnish.ts';
import { median } from './load.ts';
import { recorder, type Statement } from './recording.ts';
import { scaleCases, type Known, type ScaleCase } from './scale-cases.ts';

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '200000' },
    open: { type: 'string', default: '10000' },
    runs: { type: 'string', default: '5' },
    only: { type: 'string', default: '' },
    json: { type: 'boolean', default: false },
  },
});
const rows = Number(values.rows);
const runs = Number(values.runs);
/** Statements that may be explained and run again. */
const READS = /^\s*(with|select)\b(?!.*\b(insert into|update|delete from)\b)/is;

const cluster = await startTestCluster();
Object.assign(process.env, cluster.environment);
const database = await testDatabase();
const app = composeBench(database.appUrl, Buffer.alloc(32, 7).toString('base64'));
const record = recorder();
try {
  note(`${rows.toLocaleString('en')} persons and enquiries by SQL …`);
  const place = await furnish(app, 'scale');
  const known = await withClient(database.superuserUrl, async (client) => {
    await insertCrowd(client, place, { persons: 'new', enquiries: rows, open: Number(values.open), audited: true });
    await client.query('vacuum analyze');
    return findKnown(client, place);
  });
  await measure(place, scaleCases(known));
} finally {
  await app.stop();
  await database.drop();
  await cluster.remove();
}

async function findKnown(client: pg.Client, place: Place): Promise<Known> {
  const one = async (text: string, parameters: unknown[]) =>
    (await client.query<Record<string, string>>(text, parameters)).rows[0]!;
  const phone = await one(
    'select person_id, e164 from people.person_phone where org_id = $1 order by id offset 1000 limit 1',
    [place.orgId],
  );
  const enquiry = await one(
    `select id, person_id from enquiries.enquiry where org_id = $1 and owner_id = $2 and status = 'CANCELLED' limit 1`,
    [place.orgId, place.userIds[3]],
  );
  return {
    user: place.userIds[5]!,
    team: place.teamIds[1]!,
    person: phone['person_id']!,
    phone: phone['e164']!,
    enquiry: enquiry['id']!,
    enquiryPerson: enquiry['person_id']!,
  };
}

async function measure(place: Place, cases: readonly ScaleCase[]): Promise<void> {
  const server = await buildServer({
    ...app,
    authenticator: {
      bySession: () => Promise.resolve(null),
      bySessionIn: () => Promise.resolve(null),
      byApiKey: () => Promise.resolve(consultant(place)),
      byApiKeyIn: () => Promise.resolve('elsewhere'),
    },
    stream: null,
    readiness: () => Promise.resolve(null),
    publicUrl: new URL('http://localhost:3000'),
    trustProxy: false,
    tls: null,
    limits: { user: 0, key: 0, signIn: 0 },
    uploadDir: path.join(import.meta.dirname, 'no-uploads'),
    webDir: path.join(import.meta.dirname, 'no-web'),
    deadlineMilliseconds: 60_000,
  });
  await server.ready();
  note(`\n${'request'.padEnd(44)}${'sql'.padStart(5)}${'ms'.padStart(9)}${'rows read'.padStart(12)}`);
  for (const one of cases.filter(({ name }) => name.includes(values.only))) {
    const times: number[] = [];
    let statements: Statement[] = [];
    // The first run warms up.
    for (let run = 0; run <= runs; run++) {
      record.start();
      const began = performance.now();
      const answer = await server.inject({
        method: one.method,
        url: `/api/v1${one.path}`,
        headers: { authorization: 'Bearer scale' },
        ...(one.body === undefined ? {} : { payload: one.body as object }),
      });
      if (run > 0) times.push(performance.now() - began);
      statements = record.stop();
      if (answer.statusCode >= 400) throw new Error(`${one.name}: ${answer.statusCode} ${answer.body}`);
    }
    report(one.name, statements.length, median(times), await rowsRead(place.orgId, statements));
  }
  await server.close();
}

/** The fourth consultant, who may look at everything. */
function consultant({ orgId, userIds }: Place): Actor {
  return {
    kind: 'user',
    orgId,
    userId: userIds[3]!,
    apiKeyId: null,
    sessionId: null,
    name: '상담 3',
    permissions: new Set(ROLE_PERMISSIONS.admin),
    language: 'ko',
    requestId: null,
    address: null,
  };
}

type Node = {
  readonly 'Node Type': string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly Plans?: readonly Node[];
};

/** As the application's login under row-level security: what the scans of the plans of all reads touch, kept or not. */
async function rowsRead(orgId: string, statements: readonly Statement[]): Promise<number> {
  return withClient(database.appUrl, async (client) => {
    let read = 0;
    for (const { text, values: parameters } of statements.filter((one) => READS.test(one.text))) {
      await client.query(`begin; set local app.org_id = '${orgId}'`);
      const { rows: plans } = await client.query<{ 'QUERY PLAN': [{ Plan: Node }] }>(
        `explain (analyze, format json) ${text}`,
        parameters as unknown[],
      );
      await client.query('rollback');
      read += scanned(plans[0]!['QUERY PLAN'][0].Plan);
    }
    return Math.round(read);
  });
}

function scanned(node: Node): number {
  const own = /Scan/.test(node['Node Type'])
    ? (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops']
    : 0;
  return (node.Plans ?? []).reduce((sum, plan) => sum + scanned(plan), own);
}

function report(name: string, statements: number, milliseconds: number, read: number): void {
  if (values.json) console.log(JSON.stringify({ name, statements, milliseconds, rowsRead: read }));
  else {
    console.log(
      `${name.padEnd(44)}${String(statements).padStart(5)}${milliseconds.toFixed(1).padStart(9)}${read.toLocaleString('en').padStart(12)}`,
    );
  }
}

function note(text: string): void {
  if (!values.json) console.log(text);
}
