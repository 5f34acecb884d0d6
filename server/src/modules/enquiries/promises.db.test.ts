import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { instant } from '../../kernel/instant.ts';
import { withClient } from '../../platform/embedded-postgres/roles.ts';
import { testApp, type TestAnswer, type TestApp } from '../../testing/app.ts';

const time = (text: string) => instant(Date.parse(`2026-11-17T${text}:00+09:00`));
const said = (text: string) => new Date(time(text)).toISOString();

let app: TestApp;
before(async () => void (app = await testApp({ at: time('09:40') })));
after(() => app.stop());

let next = 1000;
/** Received at 09:40; promised at 10:00 for 16:00. */
async function promised(): Promise<string> {
  await app.setClock(time('09:40'));
  const made = await app.request('manager', 'POST', '/enquiries', {
    person: { name: '약속', phone: `010-4100-${String(next++)}` },
    sourceChannel: 'phone',
    ownerId: app.users.consultant,
  });
  assert.equal(made.status, 201, made.text);
  await app.setClock(time('10:00'));
  const then = { to: 'CALLBACK', promiseAt: said('16:00'), promiseBy: 'us' };
  await called(made.body.id, { outcome: 'CONNECTED', then });
  return made.body.id;
}

async function called(id: string, call: object): Promise<TestAnswer['body']> {
  const answer = await app.act('consultant', id, 'calls', call);
  assert.equal(answer.status, 200, answer.text);
  return answer.body;
}

/** Each promise of the enquiry in the order of making: `kept 16:05`, `runs`. */
async function promises(id: string): Promise<string[]> {
  return withClient(app.ownerUrl, async (client) => {
    const { rows } = await client.query<{ result: string | null; ended_at: Date | null }>(
      'select result, ended_at from enquiries.promise where enquiry_id = $1 order by made_at, id',
      [id],
    );
    return rows.map(({ result, ended_at: endedAt }) =>
      endedAt === null ? 'runs' : `${result} ${new Date(Number(endedAt) + 9 * 3_600_000).toISOString().slice(11, 16)}`,
    );
  });
}

test('A7 a call of the person that we miss leaves the promise as it is: it is kept when we call in time', async () => {
  const id = await promised();
  await app.setClock(time('10:35'));
  const missed = await called(id, { outcome: 'NO_ANSWER', direction: 'inbound' });
  assert.deepEqual([missed.status, missed.nextAction.dueAt], ['CALLBACK', said('16:00')]);
  assert.deepEqual(await promises(id), ['runs']);
  await app.setClock(time('16:05'));
  assert.equal((await called(id, { outcome: 'NO_ANSWER' })).status, 'NO_ANSWER_1');
  assert.deepEqual(await promises(id), ['kept 16:05']);
});

test('A7 a call from before the promise that is recorded afterwards does nothing to it', async () => {
  const id = await promised();
  await app.setClock(time('10:30'));
  assert.equal((await called(id, { outcome: 'NO_ANSWER', at: said('09:50') })).status, 'CALLBACK');
  assert.equal((await called(id, { outcome: 'CONNECTED', at: said('09:52') })).status, 'CALLBACK');
  assert.deepEqual(await promises(id), ['runs']);
});

test('A7 somebody else who answers before the time leaves the promise and its action; in the window it was acted on', async () => {
  const id = await promised();
  await app.setClock(time('10:30'));
  const early = await called(id, { outcome: 'THIRD_PARTY' });
  assert.deepEqual([early.status, early.nextAction.dueAt], ['CALLBACK', said('16:00')]);
  assert.deepEqual(await promises(id), ['runs']);
  await app.setClock(time('16:02'));
  assert.equal((await called(id, { outcome: 'THIRD_PARTY' })).status, 'CALLBACK');
  assert.deepEqual(await promises(id), ['kept 16:02']);
  await app.setClock(time('17:30'));
  assert.equal((await called(id, { outcome: 'NO_ANSWER' })).status, 'NO_ANSWER_1');
  assert.deepEqual(await promises(id), ['kept 16:02'], 'it ended once');
});

test('A7 a promise that is renewed has its end and the new one its own; an undo gives back the one that ran', async () => {
  const id = await promised();
  await app.setClock(time('16:03'));
  const then = { to: 'CALLBACK', promiseAt: said('17:30'), promiseBy: 'customer' };
  await called(id, { outcome: 'CONNECTED', then });
  assert.deepEqual(await promises(id), ['kept 16:03', 'runs']);
  const undone = await app.act('consultant', id, 'undo');
  assert.equal(undone.status, 200, undone.text);
  assert.deepEqual(await promises(id), ['runs', 'voided 16:03']);
  await called(id, { outcome: 'CONNECTED', then });
  await app.setClock(time('17:00'));
  assert.equal((await called(id, { outcome: 'CONNECTED', direction: 'inbound' })).status, 'CONSULTING');
  assert.deepEqual(await promises(id), ['kept 16:03', 'voided 16:03', 'customer_first 17:00']);
});

test('A7 what leaves a promise by hand ends it: in time it never fell due, after its window it is broken', async () => {
  const [early, late] = [await promised(), await promised()];
  await app.setClock(time('15:00'));
  assert.equal((await app.act('consultant', early, 'transitions', { to: 'LATER' })).status, 200);
  await app.setClock(time('16:30'));
  assert.equal((await app.act('consultant', late, 'transitions', { to: 'LATER' })).status, 200);
  assert.deepEqual([await promises(early), await promises(late)], [['replaced 15:00'], ['broken 16:30']]);
});

test('A7 the database takes no promise that ended before it was made', async () => {
  const id = await promised();
  await withClient(app.ownerUrl, async (client) => {
    await client.query(`set app.org_id = '${app.org.id}'`);
    const update = `update enquiries.promise set ended_at = made_at - interval '1 second', result = 'broken' where enquiry_id = $1`;
    await assert.rejects(client.query(update, [id]), /promise_ends_after_it_was_made/);
  });
});
