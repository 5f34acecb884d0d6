import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { newId } from '../../kernel/ids.ts';
import { instant } from '../../kernel/instant.ts';
import { ok } from '../../kernel/outcome.ts';
import { at, sql } from '../../platform/db/index.ts';
import { testApp, type TestApp } from '../../testing/app.ts';
import { createUser } from '../identity/index.ts';

const PASSWORD = 'correct horse battery';
const SAME = { 'sec-fetch-site': 'same-origin' };
const CONTRACT = {
  agencyName: '한빛 상담',
  reference: '계약함',
  signedOn: '2026-11-01',
  validFrom: '2026-11-02',
  validTo: '2027-10-31',
};

type Side = 'own' | 'other';
type Agent = { readonly cookie: string; readonly ids: Record<Side, string> };
type Item = { enquiry: { id: string; person: { name: string } }; organisation: { slug: string } };

let app: TestApp;
let agent: Agent;
let colleague: Agent;
before(async () => {
  app = await testApp({ at: instant(Date.parse('2026-11-17T10:00:00+09:00')) });
  const contracts = { own: await record('admin'), other: await record('other.admin') };
  agent = await anAgent('agent', contracts);
  colleague = await anAgent('colleague', contracts);
  for (let index = 0; index < 3; index += 1) {
    await enquire('own', `가기관${index}`, `010-6000-100${index}`);
    await enquire('other', `나기관${index}`, `010-6000-200${index}`);
    await app.advance(60_000);
  }
});
after(() => app.stop());

const orgOf = (side: Side) => (side === 'own' ? app.org : app.other);

async function record(as: 'admin' | 'other.admin'): Promise<string> {
  const recorded = await app.request(as, 'POST', '/agency-contracts', CONTRACT);
  assert.equal(recorded.status, 201, recorded.text);
  return recorded.body.id as string;
}

async function anAgent(name: string, contracts: Record<Side, string>): Promise<Agent> {
  const email = `${name}@agency.example`;
  const ids = { own: '', other: '' };
  for (const side of ['own', 'other'] as const) {
    const input = { name, email, role: 'consultant', password: PASSWORD, contractId: contracts[side] } as const;
    const made = await app.db.inTx(orgOf(side).system, (tx) => createUser(tx, input));
    assert.ok(made.ok);
    ids[side] = made.value.id;
  }
  const signedIn = await app.request(null, 'POST', '/sign-in', {
    email,
    password: PASSWORD,
    organisationId: app.org.id,
  });
  return { cookie: String(signedIn.headers['set-cookie']).split(';')[0]!, ids };
}

async function enquire(side: Side, name: string, phone: string): Promise<void> {
  const answer = await app.request(side === 'own' ? 'manager' : 'other.manager', 'POST', '/enquiries', {
    person: { name, phone },
    sourceChannel: 'phone',
    interests: [],
    ownerId: agent.ids[side],
  });
  assert.equal(answer.status, 201, answer.text);
}

const ask = (who: Agent, side: Side | null, method: string, path: string, body?: unknown) =>
  app.request(null, method, path, body, {
    cookie: who.cookie,
    ...SAME,
    ...(side ? { 'anbu-organisation': orgOf(side).slug } : {}),
  });
const today = async (query = ''): Promise<{ items: Item[]; nextCursor: string | null }> => {
  const answer = await ask(agent, null, 'GET', `/desks/today${query}`);
  assert.equal(answer.status, 200, answer.text);
  return answer.body;
};
/** Persons whose reads the audit of an organisation holds, of this agent. */
async function readsOf(side: Side): Promise<string> {
  const audit = await app.request(side === 'own' ? 'admin' : 'other.admin', 'GET', `/audit?userId=${agent.ids[side]}`);
  assert.equal(audit.status, 200, audit.text);
  return audit.text;
}

test('A15 each desk says what waits there, and one Today holds both in the order of one', async () => {
  const desks = await ask(agent, null, 'GET', '/desks');
  const counts = (desks.body.items as { organisation: { slug: string }; left: number; current: boolean }[]).map(
    ({ organisation, left, current }) => [organisation.slug, left, current],
  );
  assert.deepEqual(
    counts.sort(),
    [
      [app.org.slug, 3, true],
      [app.other.slug, 3, false],
    ].sort(),
  );
  const all = await today();
  const names = all.items.map(({ enquiry }) => enquiry.person.name);
  assert.deepEqual(names, ['가기관0', '나기관0', '가기관1', '나기관1', '가기관2', '나기관2']);
  for (const { enquiry, organisation } of all.items) {
    assert.equal(organisation.slug, enquiry.person.name.startsWith('가') ? app.org.slug : app.other.slug);
  }
});

test('A15 alerts that wait for an answer are counted at each desk, without a read of anybody', async () => {
  const before = await readsOf('other');
  const count = async () => {
    const { body } = await ask(agent, 'own', 'GET', '/desks');
    return (body.items as { current: boolean; alerts: number }[])
      .toSorted((a) => (a.current ? -1 : 1))
      .map(({ alerts }) => alerts);
  };
  const none = await count();
  await app.db.inTx(app.other.system, async (tx) => {
    await tx.run(sql`
      insert into enquiries.alert (org_id, id, enquiry_id, user_id, kind, action_set_at, due_at, at, again_left)
      select org_id, ${newId()}::uuid, id, ${agent.ids.other}::uuid, 'pool', action_set_at, action_due_at, ${at(tx.now)}, 0
      from enquiries.enquiry where org_id = ${tx.orgId} and open limit 1`);
    return ok(null);
  });
  assert.deepEqual(await count(), [none[0], none[1]! + 1]);
  assert.equal(await readsOf('other'), before);
});

