import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { must } from '../../kernel/outcome.ts';
import { systemActor } from '../../platform/db/index.ts';
import { testApp, type TestApp } from '../../testing/app.ts';
import { overtaken } from '../../testing/locks.ts';
import { receiveText, sweepParts } from './index.ts';
import { viewing } from './service/reads.ts';
import { aPerson, hear, WAY } from './testing/inbox.testing.ts';

let app: TestApp;
before(async () => {
  app = await testApp();
});
after(() => app.stop());

const part = (from: string, reference: number, total: number, no: number, text: string) =>
  app.db.inTxAgain(systemActor(app.org.id, 'sms'), (tx) =>
    receiveText(
      tx,
      { ...{ wayId: WAY, channel: 'sms', from, to: null, text, externalId: null }, raw: { no } },
      { reference, total, no },
    ),
  );
const texts = async (view = 'open') =>
  ((await app.request('admin', 'GET', `/inbox?view=${view}`)).body.items as { text: string }[]).map(({ text }) => text);
const post = (as: 'consultant' | 'desk', id: string, what: string, body: object) =>
  app.request(as, 'POST', `/inbox/${id}/${what}`, body);

test('D12 parts of a long text are one, in whichever order and however often they come; what never comes leaves a gap that is said', async () => {
  for (const no of [3, 1, 1, 2]) must(await part('+821099990001', 7, 3, no, `${no}번째 `));
  assert.deepEqual(await texts(), ['1번째 2번째 3번째 ']);
  must(await part('+821099990001', 7, 3, 2, '2번째 '));
  must(await part('+821099990002', 7, 2, 1, '앞부분'));
  assert.deepEqual(await texts(), ['1번째 2번째 3번째 '], 'a part that comes again begins nothing');
  assert.equal(await sweepParts(app.db), 0);
  await app.advance(11 * 60_000);
  assert.equal(await sweepParts(app.db), 1);
  const [newest] = (await app.request('admin', 'GET', '/inbox')).body.items;
  assert.deepEqual([newest.text, newest.problem.code], ['앞부분[…]', 'inbox.problem.part_missing']);
  must(await part('+821099990001', 7, 2, 1, '다른 '));
  must(await part('+821099990001', 7, 2, 2, '글'));
  assert.equal((await texts())[0], '다른 글', 'a reference comes again for another text');
});

test('D12 who answers, done, spam and opened again: by the version that was seen; views and counts follow', async () => {
  const { id } = await hear(app, '010-8800-0001', '진료 문의');
  const { version } = (await app.request('desk', 'GET', `/inbox/${id}`)).body;
  const mine = await post('consultant', id, 'assign', { ownerId: app.users.consultant, version });
  assert.equal(mine.body.ownerId, app.users.consultant);
  assert.deepEqual([(await post('desk', id, 'settle', { state: 'done', version })).body.code], ['inbox.changed']);
  assert.equal((await app.request('consultant', 'GET', '/inbox/counts')).body.mine, 1);
  const done = await post('consultant', id, 'settle', { state: 'done', version: mine.body.version });
  assert.equal(done.body.state, 'done');
  assert.ok((await texts('done')).includes('진료 문의'));
  const spam = await post('desk', id, 'settle', { state: 'spam', version: done.body.version });
  assert.deepEqual(await texts('spam'), ['진료 문의']);
  const next = await hear(app, '010-8800-0001', '다시 문의');
  const { thread } = (await app.request('desk', 'GET', `/inbox/${next.id}`)).body;
  const lines = (thread as { text: string }[]).map(({ text }) => text);
  assert.deepEqual(lines, ['다시 문의'], 'what is of no use stands in no thread');
  const again = await post('desk', id, 'settle', { state: 'open', version: spam.body.version });
  assert.deepEqual([again.body.state, again.body.doneAt], ['open', null]);
  const nobody = await post('desk', id, 'assign', { ownerId: WAY, version: again.body.version });
  assert.deepEqual([nobody.status, nobody.body.errors[0].field], [422, 'ownerId']);
});

test('D12 an unknown number is taken as an enquiry, or kept with a person, by whoever decides', async () => {
  const { id } = await hear(app, '010-8800-0002', '임플란트 얼마인가요?');
  const { version } = (await app.request('desk', 'GET', `/inbox/${id}`)).body;
  const taken = await post('consultant', id, 'enquiry', { name: '새고객', version });
  assert.deepEqual([taken.body.state, taken.body.person.name], ['done', '새고객']);
  const enquiry = (await app.request('admin', 'GET', `/enquiries/${taken.body.enquiryId}`)).body;
  assert.deepEqual([enquiry.sourceChannel, enquiry.text], ['sms', '임플란트 얼마인가요?']);
  const person = await aPerson(app, { name: '번호바꾼이', phone: '010-8800-0003' });
  const other = await hear(app, '010-8800-0004', '번호가 바뀌었어요');
  const seen = (await app.request('desk', 'GET', `/inbox/${other.id}`)).body;
  await post('desk', other.id, 'match', { personId: person, keepAddress: true, version: seen.version });
  const next = (await app.request('desk', 'GET', `/inbox/${(await hear(app, '010-8800-0004', '저예요')).id}`)).body;
  assert.deepEqual([next.match, next.person.name, next.thread.length], ['person', '번호바꾼이', 2]);
});

test('D12 who else has a message open is said to the others', async () => {
  const { id } = await hear(app, '010-8800-0005', '누가 보나');
  await post('desk', id, 'viewing', { here: true });
  await post('consultant', id, 'viewing', { here: true });
  const { viewers } = (await app.request('consultant', 'GET', `/inbox/${id}`)).body;
  assert.deepEqual(
    viewers.map(({ userId }: { userId: string }) => userId).sort(),
    [app.users.consultant, app.users.desk].sort(),
  );
  await post('desk', id, 'viewing', { here: false });
  assert.equal((await app.request('consultant', 'GET', `/inbox/${id}`)).body.viewers.length, 1);
  await overtaken(
    app,
    app.org.actor('desk'),
    () => post('desk', id, 'viewing', { here: true }),
    (tx) => viewing(tx, id, true),
  );
  assert.equal((await app.request('consultant', 'GET', `/inbox/${id}`)).body.viewers.length, 2, 'of two that cross');
});
