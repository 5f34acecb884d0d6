import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { instant } from '../../kernel/instant.ts';
import { ok } from '../../kernel/outcome.ts';
import { testApp, type TestApp } from '../../testing/app.ts';
import { createUser, sweepContracts } from './index.ts';
import { PASSWORD } from './testing.ts';

const SAME = { 'sec-fetch-site': 'same-origin' };
const DAYS = { signedOn: '2026-11-10', validFrom: '2026-11-17', validTo: '2026-12-31' };
const morning = (day: string) => instant(Date.parse(`${day}T10:00:00+09:00`));

let app: TestApp;
before(async () => {
  app = await testApp({ at: morning('2026-11-17') });
});
after(() => app.stop());

const cookieOf = (headers: Readonly<Record<string, unknown>>) => String(headers['set-cookie']).split(';')[0] ?? '';

async function aContract(days: Partial<typeof DAYS> = {}, as: 'admin' | 'other.admin' = 'admin'): Promise<string> {
  const body = { agencyName: '한빛 상담', reference: '총무팀 계약함 12', ...DAYS, ...days };
  const recorded = await app.request(as, 'POST', '/agency-contracts', body);
  assert.equal(recorded.status, 201, recorded.text);
  return recorded.body.id as string;
}

/** An account of the agency that works for both organisations: of the other one as one of its own. */
async function anAgent(name: string, contractId: string) {
  const email = `${name}@agency.example`;
  const input = { name, email, role: 'consultant', password: PASSWORD } as const;
  const made = await app.db.inTx(app.org.system, (tx) => createUser(tx, { ...input, contractId }));
  assert.ok(made.ok, JSON.stringify(made));
  const there = await app.db.inTx(app.other.system, (tx) => createUser(tx, input));
  assert.ok(there.ok);
  return { email, own: made.value.id, other: there.value.id };
}

const signIn = async (email: string, organisationId?: string) =>
  app.request(null, 'POST', '/sign-in', { email, password: PASSWORD, ...(organisationId ? { organisationId } : {}) });
const within = (cookie: string, slug: string, method: string, path: string, body?: unknown) =>
  app.request(null, method, path, body, { cookie, ...SAME, 'anbu-organisation': slug });

async function linesOf(as: 'admin' | 'other.admin', action: string): Promise<number> {
  const audit = await app.request(as, 'GET', `/audit?action=${action}`);
  assert.equal(audit.status, 200, audit.text);
  return (audit.body.items as unknown[]).length;
}

test('A15 a request names the organisation it acts in, and gets what the account is there', async () => {
  const { email, own, other } = await anAgent('both', await aContract());
  const cookie = cookieOf((await signIn(email, app.other.id)).headers);
  const home = await app.request(null, 'GET', '/me', undefined, { cookie });
  assert.deepEqual([home.body.organisation.id, home.body.userId], [app.other.id, other]);
  const there = await within(cookie, app.org.slug, 'GET', '/me');
  assert.deepEqual([there.body.organisation.id, there.body.userId], [app.org.id, own]);
  assert.equal(there.body.organisations.length, 2);
});

