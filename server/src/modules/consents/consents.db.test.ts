import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Id } from '../../kernel/ids.ts';
import { formatInstant, instant } from '../../kernel/instant.ts';
import { must, ok } from '../../kernel/outcome.ts';
import { sql, systemActor, type Tx } from '../../platform/db/index.ts';
import { testApp, type TestApp } from '../../testing/app.ts';
import { overtaken, somebodyWaits } from '../../testing/locks.ts';
import { judge, loadJudged, loadRules, messageOf, recordConsents } from './index.ts';

let app: TestApp;
before(async () => {
  // A Tuesday, 10:00 at the site.
  app = await testApp({ at: instant(Date.parse('2026-11-17T10:00:00+09:00')) });
});
after(() => app.stop());

let next = 1000;
const aPhone = () => `010-6700-${String(next++)}`;
async function aPerson(phone = aPhone()): Promise<string> {
  const answer = await app.request('consultant', 'POST', '/people', { name: `동의고객${String(next++)}`, phone });
  assert.equal(answer.status, 201, answer.text);
  return answer.body.id as string;
}
const say = (id: string, state: 'granted' | 'withdrawn', more: object = {}) =>
  app.request('desk', 'POST', `/people/${id}/consents`, {
    entries: [{ purpose: 'marketing', channel: 'sms', state }],
    source: 'counter',
    evidence: '접수대 동의서',
    ...more,
  });
const ask = async (body: object) => {
  const answer = await app.request('desk', 'POST', '/gate/judge', {
    channel: 'sms',
    purpose: 'marketing',
    at: '2026-11-17T10:30:00+09:00',
    ...body,
  });
  assert.equal(answer.status, 200, answer.text);
  return answer.body;
};
async function inTx<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  return must(await app.db.inTx(systemActor(app.org.id, 'test'), async (tx) => ok(await work(tx))));
}
const stateOf = async (personId: string) =>
  inTx((tx) =>
    tx.one(sql<{ granted: string[]; marketing: boolean; stopped: boolean }>`
    select granted, marketing, stopped from consents.person_state where org_id = ${app.org.id} and person_id = ${personId}`),
  );

test('P2 a consent that is recorded is the one that the gate finds; what was said before stays in the history', async () => {
  const id = await aPerson();
  assert.equal((await ask({ personId: id })).code, 'gate.no_consent');
  const granted = await say(id, 'granted');
  assert.equal(granted.status, 200, granted.text);
  assert.deepEqual(
    granted.body.lines.map((line: { day: string; night: string; confirmBy: string }) => [
      line.day,
      line.night,
      line.confirmBy,
    ]),
    [['granted', 'none', '2028-11-17']],
  );
  assert.equal((await ask({ personId: id })).verdict, 'ALLOW');
  assert.deepEqual(await stateOf(id), { granted: ['marketing:sms'], marketing: true, stopped: false });
  const night = await ask({ personId: id, at: '2026-11-17T21:05:00+09:00' });
  assert.deepEqual([night.verdict, night.until], ['DEFER', '2026-11-17T23:00:00.000Z']);
  assert.match(
    night.explanation.ko,
    /08:00–21:00.*11월 18일 \(수\) 오전 8시부터|08:00–21:00.*(?:내일|오늘) 오전 8시부터/,
  );
  await app.advance(1_000);
  assert.equal((await say(id, 'withdrawn')).status, 200);
  assert.equal((await ask({ personId: id })).code, 'gate.withdrawn');
  assert.deepEqual((await stateOf(id)).granted, []);
  const history = await app.request('desk', 'GET', `/people/${id}/consents/history`);
  assert.deepEqual(
    history.body.items.map(({ state }: { state: string }) => state),
    ['withdrawn', 'granted'],
  );
  const first = await app.request('desk', 'GET', `/people/${id}/consents/history?limit=1`);
  const rest = await app.request(
    'desk',
    'GET',
    `/people/${id}/consents/history?limit=1&cursor=${first.body.nextCursor}`,
  );
  assert.deepEqual([rest.body.items[0].state, rest.body.nextCursor], ['granted', null]);
});

