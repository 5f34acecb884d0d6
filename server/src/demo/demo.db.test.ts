import { CallOutcome, HOLD_REASONS, STATUS_CODES, type MetricName, type MetricQuery } from '@anbu/contract';
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, test } from 'node:test';
import type { Client } from 'pg';
import { compose, subscribers, type App } from '../compose.ts';
import { calendarDay, monthOf } from '../kernel/calendar-day.ts';
import { instant } from '../kernel/instant.ts';
import { isOpen } from '../kernel/opening-hours.ts';
import { must, ok } from '../kernel/outcome.ts';
import { metricOf } from '../modules/analytics/index.ts';
import { listDemoSignIns, siteCalendar } from '../modules/identity/index.ts';
import { timelineSubscribers } from '../modules/timeline/index.ts';
import { systemActor, type Tx } from '../platform/db/index.ts';
import { withClient } from '../platform/embedded-postgres/roles.ts';
import { makeLog } from '../platform/log.ts';
import { testDatabase, type TestDatabase } from '../testing/database.ts';
import { makeDemo, type Demo } from './index.ts';
import { CALLS_BEFORE, storyOf } from './story.ts';

/** A Friday, 14:40 in Seoul. */
const NOW = '2026-11-20T05:40:00Z';
/** A Monday, 08:16 in Seoul. */
const EARLY = '2026-11-22T23:16:00Z';
const ENQUIRIES = 320;
/** A month of the small demo has some 25 enquiries: one of them is 4 points. */
const TOLERANCE = 6;

type Made = { readonly database: TestDatabase; readonly app: App; readonly demo: Demo; readonly progress: string[] };
let made: Made;
let same: Made;
/** Made on a Monday morning before anybody is there. */
let early: Made;

async function make(now = NOW, enquiries = ENQUIRIES, isShown = true): Promise<Made> {
  const database = await testDatabase();
  const log = makeLog('warn', { write: () => undefined });
  const secretKey = Buffer.alloc(32, 7).toString('base64');
  const app = compose({ databaseUrl: database.appUrl, poolSize: 3, applicationName: 'anbu test', secretKey, log });
  const progress: string[] = [];
  const told = new Map([...timelineSubscribers, ...subscribers].map((subscriber) => [subscriber.name, subscriber]));
  const demo = await makeDemo({
    db: app.db,
    ownerUrl: database.ownerUrl,
    log,
    onProgress: (text) => void progress.push(text),
    now: instant(Date.parse(now)),
    enquiries,
    isShown,
    subscribers: [...told.values()],
  });
  return { database, app, demo, progress };
}

before(async () => {
  made = await make();
  same = await make(NOW, ENQUIRIES, false);
  early = await make(EARLY, 60, false);
});
after(async () => {
  for (const { app, database } of [made, same, early]) {
    await app.stop();
    await database.drop();
  }
});

/** Row-level security stays out of the way of what is only looked at. */
function look<T>(of: Made, work: (client: Client) => Promise<T>): Promise<T> {
  return withClient(of.database.superuserUrl, work);
}

async function rows<Row>(text: string, values: unknown[] = [], of: Made = made): Promise<Row[]> {
  return look(of, async (client) => (await client.query(text, values)).rows as Row[]);
}

async function one(text: string, values: unknown[] = []): Promise<number> {
  const [row] = await rows<Record<string, unknown>>(text, values);
  return Number(Object.values(row ?? {})[0]);
}

test('the same seed and the same now make the same clinic, but for ids', async () => {
  const hashes = await Promise.all([made, same].map(hashOf));
  assert.equal(hashes[0], hashes[1]);
  assert.equal(made.demo.acts, same.demo.acts);
});

/** Ordered by every column: two rows that tie in some of them may come in either order. */
async function hashOf(of: Made): Promise<string> {
  const hash = createHash('sha256');
  for (const text of [
    `select p.name, p.sex, p.birth_date, f.e164 from people.person p left join people.person_phone f on f.person_id = p.id order by 1, 2, 3, 4`,
    `select e.status, e.received_at, e.source_channel, e.interests, e.text, e.action_due_at, e.likelihood, e.hold_reasons, m.name, p.name
     from enquiries.enquiry e join people.person p on p.id = e.person_id left join identity.member m on m.id = e.owner_id
     order by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10`,
    `select at, outcome, direction, note, duration_seconds from enquiries.call order by 1, 2, 3, 4, 5`,
    `select valid_at, recorded_at, from_status, to_status, reason_code from enquiries.status_event order by 1, 2, 3, 4, 5`,
  ]) {
    for (const row of await rows(text, [], of)) hash.update(JSON.stringify(row));
  }
  return hash.digest('hex');
}

