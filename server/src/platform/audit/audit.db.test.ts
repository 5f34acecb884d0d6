import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Client } from 'pg';
import type { AuditedPerson, AuditEntry, AuditSummary } from '@anbu/contract';
import type { z } from 'zod';
import { newId, type Id } from '../../kernel/ids.ts';
import { must, ok } from '../../kernel/outcome.ts';
import { testDatabase, type TestDatabase } from '../../testing/database.ts';
import { quickest } from '../../testing/quickest.ts';
import { Database, sql, systemActor, type Actor, type AuditRecord } from '../db/index.ts';
import { withClient } from '../embedded-postgres/roles.ts';
import { callRoute } from '../http-call.testing.ts';
import { auditReads, flushAudit, sealAudit, verifyAllAudit, verifyAudit } from './index.ts';

let database: TestDatabase;
let db: Database;

before(async () => {
  database = await testDatabase();
  db = new Database({ url: database.appUrl, flush: [flushAudit] });
});
after(async () => {
  await db.close();
  await database.drop();
});

const NOBODY = async () => new Map<Id, AuditedPerson>();
const INTACT = { intact: true, firstBroken: null };

async function write(actor: Actor, ...records: AuditRecord[]): Promise<void> {
  await db.inTx(actor, async (tx) => {
    for (const record of records) tx.audit(record);
    return ok(null);
  });
}

/** An organisation with three seals of four entries each. */
async function aChain(): Promise<Actor> {
  const actor = systemActor(newId(), 'test');
  for (let seal = 0; seal < 3; seal += 1) {
    for (let no = 0; no < 4; no += 1)
      await write(actor, { action: 'people.read', personIds: [newId()], changes: { no: [no, 1] } });
    await sealAudit(db);
  }
  return actor;
}

async function asSuperuser(work: (client: Client) => Promise<unknown>): Promise<void> {
  await withClient(database.superuserUrl, work);
}

async function entryOf(actor: Actor, seal: number): Promise<Id> {
  const rows = must(
    await db.inTx(actor, async (tx) =>
      ok(
        await tx.rows<{ id: Id }>(
          sql`select id from platform.audit_entry where seal_no = ${seal} order by at, id offset 1`,
        ),
      ),
    ),
  );
  return rows[0]!.id;
}

test('C6 a chain that nobody touched is intact, its new entries are counted as unsealed', async () => {
  const actor = await aChain();
  await write(actor, { action: 'people.read' }, { action: 'people.read' });
  assert.deepEqual(await verifyAudit(db, actor), { ...INTACT, checked: 12, unsealed: 2 });
  await sealAudit(db);
  assert.deepEqual(await verifyAudit(db, actor), { ...INTACT, checked: 14, unsealed: 0 });
  assert.equal(await sealAudit(db), 0);
});

test('C6 the login of the app can neither change nor delete an entry or a seal, nor write a sealed one', async () => {
  const actor = await aChain();
  await withClient(database.appUrl, async (client) => {
    await client.query(`set app.org_id = '${actor.orgId}'`);
    for (const statement of [
      `update platform.audit_entry set action = 'x'`,
      `delete from platform.audit_entry`,
      `truncate platform.audit_entry`,
      `update platform.audit_seal set hash = ''`,
      `delete from platform.audit_seal`,
      `insert into platform.audit_seal select org_id, no + 1, sealed_at, horizon, entries, previous, hash from platform.audit_seal where no = 3`,
      `update platform.audit_head set no = 1`,
      `delete from platform.audit_head`,
      `insert into platform.audit_entry (org_id, at, id, written_at, actor_kind, actor_name, action, person_ids, seal_no, hash)
        select org_id, at, gen_random_uuid(), written_at, actor_kind, actor_name, action, person_ids, seal_no, hash
        from platform.audit_entry limit 1`,
      `delete from platform.audit_entry_default`,
      `select platform.ensure_months(transaction_timestamp(), 3)`,
    ]) {
      await assert.rejects(client.query(statement), { code: '42501' }, statement);
    }
  });
  assert.equal((await verifyAudit(db, actor)).intact, true);
});