test('A15 without a membership, before the first day, after the last, once ended, and where there is no such organisation: one answer', async () => {
  const contracts = {
    future: await aContract({ validFrom: '2026-12-01' }),
    over: await aContract({ validTo: '2026-11-17' }),
    ended: await aContract(),
  };
  const agents = {
    future: await anAgent('future', contracts.future),
    over: await anAgent('over', contracts.over),
    ended: await anAgent('ended', contracts.ended),
  };
  const cookies = new Map<string, string>();
  // In the other organisation: that door stays open.
  const signInAll = async () => {
    for (const [name, { email }] of Object.entries(agents)) {
      const signedIn = await signIn(email, app.other.id);
      assert.equal(signedIn.status, 200, signedIn.text);
      cookies.set(name, cookieOf(signedIn.headers));
    }
  };
  await signInAll();
  const ask = (name: string, slug = app.org.slug) => within(cookies.get(name)!, slug, 'GET', '/people');
  assert.equal((await ask('over')).status, 200, 'on the last day she works');
  assert.equal((await ask('ended')).status, 200);
  const ended = await app.request('admin', 'POST', `/agency-contracts/${contracts.ended}/end`, { reason: '계약 해지' });
  assert.deepEqual([ended.body.state, ended.body.members[0].active], ['ended', false]);
  await app.setClock(morning('2026-11-18'));
  await signInAll();
  const answers = [await ask('future'), await ask('over'), await ask('ended'), await ask('future', 'no-such-place')];
  for (const { status, body } of answers) {
    const { requestId: _, ...same } = body as Record<string, unknown>;
    const { requestId: __, ...first } = answers[0]!.body as Record<string, unknown>;
    assert.deepEqual([status, same], [403, first]);
    assert.equal(body.code, 'request.elsewhere');
  }
  const desks = await app.request(null, 'GET', '/desks', undefined, { cookie: cookies.get('over')! });
  assert.deepEqual(
    (desks.body.items as { organisation: { slug: string } }[]).map(({ organisation }) => organisation.slug),
    [app.other.slug],
  );
  const door = await signIn(agents.over.email, app.org.id);
  assert.deepEqual([door.status, door.body.code], [403, 'identity.no_membership']);
  await app.setClock(morning('2026-12-01'));
  await signInAll();
  assert.equal((await ask('future')).status, 200, 'from the first day on');
});

test('A15 a session in an organisation whose contract ends is over with the next request', async () => {
  const contractId = await aContract({ validTo: '2026-12-01' });
  const { email, own } = await anAgent('inside', contractId);
  await app.setClock(instant(Date.parse('2026-12-01T23:50:00+09:00')));
  const cookie = cookieOf((await signIn(email, app.org.id)).headers);
  const me = () => app.request(null, 'GET', '/me', undefined, { cookie });
  assert.equal((await me()).body.userId, own);
  await app.setClock(instant(Date.parse('2026-12-02T00:01:00+09:00')));
  assert.equal((await me()).status, 401);
  assert.equal((await within(cookie, app.other.slug, 'GET', '/me')).status, 200, 'her other desk stays open');
});

test('A15 the work of who is shut out goes back to her team, and the invitation that waits is withdrawn', async () => {
  await sweepContracts(app.db);
  const contractId = await aContract({ validFrom: '2026-12-02', validTo: '2026-12-02' });
  const { own } = await anAgent('worker', contractId);
  const invited = await app.request('admin', 'POST', '/users', {
    name: '기다림',
    email: 'waits@agency.example',
    role: 'agent',
    password: PASSWORD,
    contractId,
  });
  assert.equal(invited.status, 201, invited.text);
  const enquiry = await app.request('manager', 'POST', '/enquiries', {
    person: { name: '고객', phone: '010-6000-0009' },
    sourceChannel: 'phone',
    interests: [],
    ownerId: own,
  });
  assert.equal(enquiry.body.ownerId, own, enquiry.text);
  assert.equal(await sweepContracts(app.db), 0, 'its last day is today');
  await app.setClock(morning('2026-12-03'));
  assert.equal(await sweepContracts(app.db), 2);
  await app.runOutbox();
  const after = await app.request('manager', 'GET', `/enquiries/${enquiry.body.id}`);
  assert.equal(after.body.ownerId, null);
  const contract = await app.request('admin', 'GET', `/agency-contracts/${contractId}`);
  assert.deepEqual([contract.body.state, contract.body.members.length], ['over', 2]);
  for (const { active, invited: waits } of contract.body.members) assert.deepEqual([active, waits], [false, false]);
  const back = await app.request('admin', 'PATCH', `/users/${own}`, { active: true });
  assert.deepEqual([back.status, back.body.errors[0].code], [422, 'identity.contract_over']);
  const renewed = await app.request('admin', 'PATCH', `/users/${own}`, { active: true, contractId: await aContract() });
  assert.deepEqual([renewed.status, renewed.body.active], [200, true], renewed.text);
});

