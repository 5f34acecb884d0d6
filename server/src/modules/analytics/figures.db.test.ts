import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { FIGURES, type FigureCode, type Metric } from '@anbu/contract';
import { Client } from 'pg';
import { HOUR } from '../../kernel/instant.ts';
import type { Id } from '../../kernel/ids.ts';
import { must, ok } from '../../kernel/outcome.ts';
import { testApp, type TestApp } from '../../testing/app.ts';
import { overtaken } from '../../testing/locks.ts';
import { takeBackImported } from '../enquiries/index.ts';
import { systemActor, type Tx } from '../../platform/db/index.ts';
import { countAnew, countingOf, countRest, reconcileRollUps, sweepLate, sweepUncounted } from './index.ts';
import { recount } from './service/count.ts';
import { countAgain } from './service/reconcile.ts';
import { lockProgress } from './store/progress-store.ts';
import { bucketsOf, prepareOracle, truthOf, type Truth } from './oracle.testing.ts';
import { aHistory, siteTime } from './history.testing.ts';

/**
 * P6, P8 on random histories, made through the services over three weeks: what stood at the end of each day was written down by plain SQL then, and is
 * asked of the statistics later, as of that day. See `oracle.testing.ts`.
 */
const SEED = Number(process.env['ANBU_TEST_SEED'] ?? 14);
const DAYS = 19;
const BY = ['none', 'owner', 'channel', 'campaign', 'interest', 'patientKind', 'site'] as const;
const FROM = '2026-08';
const TO = '2026-11';

let app: TestApp;
let owner: Client;
before(async () => {
  app = await testApp({ at: siteTime('2026-10-20', '09:00') });
  owner = new Client({ connectionString: app.ownerUrl });
  await owner.connect();
  await prepareOracle(owner);
});
after(async () => {
  await owner.end();
  await app.stop();
});

const { ids, days, done, live, anArrival, anImport } = aHistory(() => ({ app, owner }), SEED);

async function metric(name: string, query: Record<string, string>): Promise<Metric> {
  const answer = await app.request(
    'analyst',
    'GET',
    `/metrics/${name}?${new URLSearchParams({ from: FROM, to: TO, ...query }).toString()}`,
  );
  assert.equal(answer.status, 200, answer.text);
  return answer.body as Metric;
}

/** Numerator and denominator of each share. */
const SHARES: Partial<Record<FigureCode, readonly [string, readonly string[]]>> = {
  ...{
    sameMonth: ['sameMonthBooked', ['enquiries']],
    byNow: ['byNowBooked', ['enquiries']],
    visitRate: ['visited', ['enquiries']],
  },
  ...{
    unconnectedShare: ['unconnected', ['enquiries']],
    neverCalledShare: ['neverCalled', ['enquiries']],
    lostShare: ['lost', ['enquiries']],
  },
  ...{
    neglectedShare: ['neglected', ['open']],
    invalidShare: ['invalid', ['enquiries', 'invalid']],
    within5: ['within5Count', ['responseDue']],
  },
  ...{
    within30: ['within30Count', ['responseDue']],
    promisesKeptShare: ['promisesKept', ['promisesDue']],
    connectRate: ['connects', ['tries']],
  },
};

function expected(code: FigureCode, truth: Readonly<Record<string, number | null>>): number | null {
  const at = (name: string) => truth[name] ?? 0;
  const share = SHARES[code];
  if (share) {
    const of = share[1].reduce((sum, name) => sum + at(name), 0);
    return of < 10 ? null : at(share[0]) / of;
  }
  if (code === 'responseMedian' || code === 'responseP90') return at('responded') < 10 ? null : (truth[code] ?? null);
  if (code === 'gainPoints')
    return at('enquiries') < 10 ? null : ((at('byNowBooked') - at('sameMonthBooked')) / at('enquiries')) * 100;
  if (code === 'gainRatio') {
    return at('enquiries') < 10 || at('sameMonthBooked') === 0 ? null : at('byNowBooked') / at('sameMonthBooked') - 1;
  }
  return at(code);
}