test('P2 what is no consent is refused at its field', async () => {
  const id = await aPerson();
  for (const [more, field, code] of [
    [{ at: '2026-11-18T10:00:00+09:00' }, 'at', 'consents.at_future'],
    [
      { entries: [{ kind: 'health', purpose: 'marketing', channel: 'web', night: true, state: 'granted' }] },
      'entries.0.night',
      'consents.night_of_contact',
    ],
    [
      { entries: [{ kind: 'guardian', purpose: 'service', channel: 'phone', state: 'granted' }] },
      'givenById',
      'consents.guardian_named',
    ],
    [{ textId: id }, 'textId', 'consents.text_unknown'],
    [{ givenById: id }, 'givenById', 'field.not_found'],
  ] as const) {
    const answer = await say(id, 'granted', more);
    assert.equal(answer.status, 422, answer.text);
    assert.deepEqual([answer.body.errors[0].field, answer.body.errors[0].code], [field, code]);
  }
  assert.equal(
    (
      await app.request('other.desk', 'POST', `/people/${id}/consents`, {
        entries: [{ purpose: 'marketing', channel: 'sms', state: 'granted' }],
        source: 'counter',
        evidence: 'x',
      })
    ).status,
    404,
  );
});

test('P2 a stop of a number holds for all who share it, and ends with evidence', async () => {
  const phone = aPhone();
  const [mother, child] = [await aPerson(phone), await aPerson(phone)];
  await say(mother, 'granted');
  const stopped = await app.request('desk', 'POST', '/suppressions', {
    address: phone,
    purposes: ['marketing'],
    reason: 'request',
    note: '그만',
  });
  assert.equal(stopped.status, 201, stopped.text);
  for (const personId of [mother, child]) assert.equal((await ask({ personId })).code, 'gate.number_stopped');
  assert.equal((await ask({ personId: mother, purpose: 'service' })).verdict, 'ALLOW');
  assert.equal((await stateOf(mother)).marketing, false);
  const lifted = await app.request('desk', 'POST', `/suppressions/${stopped.body.id}/lift`, {
    evidence: '다시 받겠다고 하심',
  });
  assert.equal(lifted.body.active, false, lifted.text);
  assert.equal(
    (await app.request('desk', 'POST', `/suppressions/${stopped.body.id}/lift`, { evidence: '또' })).body.code,
    'consents.not_stopped',
  );
  assert.equal((await ask({ personId: mother })).verdict, 'ALLOW');
  assert.equal((await stateOf(mother)).marketing, true);
  const email = await app.request('desk', 'POST', '/suppressions', { address: 'A@Example.com', reason: 'complaint' });
  assert.equal(email.body.address, 'a@example.com');
});

test('C1 a stop of a number holds for a message that is on its way there, though it is hers no more', async () => {
  const [hers, before] = [aPhone(), aPhone()];
  const id = await aPerson(hers);
  const stopped = await app.request('desk', 'POST', '/suppressions', { address: before, reason: 'request' });
  assert.equal(stopped.status, 201, stopped.text);
  const verdictTo = (to: string) =>
    inTx(async (tx) => {
      const going = [{ personId: id, toAddress: to }];
      const known = (await loadJudged(tx, [id], { lock: true, mails: false, going })).get(id)!;
      return judge(messageOf({ channel: 'sms', purpose: 'service', to }), known, await loadRules(tx), tx.now).code;
    });
  assert.equal(await verdictTo(stopped.body.address as string), 'gate.number_stopped');
  assert.equal(await verdictTo(`+82${hers.replaceAll('-', '').slice(1)}`), 'gate.allowed.service');
});

/** Judges a message and stays in the middle of handing it over until the stop waits: what happened, in order. */
async function stoppedMeanwhile(id: Id, to: string | null, stop: object): Promise<string[]> {
  const order: string[] = [];
  const { promise: held, resolve: release } = Promise.withResolvers<void>();
  const { promise: begun, resolve: began } = Promise.withResolvers<void>();
  const handOff = app.db.inTx(systemActor(app.org.id, 'test'), async (tx) => {
    const going = [{ personId: id, toAddress: to }];
    const recipient = (await loadJudged(tx, [id], { lock: true, going })).get(id)!;
    const message = messageOf({ channel: 'sms', purpose: 'marketing', ...(to === null ? {} : { to }) });
    const { verdict } = judge(message, recipient, await loadRules(tx), tx.now);
    began();
    await held;
    order.push(`handed over ${verdict}`);
    return ok(null);
  });
  await Promise.race([begun, handOff]);
  const stopped = app.request('desk', 'POST', '/suppressions', stop).then(({ status }) => {
    order.push(`stopped ${status}`);
  });
  await somebodyWaits(app.ownerUrl);
  assert.deepEqual(order, [], 'the stop waits');
  release();
  await Promise.all([handOff, stopped]);
  return order;
}

