import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { instant, MINUTE, plus } from '../../kernel/instant.ts';
import { must, ok } from '../../kernel/outcome.ts';
import { sql } from '../../platform/db/index.ts';
import { testApp, type TestAnswer, type TestApp } from '../../testing/app.ts';
import { createUser } from '../identity/index.ts';
import { sweepReturns } from './index.ts';
import { insertOwned } from './testing.ts';

let app: TestApp;
before(async () => {
  // A Tuesday, 10:00 at the site.
  app = await testApp({ at: instant(Date.parse('2026-11-17T10:00:00+09:00')) });
  const { admin, manager, consultant, desk } = app.users;
  const memberIds = [admin, manager, consultant, desk];
  assert.equal((await app.request('admin', 'PATCH', `/teams/${app.org.intakeTeamId}`, { memberIds })).status, 200);
});
after(() => app.stop());

let next = 0;
async function aColleague(): Promise<string> {
  next += 1;
  const user = { name: `동료 ${next}`, email: `colleague${next}@anbu.example`, role: 'consultant' } as const;
  const made = await app.db.inTx(app.org.system, (tx) =>
    createUser(tx, { ...user, password: 'correct horse battery' }),
  );
  const { id } = must(made);
  const { body: team } = await app.request('admin', 'GET', `/teams/${app.org.intakeTeamId}`);
  await app.request('admin', 'PATCH', `/teams/${app.org.intakeTeamId}`, { memberIds: [...team.memberIds, id] });
  return id;
}

/** Open ones of an owner in many states of their clocks: some late, some due, some to come; each third with a promise. */
const openEnquiries = (ownerId: string, count: number): Promise<string[]> =>
  insertOwned(app, ownerId, count, (index, now) => plus(now, (index - count / 2) * MINUTE));

const CLOCK = sql`e.status, e.promise_at, e.action_kind, e.action_due_at, e.action_window_from, e.action_window_to, e.action_pool_at,
  e.action_escalate_at, e.action_set_at, e.alert_at, e.alert_stage`;
type Row = { id: string; owner: string | null };
async function clocksOf(ids: readonly string[]): Promise<Map<string, object>> {
  const rows = await app.db.inTx(app.org.system, async (tx) =>
    ok(await tx.rows(sql<Row>`select e.id, ${CLOCK} from enquiries.enquiry e where e.id = any(${ids}::uuid[])`)),
  );
  return new Map(must(rows).map(({ id, ...clock }) => [id, clock]));
}
async function ownersOf(ids: readonly string[]): Promise<Map<string, string | null>> {
  const text = sql<Row>`select e.id, e.owner_id as owner from enquiries.enquiry e where e.id = any(${ids}::uuid[])`;
  const rows = must(await app.db.inTx(app.org.system, async (tx) => ok(await tx.rows(text))));
  return new Map(rows.map(({ id, owner }) => [id, owner]));
}
const countOf = (owners: Map<string, string | null>, owner: string | null) =>
  [...owners.values()].filter((one) => one === owner).length;

const handOver = (body: object, as: 'manager' | 'consultant' | 'agent' = 'manager'): Promise<TestAnswer> =>
  app.request(as, 'POST', '/hand-overs', body);