const org = '$1::uuid';
const TAMPERING: readonly [what: string, statement: string, seal: number, named: boolean][] = [
  [
    'an entry was changed',
    `update platform.audit_entry set action = 'people.listed' where org_id = ${org} and id = $2`,
    2,
    true,
  ],
  [
    'the reader of an entry was changed',
    `update platform.audit_entry set user_id = gen_random_uuid() where org_id = ${org} and id = $2`,
    2,
    true,
  ],
  [
    'the time of an entry was changed',
    `update platform.audit_entry set at = at - interval '1 microsecond' where org_id = ${org} and id = $2`,
    2,
    true,
  ],
  [
    'an entry was changed and its own hash with it',
    `update platform.audit_entry e set reason = 'x', hash = platform.audit_hash(jsonb_populate_record(e, '{"reason": "x"}'))
     where org_id = ${org} and id = $2`,
    2,
    false,
  ],
  ['an entry was deleted', `delete from platform.audit_entry where org_id = ${org} and id = $2`, 2, false],
  [
    'an entry was slipped into a seal',
    `insert into platform.audit_entry select (jsonb_populate_record(e, jsonb_build_object('id', gen_random_uuid()))).*
     from platform.audit_entry e where org_id = ${org} and id = $2`,
    2,
    true,
  ],
  [
    'an unsealed entry of long ago was slipped in',
    `insert into platform.audit_entry select (jsonb_populate_record(e, jsonb_build_object(
       'id', gen_random_uuid(), 'seal_no', null, 'hash', null, 'written_at', e.written_at - interval '1 day'))).*
     from platform.audit_entry e where org_id = ${org} and id = $2`,
    3,
    true,
  ],
  [
    'a seal was deleted',
    `delete from platform.audit_seal where org_id = ${org} and no = 2 and $2::uuid is not null`,
    2,
    false,
  ],
  [
    'the last seal was deleted',
    `delete from platform.audit_seal where org_id = ${org} and no = 3 and $2::uuid is not null`,
    3,
    false,
  ],
  [
    'the last seal was deleted with its entries',
    `with seal as (delete from platform.audit_seal where org_id = ${org} and no = 3 and $2::uuid is not null)
     delete from platform.audit_entry where org_id = ${org} and seal_no = 3`,
    3,
    false,
  ],
  [
    'a whole link was rewritten to fit its changed entry',
    `with changed as (
       update platform.audit_entry e set reason = 'x',
         hash = platform.audit_hash(jsonb_populate_record(e, '{"reason": "x"}')) where org_id = ${org} and id = $2 returning 1
     ) update platform.audit_seal set hash = sha256('x') where org_id = ${org} and no = 2`,
    2,
    false,
  ],
  [
    'the time of a seal was changed',
    `update platform.audit_seal set sealed_at = sealed_at + interval '1 second' where org_id = ${org} and no = 2 and $2::uuid is not null`,
    2,
    false,
  ],
];
for (const [what, statement, seal, named] of TAMPERING) {
  test(`C6 a superuser is found: ${what}`, async () => {
    const actor = await aChain();
    const entryId = await entryOf(actor, 2);
    await asSuperuser(async (client) => {
      const { rowCount } = await client.query(statement, [actor.orgId, entryId]);
      assert.ok(rowCount, 'the tampering itself must have happened');
    });
    const result = await verifyAudit(db, actor);
    assert.equal(result.intact, false);
    assert.equal(result.firstBroken?.seal, seal);
    assert.equal(result.firstBroken?.entryId !== null, named);
    const broken = (await verifyAllAudit(db)).filter((verification) => !verification.intact).map((v) => v.orgId);
    assert.ok(broken.includes(actor.orgId));
  });
}