test('C1 a stop waits for a hand-off under way, and a hand-off for a stop that is being written', async () => {
  const id = await aPerson();
  await say(id, 'granted');
  const order = await stoppedMeanwhile(id, null, { personId: id, reason: 'request' });
  assert.deepEqual(order, ['handed over ALLOW', 'stopped 201']);
  const after = await inTx(async (tx) => (await loadJudged(tx, [id], { lock: true })).get(id)!.suppressions.length);
  assert.equal(after, 1);
  assert.equal((await ask({ personId: id })).code, 'gate.suppressed');
});

test('C1 so does a stop of a number that nobody has any more, to which a message is on its way', async () => {
  const id = await aPerson();
  await say(id, 'granted');
  const before = aPhone();
  const to = `+82${before.replaceAll('-', '').slice(1)}`;
  const order = await stoppedMeanwhile(id, to, { address: before, reason: 'request' });
  assert.deepEqual(order, ['handed over ALLOW', 'stopped 201']);
});

test('C1 what is judged and what is said is of the moment at which the person is held: who began first and came second is not overruled', async () => {
  const [stopped, withdrawn] = [(await aPerson()) as Id, (await aPerson()) as Id];
  const system = systemActor(app.org.id, 'test');
  const pause = () =>
    app.ok('desk', 'POST', '/suppressions', { personId: stopped, reason: 'request', channels: ['sms'] });
  const verdict = await overtaken(app, system, pause, async (tx) => {
    const recipient = (await loadJudged(tx, [stopped], { lock: true })).get(stopped)!;
    return ok(judge(messageOf({ channel: 'sms', purpose: 'marketing' }), recipient, await loadRules(tx), tx.now));
  });
  assert.equal(verdict.code, 'gate.suppressed');
  const said = (channel: 'sms' | 'email', state: 'granted' | 'withdrawn') => ({
    entries: [{ kind: 'contact' as const, purpose: 'marketing' as const, channel, night: false, state }],
    evidence: '접수대',
  });
  await overtaken(
    app,
    system,
    () => say(withdrawn, 'granted'),
    (tx) => recordConsents(tx, withdrawn, { ...said('email', 'granted'), source: 'counter' }),
  );
  assert.deepEqual(
    (await stateOf(withdrawn)).granted.toSorted(),
    ['marketing:email', 'marketing:sms'],
    'all is counted',
  );
  await overtaken(
    app,
    system,
    () => say(withdrawn, 'granted'),
    (tx) => recordConsents(tx, withdrawn, { ...said('sms', 'withdrawn'), source: 'counter' }),
  );
  const left = await stateOf(withdrawn);
  assert.deepEqual([left.granted, (await ask({ personId: withdrawn })).code], [['marketing:email'], 'gate.withdrawn']);
});

