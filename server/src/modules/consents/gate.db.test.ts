import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { instant } from '../../kernel/instant.ts';
import { must, ok } from '../../kernel/outcome.ts';
import { systemActor, type Tx } from '../../platform/db/index.ts';
import { testApp, type TestApp } from '../../testing/app.ts';
import { judge, loadJudged, loadRules, messageOf, noteTold } from './index.ts';
import { PRESET_RULES } from './rules/gate/index.ts';
import { listRules } from './store/rule-store.ts';

let app: TestApp;
before(async () => {
  // A Tuesday, 10:00 at the site.
  app = await testApp({ at: instant(Date.parse('2026-11-17T10:00:00+09:00')) });
});
after(() => app.stop());

async function inTx<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  return must(await app.db.inTx(systemActor(app.org.id, 'test'), async (tx) => ok(await work(tx))));
}

let next = 1000;
async function aPerson(): Promise<string> {
  const answer = await app.request('consultant', 'POST', '/people', {
    name: '동의고객',
    phone: `010-6600-${String(next++)}`,
  });
  assert.equal(answer.status, 201, answer.text);
  return answer.body.id as string;
}

test('P2 the rules of the database are the presets of the code', async () => {
  const byCode = <Row extends { code: string }>(rows: readonly Row[]) =>
    [...rows].sort((a, b) => (a.code < b.code ? -1 : 1));
  assert.deepEqual(byCode(await inTx(listRules)), byCode(PRESET_RULES));
});

test('P2 what is known of a batch of persons: place, numbers, enquiries, what went out', async () => {
  const [one, other] = [await aPerson(), await aPerson()];
  const asked = await app.request('consultant', 'POST', '/enquiries', {
    person: { id: one },
    sourceChannel: 'phone',
    interests: ['implant'],
  });
  const evidence = { kind: 'call', text: '그만 연락하라고 하심' };
  await app.act('consultant', asked.body.id, 'transitions', { to: 'DO_NOT_CONTACT', evidence });
  const again = await app.request('consultant', 'POST', '/enquiries', {
    person: { id: one },
    sourceChannel: 'phone',
    interests: ['scaling'],
  });
  assert.equal(again.body.contactHold, true);
  await inTx(async (tx) => {
    await loadJudged(tx, [other], { lock: true });
    await noteTold(tx, [{ personId: other, purpose: 'survey', channel: 'sms' }]);
  });
  const stranger = '0199aa10-5c00-7000-8000-00000000ffff';
  const known = await inTx((tx) => loadJudged(tx, [one, other, stranger, one], { lock: true }));
  assert.deepEqual([...known.keys()].sort(), [one, other].sort());
  const [first, second] = [known.get(one)!, known.get(other)!];
  assert.deepEqual([first.jurisdiction, first.timeZone, first.phones?.length], ['KR', 'Asia/Seoul', 1]);
  assert.deepEqual([first.contactHold, [...first.refusedEnquiries.keys()]], [true, [asked.body.id]]);
  const rules = await inTx(loadRules);
  const now = instant(Date.parse('2026-11-17T10:30:00+09:00'));
  assert.equal(judge(messageOf({ channel: 'sms', purpose: 'service' }), first, rules, now).code, 'gate.contact_hold');
  assert.equal(judge(messageOf({ channel: 'sms', purpose: 'survey' }), second, rules, now).code, 'gate.over_budget');
  assert.equal(judge(messageOf({ channel: 'email', purpose: 'service' }), second, rules, now).code, 'gate.no_address');
  const { phones } = (await app.request('consultant', 'GET', `/people/${other}`)).body;
  const dead = await app.request('consultant', 'PATCH', `/people/${other}/phones/${phones[0].id}`, { state: 'wrong' });
  assert.equal(dead.status, 200, dead.text);
  const left = await inTx((tx) => loadJudged(tx, [other]));
  assert.deepEqual(left.get(other)?.phones, [], 'nobody is told at a number that is wrong');
});

test('A17 who reads at her number too is asked: another person, but not her own second record, the guardian of a child, or whom she lets be told', async () => {
  const phone = '010-6601-0001';
  const made = async (person: object): Promise<string> => {
    const answer = await app.request('consultant', 'POST', '/people', { phone, ...person });
    assert.equal(answer.status, 201, answer.text);
    return answer.body.id as string;
  };
  const shared = async (id: string) =>
    (await inTx((tx) => loadJudged(tx, [id], { readers: true }))).get(id)?.readElsewhere;
  const number = '+821066010001';
  const daughter = await made({ name: '김딸', birthDate: '1990-05-01' });
  assert.deepEqual(await shared(daughter), []);
  await made({ name: '김딸' });
  assert.deepEqual(await shared(daughter), [], 'two records of one person');
  const mother = await made({ name: '박어머니', birthDate: '1960-05-01' });
  assert.deepEqual(await shared(daughter), [number]);
  const dry = { personId: daughter, channel: 'sms', purpose: 'service', text: '임플란트 상담을 안내드립니다' };
  const asked = { ...dry, at: '2026-11-17T12:00:00+09:00' };
  const refused = await app.request('desk', 'POST', '/gate/judge', asked);
  assert.deepEqual([refused.body.code, refused.body.rule], ['gate.read_elsewhere', 'kr.disclosure'], refused.text);
  const relate = (id: string, other: string, body: object) =>
    app.request('desk', 'PUT', `/people/${id}/related/${other}`, { roles: [], household: false, ...body });
  const told = await relate(daughter, mother, { relation: 'mother', mayBeTold: true });
  assert.ok(told.status < 300, told.text);
  assert.deepEqual(await shared(daughter), []);
  assert.equal((await app.request('desk', 'POST', '/gate/judge', asked)).body.verdict, 'ALLOW');
  assert.deepEqual(await shared(mother), [number], 'what the daughter allows the mother has not allowed');
});
