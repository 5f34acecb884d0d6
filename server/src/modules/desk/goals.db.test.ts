import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { GoalFigure, GoalPage } from '@anbu/contract';
import { instant } from '../../kernel/instant.ts';
import { testApp, type As, type TestApp } from '../../testing/app.ts';

let app: TestApp;
let count = 0;
const siteTime = (text: string) => instant(Date.parse(`${text}:00+09:00`));

before(async () => {
  // A Tuesday. November 2026 has 25 opening days: Mondays to Saturdays without a holiday; 14 of them passed with this one.
  app = await testApp({ at: siteTime('2026-11-17T10:00') });
});
after(() => app.stop());

async function anEnquiry(ownerId: string): Promise<string> {
  count += 1;
  const answer = await app.request('manager', 'POST', '/enquiries', {
    person: { name: `고객${count}`, phone: `010-6100-${String(count).padStart(4, '0')}` },
    sourceChannel: 'web_form',
    interests: [],
    ownerId,
  });
  assert.equal(answer.status, 201, answer.text);
  return answer.body.id as string;
}

async function act(as: As, id: string, what: string, body: object = {}): Promise<void> {
  const answer = await app.act(as, id, what, body);
  assert.ok(answer.status < 300, `${what}: ${answer.text}`);
}

const appointment = { startsAt: '2026-11-24T10:00:00+09:00', durationMinutes: 30, serviceCode: 'implant' };
const book = (as: As, id: string) =>
  act(as, id, 'calls', { outcome: 'CONNECTED', then: { to: 'BOOKED', appointment } });

async function goals(as: As, month = '2026-11'): Promise<GoalPage> {
  const answer = await app.request(as, 'GET', `/goals?month=${month}`);
  assert.equal(answer.status, 200, answer.text);
  return answer.body as GoalPage;
}

function figureOf(page: GoalPage, id: string, measure: GoalFigure['measure']): GoalFigure {
  const figure = page.items.find((row) => row.id === id)?.figures.find((one) => one.measure === measure);
  assert.ok(figure, `${measure} of ${id}`);
  return figure;
}

const set = (
  as: As,
  goal: Partial<Record<'of' | 'id' | 'measure' | 'target' | 'version', unknown>>,
  month = '2026-11',
) =>
  app.request(as, 'PUT', '/goals', {
    month,
    goals: [{ of: 'user', id: app.users.consultant, measure: 'booked', target: 20, version: 0, ...goal }],
  });

test('A20 a booking counts once and for who owned it then; a figure is the number of the rows behind it', async () => {
  const { consultant, desk } = app.users;
  const handedOver = await anEnquiry(consultant);
  await book('consultant', handedOver);
  await act('manager', handedOver, 'assign', { ownerId: desk });
  const twice = await anEnquiry(consultant);
  await book('consultant', twice);
  await act('consultant', twice, 'transitions', { to: 'CANCELLED', cancelledBy: 'patient' });
  await act('consultant', twice, 'transitions', { to: 'BOOKED', appointment });
  const takenBack = await anEnquiry(consultant);
  await book('consultant', takenBack);
  await act('consultant', takenBack, 'undo');
  const came = await anEnquiry(desk);
  await app.setClock(siteTime('2026-11-17T10:10'));
  await act('desk', came, 'transitions', { to: 'VISITED', visit: { at: '2026-11-17T10:05:00+09:00' } });

  const page = await goals('manager');
  assert.deepEqual(
    [consultant, desk, app.org.intakeTeamId].map((id) => figureOf(page, id, 'booked').actual),
    [2, 1, 3],
    'the hand-over after it changes nothing, a visit without a booking counts, what was taken back does not',
  );
  assert.deepEqual(
    [consultant, desk, app.org.intakeTeamId].map((id) => figureOf(page, id, 'visited').actual),
    [0, 1, 1],
  );
  assert.ok(figureOf(page, consultant, 'firstCall').actual > 0);
  for (const row of page.items) {
    for (const { measure, actual, drill } of row.figures) {
      const rows = await app.request('manager', 'GET', `/enquiries?${new URLSearchParams(drill).toString()}&limit=200`);
      assert.equal(rows.status, 200, rows.text);
      assert.equal(rows.body.items.length, actual, `${measure} of ${row.name}`);
    }
  }
});

