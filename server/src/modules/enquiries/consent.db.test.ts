import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { instant } from '../../kernel/instant.ts';
import { testApp, type TestAnswer, type TestApp } from '../../testing/app.ts';

let app: TestApp;
before(async () => {
  // A Tuesday, 10:00 at the site.
  app = await testApp({ at: instant(Date.parse('2026-11-17T10:00:00+09:00')) });
});
after(() => app.stop());

let next = 1000;
const aPerson = () => ({ name: '다시고객', phone: `010-5500-${String(next++)}` });
const EVIDENCE = { kind: 'call', text: '다시 연락 달라고 하심' };

async function asks(person: object, interest: string, more: object = {}): Promise<TestAnswer['body']> {
  const input = { person, sourceChannel: 'phone', interests: [interest], ...more };
  const answer = await app.request('consultant', 'POST', '/enquiries', input);
  assert.equal(answer.status, 201, answer.text);
  return answer.body;
}

async function refuses(id: string): Promise<void> {
  const evidence = { kind: 'call', text: '그만 연락하라고 하심' };
  const refused = await app.act('consultant', id, 'transitions', { to: 'DO_NOT_CONTACT', evidence });
  assert.equal(refused.status, 200, refused.text);
}

/** Somebody who refused contact and asks again, twice. */
async function heldTwice() {
  const person = aPerson();
  const refused = await asks(person, 'implant');
  await refuses(refused.id);
  const held = [await asks(person, 'scaling'), await asks(person, 'cavity')];
  return { person, refused, held };
}

const holds = async (ids: readonly { id: string }[]) =>
  Promise.all(ids.map(async ({ id }) => (await app.request('consultant', 'GET', `/enquiries/${id}`)).body.contactHold));
const consent = (id: string, body: object = EVIDENCE) => app.act('consultant', id, 'consent', body);

test('A10 the evidence of a new consent lifts the hold of all that the person asks, with audit, event and a line in her archive', async () => {
  const { person, held } = await heldTwice();
  const stranger = await heldTwice();
  assert.deepEqual(await holds(held), [true, true]);
  const missing = await consent(held[0].id, { kind: 'call' });
  assert.equal(missing.status, 422, missing.text);
  const recorded = await consent(held[0].id);
  assert.equal(recorded.status, 200, recorded.text);
  assert.deepEqual(await holds(held), [false, false]);
  assert.deepEqual(await holds(stranger.held), [true, true], 'of nobody else');
  assert.equal(recorded.body.status, held[0].status, 'its status and clock stay');
  assert.equal((await consent(held[1].id)).body.code, 'enquiries.not_on_hold');
  await app.runOutbox();
  const { body: archive } = await app.request('consultant', 'GET', `/people/${held[0].personId}/timeline`);
  const line = archive.items.find((entry: { title: string }) => entry.title.includes('새 동의'));
  assert.equal(line?.text, EVIDENCE.text);
  const audit = await app.request('admin', 'GET', `/audit?action=enquiries.consent&entityId=${held[0].id}`);
  assert.equal(audit.body.items.length, 1, audit.text);
  const again = await asks(person, 'whitening');
  assert.equal(again.contactHold, false, 'she consented after she had refused');
});

test('A10 whom nobody may call first is handed to nobody as the next call, though she stands in Today; after her consent she is', async () => {
  const nextOf = async () => (await app.request('consultant', 'POST', '/today/next', {})).body.item?.enquiry;
  const person = aPerson();
  await refuses((await asks(person, 'implant')).id);
  const held = await asks(person, 'scaling', { ownerId: app.users.consultant });
  const free = await asks(aPerson(), 'scaling', { ownerId: app.users.consultant });
  assert.equal((await nextOf())?.id, free.id);
  const closed = await app.act('consultant', free.id, 'transitions', { to: 'INELIGIBLE' });
  assert.equal(closed.status, 200, closed.text);
  assert.equal(await nextOf(), undefined);
  const { items } = (await app.request('consultant', 'GET', '/today')).body;
  assert.deepEqual(
    items.map(({ enquiry }: TestAnswer['body']) => enquiry.id),
    [held.id],
    'she is seen',
  );
  assert.equal((await consent(held.id)).status, 200);
  assert.equal((await nextOf())?.id, held.id);
});

test('A10 who leaves the refusal with evidence has consented: what was held since is free', async () => {
  const { refused, held } = await heldTwice();
  const left = await app.act('manager', refused.id, 'transitions', { to: 'WAITING', evidence: EVIDENCE });
  assert.equal(left.status, 200, left.text);
  assert.deepEqual(await holds(held), [false, false]);
});

test('A10 a consent that was recorded by mistake is taken back with all that it lifted; an older act does not bring a hold back', async () => {
  const { held } = await heldTwice();
  const [first, second] = held;
  assert.equal((await app.act('consultant', second.id, 'calls', { outcome: 'NO_ANSWER' })).status, 200);
  await consent(first.id);
  const undone = await app.act('consultant', first.id, 'undo');
  assert.equal(undone.status, 200, undone.text);
  assert.deepEqual(await holds(held), [true, true]);
  await consent(first.id);
  assert.equal((await app.act('consultant', second.id, 'undo')).status, 200);
  assert.deepEqual(await holds(held), [false, false]);
});

test('A10 another organisation, and who may not work on enquiries, record none', async () => {
  const { held } = await heldTwice();
  const body = { ...EVIDENCE, version: held[0].version };
  const path = `/enquiries/${held[0].id}/consent`;
  assert.equal((await app.request('other.manager', 'POST', path, body)).status, 404);
  assert.equal((await app.request('analyst', 'POST', path, body)).status, 403);
  assert.deepEqual(await holds(held), [true, true]);
});