test('A13 F9 an owner falls ill: her 300 open enquiries go to others by load in one act and come back when she does', async () => {
  const ill = await aColleague();
  const ids = await openEnquiries(ill, 300);
  const before = await clocksOf(ids);
  const absence = await app.request('desk', 'POST', '/absences', {
    userId: ill,
    from: '2026-11-17T10:00:00+09:00',
    kind: 'sick',
  });
  assert.equal(absence.status, 201, absence.text);
  const body = {
    what: { ownerId: ill },
    to: { kind: 'load' },
    note: '오늘 아파서 못 나옵니다',
    absenceId: absence.body.id,
  };
  const preview = await app.request('manager', 'POST', '/hand-overs/preview', body);
  assert.equal(preview.body.count, 300);
  assert.equal(countOf(await ownersOf(ids), ill), 300, 'a preview changes nothing');

  // Somebody else is on the phone with one of them, and a colleague takes another at the same moment.
  const [onPhone = '', taken = ''] = ids.slice(-2);
  assert.equal((await app.act('consultant', onPhone, 'claim')).status, 200);
  // What takes twenty seconds is refused by the deadline of the test's program.
  const [given, other] = await Promise.all([
    handOver(body),
    app.act('manager', taken, 'assign', { ownerId: app.users.desk }),
  ]);
  assert.equal(given.status, 201, given.text);
  assert.ok(other.status === 200 || other.body.code === 'enquiries.changed', other.text);
  assert.ok(given.body.given >= 298, given.text);
  assert.ok(
    given.body.refused.some(
      ({ id, code }: Row & { code: string }) => id === onPhone && code === 'enquiries.claimed_by_other',
    ),
  );

  assert.deepEqual(await clocksOf(ids), before, 'promises keep their time, nothing becomes late');
  const owners = await ownersOf(ids);
  for (const { userId, count } of given.body.receivers) {
    const foreseen = preview.body.receivers.find((one: { userId: string }) => one.userId === userId);
    assert.ok(Math.abs(foreseen.count - count) <= 2, 'as it was foreseen');
  }
  assert.equal(given.body.receivers.length, 4, 'the four others of the team');

  // Each receiver hears of it once, with the note, and finds them by a filter.
  const { body: alerts } = await app.request('consultant', 'GET', '/alerts');
  const told = alerts.items.filter(({ kind }: { kind: string }) => kind === 'handed_over');
  assert.deepEqual(
    told.map(({ count, note }: { count: number; note: string }) => [count, note]),
    [[countOf(owners, app.users.consultant), body.note]],
  );
  const mine = await app.request('consultant', 'GET', '/enquiries?handedOver=true&owner=me&limit=200&total=true');
  assert.equal(mine.body.total, countOf(owners, app.users.consultant));
  const shown = mine.body.items[0].handOver;
  assert.deepEqual([shown.from, shown.note, shown.temporary], [ill, body.note, true]);

  // The deputy speaks with one, tries another in vain; a third is closed.
  const hers = ids.filter((id) => owners.get(id) === app.users.consultant && id !== onPhone);
  const [spoken = '', tried = '', closed = ''] = hers;
  const then = { to: 'CALLBACK', promiseAt: '2026-11-18T15:00:00+09:00', promiseBy: 'us' };
  assert.equal((await app.act('consultant', spoken, 'calls', { outcome: 'CONNECTED', then })).status, 200);
  assert.equal((await app.act('consultant', tried, 'calls', { outcome: 'NO_ANSWER' })).status, 200);
  const declined = { to: 'DECLINED', reasonCode: 'COST' };
  assert.equal((await app.act('consultant', closed, 'transitions', declined)).status, 200);

  await app.advance(60 * MINUTE);
  assert.equal(await sweepReturns(app.db), 0, 'she is still away');
  const back = await app.request('desk', 'POST', `/absences/${absence.body.id}/end`, { version: 1 });
  assert.equal(back.status, 200, back.text);
  const untouched = ids.filter((id) => ![spoken, tried, closed].includes(id));
  const clocks = await clocksOf(untouched);
  // Two workers at once.
  await Promise.all([sweepReturns(app.db), sweepReturns(app.db)]);
  const after = await ownersOf(ids);
  assert.equal(after.get(spoken), app.users.consultant, 'who spoke with the person keeps her');
  assert.equal(after.get(tried), ill, 'a call in vain makes nothing her own');
  assert.deepEqual(await clocksOf(untouched), clocks, 'nothing is late because of it');
  const { body: report } = await app.request('manager', 'GET', `/hand-overs/${given.body.id}`);
  assert.equal(report.returned, given.body.given - 2);
  assert.equal(report.kept, 2);
  assert.ok(report.returnedAt);
  assert.equal(await sweepReturns(app.db), 0, 'once');
});

