import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { STATUS_CODES, type Role, type StatusCode } from '@anbu/contract';
import { Client } from 'pg';
import { formatInstant, HOUR, instant, MINUTE, type Instant } from '../kernel/instant.ts';
import { sweepAlerts } from '../modules/enquiries/index.ts';
import { testApp, type TestAnswer, type TestApp } from '../testing/app.ts';
import { succeeded } from './testing.ts';

/**
 * P1, P8 by random acts: 2,000 acts of four roles over sixty enquiries through some weeks. After each one the invariants of the database
 * hold, what the API says may be done is what it takes, and what an undo gives back is what was there.
 */
const ACTS = Number(process.env['ANBU_TEST_ACTS'] ?? 2_000);
const ENQUIRIES = 60;
const SEED = Number(process.env['ANBU_TEST_SEED'] ?? 20_261_117);
const WORKERS = ['manager', 'consultant', 'desk', 'agent'] as const satisfies readonly Role[];

// A Tuesday, 10:00 at the site.
let app: TestApp;
let owner: Client;
before(async () => {
  app = await testApp({ at: instant(Date.parse('2026-11-17T10:00:00+09:00')) });
  owner = new Client({ connectionString: app.ownerUrl });
  await owner.connect();
});
after(async () => {
  await owner.end();
  await app.stop();
});

/** Mulberry32: the same acts for the same seed. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
const random = randomFrom(SEED);
const below = (count: number) => Math.floor(random() * count);
const pick = <T>(items: readonly T[]): T => items[below(items.length)]!;

const CHECK = `
  select e.status, e.open, e.version, platform.clock_now() as now, s.open as "mayBeOpen",
    e.action_kind is not null and e.action_due_at is not null and e.action_window_from <= e.action_window_to and e.action_pool_at is not null
      and e.action_escalate_at >= e.action_pool_at and (e.action_owner_id is not null or e.action_team_id is not null) as "hasAction",
    e.action_kind is null and e.action_owner_id is null and e.action_team_id is null and e.alert_at is null as "hasNone",
    (select count(*)::int from enquiries.booking b where b.enquiry_id = e.id and b.state = 'booked') as bookings,
    (select count(*)::int from enquiries.promise p where p.enquiry_id = e.id and p.ended_at is null) as promises,
    (select v.to_status from enquiries.status_event v where v.enquiry_id = e.id order by v.no desc limit 1) as "lastEvent",
    (select count(*)::int from enquiries.status_event v where v.enquiry_id = e.id) = (select max(v.no) from enquiries.status_event v where v.enquiry_id = e.id) as "noGap",
    (select p.open_enquiries from people.person p where p.id = e.person_id) =
      (select count(*)::int from enquiries.enquiry o where o.person_id = e.person_id and o.open) as counted,
    not exists (select from enquiries.promise p where p.enquiry_id = e.id and p.ended_at < p.made_at) as "endsAfterItBegan",
    (select coalesce(sum(k.change), 0)::int from enquiries.closed_count k where k.org_id = e.org_id and k.status = e.status) =
      (select count(*)::int from enquiries.enquiry c where c.org_id = e.org_id and c.status = e.status and not c.open) as "keptCount"
  from enquiries.enquiry e join enquiries.status s on s.code = e.status where e.id = $1`;

type Checked = { status: StatusCode; version: number; now: Date };

/** The invariants of one enquiry, whatever was done. */
async function check(id: string, what: string): Promise<Checked> {
  const { rows } = await owner.query<Checked & Record<string, unknown>>(CHECK, [id]);
  const row = rows[0]!;
  const said = `${what}: ${JSON.stringify(row)}`;
  assert.equal(row['open'], row['mayBeOpen'], said);
  assert.equal(row['open'] ? row['hasAction'] : row['hasNone'], true, `P1 ${said}`);
  assert.equal(row['bookings'], row.status === 'BOOKED' ? 1 : 0, said);
  assert.ok(row.status === 'CALLBACK' || row['promises'] === 0, said);
  assert.equal(row['lastEvent'], row.status, `P8 the history ends where the enquiry is ${said}`);
  assert.equal(row['noGap'], true, said);
  assert.equal(row['counted'], true, said);
  assert.equal(row['endsAfterItBegan'], true, `A7 ${said}`);
  assert.equal(row['keptCount'], true, `P6 ${said}`);
  return row;
}

