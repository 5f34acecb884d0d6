import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { instant } from '../../kernel/instant.ts';
import { testApp, type TestApp } from '../../testing/app.ts';

let app: TestApp;
before(async () => {
  // A Tuesday, 10:00 at the site.
  app = await testApp({ at: instant(Date.parse('2026-11-17T10:00:00+09:00')) });
});
after(() => app.stop());

async function asks(person: object, interest: string) {
  const answer = await app.request('consultant', 'POST', '/enquiries', {
    person,
    sourceChannel: 'phone',
    interests: [interest],
  });
  assert.equal(answer.status, 201, answer.text);
  return answer.body;
}

test('A1 an arrival says how its person was found, and keeps it', async () => {
  const phone = '010-5600-0001';
  const rows: readonly (readonly [person: object, foundBy: string | null, why: string])[] = [
    [{ name: '김하나', phone }, 'new', 'nobody had the number'],
    [{ name: '김하나', phone }, 'same_phone_and_name', 'number and name'],
    [{ phone }, 'same_phone', 'the number is hers alone'],
    [{ name: '김두리', phone }, 'new_on_shared_phone', 'another name on her number'],
  ];
  for (const [index, [person, foundBy, why]] of rows.entries()) {
    const made = await asks(person, ['implant', 'scaling', 'cavity', 'whitening'][index] ?? 'implant');
    assert.equal(made.foundBy, foundBy, why);
    const { body } = await app.request('manager', 'GET', `/enquiries/${made.id}`);
    assert.equal(body.foundBy, foundBy, why);
  }
  const first = await asks({ name: '박고름', phone: '010-5600-0002' }, 'implant');
  assert.equal((await asks({ id: first.personId }, 'scaling')).foundBy, null, 'somebody chose her');
});

test('A1 a repetition says what it was attached to, and a supervisor brings it back as a matter of its own', async () => {
  const person = { name: '이중복', phone: '010-5600-0003' };
  const original = await asks(person, 'implant');
  const repeated = await asks(person, 'implant');
  assert.deepEqual([repeated.originalId, repeated.foundBy], [original.id, 'same_phone_and_name']);
  const back = await app.act('manager', repeated.id, 'transitions', { to: 'WAITING', reasonText: '다른 가족의 문의' });
  assert.equal(back.status, 200, back.text);
  assert.deepEqual([back.body.status, back.body.originalId], ['WAITING', null]);
});
