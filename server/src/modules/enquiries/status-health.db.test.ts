import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Counted, StatusHealth } from '@anbu/contract';
import { newId } from '../../kernel/ids.ts';
import { instant } from '../../kernel/instant.ts';
import { must, ok } from '../../kernel/outcome.ts';
import { testApp, type TestApp } from '../../testing/app.ts';
import { insertStatusEvents } from './store/import-store.ts';

const seoul = (text: string) => instant(Date.parse(`${text}+09:00`));
let app: TestApp;
/** Enquiries by what was planted in them. */
const planted: Record<string, string> = {};
let health: StatusHealth;

let next = 1000;
async function anEnquiry(role: 'consultant' | 'desk' = 'consultant'): Promise<string> {
  const answer = await app.request(role, 'POST', '/enquiries', {
    person: { name: '강민준', phone: `010-2000-${String(next++)}` },
    sourceChannel: 'internet',
    interests: ['implant'],
  });
  assert.equal(answer.status, 201, answer.text);
  return answer.body.id;
}

async function act(
  id: string,
  what: string,
  body: object = {},
  role: 'consultant' | 'desk' | 'manager' = 'consultant',
) {
  const answer = await app.act(role, id, what, body);
  assert.equal(answer.status, 200, answer.text);
}
const move = (id: string, to: string, rest: object = {}) => act(id, 'transitions', { to, ...rest });
const talkedThen = (id: string, to: string, rest: object = {}) =>
  act(id, 'calls', { outcome: 'CONNECTED', then: { to, ...rest } });
const hold = { likelihood: 'M', holdReasons: ['COST'], recontactOn: '2026-11-20' };

/** Each enquiry is one use or misuse of a status; the consultant has enough of them, the desk has one. */
async function plant() {
  for (const name of [
    'untouched',
    'tried',
    'moved',
    'visited',
    'slip',
    'timeless',
    'timed',
    'other',
    'cost',
    'reopened',
    'fake',
  ]) {
    planted[name] = await anEnquiry();
  }
  const of = (name: string) => planted[name]!;
  await talkedThen(of('untouched'), 'HOLD', hold);
  await talkedThen(of('tried'), 'HOLD', hold);
  await talkedThen(of('moved'), 'HOLD', hold);
  await move(of('visited'), 'HOLD', hold);
  await move(of('slip'), 'HOLD', hold);
  await act(of('slip'), 'undo');
  await talkedThen(of('timeless'), 'CALLBACK', { promiseAt: null, promiseBy: 'us' });
  await talkedThen(of('timed'), 'CALLBACK', { promiseAt: '2026-11-18T15:00:00+09:00', promiseBy: 'us' });
  await talkedThen(of('other'), 'DECLINED', { reasonCode: 'OTHER', reasonText: '이사' });
  await talkedThen(of('cost'), 'DECLINED', { reasonCode: 'COST' });
  await move(of('reopened'), 'DECLINED', { reasonCode: 'COST' });
  await move(of('fake'), 'INVALID', { invalidKind: 'fake' });
  for (let filled = 0; filled < 12; filled += 1) await talkedThen(await anEnquiry(), 'LATER');
  const unanswered = await anEnquiry();
  await act(unanswered, 'calls', { outcome: 'NO_ANSWER' });
  planted['desk'] = await anEnquiry('desk');
  await act(planted['desk'], 'transitions', { to: 'INVALID', invalidKind: 'fake' }, 'desk');
  const imported = await anEnquiry();
  must(
    await app.db.inTx(app.org.system, async (tx) => {
      const event = { id: newId(), enquiryId: imported, no: 9, from: null, to: 'INELIGIBLE' as const };
      const told = {
        userId: app.users.consultant,
        ownerId: null,
        byRule: 'imports.status',
        reasonCode: null,
        reasonText: null,
      };
      await insertStatusEvents(tx, [
        { ...event, ...told, validAt: tx.now, recordedAt: tx.now, evidence: null, voids: null },
      ]);
      return ok(null);
    }),
  );
  await app.setClock(seoul('2026-11-17T16:00:00'));
  await move(of('visited'), 'VISITED', { visit: { at: '2026-11-17T15:30:00+09:00' } });
  await app.setClock(seoul('2026-11-18T10:00:00'));
  await move(of('reopened'), 'WAITING', { reasonText: '다시 문의' });
  await app.setClock(seoul('2026-11-23T10:00:00'));
  await act(of('tried'), 'calls', { outcome: 'NO_ANSWER' });
  await act(of('moved'), 'PATCH next-action', { dueAt: '2026-12-02T10:00:00+09:00', reasonText: '고객 요청' });
  await app.setClock(seoul('2026-11-27T10:00:00'));
}

before(async () => {
  // A Tuesday, 10:00 at the site.
  app = await testApp({ at: seoul('2026-11-17T10:00:00') });
  await plant();
  health = (await app.request('manager', 'GET', '/statuses/health?from=2026-11-01&to=2026-11-30')).body;
});
after(() => app.stop());

async function idsBehind({ drill }: Counted): Promise<string[]> {
  const answer = await app.request('manager', 'GET', `${drill}&limit=200`);
  assert.equal(answer.status, 200, answer.text);
  return answer.body.items.map(({ id }: { id: string }) => id);
}

