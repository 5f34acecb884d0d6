import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Import } from '@anbu/contract';
import { must } from '../../kernel/outcome.ts';
import { sql } from '../../platform/db/index.ts';
import { withClient } from '../../platform/embedded-postgres/roles.ts';
import { JobRunner } from './neighbours.ts';
import { applyImport, remap } from './service/acts.ts';
import { report } from './service/report.ts';
import { registerImports } from './service/run.ts';
import { importDesk } from './testing.ts';
import { until } from '../../testing/until.ts';

let desk: Awaited<ReturnType<typeof importDesk>>;
let runner: JobRunner;
before(async () => {
  desk = await importDesk([]);
  runner = new JobRunner({
    db: desk.db,
    log: { warn: () => {}, error: () => {} },
    pollMilliseconds: 20,
    waitAfter: () => 0,
  });
  registerImports(runner);
  runner.start();
});
after(async () => {
  await runner.stop();
  await desk.close();
});

const ROWS = 1_200;
/** The last rows are of a day that the database will refuse. */
const LIST = [
  '이름,연락처,문의일',
  ...Array.from({ length: ROWS }, (_, no) => `고객${no},010${30_000_000 + no},2026-0${no < 1_100 ? 5 : 6}-10`),
].join('\n');

const asOwner = (text: string) => withClient(desk.database.ownerUrl, (client) => client.query(text));

const settled = (id: string): Promise<Import> =>
  until(async () => {
    const found = await desk.read(id);
    return found.state !== 'running' && found;
  }, 'the import');

test('R1 an import whose job failed for good stands as failed, says so, and goes on where it stopped when it is applied again', async () => {
  await asOwner(`alter table enquiries.enquiry add constraint refused check (received_on < '2026-06-01')`);
  const { id } = must(await desk.start(LIST, { dryRun: false, job: true }));
  const failed = await settled(id);
  assert.deepEqual(
    [failed.state, failed.phase, failed.error?.code, failed.progress.done],
    ['failed', 'apply', 'imports.interrupted', 1_000],
  );
  assert.equal(await desk.count(sql`select count(*) as n from enquiries.enquiry`), 1_000);
  assert.deepEqual(await desk.tell(sql`select state, error from platform.job where ref_id = ${id}`), [
    { state: 'failed', error: 'jobs.failed' },
  ]);
  const remapped = await desk.db.inTx(desk.actor, (tx) => remap(tx, id, { name: '이름' }));
  assert.equal(remapped.ok || remapped.refusal.code, 'imports.already_applied');

  await asOwner('alter table enquiries.enquiry drop constraint refused');
  const resumed = must(await desk.db.inTx(desk.actor, (tx) => applyImport(tx, id)));
  assert.deepEqual([resumed.state, resumed.error], ['running', null]);
  const done = await settled(id);
  assert.deepEqual([done.state, done.error, done.counts?.created, done.progress.done], ['done', null, ROWS, ROWS]);
  assert.equal(await desk.count(sql`select count(*) as n from enquiries.enquiry`), ROWS);
  assert.equal(await desk.count(sql`select count(*) as n from people.person`), ROWS);
});

test('an analysis whose job failed for good goes on as well, or begins anew with another mapping', async () => {
  await asOwner(`alter table integrations.import_row add constraint refused check (row_no < 1500) not valid`);
  const list = `${LIST}\n${LIST.split('\n').slice(1).join('\n')}`;
  const { id } = must(await desk.start(list, { dryRun: true, job: true }));
  const failed = await settled(id);
  assert.deepEqual([failed.state, failed.phase, failed.progress.done], ['failed', 'analyse', 1_000]);
  await asOwner('alter table integrations.import_row drop constraint refused');
  must(await desk.db.inTx(desk.actor, (tx) => applyImport(tx, id)));
  const done = await settled(id);
  assert.deepEqual([done.state, done.phase, done.counts?.rows], ['done', 'analyse', 2 * ROWS]);
});

test('another mapping leaves the rows of the one before to the job, and nobody sees them meanwhile', async () => {
  const one = await desk.bring('A,B,C\n가,010-4100-0001,2026-05-01\n나,010-4100-0002,2026-05-01\n', {
    mapping: { name: 'A', phone: 'B', receivedAt: 'C' },
    dryRun: true,
  });
  assert.equal(one.counts?.created, 2);
  must(await desk.db.inTx(desk.actor, (tx) => remap(tx, one.id, { phone: 'B', receivedAt: 'C' }, { job: false })));
  const left = sql<{ n: number }>`select count(*) as n from integrations.import_row where import_id = ${one.id}`;
  assert.equal(await desk.count(left), 2, 'a request deletes no list');
  const page = { outcome: null, after: 0, limit: 10 };
  const between = must(await desk.db.inTx(desk.actor, (tx) => report(tx, one.id, page)));
  assert.deepEqual([between.items, between.counts.rows], [[], 0]);
  await desk.run(one.id);
  assert.equal(await desk.count(left), 2);
  const names = await desk.tell(
    sql<{
      name: string | null;
    }>`select plan->'person'->>'name' as name from integrations.import_row where import_id = ${one.id}`,
  );
  assert.deepEqual(names, [{ name: null }, { name: null }]);
});