test('A2 every status is there today', async () => {
  const found = await rows<{ status: string }>('select distinct status from enquiries.enquiry');
  const missing = STATUS_CODES.filter((code) => !found.some(({ status }) => status === code));
  assert.deepEqual(missing, []);
});

test('P1 every open enquiry has a clock and somebody who answers for it, a closed one neither', async () => {
  const wrong = await one(`
    select count(*) from enquiries.enquiry
    where open is distinct from (action_kind is not null and action_due_at is not null)
      or open is distinct from (action_owner_id is not null or action_team_id is not null)`);
  assert.equal(wrong, 0);
  assert.ok((await one('select count(*) from enquiries.enquiry where open')) > 40);
});

test('the lists of a first look have something to show', async () => {
  const counts = await rows<Record<string, string>>(
    `select
      count(*) filter (where status = 'NEW' and owner_id is null) as unowned,
      count(*) filter (where open and action_window_to < $1) as late,
      count(*) filter (where status = 'CALLBACK' and promise_at between $1 and $1::timestamptz + interval '1 hour') as "promiseSoon",
      count(*) filter (where status = 'CALLBACK' and promise_at < $1) as "promiseLate",
      count(*) filter (where status = 'CALLBACK' and promise_at is null) as "promiseWithoutTime",
      count(*) filter (where pass_due_on <= ($1::timestamptz at time zone 'Asia/Seoul')::date) as passes,
      count(*) filter (where contact_hold) as "contactHold",
      count(*) filter (where invalid_kind = 'duplicate' and original_id is not null) as duplicates,
      count(*) filter (where invalid_kind = 'wrong_number') as "wrongNumbers",
      count(*) filter (where patient_kind = 'returning') as returning,
      count(*) filter (where patient_kind = 're_new') as "reNew",
      (select count(*) from enquiries.party where role = 'enquirer') as enquirers,
      (select count(*) from enquiries.booking where state = 'booked' and starts_at > $1) as "bookingsAhead",
      (select count(*) from enquiries.alert) as alerts,
      (select count(*) from people.memo where pinned) as "pinnedMemos",
      (select count(*) from people.person_sticker) as stickers,
      (select count(*) from people.related_person where 'guardian' = any(roles)) as guardians,
      (select count(*) from people.household) as households,
      (select count(distinct member_id) from roster.pattern_shift) as "onTheRoster",
      (select count(*) from roster.absence) as absences,
      (select count(*) from desk.goal) as goals,
      (select count(*) from people.person where do_not_contact) as "doNotContact",
      (select count(*) from (select e164 from people.person_phone group by e164 having count(*) > 1) shared) as "sharedPhones"
    from enquiries.enquiry`,
    [NOW],
  );
  for (const [name, count] of Object.entries(counts[0] ?? {})) assert.ok(Number(count) > 0, `${name}: none`);
});

test('every reason to wait and every outcome of a call but one is there', async () => {
  const reasons = await rows<{ reason: string }>(
    'select distinct unnest(hold_reasons) as reason from enquiries.enquiry',
  );
  assert.deepEqual(reasons.map(({ reason }) => reason).sort(), [...HOLD_REASONS].sort());
  const outcomes = await rows<{ outcome: string }>('select distinct outcome from enquiries.call');
  assert.ok(outcomes.length >= CallOutcome.options.length - 1, outcomes.map(({ outcome }) => outcome).join());
});

