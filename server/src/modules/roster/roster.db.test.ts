import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { instant } from '../../kernel/instant.ts';
import { ok } from '../../kernel/outcome.ts';
import { sql } from '../../platform/db/index.ts';
import { testApp, type TestApp } from '../../testing/app.ts';
import { peopleOnDuty } from './index.ts';

let app: TestApp;
before(async () => {
  // A Tuesday, 10:00 at the site.
  app = await testApp({ at: instant(Date.parse('2026-11-17T10:00:00+09:00')) });
});
after(() => app.stop());

const NO_WEEK = { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] };
const shift = (from: string, to: string) => ({ siteId: app.org.siteId, from, to });
const onDuty = async (at: string) => {
  const { body } = await app.request('agent', 'GET', `/roster/on-duty?at=${encodeURIComponent(at)}`);
  return new Map<string, string>(body.users.map(({ userId, state }: Record<string, string>) => [userId, state]));
};
const rosterDay = async (userId: string, day: string) => {
  const { body } = await app.request('agent', 'GET', `/roster?from=${day}&days=1`);
  return body.members.find((member: { userId: string }) => member.userId === userId).days[0];
};

test('F9 a week is planned from a day on, a day goes by itself and back, and each change is audited', async () => {
  const { consultant } = app.users;
  const week = { ...NO_WEEK, tue: [shift('09:30', '13:00'), shift('14:00', '18:30')], wed: [shift('09:30', '18:30')] };
  const put = (path: string, body: object) => app.request('manager', 'PUT', `/roster/${consultant}${path}`, body);
  assert.equal((await put('/weeks/2026-11-16', { shifts: week, version: 0 })).status, 204);
  assert.equal((await onDuty('2026-11-17T10:00:00+09:00')).get(consultant), 'on');
  assert.equal((await onDuty('2026-11-17T13:30:00+09:00')).get(consultant), 'off');
  assert.equal((await onDuty('2026-11-17T10:00:00+09:00')).get(app.users.desk), 'unplanned');

  assert.equal((await put('/days/2026-11-18', { shifts: [], version: 0 })).status, 204);
  assert.deepEqual(await rosterDay(consultant, '2026-11-18'), {
    day: '2026-11-18',
    planned: 'own',
    shifts: [],
    version: 1,
  });
  const stale = await put('/days/2026-11-18', { shifts: [], version: 0 });
  assert.deepEqual([stale.status, stale.body.code], [409, 'request.stale']);
  assert.equal((await app.request('manager', 'DELETE', `/roster/${consultant}/days/2026-11-18`)).status, 204);
  assert.equal((await rosterDay(consultant, '2026-11-18')).planned, 'week');

  const overlapping = await put('/days/2026-11-18', { shifts: [shift('09:00', '12:00'), shift('11:00', '15:00')] });
  assert.deepEqual(
    overlapping.body.errors.map(({ field, code }: Record<string, string>) => `${field} ${code}`),
    ['shifts.1.from roster.shifts_overlap'],
  );
  const { body: audit } = await app.request('admin', 'GET', `/audit?entityId=${consultant}`);
  const actions = audit.items.map(({ action }: { action: string }) => action);
  for (const action of ['roster.week_planned', 'roster.day_planned', 'roster.day_dropped']) {
    assert.ok(actions.includes(action), `${action} in ${actions}`);
  }
});

test('F9 last week is copied as it was worked, days of their own included', async () => {
  const { desk } = app.users;
  const put = (path: string, body: object) => app.request('manager', 'PUT', `/roster/${desk}${path}`, body);
  await put('/weeks/2026-11-09', { shifts: { ...NO_WEEK, mon: [shift('09:00', '18:00')] } });
  await put('/days/2026-11-11', { shifts: [shift('13:00', '21:00')] });
  const copied = await app.request('manager', 'POST', '/roster/copy-week', {
    from: '2026-11-09',
    to: '2026-12-07',
    userIds: [desk],
  });
  assert.deepEqual(copied.body, { days: 7 });
  assert.deepEqual((await rosterDay(desk, '2026-12-09')).shifts, [shift('13:00', '21:00')]);
  assert.deepEqual((await rosterDay(desk, '2026-12-07')).shifts, [shift('09:00', '18:00')]);
});