test('two sealers at once make one chain', async () => {
  const actor = systemActor(newId(), 'test');
  for (let round = 0; round < 5; round += 1) {
    await Promise.all([
      write(actor, { action: 'people.read' }, { action: 'people.read' }),
      ...Array.from({ length: 4 }, () => sealAudit(db)),
    ]);
  }
  await sealAudit(db);
  assert.deepEqual(await verifyAudit(db, actor), { ...INTACT, checked: 10, unsealed: 0 });
});

test('F3 the list is found by person, user, action and period, page by page, in the language of the reader, and leaves a line itself', async () => {
  const orgId = newId();
  const [userId, personId] = [newId(), newId()];
  const reader: Actor = { ...systemActor(orgId, '김민지', 'en'), kind: 'user', userId, address: '127.0.0.1' };
  for (let no = 0; no < 5; no += 1) await write(reader, { action: 'people.listed', personIds: [personId, newId()] });
  await write(systemActor(orgId, 'outbox.timeline'), { action: 'nobody.knows', entity: 'person', entityId: personId });
  const [list] = auditReads(NOBODY);
  const page = async (query: object) =>
    must(await db.inTx(reader, (tx) => callRoute(list!, tx, { query }))) as {
      items: AuditEntry[];
      nextCursor: string | null;
    };

  const first = await page({ personId, limit: 3 });
  const second = await page({ personId, action: 'people.listed', limit: 3, cursor: first.nextCursor });
  assert.equal(first.items.length, 3);
  assert.ok(first.items.every((item) => item.personIds.includes(personId)));
  assert.equal(new Set([...first.items, ...second.items].map((item) => item.id)).size, 5);
  assert.equal(second.nextCursor, null);
  const { text, userName, address, sealed } = first.items.at(-1)!;
  assert.deepEqual(
    { text, userName, address, sealed },
    { text: 'Saw a list of 2 people', userName: '김민지', address: '127.0.0.1', sealed: false },
  );

  const system = await page({ entityId: personId });
  assert.deepEqual(
    system.items.map((item) => [item.text, item.userName]),
    [['nobody.knows', null]],
  );
  const own = await page({ action: 'audit.read', userId });
  assert.equal(own.items.length, 3, 'each reading of the audit is in the audit');
  assert.deepEqual(own.items.filter((item) => item.personIds.includes(personId)).length, 2);
  assert.equal((await page({ to: '2020-01-01T00:00:00Z' })).items.length, 0);
  assert.deepEqual(await db.inTx(reader, (tx) => callRoute(list!, tx, { query: { cursor: 'nonsense' } })), {
    ok: false,
    refusal: { code: 'request.bad_cursor', params: {}, status: 400 },
  });
});

test('F3 the list names whom a line is about, all of them are named on demand, and both readings say whom they showed', async () => {
  const orgId = newId();
  const [reader, other] = [newId(), newId()].map((userId): Actor => ({
    ...systemActor(orgId, '김민지'),
    kind: 'user',
    userId,
    permissions: new Set(['audit.read', 'people.read']),
  })) as [Actor, Actor];
  const [first, second, gone] = [newId(), newId(), newId()];
  const known = new Map([first, second].map((id, place) => [id, { id, number: `${place + 1}`, name: `고객${place}` }]));
  const [list, people] = auditReads(async (_tx, ids) => new Map([...known].filter(([id]) => ids.includes(id))));
  await write(other, { action: 'people.read', personIds: [first] });
  await write(other, { action: 'people.read', personIds: [second, first, gone] });
  await write(other, { action: 'people.read', personIds: [gone] });
  const ask = async (actor: Actor, route: typeof list, query: object) =>
    must(await db.inTx(actor, (tx) => callRoute(route!, tx, { query }))) as { items: unknown[] };

  const seen = (await ask(reader, list, { userId: other.userId })) as { items: AuditEntry[] };
  assert.deepEqual(
    seen.items.map(({ text, person }) => [text, person?.name ?? null]),
    [
      ['고객 정보를 보았습니다', null],
      ['고객 3명의 목록을 보았습니다', '고객1'],
      ['고객 정보를 보았습니다', '고객0'],
    ],
  );
  const all = await ask(reader, people, { ids: [gone, first, second].join() });
  assert.deepEqual(all.items, [known.get(first), known.get(second)]);
  const own = (await ask(reader, list, { userId: reader.userId })) as { items: AuditEntry[] };
  assert.deepEqual(
    own.items.map(({ personIds }) => [...personIds].sort()),
    [[first, second].sort(), [first, second].sort()],
  );

  const blind = { ...reader, permissions: new Set(['audit.read'] as const) };
  assert.ok(((await ask(blind, list, {})) as { items: AuditEntry[] }).items.every(({ person }) => person === null));
  assert.deepEqual((await ask(blind, people, { ids: first })).items, []);
});

