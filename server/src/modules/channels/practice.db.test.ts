import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { instant } from '../../kernel/instant.ts';
import { testApp, type TestApp } from '../../testing/app.ts';
import { aPerson, messageIn } from '../../testing/messages.ts';
import { aSender, SENDER } from './testing/ways.testing.ts';

let app: TestApp;
before(async () => {
  app = await testApp({ at: instant(Date.parse('2026-11-26T10:00:00+09:00')) });
  await aSender(app);
  await app.app.startWorkers();
});
after(() => app.stop());

const ways = async () => (await app.request('consultant', 'GET', '/messages/ways')).body.items;

test('D12 a way out for practice keeps what would have left, shows its states, and says of itself that nothing leaves', async () => {
  assert.deepEqual(await ways(), [], 'a new clinic has no way out');
  const way = {
    kind: 'practice',
    name: '보관함',
    channels: ['sms', 'email'],
    sender: SENDER,
    prices: { currency: 'KRW', SMS: 9 },
  };
  const made = await app.request('admin', 'POST', '/channels', way);
  assert.equal(made.status, 201, made.text);
  assert.equal((await app.request('admin', 'POST', `/channels/${made.body.id}/test`)).body.ok, true);
  assert.deepEqual(await ways(), [
    { channel: 'email', name: '보관함', practice: true },
    { channel: 'sms', name: '보관함', practice: true },
  ]);
  const personId = await aPerson(app, { phone: '010-1111-0001', email: 'kim@example.com' });
  const send = (more: object) => app.request('consultant', 'POST', '/messages', { personId, ...more });
  const text = await send({ channel: 'sms', text: '내일 3시 예약입니다.' });
  const mail = await send({ channel: 'email', subject: '안내', text: '내일 3시 예약입니다.' });
  for (const { body } of [text, mail]) {
    const kept = await messageIn(app, body.id, ['delivered']);
    assert.deepEqual([kept.practice, kept.text], [true, '내일 3시 예약입니다.']);
  }
  const lost = await aPerson(app, { phone: '010-1111-9999' });
  const failed = await app.request('consultant', 'POST', '/messages', { personId: lost, channel: 'sms', text: '안내' });
  assert.equal((await messageIn(app, failed.body.id, ['failed'])).why.code, 'channels.why.undelivered');
  const off = await app.request('admin', 'PATCH', `/channels/${made.body.id}`, { active: false });
  assert.equal(off.status, 200, off.text);
  assert.deepEqual(await ways(), [], 'what is switched off is no way out');
});
