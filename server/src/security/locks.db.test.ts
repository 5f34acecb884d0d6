import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Role } from '@anbu/contract';
import { instant } from '../kernel/instant.ts';
import { must, type Outcome } from '../kernel/outcome.ts';
import { assign, getEnquiry, receiveEnquiry, recordCall } from '../modules/enquiries/index.ts';
import { changeUser } from '../modules/identity/index.ts';
import { addPhone, findOrCreatePerson } from '../modules/people/index.ts';
import type { Tx } from '../platform/db/index.ts';
import { testApp, type TestAnswer, type TestApp } from '../testing/app.ts';
import { somebodyWaits } from '../testing/locks.ts';
import { succeeded } from './testing.ts';

/** One order for all: numbers, then persons, then enquiries. Each test lets two connections meet in the middle; without the order PostgreSQL ends one. */
let app: TestApp;
before(async () => {
  // A Tuesday, 10:00 at the site.
  app = await testApp({ at: instant(Date.parse('2026-11-17T10:00:00+09:00')) });
});
after(() => app.stop());

let next = 1_000;
async function anEnquiry(): Promise<TestAnswer['body'] & { phone: string }> {
  const phone = `010-6200-${String(next++)}`;
  const body = { person: { name: '만남', phone }, sourceChannel: 'phone', interests: ['implant'] };
  return { ...succeeded(await app.request('desk', 'POST', '/enquiries', body)), phone };
}

/** `first` holds what `begin` takes; when `second` waits for it, `first` goes on. Both are done in the end. */
async function meet<T>(
  begin: (tx: Tx) => Promise<unknown>,
  goOn: (tx: Tx) => Promise<Outcome<T>>,
  second: (tx: Tx) => Promise<Outcome<unknown>>,
  roles: { readonly first: Role; readonly second: Role } = { first: 'desk', second: 'consultant' },
): Promise<T> {
  let held: () => void = () => undefined;
  const holding = new Promise<void>((resolve) => (held = resolve));
  const first = app.db.inTx(app.org.actor(roles.first), async (tx) => {
    await begin(tx);
    held();
    await somebodyWaits(app.ownerUrl);
    return goOn(tx);
  });
  await holding;
  const [one, two] = await Promise.all([first, app.db.inTx(app.org.actor(roles.second), second)]);
  must(two);
  return must(one);
}

for (const outcome of ['WRONG_NUMBER', 'NO_ANSWER', 'CONNECTED'] as const) {
  test(`A1 a call (${outcome}) and a repetition of the same person wait for each other`, async () => {
    const { id, phone } = await anEnquiry();
    const person = { name: '만남', phone, birthDate: '1990-01-01' };
    const repetition = await meet(
      (tx) => findOrCreatePerson(tx, person),
      (tx) => receiveEnquiry(tx, { person, sourceChannel: 'internet', interests: [] }),
      (tx) => recordCall(tx, id, { outcome, direction: 'outbound' }),
    );
    assert.equal(repetition.originalId, id);
  });
}

test('A1 two enquiries of a person who is named by her id are judged one after the other', async () => {
  const { personId } = await anEnquiry();
  const arriving = { person: { id: personId }, sourceChannel: 'chat', interests: ['scaling'] };
  const [one, two] = await Promise.all(
    ['desk', 'consultant'].map((role) => app.request(role as 'desk', 'POST', '/enquiries', arriving)),
  );
  const originals = [succeeded(one!), succeeded(two!)].filter(({ originalId }) => originalId === null);
  assert.equal(originals.length, 1);
});

test('A1 a number that is added to a person and an arrival by this number wait for each other', async () => {
  const { personId, phone } = await anEnquiry();
  const person = { name: '만남', phone, birthDate: '1991-01-01' };
  await meet(
    // Takes the number; nobody is found by this name, so that no person is locked.
    (tx) => findOrCreatePerson(tx, { name: '남남', phone }),
    (tx) => findOrCreatePerson(tx, person),
    (tx) => addPhone(tx, personId, { phone }),
  );
});

test('A13 who is just being given an enquiry is disabled after it, so that it is found and handed back', async () => {
  const { id } = await anEnquiry();
  const ownerId = app.users.agent;
  const given = await meet(
    (tx) => assign(tx, id, { ownerId }),
    (tx) => getEnquiry(tx, id),
    (tx) => changeUser(tx, ownerId, { active: false }),
    { first: 'manager', second: 'admin' },
  );
  assert.equal(given.ownerId, ownerId);
  await app.runOutbox();
  const after = succeeded(await app.request('manager', 'GET', `/enquiries/${id}`));
  assert.equal(after.ownerId, null);
});
