import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { HOUR, instant, MINUTE, plus } from '../../kernel/instant.ts';
import { must, ok } from '../../kernel/outcome.ts';
import { sql } from '../../platform/db/index.ts';
import { testApp, type TestApp } from '../../testing/app.ts';
import { until } from '../../testing/until.ts';
import { sweepReassign, sweepReturns } from './index.ts';
import { insertOwned } from './testing.ts';

let app: TestApp;
before(async () => {
  // A Tuesday; the site opened at 09:30.
  app = await testApp({ at: instant(Date.parse('2026-11-17T11:30:00+09:00')) });
  const { admin, manager, consultant, desk } = app.users;
  const memberIds = [admin, manager, consultant, desk];
  assert.equal((await app.request('admin', 'PATCH', `/teams/${app.org.intakeTeamId}`, { memberIds })).status, 200);
});
after(() => app.stop());

const rule = async (value: { late: string; lateMinutes?: number; absent: string }) => {
  const put = await app.request('admin', 'PUT', '/presets/reassign', { value: { lateMinutes: 30, ...value } });
  assert.equal(put.status, 200, put.text);
};
/** Late since so many minutes: ten after they were due. */
const lateSince = (minutes: number) => (_: number, now: number) => plus(instant(now), -(minutes + 10) * MINUTE);

type Row = { id: string; owner: string | null; clock: object };
async function rowsOf(ids: readonly string[]): Promise<Row[]> {
  const text = sql<Row>`
    select e.id, e.owner_id as owner, jsonb_build_array(e.status, e.promise_at, e.action_due_at, e.action_window_from, e.action_window_to,
      e.action_pool_at, e.action_escalate_at, e.action_set_at, e.alert_at, e.alert_stage) as clock
    from enquiries.enquiry e where e.id = any(${ids}::uuid[]) order by e.id`;
  return must(await app.db.inTx(app.org.system, async (tx) => ok(await tx.rows(text))));
}
const ownersOf = async (ids: readonly string[]) => new Set((await rowsOf(ids)).map(({ owner }) => owner));
const clocksOf = async (ids: readonly string[]) => (await rowsOf(ids)).map(({ clock }) => clock);
async function alertsOf(as: 'consultant' | 'desk' | 'manager', kind: string) {
  const { body } = await app.request(as, 'GET', '/alerts');
  return body.items.filter((alert: { kind: string }) => alert.kind === kind);
}
async function timesMoved(ids: readonly string[]): Promise<Set<number>> {
  const text = sql<{ count: number }>`
    select count(*) as count from enquiries.hand_over_item i where i.enquiry_id = any(${ids}::uuid[]) group by i.enquiry_id`;
  const rows = must(await app.db.inTx(app.org.system, async (tx) => ok(await tx.rows(text))));
  return new Set(rows.map(({ count }) => count));
}

test('A13 as shipped nothing moves by itself: what is late stays late until somebody acts', async () => {
  const ids = await insertOwned(app, app.users.consultant, 5, lateSince(110));
  assert.equal(await sweepReassign(app.db), 0);
  assert.deepEqual(await ownersOf(ids), new Set([app.users.consultant]));
  const { body } = await app.request('admin', 'GET', '/presets');
  const group = body.items.find(({ code }: { code: string }) => code === 'reassign');
  assert.deepEqual(group.standard, { late: 'off', lateMinutes: 60, absent: 'off' });
  const wrong = await app.request('admin', 'PUT', '/presets/reassign', {
    value: { late: 'nobody', lateMinutes: 30, absent: 'off' },
  });
  assert.deepEqual([wrong.status, wrong.body.errors[0].field], [422, 'value.late']);
  // Out of the way of what follows.
  for (const id of ids) await app.act('consultant', id, 'transitions', { to: 'DECLINED', reasonCode: 'COST' });
});

