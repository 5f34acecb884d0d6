import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { instant } from '../../kernel/instant.ts';
import { flushAudit } from '../../platform/audit/index.ts';
import { Database } from '../../platform/db/index.ts';
import { withClient } from '../../platform/embedded-postgres/roles.ts';
import { flushOutbox } from '../../platform/outbox/index.ts';
import { testApp, type As, type TestAnswer, type TestApp } from '../../testing/app.ts';
import { sweepAlerts } from './index.ts';

const time = (text: string) => instant(Date.parse(`2026-11-18T${text}:00+09:00`));

let app: TestApp;
before(async () => {
  app = await testApp({ at: time('09:40') });
  const memberIds = [app.users.consultant, app.users.manager];
  const answer = await app.request('admin', 'PATCH', `/teams/${app.org.intakeTeamId}`, {
    memberIds,
    leaderId: app.users.manager,
  });
  assert.equal(answer.status, 200, answer.text);
});
after(() => app.stop());

let next = 1000;
/** Received at 09:40 by the consultant, promised for 11:00; gives its id at 10:50, when the promise is announced. */
async function announced(): Promise<string> {
  await app.setClock(time('09:40'));
  const made = await app.request('manager', 'POST', '/enquiries', {
    person: { name: '약속', phone: `010-4200-${String(next++)}` },
    sourceChannel: 'phone',
    ownerId: app.users.consultant,
  });
  assert.equal(made.status, 201, made.text);
  const then = { to: 'CALLBACK', promiseAt: new Date(time('11:00')).toISOString(), promiseBy: 'us' };
  const called = await app.act('consultant', made.body.id, 'calls', { outcome: 'CONNECTED', then });
  assert.equal(called.status, 200, called.text);
  await at('10:50');
  return made.body.id;
}

async function at(text: string): Promise<void> {
  await app.setClock(time(text));
  await sweepAlerts(app.db);
}

type Seen = { id: string; enquiryId: string; personName: string; kind: string };
async function seen(as: As, enquiryId: string): Promise<Seen[]> {
  const answer = await app.request(as, 'GET', '/alerts');
  return answer.body.items.filter((alert: Seen) => alert.enquiryId === enquiryId);
}
const kinds = async (as: As, enquiryId: string) => (await seen(as, enquiryId)).map(({ kind }) => kind).toSorted();

/** What the stream and the reminders were told of an enquiry, in order: `raised 0 consultant`. */
async function told(enquiryId: string): Promise<string[]> {
  return withClient(app.ownerUrl, async (client) => {
    const { rows } = await client.query<{ type: string; payload: Record<string, unknown> }>(
      `select type, payload from platform.event where type like 'enquiries.alert%' and payload ->> 'enquiryId' = $1 order by id`,
      [enquiryId],
    );
    const nameOf = (id: unknown) => Object.entries(app.users).find(([, user]) => user === id)?.[0];
    return rows.map(({ type, payload }) =>
      [type.slice('enquiries.alert_'.length), payload['ring'], nameOf(payload['userId'])].join(' ').replace('  ', ' '),
    );
  });
}

function answer(as: As, alert: Seen, how: string, body: object = {}): Promise<TestAnswer> {
  return app.request(as, 'POST', `/alerts/${alert.id}/${how}`, body);
}

test('A8 an alert that nobody answers is told again, as often as the organisation says, though three processes sweep', async () => {
  const id = await announced();
  const others = Array.from(
    { length: 2 },
    () => new Database({ url: app.appUrl, poolSize: 2, flush: [flushAudit, flushOutbox([])] }),
  );
  try {
    assert.deepEqual(await told(id), ['raised 0 consultant']);
    for (const text of ['10:54', '10:55', '10:56']) {
      await app.setClock(time(text));
      await Promise.all([app.db, ...others].map((db) => sweepAlerts(db)));
    }
    assert.deepEqual(await told(id), ['raised 0 consultant', 'raised 1 consultant']);
  } finally {
    await Promise.all(others.map((db) => db.close()));
  }
});

test('A8 who answers has answered the earlier stages too, hears no more of them, and all her screens are told', async () => {
  const id = await announced();
  await at('11:00');
  const open = await seen('consultant', id);
  assert.deepEqual(open.map(({ kind }) => kind).toSorted(), ['promise_due', 'promise_soon']);
  const due = open.find(({ kind }) => kind === 'promise_due')!;
  assert.equal((await answer('manager', due, 'acknowledge')).status, 404, 'it is the consultant’s');
  assert.equal((await answer('consultant', due, 'acknowledge')).status, 204);
  assert.deepEqual(await kinds('consultant', id), []);
  assert.equal((await answer('consultant', due, 'acknowledge')).status, 204, 'again changes nothing');
  await at('11:08');
  const events = await told(id);
  assert.equal(events.filter((event) => event === 'answered consultant').length, 1);
  assert.equal(events.at(-1), 'answered consultant', 'nothing is told again');
});

