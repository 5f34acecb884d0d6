import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Report, ReportRun, Role } from '@anbu/contract';
import { Client } from 'pg';
import { instant, type Instant } from '../../kernel/instant.ts';
import { systemActor } from '../../platform/db/index.ts';
import { JobRunner } from '../../platform/jobs/index.ts';
import { ok } from '../../kernel/outcome.ts';
import { sql } from '../../platform/db/index.ts';
import { testApp, type TestApp } from '../../testing/app.ts';
import { registerReports, sweepReports } from './index.ts';

let app: TestApp;
let runner: JobRunner;
let owner: Client;
const NOW = '2026-11-17T09:00:00+09:00';
const at = (text: string): Instant => instant(Date.parse(text));
const quiet = { warn: () => undefined, error: () => undefined };
before(async () => {
  app = await testApp({ at: at(NOW) });
  runner = new JobRunner({ db: app.db, log: quiet });
  registerReports(runner);
  owner = new Client({ connectionString: app.ownerUrl });
  await owner.connect();
});
after(async () => {
  await runner.stop();
  await owner.end();
  await app.stop();
});

const plan = (over: object = {}) => ({
  name: '월간 예약률',
  query: { page: 'cohorts' },
  period: 'lastMonth',
  formats: ['csv'],
  language: 'ko',
  schedule: { every: 'month', dayOfMonth: 1, minuteOfDay: 8 * 60 },
  recipients: [app.users.analyst],
  ...over,
});
async function planned(over: object = {}, by: Role = 'manager'): Promise<Report> {
  const answer = await app.request(by, 'POST', '/reports', plan(over));
  assert.equal(answer.status, 201, answer.text);
  return answer.body as Report;
}
/** Everything that waits is made, one after the other. */
async function makeWaiting(): Promise<number> {
  const { rows } = await owner.query<{ id: string }>(
    `select id from platform.job where org_id = $1 and kind = 'analytics.report' and state = 'waiting' order by created_at, id`,
    [app.org.id],
  );
  for (const { id } of rows) assert.ok(await runner.runOne(app.org.id, id));
  return rows.length;
}
async function runsOf(id: string, by: Role = 'manager'): Promise<ReportRun[]> {
  const answer = await app.request(by, 'GET', `/reports/${id}/runs`);
  assert.equal(answer.status, 200, answer.text);
  return answer.body.items as ReportRun[];
}
const drop = (id: string) => app.request('manager', 'DELETE', `/reports/${id}`);

test('screen 23: a report is made at its time, exactly once though four processes look, and its recipients find it', async () => {
  await app.setClock(at(NOW));
  const report = await planned();
  assert.equal(report.nextRunAt, '2026-11-30T23:00:00.000Z', 'the first of December, eight in the morning at the site');
  assert.equal(await sweepReports(app.db), 0);
  await app.setClock(at('2026-12-01T08:00:30+09:00'));
  const started = await Promise.all([1, 2, 3, 4].map(() => sweepReports(app.db)));
  assert.equal(
    started.reduce((sum, one) => sum + one, 0),
    1,
  );
  assert.equal(await makeWaiting(), 1);
  const [run, ...others] = await runsOf(report.id, 'analyst');
  assert.deepEqual(
    [run?.state, run?.byHand, run?.dueAt, others.length],
    ['done', false, '2026-11-30T23:00:00.000Z', 0],
  );
  assert.deepEqual([run?.from, run?.to, run?.unseen], ['2026-11-01', '2026-11-30', true]);
  const listed = await app.request('analyst', 'GET', '/reports');
  assert.deepEqual([listed.body.unseen, listed.body.items[0].nextRunAt], [1, '2026-12-31T23:00:00.000Z']);
  const file = await app.request('analyst', 'GET', `/report-runs/${run!.id}/file?format=csv`);
  assert.equal(file.status, 200);
  assert.match(file.text, /월별 문의의 예약률/);
  assert.equal((await app.request('analyst', 'GET', '/reports')).body.unseen, 0, 'who opened it has seen it');
  const told = await owner.query<{ payload: unknown }>(
    `select payload from platform.event where org_id = $1 and type = 'analytics.report_ready'`,
    [app.org.id],
  );
  assert.deepEqual(
    told.rows.map(({ payload }) => payload),
    [{ reportId: report.id, runId: run!.id }],
  );
  const audited = await owner.query<{ action: string }>(
    `select action from platform.audit_entry where org_id = $1 and action like 'analytics.report%' order by at, id`,
    [app.org.id],
  );
  assert.deepEqual(
    audited.rows.map(({ action }) => action),
    ['analytics.report_planned', 'analytics.report_made', 'analytics.report_downloaded'],
  );
  await drop(report.id);
});