test('A15 a contract is recorded by who keeps accounts, gives desks only, and is ended once', async () => {
  const contractId = await aContract();
  const body = { agencyName: 'x', reference: 'x', ...DAYS };
  assert.equal((await app.request('manager', 'POST', '/agency-contracts', body)).status, 403);
  const late = await app.request('admin', 'POST', '/agency-contracts', { ...body, signedOn: '2026-11-18' });
  assert.deepEqual([late.status, late.body.errors[0].code], [422, 'identity.contract_unsigned']);
  const asManager = { name: 'x', email: 'x@agency.example', role: 'manager', password: PASSWORD, contractId };
  const manager = await app.request('admin', 'POST', '/users', asManager);
  assert.deepEqual([manager.status, manager.body.errors[0].code], [422, 'identity.agency_role']);
  const foreign = await app.request('other.admin', 'POST', '/users', { ...asManager, role: 'agent' });
  assert.deepEqual([foreign.status, foreign.body.errors[0].code], [422, 'field.not_found']);
  const end = () => app.request('admin', 'POST', `/agency-contracts/${contractId}/end`, { reason: '끝' });
  assert.equal((await end()).status, 200);
  const again = await end();
  assert.deepEqual([again.status, again.body.code], [409, 'identity.contract_over']);
  assert.equal(await linesOf('other.admin', 'identity.contract_ended'), 0);
  assert.ok((await linesOf('admin', 'identity.contract_ended')) > 0);
});

test('A15 two administrators who end a contract at once: one ends it, everybody is shut out once', async () => {
  const contractId = await aContract();
  const { own } = await anAgent('once', contractId);
  const before = await linesOf('admin', 'identity.contract_ended');
  const ends = await Promise.all(
    ['하나', '둘'].map((reason) => app.request('admin', 'POST', `/agency-contracts/${contractId}/end`, { reason })),
  );
  assert.deepEqual(ends.map(({ status }) => status).sort(), [200, 409]);
  assert.equal(await linesOf('admin', 'identity.contract_ended'), before + 1);
  const changes = await app.request('admin', 'GET', `/audit?entityId=${own}&action=identity.user_changed`);
  assert.equal(changes.body.items.length, 1);
});

test('A15 who is put under a contract while it ends is not let in, and the sweep takes her out', async () => {
  const contractId = await aContract();
  const { own } = await anAgent('late', await aContract());
  const [moved, ended] = await Promise.all([
    app.request('admin', 'PATCH', `/users/${own}`, { contractId }),
    app.request('admin', 'POST', `/agency-contracts/${contractId}/end`, { reason: '끝' }),
  ]);
  assert.equal(ended.status, 200, ended.text);
  assert.ok([200, 422].includes(moved.status), moved.text);
  await sweepContracts(app.db);
  const now = await app.request('admin', 'GET', `/users/${own}`);
  assert.equal(now.body.active, now.body.contractId !== contractId, 'nobody works under what is over');
});

test('A15 the database itself keeps the days in order, the role a desk, and what was recorded as it was', async () => {
  const contractId = await aContract();
  const { own } = await anAgent('kept', contractId);
  const tries: [string, RegExp][] = [
    [`update identity.agency_contract set valid_to = '2099-01-01' where id = '${contractId}'`, /permission denied/],
    [`delete from identity.agency_contract where id = '${contractId}'`, /permission denied/],
    [`update identity.member set role = 'manager' where id = '${own}'`, /agency_works_desks/],
    [`update identity.member set contract_since = null where id = '${own}'`, /contract_has_since/],
    [`update identity.agency_contract set ended_at = now() where id = '${contractId}'`, /check/],
  ];
  for (const [statement, refused] of tries) {
    const tried = app.db.inTx(app.org.system, async (tx) => {
      await tx.client.query(statement);
      return ok(null);
    });
    await assert.rejects(tried, refused, statement);
  }
});