test('A8 an alert is put off with a reason, comes again at its time, and the clock of the team goes on meanwhile', async () => {
  const id = await announced();
  const [soon] = await seen('consultant', id);
  assert.equal((await answer('consultant', soon!, 'snooze', {})).status, 422, 'a reason is needed');
  assert.equal((await answer('manager', soon!, 'snooze', { reason: 'away' })).status, 404);
  const put = await answer('consultant', soon!, 'snooze', { reason: 'with_patient', minutes: 7, note: '진료 중' });
  assert.match(put.body.until, /^2026-11-18T01:57:/);
  assert.deepEqual(await kinds('consultant', id), []);
  await at('10:56');
  assert.deepEqual(await kinds('consultant', id), []);
  await at('10:58');
  assert.deepEqual(await kinds('consultant', id), ['promise_soon']);
  assert.equal((await told(id)).at(-1), 'raised 1 consultant');
  await at('11:00');
  await at('11:10');
  assert.deepEqual(await kinds('manager', id), ['pool']);
  const [line] = (await app.request('admin', 'GET', '/audit?action=enquiries.alert_snoozed')).body.items;
  assert.equal(line.reason, '진료 중');
  assert.deepEqual(line.changes, { reason: [null, 'with_patient'], minutes: [null, 7] });
});

test('A8 who passes it on tells the leader now; the clock tells her of the same action no second time', async () => {
  const id = await announced();
  const [soon] = await seen('consultant', id);
  const passed = await answer('consultant', soon!, 'escalate', { note: '통화 중이라 부탁드립니다' });
  assert.deepEqual(passed.body, { told: 1 });
  assert.deepEqual([await kinds('consultant', id), await kinds('manager', id)], [[], ['escalated']]);
  assert.equal((await answer('consultant', soon!, 'escalate')).status, 409);
  const [escalated] = await seen('manager', id);
  assert.equal((await answer('manager', escalated!, 'escalate')).body.code, 'enquiries.alert_escalated');
  await answer('manager', escalated!, 'acknowledge');
  await at('11:30');
  await at('11:31');
  assert.equal(
    (await told(id)).filter((event) => event === 'raised 0 manager').length,
    2,
    'the pool, and the escalation by hand',
  );
  assert.equal((await seen('manager', id)).filter(({ kind }) => kind === 'escalated').length, 0);
});

test('A8 an alert whose action is done falls silent', async () => {
  const id = await announced();
  const [soon] = await seen('consultant', id);
  await answer('consultant', soon!, 'snooze', { reason: 'on_the_phone', minutes: 5 });
  await app.act('consultant', id, 'calls', { outcome: 'CONNECTED', then: { to: 'LATER' } });
  await at('10:56');
  assert.deepEqual(await kinds('consultant', id), []);
  assert.equal((await answer('consultant', soon!, 'snooze', { reason: 'away' })).body.code, 'enquiries.alert_answered');
  assert.ok(!(await told(id)).includes('raised 1 consultant'));
});

test('F3 a screen that reads its alerts each half minute leaves a line of whom it shows once an hour, and of a new one at once', async () => {
  const id = await announced();
  const personOf = async (enquiryId: string) =>
    (await app.request('manager', 'GET', `/enquiries/${enquiryId}`)).body.personId;
  const named = async (enquiryId: string) => {
    const answer = await app.request('consultant', 'GET', '/alerts');
    assert.ok(answer.body.items.some((alert: Seen) => alert.enquiryId === enquiryId && alert.personName === '약속'));
    const { rows } = await withClient(app.ownerUrl, (client) =>
      client.query<{ action: string; people: string[] }>(
        'select action, person_ids as people from platform.audit_entry where request_id = $1',
        [answer.headers['x-request-id']],
      ),
    );
    return rows.flatMap(({ people }) => people);
  };
  // Whom earlier tests of this file have shown her is told within this hour already.
  await app.setClock(time('14:00'));
  assert.ok((await named(id)).includes(await personOf(id)));
  for (let poll = 0; poll < 5; poll++) {
    await app.advance(30_000);
    assert.deepEqual(await named(id), []);
  }
  const made = await announced();
  await app.setClock(time('14:10'));
  assert.deepEqual(await named(made), [await personOf(made)], 'the new one alone');
  await app.setClock(time('15:05'));
  assert.ok((await named(id)).includes(await personOf(id)), 'an hour on she is told again');
});