test('A15 page by page the list over the desks shows each once, at the moment of the first page', async () => {
  const seen: string[] = [];
  let cursor: string | null = '';
  for (let page = 0; cursor !== null; page += 1) {
    assert.ok(page < 6);
    const answer: { items: Item[]; nextCursor: string | null } = await today(
      `?limit=2${cursor ? `&cursor=${cursor}` : ''}`,
    );
    seen.push(...answer.items.map(({ enquiry }) => enquiry.person.name));
    cursor = answer.nextCursor;
    await app.advance(60_000);
  }
  assert.deepEqual(seen, ['가기관0', '나기관0', '가기관1', '나기관1', '가기관2', '나기관2']);
  assert.equal((await ask(agent, null, 'GET', '/desks/today?cursor=x')).status, 422);
});

test('A15 the read of a person stands in the audit of her organisation, and only of those who were shown', async () => {
  const before = { own: await readsOf('own'), other: await readsOf('other') };
  const { items } = await today('?limit=1');
  assert.equal(items[0]?.organisation.slug, app.org.slug);
  assert.equal(await readsOf('other'), before.other, 'nobody of the other desk was shown');
  assert.notEqual(await readsOf('own'), before.own);
});

test('S1 an answer in one organisation holds nothing of the other, and ids of the other are not found', async () => {
  const { items } = await today();
  const [here, there] = (['own', 'other'] as const).map((side) =>
    items.find(({ organisation }) => organisation.slug === orgOf(side).slug)!,
  );
  const paths = [
    '/today',
    '/today/summary',
    '/enquiries',
    '/people',
    '/users',
    '/alerts',
    '/viewers',
    '/load',
    '/views?list=people',
  ];
  for (const side of ['own', 'other'] as const) {
    const foreign = side === 'own' ? ['나기관', app.other.id, agent.ids.other] : ['가기관', app.org.id, agent.ids.own];
    for (const path of paths) {
      const answer = await ask(agent, side, 'GET', path);
      assert.equal(answer.status, 200, `${path} ${answer.text}`);
      for (const mark of foreign) assert.ok(!answer.text.includes(mark), `${path} in ${side} shows ${mark}`);
    }
  }
  const call = { outcome: 'NO_ANSWER', version: 1 };
  assert.equal((await ask(agent, 'own', 'GET', `/enquiries/${there!.enquiry.id}`)).status, 404);
  assert.equal((await ask(agent, 'own', 'POST', `/enquiries/${there!.enquiry.id}/calls`, call)).status, 404);
  assert.equal((await ask(agent, 'other', 'GET', `/enquiries/${here!.enquiry.id}`)).status, 404);
});

test('A15 an act belongs to the organisation that it names: its archive, its audit, its repetition', async () => {
  const { items } = await today();
  const [first] = items.filter(({ organisation }) => organisation.slug === app.other.slug);
  const before = await readsOf('own');
  const version = (await ask(agent, 'other', 'GET', `/enquiries/${first!.enquiry.id}`)).body.version as number;
  const send = () =>
    app.request(
      null,
      'POST',
      `/enquiries/${first!.enquiry.id}/calls`,
      { outcome: 'NO_ANSWER', version },
      {
        cookie: agent.cookie,
        ...SAME,
        'anbu-organisation': app.other.slug,
        'idempotency-key': 'a-call',
      },
    );
  const [call, again] = [await send(), await send()];
  assert.deepEqual([call.status, again.text], [200, call.text], call.text);
  assert.equal(await readsOf('own'), before, 'nothing stands in the other organisation');
  assert.ok((await readsOf('other')).includes('"enquiries.call"'));
});

test('A15 two of the agency who take the next of each desk at once never get the same', async () => {
  const taken = await Promise.all(
    [agent, colleague].flatMap((who) =>
      (['own', 'other'] as const).map((side) => ask(who, side, 'POST', '/today/next', {})),
    ),
  );
  const ids = taken.flatMap(({ body }) => (body.item ? [body.item.enquiry.id as string] : []));
  assert.ok(ids.length >= 2);
  assert.equal(new Set(ids).size, ids.length);
});

test('A15 a link that downloads names the organisation in its address: who works for both gets each one’s file, a stranger nothing', async () => {
  const email = 'both@clinic.example';
  for (const side of ['own', 'other'] as const) {
    const made = await app.db.inTx(orgOf(side).system, (tx) =>
      createUser(tx, { name: '양쪽', email, role: 'manager', password: PASSWORD }),
    );
    assert.ok(made.ok);
  }
  const body = { email, password: PASSWORD, organisationId: app.org.id };
  const signedIn = await app.request(null, 'POST', '/sign-in', body);
  const both: Agent = { cookie: String(signedIn.headers['set-cookie']).split(';')[0]!, ids: agent.ids };
  const made = await ask(both, 'other', 'POST', '/exports', { list: 'enquiries', reason: '월말 보고' });
  assert.equal(made.status, 201, made.text);
  const file = (slug?: string) =>
    ask(both, null, 'GET', `/exports/${made.body.id}/file${slug ? `?organisation=${slug}` : ''}`);
  assert.equal((await file(app.other.slug)).status, 200);
  assert.equal((await file()).status, 404, 'the session is of the other organisation');
  assert.equal((await file('nobody-has-this')).status, 403);
  assert.equal(
    (await ask(agent, null, 'GET', `/exports/${made.body.id}/file?organisation=${app.other.slug}`)).status,
    404,
  );
  assert.equal(
    (await ask(both, null, 'GET', `/enquiries?organisation=${app.other.slug}`)).status,
    422,
    'no other address takes it',
  );
});