test('who slept for days makes the last one alone, and goes on as planned', async () => {
  await app.setClock(at(NOW));
  const report = await planned({ period: 'yesterday', schedule: { every: 'day', minuteOfDay: 480 } });
  await app.setClock(at('2026-11-21T07:00:00+09:00'));
  assert.equal(await sweepReports(app.db), 1);
  const [run, ...others] = await runsOf(report.id);
  assert.deepEqual(
    [run?.dueAt, run?.from, run?.to, others.length],
    ['2026-11-19T23:00:00.000Z', '2026-11-19', '2026-11-19', 0],
  );
  const { body } = await app.request('manager', 'GET', '/reports');
  assert.equal(body.items.find(({ id }: Report) => id === report.id).nextRunAt, '2026-11-20T23:00:00.000Z');
  await makeWaiting();
  assert.equal((await runsOf(report.id))[0]?.state, 'done');
  await drop(report.id);
});

test('run now, paused, changed by one of two, taken away: each as its maker says', async () => {
  await app.setClock(at(NOW));
  const report = await planned({ formats: ['csv', 'xlsx'] });
  const path = `/reports/${report.id}`;
  const asked = await app.request('manager', 'POST', `${path}/runs`);
  assert.deepEqual([asked.status, asked.body.state, asked.body.byHand], [201, 'waiting', true]);
  assert.equal((await app.request('analyst', 'GET', `/report-runs/${asked.body.id}/file`)).status, 409);
  await makeWaiting();
  const [run] = await runsOf(report.id);
  assert.deepEqual(run?.files.map(({ format }) => format).toSorted(), ['csv', 'xlsx']);
  assert.equal((await app.request('analyst', 'GET', `/report-runs/${run!.id}/file?format=pdf`)).status, 410);
  const paused = await app.request('manager', 'PATCH', path, { paused: true, version: 1 });
  assert.deepEqual([paused.status, paused.body.nextRunAt, paused.body.version], [200, null, 2]);
  const stale = await app.request('manager', 'PATCH', path, { name: '다른 이름', version: 1 });
  assert.deepEqual([stale.status, stale.body.code], [409, 'reports.changed']);
  const again = await app.request('manager', 'PATCH', path, { paused: false, version: 2 });
  assert.equal(again.body.nextRunAt, '2026-11-30T23:00:00.000Z');
  assert.equal((await drop(report.id)).status, 204);
  assert.equal((await app.request('manager', 'GET', `/report-runs/${run!.id}`)).status, 404);
});

test('who may not read statistics gets none; who has no part in a report sees none; who only gets it changes nothing', async () => {
  const unfit = await app.request('manager', 'POST', '/reports', plan({ recipients: [app.users.clinician] }));
  assert.deepEqual(
    [unfit.status, unfit.body.errors[0].field, unfit.body.errors[0].code],
    [422, 'recipients.0', 'reports.recipient_unfit'],
  );
  const noDay = await app.request('manager', 'POST', '/reports', plan({ schedule: { every: 'week', minuteOfDay: 0 } }));
  assert.deepEqual([noDay.status, noDay.body.errors[0].field], [422, 'schedule.weekdays']);
  const report = await planned();
  for (const [by, status] of [
    ['consultant', 404],
    ['analyst', 200],
    ['admin', 200],
    ['clinician', 403],
    ['other.admin', 404],
  ] as const)
    assert.equal((await app.request(by, 'GET', `/reports/${report.id}/runs`)).status, status, by);
  assert.equal((await app.request('analyst', 'PATCH', `/reports/${report.id}`, { name: 'x', version: 1 })).status, 403);
  assert.equal((await app.request('analyst', 'POST', '/reports', plan())).status, 403);
  await drop(report.id);
});

test('a maker who may no longer take figures out has her reports fail with that reason, and nobody is told', async () => {
  await app.setClock(at(NOW));
  const report = await planned();
  const setRole = (role: string) =>
    owner.query(`update identity.member set role = $2 where id = $1`, [app.users.manager, role]);
  await app.request('manager', 'POST', `/reports/${report.id}/runs`);
  await setRole('consultant');
  await makeWaiting();
  await setRole('manager');
  const [run] = await runsOf(report.id);
  assert.deepEqual(
    [run?.state, run?.error?.code, run?.files.length, run?.unseen],
    ['failed', 'reports.maker_left', 0, false],
  );
  assert.ok(run?.error?.text, 'in words');
  await drop(report.id);
});

