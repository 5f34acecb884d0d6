import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Language } from '@anbu/contract';
import { Client } from 'pg';
import { must, ok } from '../kernel/outcome.ts';
import { metricOf, reconcileRollUps } from '../modules/analytics/index.ts';
import { reconcileOpenEnquiries, settleClosedCounts } from '../modules/enquiries/index.ts';
import { listOrganisationIds } from '../modules/identity/index.ts';
import { Database, systemActor } from '../platform/db/index.ts';
import { makeDemo } from '../demo/index.ts';
import { textOf } from '../platform/i18n.ts';
import { makeLog } from '../platform/log.ts';
import { commandLine, type CommandLine } from './run.testing.ts';

const PEOPLE = 400;

let line: CommandLine;
let owner: Client;
let db: Database;
before(async () => {
  line = await commandLine();
  owner = new Client({ connectionString: line.database.ownerUrl });
  await owner.connect();
  const { ownerUrl, appUrl } = line.database;
  db = new Database({ url: appUrl, poolSize: 2 });
  // A small clinic; the command finds it.
  await makeDemo({ db, ownerUrl, log: makeLog('error'), onProgress: () => undefined, enquiries: 40 });
});
after(async () => {
  await db.close();
  await owner.end();
  await line.stop();
});

async function count(text: string): Promise<number> {
  const { rows } = await owner.query<{ n: string }>(`select count(*) as n from ${text}`);
  return Number(rows[0]?.n);
}

const CROWD = `people.person where id < '018af000-0000-7000-8000-000000000000'`;

test('a crowd joins the demo clinic by SQL: as many persons as were asked for, an enquiry each, five entries of the archive and more', async () => {
  const { code, err } = await line.anbu(['demo', '--people', String(PEOPLE)]);
  assert.equal(code, 0, err);
  assert.match(err, /crowd: 400 of 400 persons/, 'its progress is told');
  assert.equal(await count(CROWD), PEOPLE);
  assert.equal(await count(`enquiries.enquiry where person_id in (select id from ${CROWD})`), PEOPLE);
  assert.ok((await count(`timeline.entry where person_id in (select id from ${CROWD})`)) >= PEOPLE * 4.9);
  assert.equal(await count('timeline.entry_default'), 0, 'each entry lies in its month');
  assert.equal(
    await count(
      `people.person_phone p where p.person_id in (select id from ${CROWD}) and p.e164 !~ '^\\+82100\\d{7}$'`,
    ),
    0,
    'nobody has these numbers',
  );
});

test('what is open of the crowd says why in words, in every language', async () => {
  const { rows } = await owner.query<{ code: string; params: Record<string, string> }>(
    `select distinct action_reason_code as code, action_reason_params as params from enquiries.enquiry
     where open and person_id in (select id from ${CROWD})`,
  );
  assert.ok(rows.length > 5);
  for (const { code, params } of rows)
    for (const language of Language.options)
      assert.doesNotMatch(textOf(language, code, params), /^enquiries|[{}]/, code);
});

test('P6 what is counted of the crowd is what there is: statistics, open enquiries of persons, closed ones of the board', async () => {
  assert.deepEqual(await reconcileRollUps(db), { enquiries: 0, sums: 0 });
  assert.equal(await reconcileOpenEnquiries(db), 0);
  assert.equal(await settleClosedCounts(db), 0);
  const [orgId] = await listOrganisationIds(db);
  const asked = { from: '2023-01', to: '2027-12' };
  const metric = must(
    await db.inTx(systemActor(orgId!, 'test'), async (tx) => ok(must(await metricOf(tx, 'lead-desk', asked)))),
  );
  assert.equal(metric.complete, true);
  const { rows } = await owner.query<{ n: string }>(
    `select count(*) as n from enquiries.enquiry where qualified and status <> 'INVALID'`,
  );
  assert.equal(metric.totals[0]?.figures.enquiries?.value, Number(rows[0]?.n));
});

test('a larger crowd goes on after the one that is there; the same once more is refused', async () => {
  const grown = await line.json(['demo', '--people', String(PEOPLE + 100)]);
  assert.deepEqual([grown['made'], grown['there']], [true, PEOPLE]);
  assert.equal(await count(CROWD), PEOPLE + 100);
  assert.deepEqual(await reconcileRollUps(db), { enquiries: 0, sums: 0 });
  const again = await line.anbu(['demo', '--people', String(PEOPLE + 100), '--json']);
  assert.equal(again.code, 1);
  assert.match(again.out, /crowd of 500 persons already/);
});

test('who was interrupted before all was counted goes on: nothing is made twice', async () => {
  await owner.query(
    `delete from analytics.span; delete from analytics.fact; delete from analytics.tally; delete from analytics.day_sum`,
  );
  const again = await line.json(['demo', '--people', String(PEOPLE)]);
  assert.equal(again['there'], PEOPLE);
  assert.equal(await count(CROWD), PEOPLE + 100);
  assert.deepEqual(await reconcileRollUps(db), { enquiries: 0, sums: 0 });
});

test('a number that is none is not understood, and without the owner nothing is written', async () => {
  for (const people of ['0', '-5', 'many', '6000000']) {
    const { code, err } = await line.inside(['demo', '--people', people]);
    assert.equal(code, 2, err);
  }
  const { code, err } = await line.inside(['demo', '--people', '10'], { DATABASE_OWNER_URL: '' });
  assert.deepEqual([code, /DATABASE_OWNER_URL/.test(err)], [1, true], err);
  const help = await line.inside(['demo', '--help']);
  assert.deepEqual([help.code, /--people/.test(help.out)], [0, true]);
});
