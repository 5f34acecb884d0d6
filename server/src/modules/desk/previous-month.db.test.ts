import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { PreviousMonthItem, PreviousMonthSummary } from '@anbu/contract';
import { instant } from '../../kernel/instant.ts';
import { testApp, type As, type TestApp } from '../../testing/app.ts';

let app: TestApp;
/** Enquiries of November by what became of them. */
const ids = new Map<string, string>();
const moment = (text: string) => instant(Date.parse(`2026-${text}:00+09:00`));
const go = (text: string) => app.setClock(moment(text));
const idOf = (name: string) => ids.get(name) ?? assert.fail(name);
const names = (items: readonly PreviousMonthItem[]) =>
  items.map(({ enquiry }) => [...ids].find(([, id]) => id === enquiry.id)?.[0]);

let number = 1000;
async function arrives(name: string, as: As = 'manager', ownerId = app.users.consultant) {
  number += 1;
  const person = { name: `고객 ${name}`, phone: `010-6100-${number}` };
  const answer = await app.request(as, 'POST', '/enquiries', {
    person,
    sourceChannel: 'phone',
    interests: [],
    ...(ownerId ? { ownerId } : {}),
  });
  assert.equal(answer.status, 201, answer.text);
  ids.set(name, answer.body.id);
}
async function calls(name: string, body: object, as: As = 'consultant') {
  const answer = await app.act(as, idOf(name), 'calls', body);
  assert.ok(answer.status < 300, answer.text);
}
const moves = async (name: string, body: object) => {
  const answer = await app.act('consultant', idOf(name), 'transitions', body);
  assert.ok(answer.status < 300, answer.text);
};
const unanswered = { outcome: 'NO_ANSWER' };
const hold = { to: 'HOLD', likelihood: 'H', holdReasons: ['FAMILY'], recontactOn: '2026-12-20' };

async function list(query = '', as: As = 'consultant'): Promise<PreviousMonthItem[]> {
  const answer = await app.request(as, 'GET', `/previous-month?month=2026-11${query}`);
  assert.equal(answer.status, 200, answer.text);
  return answer.body.items;
}
async function summary(as: As = 'consultant', month = '2026-11'): Promise<PreviousMonthSummary> {
  const answer = await app.request(as, 'GET', `/previous-month/summary?month=${month}`);
  assert.equal(answer.status, 200, answer.text);
  return answer.body;
}
async function itemOf(name: string): Promise<PreviousMonthItem> {
  const item = (await list('&show=all')).find(({ enquiry }) => enquiry.id === idOf(name));
  return item ?? assert.fail(`${name} is not on the list`);
}
/** What the passes reached in all, as due, done, connected, booked, visited. */
async function reached(pass: 1 | 2) {
  const { passes } = await summary();
  const { due, done, connected, booked, visited } = passes[pass - 1]!;
  return [due, done, connected, booked, visited].map(({ value }) => value);
}

before(async () => {
  app = await testApp({ at: moment('11-04T10:00') });
  for (const name of ['quiet', 'reached', 'replied', 'lost', 'hold', 'declined', 'cancelled', 'late hold']) {
    await arrives(name);
  }
  await calls('hold', { outcome: 'CONNECTED', then: hold });
  await calls('declined', { outcome: 'CONNECTED', then: hold });
  await calls('lost', { outcome: 'CONNECTED', then: { to: 'CONSULTING' } });
  const appointment = { startsAt: '2026-11-20T10:00:00+09:00', durationMinutes: 30, serviceCode: 'implant' };
  await calls('cancelled', { outcome: 'CONNECTED', then: { to: 'BOOKED', appointment } });
  for (const day of ['04', '05', '06', '07', '09', '10', '11']) {
    if (day !== '04') await go(`11-${day}T10:00`);
    for (const name of ['quiet', 'reached', 'replied']) await calls(name, unanswered);
    if (['05', '06', '07'].includes(day)) await calls('lost', unanswered);
  }
  await moves('declined', { to: 'DECLINED', reasonCode: 'NO_INTENT' });
  await moves('cancelled', { to: 'CANCELLED' });
});
after(() => app.stop());

test('A9 a month leaves who was never connected, who was lost after a consultation, open holds and cancellations; no other', async () => {
  await go('11-30T18:00');
  assert.deepEqual(
    (await list('&show=all')).map(({ group }) => group).toSorted(),
    ['cancelled', 'hold', 'lost', 'unreached', 'unreached', 'unreached'],
    'the declined one left within the month',
  );
  assert.equal((await itemOf('lost')).group, 'lost');
  const { groups, listed, dueOn } = await summary();
  assert.deepEqual(Object.fromEntries(groups.map(({ group, value }) => [group, value])), {
    unreached: 3,
    lost: 1,
    hold: 1,
    cancelled: 1,
    no_show: 0,
  });
  assert.deepEqual([listed.value, dueOn], [6, ['2026-12-01', '2026-12-07']]);
  assert.deepEqual((await summary('consultant', '2026-10')).listed.value, 0, 'another month has its own');
});