test('F9 the database itself refuses two shifts or two absences at once', async () => {
  const { agent } = app.users;
  const twice = (text: ReturnType<typeof sql>) =>
    assert.rejects(
      app.db.inTx(app.org.system, async (tx) => ok(await tx.run(text))),
      /23P01|exclusion/,
    );
  const orgId = app.org.id;
  await app.request('manager', 'PUT', `/roster/${agent}/days/2026-11-20`, { shifts: [shift('09:00', '12:00')] });
  await twice(sql`insert into roster.day_shift (org_id, member_id, day, site_id, from_minute, to_minute)
    values (${orgId}, ${agent}, '2026-11-20', ${app.org.siteId}, 600, 900)`);
  const absence = { userId: agent, from: '2027-03-01', to: '2027-03-02', kind: 'leave' };
  assert.equal((await app.request('agent', 'POST', '/absences', absence)).status, 201);
  await twice(sql`insert into roster.absence (org_id, id, member_id, from_at, to_at, kind, made_at)
    values (${orgId}, gen_random_uuid(), ${agent}, '2027-03-02T00:00:00+09:00', null, 'sick', '2026-11-17T00:00:00Z')`);
  const again = await app.request('agent', 'POST', '/absences', { ...absence, from: '2027-03-02', to: null });
  assert.deepEqual([again.status, again.body.code], [409, 'roster.absence_overlaps']);
});

test('F9 who is away says so herself or is said so by who hands work out; why is nobody else’s', async () => {
  const { consultant } = app.users;
  const body = { userId: consultant, from: '2026-11-17T10:00:00+09:00', to: null, kind: 'sick', note: '몸살' };
  const refused = await app.request('agent', 'POST', '/absences', body);
  assert.deepEqual([refused.status, refused.body.code], [403, 'request.forbidden']);
  const { body: absence, status } = await app.request('desk', 'POST', '/absences', body);
  assert.equal(status, 201);
  assert.equal((await onDuty('2026-11-17T10:05:00+09:00')).get(consultant), 'absent');
  const seenBy = async (role: 'consultant' | 'agent' | 'desk') =>
    (await app.request(role, 'GET', `/absences/${absence.id}`)).body;
  assert.deepEqual([(await seenBy('consultant')).kind, (await seenBy('desk')).note], ['sick', '몸살']);
  const colleague = await seenBy('agent');
  assert.deepEqual([colleague.kind, colleague.note, colleague.editable], [null, null, false]);
  const back = await app.request('consultant', 'POST', `/absences/${absence.id}/end`, { version: 1 });
  assert.equal(back.status, 200, back.text);
  assert.equal((await onDuty('2026-11-18T10:00:00+09:00')).get(consultant), 'on');
  assert.equal((await app.request('other.manager', 'GET', `/absences/${absence.id}`)).status, 404);
});

test('F9 after hours counts those of the intake team whom the roster has at work, else those who are not away', async () => {
  const { manager, clinician, adjuster } = app.users;
  const memberIds = [manager, clinician, adjuster];
  await app.request('admin', 'PATCH', `/teams/${app.org.intakeTeamId}`, { memberIds });
  const at = instant(Date.parse('2026-11-24T09:30:00+09:00'));
  const count = async () => {
    const outcome = await app.db.inTx(app.org.system, async (tx) => ok(await peopleOnDuty(tx, app.org.siteId, at)));
    return outcome.ok ? outcome.value : null;
  };
  assert.equal(await count(), 3, 'no roster');
  const away = { userId: adjuster, from: '2026-11-24', to: '2026-11-24', kind: 'training' };
  await app.request('manager', 'POST', '/absences', away);
  assert.equal(await count(), 2, 'one is away');
  await app.request('manager', 'PUT', `/roster/${manager}/days/2026-11-24`, { shifts: [shift('09:30', '18:30')] });
  assert.equal(await count(), 1, 'one is planned');
});