/** Known when the month after is over. */
function nextMonth(month: string, day: string, truth: Readonly<Record<string, number | null>>): number | null {
  const over = Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)) + 1, 1) <= Date.parse(day) + 86_400_000;
  const of = truth['enquiries'] ?? 0;
  return !over || of < 10 ? null : (truth['nextMonthBooked'] ?? 0) / of;
}

/** Each figure of each row, and each row that should be there. */
function compare({ rows }: Metric, truth: Truth, what: string): number {
  const day = what.startsWith('2') ? what.slice(0, 10) : days.at(-1)!;
  let compared = 0;
  const shown = new Map(rows.map((row) => [`${row.month} ${row.key ?? ''}`, row]));
  for (const [name, figures] of truth) {
    const row = shown.get(name);
    if (!row) {
      assert.ok(
        Object.values(figures).every((value) => !value),
        `${what} ${name}: no row for ${JSON.stringify(figures)}`,
      );
      continue;
    }
    for (const [code, figure] of Object.entries(row.figures) as [
      FigureCode,
      Metric['rows'][number]['figures'][FigureCode],
    ][]) {
      if (!figure) continue;
      const wanted = code === 'nextMonth' ? nextMonth(name.slice(0, 7), day, figures) : expected(code, figures);
      const same =
        wanted === null || figure.value === null ? wanted === figure.value : Math.abs(wanted - figure.value) < 1e-9;
      assert.ok(
        same,
        `${what} ${name} ${code}: ${figure.value}, the history says ${wanted} (${JSON.stringify(figures)})`,
      );
      compared += 1;
    }
    shown.delete(name);
  }
  for (const [name, row] of shown) {
    assert.ok(
      Object.values(row.figures).every((figure) => !figure?.value),
      `${what} ${name}: nothing of this is true`,
    );
  }
  return compared;
}

test(`A14 P8 every figure, as of every day, cut in every way, is what stood in the database on that day (seed ${SEED})`, async (t) => {
  const first = Date.UTC(2026, 9, 20);
  for (let index = 0; index < DAYS; index += 1) {
    await live(new Date(first + index * 86_400_000).toISOString().slice(0, 10));
    if (index % 4 === 0) await app.runOutbox();
    // On half of the days what is late is only found out later.
    if (index % 2 === 0) await sweepLate(app.db);
  }
  await app.runOutbox();
  await sweepLate(app.db);
  await sweepUncounted(app.db);
  let compared = 0;
  for (const day of days) {
    for (const by of BY) {
      const query = { asOf: day, ...(by === 'none' ? {} : { by }) };
      compared += compare(await metric('lead-desk', query), await truthOf(owner, day, by), `${day} by ${by}`);
    }
  }
  const last = days.at(-1)!;
  compared += compare(await metric('lead-desk', {}), await truthOf(owner, last, 'none'), 'now');
  compared += compare(await metric('lead-desk', { by: 'owner' }), await truthOf(owner, last, 'owner'), 'now by owner');
  t.diagnostic(
    `${ids.length} enquiries, ${[...done.values()].reduce((a, b) => a + b, 0)} acts, ${compared} figures compared`,
  );
  assert.ok(compared > 10_000, String(compared));
  for (const name of [
    'undo 200',
    'calls 200',
    'transitions 200',
    'assign 200',
    'claim 200',
    'PATCH next-action 200',
    'edit 200',
  ]) {
    assert.ok((done.get(name) ?? 0) > 3, `${name}: ${JSON.stringify([...done])}`);
  }
});

test('two cuts at once are those of the enquiries that suit both, now and as of a day', async () => {
  for (const day of [days[6]!, days.at(-1)!]) {
    for (const [filter, where] of [
      [{ channel: 'internet' }, `e.source_channel = 'internet'`],
      [{ campaign: '봄, 여름' }, `e.campaign = '봄, 여름'`],
      [{ campaign: 'none', channel: 'phone' }, `e.campaign is null and e.source_channel = 'phone'`],
      [{ interest: 'implant,scaling' }, `e.interests && array['implant', 'scaling']`],
      [{ owner: `none,${app.users.consultant}` }, `(e.owner_id is null or e.owner_id = '${app.users.consultant}')`],
    ] as const) {
      for (const by of ['none', 'channel', 'interest', 'owner'] as const) {
        const query = { ...filter, asOf: day, ...(by === 'none' ? {} : { by }) };
        compare(
          await metric('lead-desk', query),
          await truthOf(owner, day, by, where),
          `${day} ${JSON.stringify(query)}`,
        );
      }
    }
  }
});