test('F3 a period is summed up by user and action, without what the system did', async () => {
  const orgId = newId();
  const [mina, jun] = ['미나', '준'].map((name): Actor => ({
    ...systemActor(orgId, name),
    kind: 'user',
    userId: newId(),
  }));
  const summary = auditReads(NOBODY)[2]!;
  await write(mina!, { action: 'people.read', personIds: [newId()] }, { action: 'people.read', personIds: [newId()] });
  await write(mina!, { action: 'people.read', personIds: [newId(), newId(), newId()] });
  await write(jun!, { action: 'people.created', personIds: [newId()] });
  await write(systemActor(orgId, 'jobs'), { action: 'people.read', personIds: [newId()] });
  const ask = async (query: object) =>
    (must(await db.inTx(mina!, (tx) => callRoute(summary, tx, { query }))) as z.output<typeof AuditSummary>).items.map(
      ({ name, action, entries, lists, people }) => [name, action, entries, lists, people],
    );
  assert.deepEqual(await ask({}), [
    ['미나', 'people.read', 3, 1, 5],
    ['준', 'people.created', 1, 0, 1],
  ]);
  assert.deepEqual(await ask({ userId: jun!.userId }), [['준', 'people.created', 1, 0, 1]]);
  assert.deepEqual(await ask({ to: '2020-01-01T00:00:00Z' }), []);
});

test('F3 the log of one person is found by index among 50,000 entries, under row-level security', async (t) => {
  const actor = systemActor(newId(), 'test');
  const personId = newId();
  await asSuperuser((client) =>
    client.query(
      `insert into platform.audit_entry (org_id, at, id, written_at, actor_kind, actor_name, action, person_ids)
       select $1, clock_timestamp() - n * interval '1 minute', gen_random_uuid(), clock_timestamp(), 'system', 'test', 'people.read',
         case when n % 5000 = 0 then array[$2::uuid] else array[gen_random_uuid(), gen_random_uuid()] end
       from generate_series(1, 50000) n`,
      [actor.orgId, personId],
    ),
  );
  await asSuperuser((client) => client.query('analyze platform.audit_entry'));
  const [list] = auditReads(NOBODY);
  const took = await quickest(300, async () => {
    const found = must(await db.inTx(actor, (tx) => callRoute(list!, tx, { query: { personId } })));
    assert.equal((found as { items: unknown[] }).items.length, 10);
  });
  t.diagnostic(`10 of 50,000 entries in ${took.toFixed(0)} ms`);
  assert.ok(took < 300, `${took} ms`);
  const sealing = performance.now();
  await sealAudit(db);
  const verifying = performance.now();
  assert.deepEqual(await verifyAudit(db, actor), { ...INTACT, checked: 50_001, unsealed: 0 });
  t.diagnostic(
    `sealed in ${(verifying - sealing).toFixed(0)} ms, verified in ${(performance.now() - verifying).toFixed(0)} ms`,
  );
});