test('A13 what its owner leaves late goes to those on duty once, by two workers at once; its clock stays, both sides are told', async () => {
  const { consultant } = app.users;
  await rule({ late: 'load', absent: 'off' });
  const ids = await insertOwned(app, consultant, 60, lateSince(31));
  const soon = await insertOwned(app, consultant, 4, lateSince(29));
  const before = await clocksOf(ids);
  const [onPhone = '', touched = ''] = ids;
  assert.equal((await app.act('desk', onPhone, 'claim', { owner: 'keep' })).status, 200);
  const edited = await app.request('manager', 'PATCH', `/enquiries/${touched}`, { interests: ['cavity'], version: 1 });
  assert.equal(edited.status, 200, edited.text);
  const moved = ids.filter((id) => id !== onPhone && id !== touched);

  const counts = await Promise.all([sweepReassign(app.db), sweepReassign(app.db), sweepReassign(app.db)]);
  assert.equal(
    counts.reduce((sum, count) => sum + count, 0),
    58,
  );
  assert.deepEqual(await timesMoved(ids), new Set([1]), 'nobody twice');
  assert.ok(!(await ownersOf(moved)).has(consultant));
  assert.deepEqual(
    await ownersOf([onPhone, touched, ...soon]),
    new Set([consultant]),
    'worked on, touched, not late for so long',
  );
  assert.deepEqual(await clocksOf(ids), before, 'what was late stays late');

  const [told, ...more] = await alertsOf('consultant', 'passed_on');
  assert.deepEqual([told?.count, more.length], [58, 0]);
  assert.match(told.reason.text, /제때 처리하지 않아.*58건/);
  assert.equal((await alertsOf('desk', 'handed_over')).length, 1);

  await app.runOutbox();
  const { body: one } = await app.request('desk', 'GET', `/enquiries/${moved[0]}`);
  assert.deepEqual([one.handOver.why, one.handOver.by, one.handOver.from], ['late', null, consultant]);
  const { body: archive } = await app.request('manager', 'GET', `/people/${one.person.id}/timeline?limit=100`);
  assert.ok(archive.items.some(({ code }: { code: string }) => code === 'timeline.assigned_late'));
  const { body: audit } = await app.request('admin', 'GET', '/audit?action=enquiries.handed_over');
  assert.deepEqual([audit.items[0].changes.kind, audit.items[0].userId], [[null, 'late'], null]);

  await app.advance(5 * HOUR);
  assert.equal(await sweepReassign(app.db), 6, 'those that were left then, and no other again');

  const id = one.handOver.id;
  const early = await app.request('manager', 'POST', `/hand-overs/${id}/undo`, {});
  assert.equal(early.body.code, 'enquiries.field_required');
  const undone = await app.request('manager', 'POST', `/hand-overs/${id}/undo`, { reasonText: '점심이 길었습니다' });
  assert.equal(undone.body.undone, 58, undone.text);
  assert.deepEqual(await ownersOf(moved), new Set([consultant]));
  assert.equal((await alertsOf('consultant', 'passed_on')).length, 1, 'of the other hand-over alone');
  await app.advance(40 * MINUTE);
  assert.equal(await sweepReassign(app.db), 0, 'once for an action');
});

test('A13 nothing is passed on while the site is closed; in the morning, after so many opening minutes', async () => {
  await rule({ late: 'pool', absent: 'off' });
  await app.setClock(instant(Date.parse('2026-11-18T18:29:00+09:00')));
  const ids = await insertOwned(app, app.users.desk, 3, lateSince(19));
  await app.setClock(instant(Date.parse('2026-11-18T23:00:00+09:00')));
  assert.equal(await sweepReassign(app.db), 0);
  await app.setClock(instant(Date.parse('2026-11-19T09:39:00+09:00')));
  assert.equal(await sweepReassign(app.db), 0);
  await app.setClock(instant(Date.parse('2026-11-19T09:41:00+09:00')));
  assert.equal(await sweepReassign(app.db), 3);
  assert.deepEqual(await ownersOf(ids), new Set([null]));
});

test('A13 F9 today’s work of who is away is passed on and comes back with her; what is due after her return, or was given to her knowingly, is hers', async () => {
  const { consultant } = app.users;
  await rule({ late: 'off', absent: 'load' });
  await app.setClock(instant(Date.parse('2026-11-20T10:00:00+09:00')));
  const today = await insertOwned(app, consultant, 6, (index, now) => plus(instant(now), index * HOUR));
  const tomorrow = await insertOwned(app, consultant, 2, (_, now) => plus(instant(now), 24 * HOUR));
  assert.equal(await sweepReassign(app.db), 0, 'she is here');
  const absence = await app.request('manager', 'POST', '/absences', {
    userId: consultant,
    from: '2026-11-20T10:00:00+09:00',
    to: '2026-11-20T14:30:00+09:00',
    kind: 'sick',
  });
  assert.equal(absence.status, 201, absence.text);
  const [known = ''] = await insertOwned(app, app.users.desk, 1, (_, now) => instant(now));
  assert.equal((await app.act('manager', known, 'assign', { ownerId: consultant, evenAbsent: true })).status, 200);
  const clocks = await clocksOf(today);
  // The workers' own sweep may hold some of them just now: what one sweep has under way, the others pass over.
  await until(async () => {
    await Promise.all([sweepReassign(app.db), sweepReassign(app.db)]);
    return (await timesMoved(today)).size > 0;
  }, 'the sweep');
  // 10:00 to 14:00 are before she is back, 15:00 is after.
  const owners = new Map((await rowsOf(today)).map(({ id, owner }) => [id, owner]));
  const hers = today.filter((id) => owners.get(id) === consultant);
  assert.deepEqual(hers, today.slice(5));
  assert.deepEqual(await ownersOf([...tomorrow, known]), new Set([consultant]));
  assert.deepEqual(await timesMoved(today), new Set([1]));
  assert.deepEqual(await clocksOf(today), clocks);
  const [told] = await alertsOf('consultant', 'passed_on');
  assert.match(told.reason.text, /부재 중이라.*5건/);
  await app.setClock(instant(Date.parse('2026-11-20T14:31:00+09:00')));
  await sweepReturns(app.db);
  assert.deepEqual(await ownersOf(today), new Set([consultant]));
});
