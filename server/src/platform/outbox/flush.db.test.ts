import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { newId } from '../../kernel/ids.ts';
import { must, ok, refuse } from '../../kernel/outcome.ts';
import { testDatabase, type TestDatabase } from '../../testing/database.ts';
import { flushAudit } from '../audit/index.ts';
import { Database, sql, systemActor } from '../db/index.ts';
import { flushOutbox } from './index.ts';

const subscribers = [
  { name: 'timeline', types: ['people.created', 'people.changed'], handle: async () => {} },
  { name: 'analytics', types: ['people.created'], handle: async () => {} },
];
const actor = systemActor(newId(), 'test');
let database: TestDatabase;
let db: Database;

before(async () => {
  database = await testDatabase();
  db = new Database({ url: database.appUrl, flush: [flushOutbox(subscribers), flushAudit] });
});
after(async () => {
  await db.close();
  await database.drop();
});

test('an event is written with one delivery for each subscriber of its type, and the audit line beside it', async () => {
  const personId = newId();
  await db.inTx(actor, async (tx) => {
    tx.emit({ type: 'people.created', payload: { personId, text: 'quote " comma , {brace}' }, personId });
    tx.emit({ type: 'people.changed', payload: {}, personId: null });
    tx.audit({
      action: 'people.created',
      personIds: [personId, personId],
      changes: { sex: [null, 'female'], name: null },
    });
    tx.audit({ action: 'people.listed', personIds: [] });
    return ok(null);
  });
  const seen = must(
    await db.inTx(actor, async (tx) =>
      ok({
        events: await tx.rows<{ type: string; personId: string | null; payload: unknown; same: boolean }>(
          sql`select type, person_id as "personId", payload from platform.event order by id`,
        ),
        deliveries: await tx.rows(
          sql`select e.type, d.subscriber from platform.delivery d join platform.event e on e.org_id = d.org_id and e.id = d.event_id
              where d.state = 'pending' order by 1, 2`,
        ),
        audit: await tx.rows(
          sql`select action, person_ids as people, changes, actor_name as name, seal_no as seal from platform.audit_entry order by id`,
        ),
      }),
    ),
  );
  assert.deepEqual(seen.events, [
    { type: 'people.created', personId, payload: { personId, text: 'quote " comma , {brace}' } },
    { type: 'people.changed', personId: null, payload: {} },
  ]);
  assert.deepEqual(seen.deliveries, [
    { type: 'people.changed', subscriber: 'stream' },
    { type: 'people.changed', subscriber: 'timeline' },
    { type: 'people.created', subscriber: 'analytics' },
    { type: 'people.created', subscriber: 'stream' },
    { type: 'people.created', subscriber: 'timeline' },
  ]);
  assert.deepEqual(seen.audit, [
    {
      action: 'people.created',
      people: [personId],
      changes: { sex: [null, 'female'], name: null },
      name: 'test',
      seal: null,
    },
    { action: 'people.listed', people: [], changes: null, name: 'test', seal: null },
  ]);
});

test('a refused act leaves no event, no delivery and no audit line', async () => {
  const org = systemActor(newId(), 'test');
  await db.inTx(org, async (tx) => {
    tx.emit({ type: 'people.created', payload: {} });
    tx.audit({ action: 'people.created' });
    return refuse('request.conflict', {}, 409);
  });
  const rows = await db.inTx(org, async (tx) =>
    ok(await tx.rows(sql`select 1 from platform.event union all select 1 from platform.audit_entry`)),
  );
  assert.deepEqual(must(rows), []);
});

test('S1 another organisation sees no event, delivery, stream event or audit line', async () => {
  const rows = await db.inTx(systemActor(newId(), 'other'), async (tx) =>
    ok(
      await tx.rows(sql`select 1 from platform.event union all select 1 from platform.delivery
        union all select 1 from platform.stream_event union all select 1 from platform.audit_entry`),
    ),
  );
  assert.deepEqual(must(rows), []);
});

test('two subscribers of one name are refused at start', () => {
  assert.throws(() => flushOutbox([...subscribers, subscribers[0]!]), /same name/);
});