test('A13 one undo takes all back but what somebody touched since, and says which', async () => {
  const ids = await openEnquiries(app.users.desk, 12);
  const before = await clocksOf(ids);
  const given = await handOver({
    what: { ids },
    to: { kind: 'person', userId: app.users.consultant },
    note: '부탁합니다',
  });
  assert.deepEqual([given.status, given.body.given], [201, 12], given.text);
  assert.equal(Date.parse(given.body.undoUntil) - Date.parse(given.body.at), 10 * MINUTE, 'as long as the preset says');
  const { body: seen } = await app.request('consultant', 'GET', `/hand-overs/${given.body.id}`);
  assert.equal(seen.undoUntil, null, 'it is not hers to take back');
  const [touched = ''] = ids;
  assert.equal((await app.act('consultant', touched, 'calls', { outcome: 'NO_ANSWER' })).status, 200);
  const stranger = await app.request('desk', 'POST', `/hand-overs/${given.body.id}/undo`, {});
  assert.deepEqual([stranger.status, stranger.body.code], [403, 'enquiries.undo_not_yours']);
  const undone = await app.request('manager', 'POST', `/hand-overs/${given.body.id}/undo`, {});
  assert.equal(undone.status, 200, undone.text);
  assert.equal(undone.body.undone, 11);
  assert.deepEqual(
    undone.body.refused.map(({ id, code }: Row & { code: string }) => [id, code]),
    [[touched, 'enquiries.hand_over_touched']],
  );
  const owners = await ownersOf(ids);
  assert.equal(countOf(owners, app.users.desk), 11);
  const rest = ids.slice(1);
  assert.deepEqual(await clocksOf(rest), new Map([...before].filter(([id]) => id !== touched)));
  assert.equal(undone.body.undoUntil, null);
  const again = await app.request('manager', 'POST', `/hand-overs/${given.body.id}/undo`, {});
  assert.equal(again.body.code, 'enquiries.nothing_to_undo');
});

test('A13 new ones get their first owner, and by the undo they are new again', async () => {
  const ids: string[] = [];
  for (let count = 0; count < 3; count++) {
    const { body } = await app.request('manager', 'POST', '/enquiries', {
      person: { name: '새사람', phone: `010-3311-20${10 + count}` },
      sourceChannel: 'phone',
    });
    ids.push(body.id);
  }
  const given = await handOver({ what: { ids }, to: { kind: 'load' } });
  assert.equal(given.body.given, 3, given.text);
  const statuses = async () => [...(await clocksOf(ids)).values()].map((row) => (row as { status: string }).status);
  assert.deepEqual(await statuses(), ['WAITING', 'WAITING', 'WAITING']);
  const undone = await app.request('manager', 'POST', `/hand-overs/${given.body.id}/undo`, {});
  assert.equal(undone.body.undone, 3, undone.text);
  assert.deepEqual(await statuses(), ['NEW', 'NEW', 'NEW']);
});

test('A13 F9 who is away gets nothing new unless that is known; sharing out passes her by', async () => {
  const away = await aColleague();
  const { body: absence } = await app.request('manager', 'POST', '/absences', {
    userId: away,
    from: '2026-11-17T00:00:00+09:00',
    to: '2026-11-30',
    kind: 'leave',
  });
  const [one = ''] = await openEnquiries(app.users.desk, 1);
  const refused = await app.act('manager', one, 'assign', { ownerId: away });
  assert.deepEqual([refused.status, refused.body.code], [409, 'enquiries.owner_absent'], refused.text);
  assert.equal((await app.act('manager', one, 'assign', { ownerId: away, evenAbsent: true })).status, 200);
  const ids = await openEnquiries(app.users.desk, 6);
  const { body } = await handOver({ what: { ids }, to: { kind: 'load' } });
  assert.ok(!body.receivers.some(({ userId }: { userId: string }) => userId === away));
  assert.equal((await app.request('manager', 'POST', `/absences/${absence.id}/end`, {})).status, 200);
});

test('A13 to the pool of a team; somebody else’s work is not passed on by who may not assign; another organisation has nothing here', async () => {
  const ids = await openEnquiries(app.users.consultant, 2);
  const team = { kind: 'team', teamId: app.org.intakeTeamId };
  const given = await handOver({ what: { ids }, to: team }, 'consultant');
  assert.equal(given.body.given, 2, given.text);
  assert.equal(countOf(await ownersOf(ids), null), 2);
  const others = await openEnquiries(app.users.desk, 2);
  const refused = await handOver({ what: { ids: others }, to: team }, 'consultant');
  assert.deepEqual([refused.status, refused.body.code], [409, 'request.forbidden'], refused.text);
  const foreign = await app.request('other.manager', 'POST', '/hand-overs', { what: { ids }, to: { kind: 'load' } });
  assert.equal(foreign.status, 404, foreign.text);
  assert.equal((await app.request('other.manager', 'GET', `/hand-overs/${given.body.id}`)).status, 404);
});