test('P2 an administrator changes a rule with a reason; the preset stays beside it, and a stale change is refused', async () => {
  const change = (as: 'admin' | 'manager', body: object) =>
    app.request(as, 'PUT', '/gate/rules/kr.night', {
      active: true,
      params: { from: '09:00', to: '20:00', nightConsent: true },
      validFrom: '2026-11-17',
      reason: '법무 검토',
      revision: 0,
      ...body,
    });
  assert.equal((await change('manager', {})).status, 403);
  const bad = await change('admin', { params: { from: '21:00', to: '08:00', nightConsent: true } });
  assert.equal(bad.body.errors[0].code, 'consents.rule_param', bad.text);
  const changed = await change('admin', {});
  assert.equal(changed.status, 200, changed.text);
  assert.deepEqual(
    [changed.body.revision, changed.body.current.params.to, changed.body.standard.params.to],
    [1, '20:00', '21:00'],
  );
  assert.equal((await change('admin', {})).body.code, 'request.stale');
  const recipient = {
    jurisdiction: 'KR',
    timeZone: 'Asia/Seoul',
    consents: [
      { purpose: 'marketing', channel: 'sms', night: false, state: 'granted', at: '2026-01-05T12:00:00+09:00' },
    ],
  };
  assert.equal((await ask({ recipient, at: '2026-11-17T20:30:00+09:00' })).verdict, 'DEFER');
  assert.equal(
    (
      await app.request('other.desk', 'POST', '/gate/judge', {
        recipient,
        channel: 'sms',
        purpose: 'marketing',
        at: '2026-11-17T20:30:00+09:00',
      })
    ).body.verdict,
    'ALLOW',
    'of nobody else',
  );
  const audit = await app.request('admin', 'GET', '/audit?action=consents.rule_changed');
  assert.equal(audit.body.items[0].reason, '법무 검토');
  await change('admin', { revision: 1, params: { from: '08:00', to: '21:00', nightConsent: true } });
});

test('P3 why and why not of every purpose and channel at a moment', async () => {
  const id = await aPerson();
  await say(id, 'granted');
  const table = await app.request(
    'desk',
    'GET',
    `/people/${id}/why?at=${encodeURIComponent('2026-11-17T22:00:00+09:00')}`,
  );
  assert.equal(table.status, 200, table.text);
  assert.equal(table.body.cells.length, 35);
  const cell = (purpose: string, channel: string) =>
    table.body.cells.find(
      (one: { purpose: string; channel: string }) => one.purpose === purpose && one.channel === channel,
    );
  assert.deepEqual(
    [cell('marketing', 'sms').verdict, cell('service', 'sms').verdict, cell('marketing', 'email').verdict],
    ['DEFER', 'ALLOW', 'DENY'],
  );
  assert.match(cell('marketing', 'sms').remedy.en, /from 8:00 am (?:tomorrow|today|on Wednesday, November 18)\./);
  assert.equal(table.body.at, formatInstant(instant(Date.parse('2026-11-17T22:00:00+09:00'))));
});

test('D12 consents of another system come in with a word on each row; a dry run writes nothing', async () => {
  const phone = aPhone();
  const [id, shared] = [await aPerson(phone), aPhone()];
  await aPerson(shared);
  await aPerson(shared);
  const row = (more: object = {}) => ({
    person: phone,
    purpose: '광고',
    channel: '문자',
    state: '동의',
    at: '2025-03-15',
    ...more,
  });
  const rows = [
    row(),
    row({ night: '예' }),
    row({ person: shared }),
    row({ person: '010-6999-9999' }),
    row({ person: 'abc' }),
    row({ purpose: '?' }),
    row({ at: '2027-01-01' }),
    row({ channel: 'e-mail', state: 'no', at: '2025.03.15.' }),
  ];
  const send = (dryRun: boolean) => app.request('manager', 'POST', '/consents/import', { rows, dryRun });
  const dry = await send(true);
  assert.equal(dry.status, 200, dry.text);
  assert.equal((await ask({ personId: id })).code, 'gate.no_consent');
  const done = await send(false);
  assert.deepEqual(done.body.counts, { rows: 8, created: 3, rejected: 5 });
  assert.deepEqual(
    done.body.items
      .map(({ row: no, outcome, column, code }: Record<string, string>) => [no, outcome, column, code])
      .slice(2, 7),
    [
      [3, 'rejected', 'person', 'consents.import.shared'],
      [4, 'rejected', 'person', 'consents.import.nobody'],
      [5, 'rejected', 'person', 'consents.import.unread'],
      [6, 'rejected', 'purpose', 'consents.import.unread'],
      [7, 'rejected', 'at', 'consents.import.unread'],
    ],
  );
  assert.ok(done.body.items[2].text.length > 5);
  assert.deepEqual((await stateOf(id)).granted, ['marketing:sms', 'marketing:sms:night']);
  assert.equal(
    (await ask({ personId: id, at: '2027-03-15T10:00:00+09:00' })).code,
    'gate.unconfirmed',
    'two years after it was said',
  );
  assert.equal((await app.request('desk', 'POST', '/consents/import', { rows })).status, 403);
});