test('A20 what is expected follows the opening days of the month', async () => {
  assert.equal((await set('manager', {})).status, 200);
  const page = await goals('manager');
  assert.deepEqual([page.day, page.openDays, page.openDaysPassed], ['2026-11-17', 25, 14]);
  const { target, expected, actual, standing } = figureOf(page, app.users.consultant, 'booked');
  assert.deepEqual([target, expected, actual, standing], [20, 11, 2, 'behind']);
  assert.equal(figureOf(page, app.users.desk, 'booked').standing, null, 'without a goal nobody is behind');
  const later = await goals('manager', '2026-12');
  assert.deepEqual([later.openDaysPassed, figureOf(later, app.users.consultant, 'booked').actual], [0, 0]);
});

test('A20 each change of a goal is a version that says who changed what; a stale one is refused', async () => {
  const of = { id: app.org.intakeTeamId, of: 'team', measure: 'visited' };
  assert.equal((await set('manager', { ...of, target: 30 })).status, 200);
  const stale = await set('desk', { ...of, target: 40 });
  assert.deepEqual([stale.status, stale.body.code], [409, 'goals.changed']);
  assert.equal((await set('desk', { ...of, target: 30 })).status, 200, 'what is so already is no change');
  assert.equal((await set('desk', { ...of, target: 40, version: 1 })).status, 200);
  assert.equal((await set('desk', { ...of, target: null, version: 2 })).status, 200);
  assert.equal(figureOf(await goals('desk'), app.org.intakeTeamId, 'visited').target, null);
  const changes = await app.request('desk', 'GET', '/goals/changes?month=2026-11&limit=2');
  const told = changes.body.items as { before: number; after: number; changedBy: string; version: number }[];
  assert.deepEqual(
    told.map(({ before, after, changedBy, version }) => [version, before, after, changedBy]),
    [
      [3, 40, null, 'desk anbu'],
      [2, 30, 40, 'desk anbu'],
    ],
  );
  const rest = await app.request('desk', 'GET', `/goals/changes?month=2026-11&cursor=${changes.body.nextCursor}`);
  assert.deepEqual(
    (rest.body.items as { before: number | null; after: number }[]).map(({ before, after }) => [before, after]),
    [
      [null, 30],
      [null, 20],
    ],
  );
  const audit = await app.request('manager', 'GET', '/audit?action=desk.goal_set');
  assert.equal(audit.body.items.length, 4);
});

test('A20 of two leads who set a goal at once one is told', async () => {
  const goal = { id: app.users.desk, measure: 'visited' };
  const answers = await Promise.all([set('manager', { ...goal, target: 5 }), set('desk', { ...goal, target: 6 })]);
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409]);
});

test('A20 last month is copied where this month has no goal yet', async () => {
  const empty = await app.request('manager', 'POST', '/goals/copy', { month: '2026-11' });
  assert.deepEqual([empty.status, empty.body.errors[0].code], [422, 'goals.nothing_to_copy']);
  assert.equal((await set('manager', { target: 9 }, '2026-12')).status, 200);
  const copied = await app.request('manager', 'POST', '/goals/copy', { month: '2026-12' });
  assert.deepEqual(copied.body, { from: '2026-11', copied: 1 });
  const december = await goals('manager', '2026-12');
  assert.equal(figureOf(december, app.users.consultant, 'booked').target, 9, 'what is set already stays');
  assert.notEqual(figureOf(december, app.users.desk, 'visited').target, null);
});

test('A20 a consultant sees her own goals and sets none; another organisation has none of it', async () => {
  assert.deepEqual(
    (await goals('consultant')).items.map(({ id }) => id),
    [app.users.consultant],
  );
  assert.equal((await set('consultant', {})).status, 403);
  assert.equal((await app.request('consultant', 'GET', '/goals/changes?month=2026-11')).status, 403);
  assert.ok((await goals('other.manager')).items.every(({ figures }) => figures.every(({ actual }) => actual === 0)));
  const foreign = await set('other.manager', {});
  assert.deepEqual([foreign.status, foreign.body.errors[0].field], [422, 'goals.0.id']);
});