test('a worker that dies while it makes one leaves nothing half: another makes it, once', async () => {
  await app.setClock(at(NOW));
  const report = await planned();
  const { body } = await app.request('manager', 'POST', `/reports/${report.id}/runs`);
  await makeWaiting();
  // The lease ran out though it had ended its work: the job is run again.
  await owner.query(
    `update platform.job set state = 'waiting', finished_at = null, due_at = clock_timestamp() where ref_id = $1`,
    [body.id],
  );
  await makeWaiting();
  const files = await owner.query(`select 1 from analytics.report_file where run_id = $1`, [body.id]);
  assert.equal(files.rowCount, 1);
  await assert.rejects(
    app.db.inTx(systemActor(app.org.id, 'test'), async (tx) =>
      ok(
        await tx.run(sql`
        insert into analytics.report_run (org_id, id, report_id, by_hand, due_at, from_day, to_day)
        select org_id, gen_random_uuid(), id, false, now(), date '2026-01-01', date '2026-01-31' from analytics.report, generate_series(1, 2)`),
      ),
    ),
    /report_run_once/,
  );
  await drop(report.id);
});

/** Where poppler is installed: what a reader finds in the file. */
const hasPoppler = spawnSync('pdftotext', ['-v']).error === undefined;
function inPdf(bytes: Buffer, program: 'pdftotext' | 'pdffonts' | 'pdfinfo'): string {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'anbu-report-')), 'report.pdf');
  writeFileSync(file, bytes);
  return execFileSync(program, program === 'pdftotext' ? ['-layout', file, '-'] : [file], { encoding: 'utf8' });
}

for (const [language, page, title] of [
  ['ko', 'desk', '상담 데스크'],
  ['ko', 'channels', '내원 경로'],
  ['en', 'cohorts', 'Booking rate'],
  ['zh', 'response', '首次'],
] as const) {
  test(`a PDF in ${language} of the page ${page} is one sheet of A4 with its own fonts, a page number and definitions`, async (t) => {
    await app.setClock(at(NOW));
    const report = await planned({
      name: `Report 보고서 报告`,
      formats: ['pdf'],
      language,
      query: { page },
      period: 'last12Months',
    });
    const { body } = await app.request('manager', 'POST', `/reports/${report.id}/runs`);
    await makeWaiting();
    const { rows } = await owner.query<{ content: Buffer }>(
      `select content from analytics.report_file where run_id = $1`,
      [body.id],
    );
    const bytes = rows[0]!.content;
    assert.equal(bytes.subarray(0, 5).toString('latin1'), '%PDF-');
    assert.ok(bytes.length < 400_000, `fonts are cut to what is used: ${bytes.length}`);
    await drop(report.id);
    if (!hasPoppler) return t.diagnostic('pdftotext is not installed: what stands in the file was not read');
    const text = inPdf(bytes, 'pdftotext');
    assert.match(text, new RegExp(title));
    assert.match(text, /Report 보고서 报告/, 'the three scripts in one line');
    assert.match(inPdf(bytes, 'pdfinfo'), /Pages: +1\n[^]*Page size: +595\.\d+ x 841\.\d+ pts \(A4\)/);
    for (const line of inPdf(bytes, 'pdffonts').split('\n').slice(2).filter(Boolean))
      assert.match(line, /(Pretendard|NotoSansSC).* yes yes yes/, 'embedded, cut, with its signs in Unicode');
  });
}

// The last one: from now on the workers of the program run, too.
test('another zone of the site moves what is due; a day that became a closure is left out', async () => {
  await app.setClock(at(NOW));
  const report = await planned({ schedule: { every: 'day', minuteOfDay: 600, openDaysOnly: true } });
  assert.equal(report.nextRunAt, '2026-11-17T01:00:00.000Z');
  const nextOf = async () =>
    (await app.request('manager', 'GET', '/reports')).body.items.find(({ id }: Report) => id === report.id).nextRunAt;
  const site = (await app.request('manager', 'GET', '/sites')).body.items[0];
  const move = async (timeZone: string, version: number) => {
    const answer = await app.request('admin', 'PATCH', `/sites/${site.id}`, { timeZone, version });
    assert.equal(answer.status, 200, answer.text);
    await app.runOutbox();
    return answer.body.version as number;
  };
  const version = await move('America/New_York', site.version);
  assert.equal(await nextOf(), '2026-11-17T15:00:00.000Z');
  await move('Asia/Seoul', version);
  assert.equal(await nextOf(), '2026-11-17T01:00:00.000Z');
  const closed = await app.request('admin', 'POST', `/sites/${site.id}/closures`, { day: '2026-11-17', name: '행사' });
  assert.equal(closed.status < 300, true, closed.text);
  await app.runOutbox();
  assert.equal(await nextOf(), '2026-11-18T01:00:00.000Z');
  await drop(report.id);
});