test('D12 D8 A16 what came in, letters and calls have something to show, and leave nothing waiting to be told', async () => {
  const seen = async (text: string) => (await rows<{ one: string }>(text)).map(({ one }) => one);
  assert.deepEqual(
    await seen(`select concat_ws(' ', channel, match, effect, state) as one from inbox.message order by received_at`),
    [
      'sms person none done',
      'sms person stopped done',
      'email unknown none open',
      'fax unknown none open',
      'sms unknown none open',
      'sms shared none open',
      'sms person replied open',
    ],
  );
  assert.deepEqual(
    await seen(
      `select concat_ws(' ', direction, state, recording is not null) as one from telephony.call order by rang_at`,
    ),
    ['inbound ended t', 'outbound ended f', 'outbound missed f', 'inbound ended t', 'inbound missed f'],
  );
  assert.deepEqual(await seen('select state as one from channels.letter order by number'), [
    'posted',
    'posted',
    'returned',
    'posted',
  ]);
  assert.equal(await one('select count(*) from channels.send_queue'), 1, 'a letter waits to be printed');
  assert.equal(
    await one(
      `select count(*) from platform.event where type ~ '^(inbox|telephony|enquiries|channels.(message|letter))'`,
    ),
    0,
  );
});

test('each consultant has a list of her own', async () => {
  const lists = await rows<{ count: string }>(
    `select count(e.id) as count from identity.member m left join enquiries.enquiry e on e.owner_id = m.id and e.open where m.role = 'consultant' group by m.id`,
  );
  assert.equal(lists.length, 4);
  for (const { count } of lists) assert.ok(Number(count) >= 5, count);
});

type Rates = { month: string; counted: number; same: number; now: number };

const COHORT_RATES = `
    with booked as (
      select s.enquiry_id, min(s.valid_at) as at from enquiries.status_event s
      where s.to_status in ('BOOKED', 'VISITED') and s.voids is null
        and not exists (select 1 from enquiries.status_event v where v.voids = s.id)
      group by s.enquiry_id
    )
    select e.cohort_month as month, count(*)::int as counted,
      100.0 * count(*) filter (where b.at < ((e.cohort_month || '-01')::date + interval '1 month') at time zone 'Asia/Seoul') / count(*) as same,
      100.0 * count(b.at) / count(*) as now
    from enquiries.enquiry e left join booked b on b.enquiry_id = e.id
    where e.status <> 'INVALID' and e.qualified group by e.cohort_month`;

test('the rates of the story come out of the status history', async () => {
  const found = await rows<Rates>(COHORT_RATES);
  for (const row of storyOf(monthOf(calendarDay('2026-11-20'))).filter(({ ago }) => ago > 0)) {
    const cohort = found.find(({ month }) => month === row.month);
    assert.ok(cohort, row.month);
    close(Number(cohort.same), row.sameMonth * 100, `${row.month} in its month`);
    close(Number(cohort.now), row.byNow * 100, `${row.month} by now`);
  }
});

function close(found: number, wanted: number, what: string, tolerance = TOLERANCE): void {
  assert.ok(
    Math.abs(found - wanted) <= tolerance,
    `${what}: ${found.toFixed(1)} %, the story says ${wanted.toFixed(1)} %`,
  );
}

test('A14 the statistics tell the story: each cohort in its month and by now, and what was never connected', async () => {
  const admin = systemActor(made.demo.orgId, 'test');
  const metric = async (name: MetricName, query: MetricQuery) =>
    must(
      await made.app.db.inTx(admin, (tx) => {
        return metricOf(tx.as(admin, instant(Date.parse(NOW))), name, query);
      }),
    );
  const cohorts = await metric('booking-cohorts', { from: '2025-11', to: '2026-11' });
  assert.equal(cohorts.complete, true);
  const rates = await rows<Rates>(COHORT_RATES);
  for (const row of storyOf(monthOf(calendarDay('2026-11-20'))).filter(({ ago }) => ago > 0)) {
    const cohort = cohorts.rows.find(({ month }) => month === row.month);
    const raw = rates.find(({ month }) => month === row.month);
    assert.ok(cohort && raw, row.month);
    assert.equal(cohort.figures.enquiries?.value, raw.counted, row.month);
    close((cohort.figures.sameMonth?.value ?? 0) * 100, Number(raw.same), `${row.month} in its month`, 0.001);
    close((cohort.figures.byNow?.value ?? 0) * 100, Number(raw.now), `${row.month} by now`, 0.001);
  }
  const before = await metric('unconnected', { from: '2025-11', to: '2026-04', asOf: '2026-04-30' });
  close(
    (before.totals[0]?.figures.unconnectedShare?.value ?? 0) * 100,
    46,
    'never connected in the half year before',
    4,
  );
});