/** What of the measures is found and among how many, and which of the planted ones it is. */
const EXPECTED: readonly (readonly [code: string, found: readonly string[], of: number, why: string])[] = [
  [
    'hold_overdue',
    ['untouched'],
    4,
    'a call in vain and another time for it are acts; a hold that was left is none any more',
  ],
  ['hold_then_visit', ['visited'], 4, 'what was taken back is no hold'],
  ['callback_no_time', ['timeless'], 2, 'the other one has a time'],
  ['declined_other', ['other'], 3, 'of all declined'],
  ['declined_words', ['other'], 3, 'only one says it in words'],
  ['no_call', ['visited', 'reopened'], 21, 'the others were chosen with a call, or are no status of a talk'],
  ['invalid', ['fake', 'desk'], 23, 'of every enquiry with a chosen status, whoever chose it'],
  ['corrected', ['slip'], 24, 'the one that was taken back is among what was ever chosen'],
  ['reopened', ['reopened'], 5, 'declined and invalid, of which one was opened again by hand'],
];

test('A3 planted misuse of the statuses is found, each where it was planted and nowhere else', async () => {
  for (const [code, found, of, why] of EXPECTED) {
    const measure = health.measures.find((one) => one.code === code)!;
    assert.deepEqual(
      (await idsBehind(measure.found)).sort(),
      found.map((name) => planted[name]!).sort(),
      `${code}: ${why}`,
    );
    assert.equal(measure.of.count, of, `${code}: ${why}`);
    assert.match(measure.definition.text, /[가-힣]/);
  }
});

test('A3 every number opens its rows: as many enquiries stand behind the address as were counted', async () => {
  const numbers: Counted[] = [];
  JSON.stringify(health, (_key, value: unknown) => {
    if (typeof value === 'object' && value !== null && 'drill' in value) numbers.push(value as Counted);
    return value;
  });
  assert.ok(numbers.length > 60);
  for (const number of numbers) assert.equal((await idsBehind(number)).length, number.count, number.drill);
});

test('A3 what a rule set is told from what a person chose, and what an import brought is nobody’s choice', () => {
  const of = (status: string) => health.statuses.find((one) => one.status === status)!;
  assert.deepEqual([of('NO_ANSWER_1').uses.count, of('NO_ANSWER_1').chosen.count], [1, 0]);
  assert.deepEqual([of('LATER').uses.count, of('LATER').chosen.count], [12, 12]);
  assert.deepEqual(
    of('LATER').users.map(({ userId, count }) => [userId, count]),
    [[app.users.consultant, 12]],
  );
  assert.equal(of('INELIGIBLE').uses.count, 0, 'never used here');
  assert.equal(health.statuses.length, 21);
});

test('A3 who chose in fewer than twenty enquiries has no line; her share stands beside that of everybody', () => {
  assert.deepEqual(
    health.users.map(({ userId }) => userId),
    [app.users.consultant],
  );
  assert.equal(health.fewer, 1);
  const own = health.users[0]!.measures.find(({ code }) => code === 'invalid')!;
  assert.deepEqual([own.found.count, own.of.count], [1, 22]);
});

test('A3 a period without a change has nothing, a reversed or too long one is refused by field', async () => {
  const quiet = await app.request('manager', 'GET', '/statuses/health?from=2026-09-01&to=2026-09-30');
  assert.equal(quiet.body.uses.count, 0);
  assert.deepEqual(quiet.body.users, []);
  const usual = await app.request('manager', 'GET', '/statuses/health');
  assert.deepEqual([usual.body.from, usual.body.to], ['2026-10-29', '2026-11-27']);
  for (const [query, code] of [
    ['from=2026-11-02&to=2026-11-01', 'enquiries.period_reversed'],
    ['from=2026-01-01&to=2026-11-01', 'enquiries.period_too_long'],
  ]) {
    const refused = await app.request('manager', 'GET', `/statuses/health?${query}`);
    assert.equal(refused.status, 422, refused.text);
    assert.deepEqual([refused.body.errors[0].field, refused.body.errors[0].code], ['to', code]);
  }
});

test('A3 it is for who leads: others may read neither it nor who set what; another organisation sees its own', async () => {
  for (const role of ['consultant', 'desk', 'analyst', 'clinician'] as const) {
    assert.equal((await app.request(role, 'GET', '/statuses/health')).status, 403, role);
    assert.equal((await app.request(role, 'GET', '/enquiries?usage=corrected')).status, 403, role);
  }
  assert.equal((await app.request('other.manager', 'GET', '/statuses/health')).body.uses.count, 0);
});

test('A12 changes of status filter the board without a period too, by who made them or nobody', async () => {
  const count = async (query: string) =>
    (await app.request('manager', 'GET', `/enquiries?${query}&limit=200`)).body.items.length as number;
  assert.equal(await count('usage=hold_overdue'), 1);
  assert.equal(await count(`usedStatus=INVALID&usedBy=${app.users.desk}`), 1);
  assert.equal(await count('usedStatus=INVALID&usedBy=me'), 0);
  assert.equal(await count('usedStatus=INVALID&usedBy=none'), 0);
  assert.equal(await count('usedStatus=INVALID&usedFrom=2026-11-18'), 0);
  assert.equal((await app.request('manager', 'GET', '/enquiries?usedBy=nobody-here')).status, 422);
});