test('attempts to connect and the hours of a week are those of the calls', async () => {
  for (const day of [days[5]!, days.at(-1)!]) {
    const truth = await bucketsOf(owner, day);
    const attempts = await metric('attempts', { asOf: day });
    const found = attempts.rows.flatMap(({ bucket, figures }) => [
      [`c${bucket}`, figures.connected?.value],
      [`n${bucket}`, figures.notConnected?.value],
    ]);
    assert.deepEqual(Object.fromEntries(found.filter(([, n]) => n !== 0)), truth.attempts, day);
    const hours = await metric('best-hours', { asOf: day });
    const called = hours.rows.map(({ bucket, figures }) => [bucket, [figures.tries?.value, figures.connects?.value]]);
    assert.deepEqual(Object.fromEntries(called), truth.hours, day);
  }
});

/** All pages of a drill. */
async function rowsBehind(drill: string): Promise<{ times: number; found: string[]; value: number }> {
  let times = 0;
  let value = -1;
  const found: string[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const more: string = cursor === '' ? '&total=true' : `&cursor=${cursor}`;
    const answer = await app.request('analyst', 'GET', `${drill}&limit=20${more}`);
    assert.equal(answer.status, 200, answer.text);
    if (cursor === '') value = answer.body.value as number;
    for (const item of answer.body.items as { enquiry: { id: string }; times: number }[]) {
      times += item.times;
      found.push(item.enquiry.id);
    }
    cursor = answer.body.nextCursor as string | null;
  }
  assert.equal(new Set(found).size, found.length, 'no row twice');
  return { times, found, value };
}

test('P6 behind each figure are as many rows as it says, also of a share and its denominator', async () => {
  let opened = 0;
  const queries: [string, Record<string, string>][] = [
    ['lead-desk', {}],
    ['lead-desk', { asOf: days[7]! }],
    ['booking-cohorts', { by: 'owner', channel: 'phone' }],
    ['acquisition-channels', {}],
    ['attempts', {}],
    ['best-hours', { by: 'channel' }],
    ['unconnected', { by: 'interest', asOf: days[9]! }],
  ];
  for (const [name, query] of queries) {
    const { rows, totals } = await metric(name, query);
    for (const row of [...rows.slice(0, 4), ...totals.slice(0, 2), ...totals.slice(-1)]) {
      for (const [code, figure] of Object.entries(row.figures) as [
        FigureCode,
        NonNullable<(typeof row.figures)['open']>,
      ][]) {
        if (!figure.drill) continue;
        const { times, value } = await rowsBehind(figure.drill);
        assert.equal(times, value, figure.drill);
        const isCount = FIGURES[code].unit === 'count';
        if (isCount) assert.equal(times, figure.value, figure.drill);
        else if (figure.value !== null) assert.ok(Math.abs(times / figure.of! - figure.value) < 1e-9, figure.drill);
        if (figure.ofDrill) assert.equal((await rowsBehind(figure.ofDrill)).times, figure.of, figure.ofDrill);
        opened += 1;
      }
    }
  }
  assert.ok(opened > 150, String(opened));
});