test('before the cadence nobody was called more than three times, since then some were called on seven days', async () => {
  const since = '2026-05-01T00:00:00+09:00';
  const most = `select max(calls) from (
    select count(*) as calls from enquiries.call c join enquiries.enquiry e on e.id = c.enquiry_id
    where c.direction = 'outbound' and c.status_when_made in ('NEW','WAITING','NO_ANSWER_1','NO_ANSWER_2','NO_ANSWER_3','NO_ANSWER_4','NO_ANSWER_5')
      and c.at < coalesce($1::timestamptz, 'infinity') group by e.id) called`;
  assert.equal(await one(most, [since]), CALLS_BEFORE);
  assert.ok((await one(most, [null])) >= 7);
});

test('what happened is recorded when it happened, in the archive too, and nothing waits to be told', async () => {
  assert.equal(
    await one(`select count(*) from enquiries.status_event where recorded_at > $1 or recorded_at <> valid_at`, [NOW]),
    0,
  );
  assert.ok((await one(`select count(distinct date_trunc('day', recorded_at)) from enquiries.status_event`)) > 250);
  const calls = await one('select count(*) from enquiries.call');
  assert.equal(
    await one(
      `select count(*) from timeline.entry t join enquiries.call c on c.id = t.ref_id and c.at = t.at and c.user_id = t.actor_id`,
    ),
    calls,
  );
  assert.equal(
    await one(`select count(*) from platform.event where type like 'enquiries.%' or type like 'people.%'`),
    0,
  );
});

test('people call, write and promise while the doors are open, at whatever hour the demo is made', async () => {
  for (const each of [made, early]) {
    const { app, demo } = each;
    const work = async (tx: Tx) => ok(await siteCalendar(tx, demo.siteId));
    const site = must(await app.db.inTx(systemActor(demo.orgId, 'test'), work));
    const acts = await rows<{ what: string; at: Date }>(
      `select 'call' as what, at from enquiries.call
       union all select 'memo', created_at from people.memo
       union all select 'promise', promise_at from enquiries.enquiry where promise_at is not null`,
      [],
      each,
    );
    assert.ok(acts.length > 100);
    const shut = acts.filter(({ at }) => !isOpen(site, instant(at.getTime())));
    assert.deepEqual(
      shut.map(({ what, at }) => `${what} ${at.toISOString()}`),
      [],
    );
  }
});

test('whoever signs in first finds a handful of alerts, the others were answered', async () => {
  for (const each of [made, early]) {
    const alerts = await rows<{ open: string; answered: string }>(
      `select count(*) filter (where acknowledged_at is null) as open, count(acknowledged_at) as answered
       from enquiries.alert group by user_id`,
      [],
      each,
    );
    assert.ok(alerts.length >= 4);
    for (const { open } of alerts) assert.ok(Number(open) <= 4, open);
    assert.ok(alerts.some(({ answered }) => Number(answered) > 0));
  }
});

test('what set the clinic up stands in the audit at its beginning, by its administrator', async () => {
  const recent = await one(
    `select count(*) from platform.audit_entry where action like 'identity.%' and at > $1::timestamptz - interval '1 year'`,
    [NOW],
  );
  assert.ok(recent <= 4, `${recent} lines`);
});

test('nobody has a number of the demo', async () => {
  assert.equal(await one(`select count(*) from people.person_phone where e164 !~ '^\\+82100\\d{7}$'`), 0);
});

test('the sign-ins are shown, and a second demo is refused', async () => {
  const shown = await listDemoSignIns(made.app.db);
  assert.deepEqual(shown.map(({ email }) => email).sort(), made.demo.signIns.map(({ email }) => email).sort());
  assert.ok(made.progress.length >= 5);
  const { app, database } = made;
  await assert.rejects(
    makeDemo({ db: app.db, ownerUrl: database.ownerUrl, log: app.log, onProgress: () => undefined }),
    /slug_taken/,
  );
});