/** Everything that an undo must give back. */
const SNAPSHOT = `
  select jsonb_build_object(
    'row', to_jsonb(e) - 'version' - 'updated_at' - 'claimed_by' - 'claimed_kind' - 'claimed_name' - 'claimed_until',
    'booking', (select jsonb_agg(b.id) from enquiries.booking b where b.enquiry_id = e.id and b.state = 'booked'),
    'promise', (select jsonb_agg(p.id) from enquiries.promise p where p.enquiry_id = e.id and p.ended_at is null),
    'calls', (select jsonb_agg(c.id order by c.id) from enquiries.call c where c.enquiry_id = e.id and c.voided_at is null),
    'phones', (select jsonb_agg(jsonb_build_array(n.id, n.state) order by n.id) from people.person_phone n where n.person_id = e.person_id),
    'open', (select p.open_enquiries from people.person p where p.id = e.person_id),
    'contact', (select p.last_contact_at from people.person p where p.id = e.person_id),
    'refused', (select p.do_not_contact from people.person p where p.id = e.person_id)) as snapshot
  from enquiries.enquiry e where e.id = $1`;

async function snapshotOf(id: string): Promise<unknown> {
  return (await owner.query<{ snapshot: unknown }>(SNAPSHOT, [id])).rows[0]?.snapshot;
}

async function versionOf(id: string): Promise<number> {
  const { rows } = await owner.query<{ version: number }>('select version from enquiries.enquiry where id = $1', [id]);
  return rows[0]?.version ?? 0;
}

async function pass(milliseconds: number): Promise<void> {
  await owner.query('update platform.clock set offset_milliseconds = offset_milliseconds + $1', [
    Math.round(milliseconds),
  ]);
}

const at = (now: number, milliseconds: number) => formatInstant(Math.round(now + milliseconds) as Instant);
const dayAfter = (now: number, days: number) => at(now, days * 24 * HOUR).slice(0, 10);

/** Every field that any transition could need. */
function transitionTo(to: StatusCode, now: number): Record<string, unknown> {
  return {
    to,
    reasonText: '시험',
    holdReasons: [pick(['COST', 'FAMILY', 'FEAR'])],
    likelihood: pick(['H', 'M', 'L']),
    recontactOn: dayAfter(now, 2 + below(10)),
    promiseAt: random() < 0.3 ? null : at(now, (1 + below(48)) * HOUR),
    promiseBy: pick(['us', 'customer']),
    invalidKind: pick(['fake', 'wrong_number']),
    cancelledBy: pick(['patient', 'clinic']),
    evidence: { kind: 'call', text: '말씀하심' },
    appointment: { startsAt: at(now, (1 + below(9 * 24)) * HOUR), durationMinutes: 30, serviceCode: 'implant' },
    ...(to === 'DECLINED' ? { reasonCode: pick(['COST', 'NO_INTENT']) } : {}),
    ...(to === 'VISITED' ? { visit: { at: at(now, -1_000) } } : {}),
  };
}

type Act = {
  readonly method: 'POST' | 'PATCH';
  readonly path: string;
  readonly body: Record<string, unknown>;
  readonly to?: StatusCode;
};