test('the night finds no difference, and one that somebody planted: it is put right and told', async () => {
  assert.deepEqual(await reconcileRollUps(app.db), { enquiries: 0, sums: 0 });
  const before = await metric('lead-desk', { by: 'channel' });
  await owner.query(
    `update analytics.tally set n = n + 3 where org_id = $1 and dimension = 'channel' and measure = 'state' and month = '2026-10'`,
    [app.org.id],
  );
  await owner.query(
    `update analytics.day_sum set counts = array_fill(9, array[cardinality(counts)])
     where org_id = $1 and dimension = 'all' and month = '2026-10' and known_on > '2026-10-25'`,
    [app.org.id],
  );
  await owner.query(`insert into analytics.tally values ($1, 'owner', '2026-10', 'booked', '', '7', 2)`, [app.org.id]);
  await owner.query(
    `delete from analytics.span where org_id = $1 and (enquiry_id, measure) in (select enquiry_id, measure from analytics.span where measure = 'state' limit 2)`,
    [app.org.id],
  );
  await owner.query(`update analytics.fact set channel = 'sign' where org_id = $1 and enquiry_id = $2`, [
    app.org.id,
    ids[0],
  ]);
  const { enquiries, sums } = await reconcileRollUps(app.db);
  assert.ok(enquiries >= 2 && sums >= 3, JSON.stringify({ enquiries, sums }));
  assert.deepEqual(await reconcileRollUps(app.db), { enquiries: 0, sums: 0 });
  assert.deepEqual((await metric('lead-desk', { by: 'channel' })).rows, before.rows);
  const { rows } = await owner.query(
    `select changes from platform.audit_entry where org_id = $1 and action = 'analytics.repaired'`,
    [app.org.id],
  );
  assert.equal(rows.length, 1);
});

test('what an event on its way will change is no difference, and is counted when it arrives', async () => {
  await anArrival();
  const id = ids.at(-1)!;
  assert.deepEqual(await reconcileRollUps(app.db), { enquiries: 0, sums: 0 });
  await app.act('manager', id, 'calls', { outcome: 'NO_ANSWER' });
  assert.deepEqual(await reconcileRollUps(app.db), { enquiries: 0, sums: 0 });
  await app.runOutbox();
  assert.deepEqual(await reconcileRollUps(app.db), { enquiries: 0, sums: 0 });
});

test('P8 who began to count before an act and waited while that was counted leaves it in the figures', async () => {
  await anArrival();
  await app.runOutbox();
  const id = ids.at(-1)! as Id;
  const act = async () => {
    const called = await app.act('manager', id, 'calls', { outcome: 'CONNECTED', then: { to: 'CONSULTING' } });
    assert.equal(called.status, 200, called.text);
    await app.runOutbox();
  };
  const again = async (tx: Tx) => {
    const progress = await lockProgress(tx);
    return ok((await recount(tx, [id], progress)).length);
  };
  assert.equal(await overtaken(app, systemActor(app.org.id, 'test'), act, again), 0, 'it is counted as it was');
  assert.deepEqual(await reconcileRollUps(app.db), { enquiries: 0, sums: 0 });
});

test('what became late by time alone while the night counts is no difference, and is counted', async () => {
  await app.runOutbox();
  await sweepLate(app.db);
  await app.advance(5 * 24 * HOUR);
  const late = async () => {
    const { rows } = await owner.query<{ n: string }>(
      `select count(*) as n from analytics.fact where org_id = $1 and stale_at < platform.clock_now()`,
      [app.org.id],
    );
    return Number(rows[0]?.n);
  };
  assert.ok((await late()) > 0, 'without one nothing is tried');
  const found = must(
    await app.db.inTx(systemActor(app.org.id, 'test'), async (tx) => ok(await countAgain(tx, ids as Id[]))),
  );
  assert.equal(found, 0);
  assert.equal(await late(), 0);
  assert.deepEqual(await reconcileRollUps(app.db), { enquiries: 0, sums: 0 });
});

test('an import that is taken back is in no figure any more', async () => {
  const count = async () => (await metric('lead-desk', {})).totals[0]?.figures.enquiries?.value;
  await app.runOutbox();
  const before = await count();
  const known = ids.length;
  while (ids.length === known) await anImport();
  await app.runOutbox();
  assert.equal(await count(), (before ?? 0) + 1);
  const [id] = ids.splice(known);
  const { rows } = await owner.query<{ person_id: string }>('select person_id from enquiries.enquiry where id = $1', [
    id,
  ]);
  must(
    await app.db.inTx(app.org.actor('admin'), async (tx) =>
      ok(await takeBackImported(tx, [id!], [rows[0]!.person_id])),
    ),
  );
  await app.runOutbox();
  assert.equal(await count(), before);
  assert.deepEqual(await reconcileRollUps(app.db), { enquiries: 0, sums: 0 });
});