test('A9 without a month it is the one before: what is due first, then the likelier, then who has waited longer; each page goes on', async () => {
  await go('12-01T09:40');
  const { status, body } = await app.request('consultant', 'GET', '/previous-month');
  assert.deepEqual([status, body.month], [200, '2026-11']);
  const order = ['hold', 'quiet', 'reached', 'replied', 'lost', 'cancelled'];
  assert.deepEqual(names(body.items), order);
  const seen: (string | undefined)[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const page = await app.request('consultant', 'GET', `/previous-month?limit=4${cursor && `&cursor=${cursor}`}`);
    assert.equal(page.status, 200, page.text);
    seen.push(...names(page.body.items));
    cursor = page.body.nextCursor;
  }
  assert.deepEqual(seen, order);
  const bad = await app.request('consultant', 'GET', '/previous-month?cursor=abc');
  assert.deepEqual([bad.status, bad.body.errors[0].field], [422, 'cursor']);
  // One that enters its hold now belongs to this month.
  await calls('late hold', { outcome: 'CONNECTED', then: hold });
  assert.deepEqual(names(await list()), order);
});

test('A9 a call in the same part of the day as the last does no pass, one in another does, and one that reaches the person always', async () => {
  await go('12-01T10:10');
  await calls('quiet', unanswered);
  assert.deepEqual(await reached(1), [6, 0, 0, 0, 0]);
  assert.equal((await itemOf('quiet')).enquiry.passesDone, 0, 'the rule of the act says the same');
  await go('12-01T14:30');
  await calls('quiet', unanswered);
  const quiet = await itemOf('quiet');
  assert.deepEqual([quiet.enquiry.passesDone, quiet.enquiry.passDueOn], [1, '2026-12-07']);
  assert.deepEqual(
    quiet.passes.map(({ dueOn, doneAt, outcome, byUserId }) => [dueOn, doneAt !== null, outcome, byUserId]),
    [
      ['2026-12-01', true, 'NO_ANSWER', app.users.consultant],
      ['2026-12-07', false, null, null],
    ],
  );
  assert.equal(quiet.nextPass, 2);
  assert.deepEqual([quiet.lastCall?.slot, quiet.lastCall?.outcome], ['PM', 'NO_ANSWER']);
  assert.deepEqual(names(await list()).at(-1), 'quiet', 'what is due comes before what waits for its second pass');
  assert.deepEqual(await reached(1), [6, 1, 0, 0, 0]);
});

test('A9 who is reached or books counts for the pass before it, once; who writes by herself leaves the list without one', async () => {
  await go('12-02T14:40');
  await calls('reached', { outcome: 'CONNECTED', then: { to: 'CONSULTING' } });
  assert.deepEqual(await reached(1), [6, 2, 1, 0, 0]);
  const appointment = { startsAt: '2026-12-09T10:00:00+09:00', durationMinutes: 30, serviceCode: 'implant' };
  await go('12-03T10:00');
  await moves('reached', { to: 'BOOKED', appointment });
  assert.deepEqual(await reached(1), [6, 2, 1, 1, 0]);
  const answer = await app.act('consultant', idOf('replied'), 'replies', { channel: 'chat', text: '연락 주세요' });
  assert.ok(answer.status < 300, answer.text);
  assert.deepEqual(await reached(1), [5, 2, 1, 1, 0], 'there is nothing to call any more');
  assert.ok(!names(await list()).includes('replied'));
});

test('A9 the second pass ends it for whom nobody reached; every figure is the number of its rows', async () => {
  await go('12-07T10:00');
  await calls('quiet', unanswered);
  const quiet = await itemOf('quiet');
  assert.deepEqual([quiet.enquiry.passesDone, quiet.enquiry.passDueOn, quiet.nextPass], [2, null, null]);
  assert.ok(!names(await list()).includes('quiet'));
  await go('12-09T10:20');
  await moves('reached', { to: 'VISITED' });
  assert.deepEqual(await reached(1), [5, 2, 1, 1, 1]);
  assert.deepEqual(await reached(2), [4, 1, 0, 0, 0]);
  const whole = await summary();
  const figures = [
    whole.listed,
    whole.todo,
    ...whole.groups,
    ...[whole.passes, ...whole.owners.map(({ passes }) => passes)]
      .flat()
      .flatMap(({ pass: _, ...counts }) => Object.values(counts)),
    ...whole.owners.map(({ todo }) => todo),
  ];
  for (const { value, drill } of figures) {
    const rows = await app.request('consultant', 'GET', `/${drill.replace('/api/v1/', '')}`);
    assert.equal(rows.status, 200, rows.text);
    assert.equal(rows.body.items.length, value, drill);
  }
  assert.deepEqual(
    whole.owners.map(({ ownerId, todo }) => [ownerId, todo.value]),
    [[app.users.consultant, whole.todo.value]],
  );
});

test('A9 another organisation has its own month and sees nothing of this one, whatever it asks for', async () => {
  await go('12-09T11:00');
  for (const query of ['&show=all', `&show=all&owner=${app.users.consultant}`]) {
    assert.deepEqual(await list(query, 'other.manager'), []);
  }
  const other = await summary('other.manager');
  assert.deepEqual([other.listed.value, other.owners], [0, []]);
  const masked = await list('&show=all', 'analyst');
  assert.equal(masked.length, 6);
  assert.ok(masked.every(({ enquiry }) => enquiry.person.phone === null && !enquiry.person.name?.startsWith('고객 ')));
});