function anAct(now: number): Act {
  const dice = random();
  if (dice < 0.3) {
    const backdated = random() < 0.15 ? { at: at(now, -below(20) * HOUR) } : {};
    return {
      method: 'POST',
      path: '/calls',
      body: { outcome: pick(['NO_ANSWER', 'BUSY', 'VOICEMAIL']), ...backdated },
    };
  }
  if (dice < 0.4) {
    const then = random() < 0.7 ? { then: transitionTo(pick(STATUS_CODES), now) } : {};
    return {
      method: 'POST',
      path: '/calls',
      body: { outcome: 'CONNECTED', direction: pick(['outbound', 'inbound']), ...then },
    };
  }
  if (dice < 0.43)
    return { method: 'POST', path: '/calls', body: { outcome: pick(['THIRD_PARTY', 'DISCONNECTED', 'WRONG_NUMBER']) } };
  if (dice < 0.7) {
    // Statuses that end an enquiry come seldom: more is done on living ones.
    const to = random() < 0.8 ? pick(STATUS_CODES.slice(0, 15)) : pick(STATUS_CODES);
    return { method: 'POST', path: '/transitions', body: transitionTo(to, now), to };
  }
  if (dice < 0.77) return { method: 'POST', path: '/assign', body: { ownerId: app.users[pick(WORKERS)] } };
  if (dice < 0.82) return { method: 'POST', path: pick(['/claim', '/release']), body: {} };
  if (dice < 0.87) return { method: 'POST', path: '/replies', body: { channel: 'sms', text: '네' } };
  if (dice < 0.9)
    return {
      method: 'PATCH',
      path: '/next-action',
      body: { dueAt: at(now, (1 + below(72)) * HOUR), reasonText: '부탁' },
    };
  if (dice < 0.93)
    return { method: 'PATCH', path: '', body: { likelihood: pick(['H', 'M', null]), interests: ['implant'] } };
  return { method: 'POST', path: '/undo', body: random() < 0.5 ? { reasonText: '정정' } : {} };
}

const UNDOABLE = new Set(['/calls', '/transitions', '/assign', '/replies', '/next-action', '']);

test(`P1 P8 two thousand acts at random (seed ${SEED}): each enquiry always has its next action, its history and its way back`, async () => {
  const ids: string[] = [];
  for (let index = 0; index < ENQUIRIES; index++) {
    const person = { name: `사람${index}`, phone: `010-7${String(100 + index)}-${String(1_000 + index)}` };
    const input = {
      person,
      sourceChannel: 'phone',
      interests: ['implant'],
      ...(index % 3 ? { ownerId: app.users[pick(WORKERS)] } : {}),
    };
    ids.push(succeeded(await app.request('manager', 'POST', '/enquiries', input)).id);
  }
  /** What was seen after each act, by the test itself. */
  const seen = new Map<string, { at: number; status: StatusCode }[]>(ids.map((id) => [id, []]));
  const counts = new Map<string, number>();
  const tally = (name: string) => counts.set(name, (counts.get(name) ?? 0) + 1);
  let events = await allEvents();
  let now: number = await app.db.now();

  for (let done = 0; done < ACTS; done++) {
    const id = pick(ids);
    const role = pick(WORKERS);
    const act = anAct(now);
    const what = `act ${done}, ${role} ${act.path} ${JSON.stringify(act.body).slice(0, 200)} on ${id}`;
    const known = act.to ? succeeded(await app.request(role, 'GET', `/enquiries/${id}`)) : null;
    const mayUndo = UNDOABLE.has(act.path) && random() < 0.2;
    const before = mayUndo ? await snapshotOf(id) : null;
    const body = { ...act.body, version: await versionOf(id) };
    const answer = await app.request(role, act.method, `/enquiries/${id}${act.path}`, body);
    assert.ok(answer.status < 500, `${what}: ${answer.text}`);
    tally(`${act.path} ${answer.status}`);
    if (act.to && known) assertTaken(act.to, known, answer, what);
    const row = await check(id, `${what}: ${answer.status}`);
    now = Number(row.now);
    if (answer.status === 200) {
      assert.equal(answer.body.status, row.status, what);
      assert.equal(answer.body.nextAction === null, STATUS_CODES.indexOf(row.status) >= 15, what);
      seen.get(id)!.push({ at: now, status: row.status });
    }
    if (mayUndo && answer.status === 200) {
      const undone = await app.request(role, 'POST', `/enquiries/${id}/undo`, { version: answer.body.version });
      assert.equal(undone.status, 200, `${what}: undo ${undone.text}`);
      assert.deepEqual(await snapshotOf(id), before, `${what}: undo gives back what was there`);
      const back = await check(id, `${what}: undone`);
      now = Number(back.now);
      seen.get(id)!.push({ at: now, status: back.status });
      tally('undone');
    }
    if (done % 4 === 0) await pass(random() ** 3 * 12 * HOUR + MINUTE);
    if (done % 100 === 99) {
      await sweepAlerts(app.db);
      const later = await allEvents();
      for (const [event, recorded] of events)
        assert.equal(later.get(event), recorded, `${what}: a recorded status event stays as it is`);
      events = later;
    }
  }
  await asItWas(seen);
  const reached = new Set([...seen.values()].flat().map(({ status }) => status));
  assert.ok(reached.size >= 19, `statuses seen: ${[...reached].join(' ')}`);
  for (const name of [
    '/calls 200',
    '/transitions 200',
    '/transitions 409',
    '/undo 200',
    'undone',
    '/claim 200',
    '/replies 200',
    '/next-action 200',
  ])
    assert.ok((counts.get(name) ?? 0) > 5, `${name}: ${JSON.stringify([...counts])}`);
});