test('what was there before the roll-ups is counted in steps, and the answer says that it is not done', async () => {
  const before = await metric('lead-desk', { by: 'owner' });
  assert.equal(before.complete, true);
  for (const table of ['span', 'fact', 'tally', 'day_sum', 'progress']) {
    await owner.query(`delete from analytics.${table} where org_id = $1`, [app.org.id]);
  }
  const empty = await metric('lead-desk', { by: 'owner' });
  assert.deepEqual([empty.complete, empty.rows], [false, []]);
  await sweepUncounted(app.db);
  assert.deepEqual((await metric('lead-desk', { by: 'owner' })).rows, before.rows);
  assert.deepEqual(await reconcileRollUps(app.db), { enquiries: 0, sums: 0 });
});

test('of many that are counted anew the sums are left meanwhile, also by events, and built at the end; who was interrupted goes on', async () => {
  const before = await metric('lead-desk', { by: 'owner' });
  const ofDay = await metric('lead-desk', { by: 'interest', asOf: days[9]! });
  const inTx = async <T>(work: (tx: Tx) => Promise<T>) =>
    must(await app.db.inTx(app.org.system, async (tx) => ok(await work(tx))));
  for (const table of ['span', 'fact'])
    await owner.query(`delete from analytics.${table} where org_id = $1`, [app.org.id]);
  await inTx(countAnew);
  const steps = { batch: 20, few: 20, many: 50 };
  let told = 0;
  const interrupted = countRest(
    app.db,
    app.org.id,
    (counted) => {
      told = counted;
      if (counted > 100) throw new Error('interrupted');
    },
    steps,
  );
  await assert.rejects(interrupted, /interrupted/);
  assert.ok(told > 100);
  assert.equal(await inTx(countingOf), 'going');
  // An act on one that is counted already.
  const { rows } = await owner.query<{ id: string }>(
    `select f.enquiry_id as id from analytics.fact f join enquiries.enquiry e on e.org_id = f.org_id and e.id = f.enquiry_id
     where e.org_id = $1 and e.status = 'WAITING' limit 1`,
    [app.org.id],
  );
  if (rows[0]) await app.act('manager', rows[0].id, 'calls', { outcome: 'NO_ANSWER' });
  await app.runOutbox();
  await countRest(app.db, app.org.id, undefined, steps);
  assert.equal(await inTx(countingOf), 'done');
  assert.deepEqual(await reconcileRollUps(app.db), { enquiries: 0, sums: 0 });
  assert.deepEqual((await metric('lead-desk', { by: 'interest', asOf: days[9]! })).rows, ofDay.rows);
  const after = await metric('lead-desk', { by: 'owner' });
  assert.equal(after.complete, true);
  assert.deepEqual(
    after.rows.map(({ month, key }) => [month, key]),
    before.rows.map(({ month, key }) => [month, key]),
  );
});

test('a period that ends before it begins, one too long, a day to come and a figure of another metric are refused by name', async () => {
  for (const [path, field, code] of [
    ['/metrics/unconnected?from=2026-10&to=2026-09', 'to', 'metrics.period_reversed'],
    ['/metrics/unconnected?from=2016-10&to=2026-09', 'to', 'metrics.period_too_long'],
    ['/metrics/unconnected?asOf=2027-01-01', 'asOf', 'metrics.as_of_future'],
    ['/metrics/unconnected?owner=me', 'owner', 'field.format'],
    ['/metrics/unconnected/rows?figure=sameMonth', 'figure', 'metrics.figure_unknown'],
    ['/metrics/booking-cohorts/rows?figure=gainRatio', 'figure', 'metrics.figure_without_rows'],
    ['/metrics/booking-cohorts/rows?key=x', 'by', 'metrics.key_without_by'],
  ] as const) {
    const answer = await app.request('analyst', 'GET', path);
    assert.equal(answer.status, 422, path);
    assert.deepEqual([answer.body.errors[0].field, answer.body.errors[0].code], [field, code], answer.text);
  }
});