/** A status that the menu of this role shows is taken, another is refused with what is allowed. */
function assertTaken(to: StatusCode, known: TestAnswer['body'], answer: TestAnswer, what: string): void {
  if (answer.body?.code === 'enquiries.claimed_by_other') return;
  if (known.allowedTransitions.includes(to)) {
    assert.equal(answer.status, 200, `${what} is allowed: ${answer.text}`);
    return assert.equal(answer.body.status, to, what);
  }
  assert.ok([403, 409].includes(answer.status), `${what} is not allowed: ${answer.text}`);
  if (answer.status === 409) assert.deepEqual(answer.body.params.allowed, known.allowedTransitions, what);
}

async function allEvents(): Promise<Map<string, string>> {
  const { rows } = await owner.query<{ id: string; row: string }>(
    'select id, to_jsonb(s)::text as row from enquiries.status_event s',
  );
  return new Map(rows.map(({ id, row }) => [id, row]));
}

type Shown = { id: string; to: StatusCode; at: string; validAt: string; voidedAt: string | null };

/** P8: at any time of the past the history says what was seen then; what is valid and recorded later is left out, nothing else. */
async function asItWas(seen: ReadonlyMap<string, readonly { at: number; status: StatusCode }[]>): Promise<void> {
  for (const [id, moments] of seen) {
    const path = `/enquiries/${id}/history`;
    const whole = succeeded(await app.request('manager', 'GET', path)).items as Shown[];
    for (const moment of [moments[0], pick(moments), pick(moments), moments.at(-1)]) {
      if (!moment) continue;
      const time = formatInstant(moment.at as Instant);
      const query = `?validAt=${encodeURIComponent(time)}&recordedAt=${encodeURIComponent(time)}`;
      const items = succeeded(await app.request('manager', 'GET', `${path}${query}`)).items as Shown[];
      assert.equal(items.at(-1)?.to, moment.status, `${id} as of ${time}`);
    }
    const valid = pick(whole).validAt;
    const recorded = pick(whole).at;
    const query = `?validAt=${encodeURIComponent(valid)}&recordedAt=${encodeURIComponent(recorded)}`;
    const items = succeeded(await app.request('manager', 'GET', `${path}${query}`)).items as Shown[];
    const expected = whole
      .filter((event) => event.at <= recorded && event.validAt <= valid)
      .map((event) => ({
        ...event,
        voidedAt: event.voidedAt !== null && event.voidedAt <= recorded ? event.voidedAt : null,
      }));
    assert.deepEqual(items, expected, `${id} valid ${valid} recorded ${recorded}`);
  }
}
