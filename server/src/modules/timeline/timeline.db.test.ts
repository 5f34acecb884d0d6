import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { TimelineEntry } from '@anbu/contract';
import { newId, type Id } from '../../kernel/ids.ts';
import { formatInstant, instant, type Instant } from '../../kernel/instant.ts';
import { must, ok } from '../../kernel/outcome.ts';
import { Database, sql, systemActor, type Actor, type AuditRecord, type DomainEvent } from '../../platform/db/index.ts';
import { callRoute } from '../../platform/http-call.testing.ts';
import { fillTexts } from '../../platform/i18n.ts';
import type { DeliveredEvent } from '../../platform/outbox/index.ts';
import { testDatabase, type TestDatabase } from '../../testing/database.ts';
import { createPerson, dropMemo, editMemo, writeMemo } from '../people/index.ts';
import { listTimeline, timelineRoutes, timelineSubscribers } from './index.ts';
import { entriesOf } from './store.ts';

let database: TestDatabase;
let db: Database;
let audit: readonly AuditRecord[] = [];
let told: DomainEvent[] = [];
const T0 = instant(Date.UTC(2026, 9, 5, 1));

before(async () => {
  database = await testDatabase();
  db = new Database({
    url: database.appUrl,
    flush: [
      async (tx) => {
        audit = [...tx.auditRecords];
        told.push(...tx.events);
      },
    ],
  });
});
after(async () => {
  await db.close();
  await database.drop();
});

const clinic = () => systemActor(newId(), 'test');

async function aPerson(actor: Actor): Promise<Id> {
  return must(await db.inTx(actor, (tx) => createPerson(tx, { name: '홍길동' }))).id;
}

function anEvent(
  type: string,
  personId: Id | null,
  payload: Record<string, unknown> = {},
  at: Instant = T0,
): DeliveredEvent {
  return { id: newId(), type, at, personId, actorId: null, payload };
}

async function deliver(actor: Actor, events: readonly DeliveredEvent[], batch = true): Promise<void> {
  const [subscriber] = timelineSubscribers;
  must(
    await db.inTx(actor, async (tx) => {
      if (batch) await subscriber!.handleBatch!(tx, events);
      else for (const event of events) await subscriber!.handle(tx, event);
      return ok(null);
    }),
  );
}

async function timelineOf(actor: Actor, personId: Id, query: Record<string, unknown> = {}) {
  const request = { limit: 50, ...query };
  return must(await db.inTx(actor, (tx) => listTimeline(tx, personId, request)));
}

test('P7 an event delivered again, alone or in a batch, is told once', async () => {
  const actor = clinic();
  const personId = await aPerson(actor);
  const call = anEvent('enquiries.call_recorded', personId, { outcome: 'NO_ANSWER', direction: 'outbound', at: T0 });
  await deliver(actor, [call, anEvent('people.created', personId), call]);
  await deliver(actor, [call]);
  await deliver(actor, [call], false);
  await Promise.all([deliver(actor, [call]), deliver(actor, [call])]);
  assert.equal((await timelineOf(actor, personId)).items.length, 2);
});

test('P7 screens are told what stands in the archive once it is written there, and not again', async () => {
  const actor = clinic();
  const persons = await Promise.all(Array.from({ length: 21 }, () => aPerson(actor)));
  const created = (personId: Id) => anEvent('people.created', personId);
  const toldOf = async (events: readonly DeliveredEvent[]) => {
    told = [];
    await deliver(actor, events);
    return told.filter(({ type }) => type === 'timeline.told').map(({ personId }) => personId);
  };
  const [first, second] = persons as [Id, Id];
  const events = [created(first), created(second), anEvent('people.changed', first, { fields: ['name'] })];
  assert.deepEqual(await toldOf(events), [first, second]);
  assert.deepEqual(await toldOf(events), [], 'a replay writes nothing');
  assert.deepEqual(await toldOf(persons.map(created)), [undefined], 'of many at once: that there is something');
});

test('P7 what an import tells of the past stands where it happened', async () => {
  const actor = clinic();
  const personId = await aPerson(actor);
  const past = instant(Date.UTC(2019, 2, 1));
  await deliver(actor, [
    anEvent('people.created', personId, { at: formatInstant(past) }),
    anEvent('people.changed', personId, { fields: ['name', 'birth_date'] }),
    anEvent('enquiries.visited', personId, { at: past + 1 }),
  ]);
  const { items } = await timelineOf(actor, personId);
  assert.deepEqual(
    items.map((item) => [item.at, item.kind]),
    [
      [formatInstant(T0), 'person'],
      [formatInstant(instant(past + 1)), 'visit'],
      [formatInstant(past), 'person'],
    ],
  );
});

test('P7 pages over entries of one instant hold each once, newest first; a kind can be asked alone', async () => {
  const actor = clinic();
  const personId = await aPerson(actor);
  const events = Array.from({ length: 25 }, (_, no) =>
    anEvent(
      no % 5 === 0 ? 'enquiries.visited' : 'enquiries.replied',
      personId,
      { channel: 'sms' },
      instant(T0 + (no % 2)),
    ),
  );
  await deliver(actor, events);
  const found: TimelineEntry[] = [];
  let cursor: string | undefined;
  do {
    const page = await timelineOf(actor, personId, { limit: 4, cursor });
    found.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  assert.equal(new Set(found.map((entry) => entry.id)).size, 25);
  assert.deepEqual(
    found.map((entry) => entry.at),
    found
      .map((entry) => entry.at)
      .sort()
      .reverse(),
  );
  assert.equal((await timelineOf(actor, personId, { kind: 'visit' })).items.length, 5);
  assert.equal((await timelineOf(actor, personId, { kind: 'visit,message' })).items.length, 25);
  const refused = await db.inTx(actor, (tx) => listTimeline(tx, personId, { limit: 4, cursor: 'nonsense' }));
  assert.equal(refused.ok ? '' : refused.refusal.code, 'request.bad_cursor');
});

test('P7 a correction is an entry of its own and shows what it voids as voided', async () => {
  const actor = clinic();
  const personId = await aPerson(actor);
  const [callId, statusEventId, kept] = [newId(), newId(), newId()];
  await deliver(actor, [
    anEvent('enquiries.call_recorded', personId, { callId, outcome: 'NO_ANSWER', at: T0 }),
    anEvent('enquiries.status_changed', personId, { statusEventId, from: 'WAITING', to: 'NO_ANSWER_1', at: T0 + 1 }),
    anEvent('enquiries.status_changed', personId, { statusEventId: kept, from: null, to: 'WAITING', at: T0 - 1 }),
  ]);
  const voiding = {
    voidedEventIds: [statusEventId],
    voidedCallId: callId,
    from: 'NO_ANSWER_1',
    to: 'WAITING',
    at: T0 + 2,
  };
  await deliver(actor, [anEvent('enquiries.corrected', personId, voiding)]);
  const { items } = await timelineOf(actor, personId);
  assert.deepEqual(
    items.map((item) => [item.kind, item.voided, item.title]),
    [
      ['correction', false, '정정: 1차 부재 → 상담 대기'],
      ['status', true, '상담 대기 → 1차 부재'],
      ['call', true, '발신 통화: 부재'],
      ['status', false, '상담 상태: 상담 대기'],
    ],
  );
});

test('P7 the archive tells what was written at the act, though the memo was edited and taken off before it heard of it', async () => {
  const actor = clinic();
  const personId = await aPerson(actor);
  told = [];
  const memo = must(await db.inTx(actor, (tx) => writeMemo(tx, personId, { text: '아침 통화 선호', pinned: true })));
  must(await db.inTx(actor, (tx) => editMemo(tx, memo.id, { text: '저녁 통화 선호', pinned: false })));
  must(await db.inTx(actor, (tx) => dropMemo(tx, memo.id)));
  await deliver(
    actor,
    told.map(({ type, payload }, index) => anEvent(type, personId, payload, instant(T0 + index))),
  );
  const { items } = await timelineOf(actor, personId);
  assert.deepEqual(
    items.map(({ title, text }) => [title, text]),
    [
      ['메모를 지웠습니다', null],
      ['메모를 고쳤습니다', '저녁 통화 선호'],
      ['메모를 남겼습니다', '아침 통화 선호'],
    ],
  );
});

test('P7 nobody changes or removes what a memo once said', async () => {
  const actor = clinic();
  const personId = await aPerson(actor);
  must(await db.inTx(actor, (tx) => writeMemo(tx, personId, { text: '아침 통화 선호', pinned: true })));
  for (const statement of [sql`update people.memo_version set text = 'x'`, sql`delete from people.memo_version`])
    await assert.rejects(
      db.inTx(actor, async (tx) => ok(await tx.run(statement))),
      /permission denied/,
    );
});

test('P7 titles are whole sentences in the language of the reader, without a left-over key', async () => {
  const actor = clinic();
  const personId = await aPerson(actor);
  await deliver(actor, [
    anEvent('enquiries.received', personId, { enquiryId: newId(), sourceChannel: 'phone', interests: [] }),
    anEvent('enquiries.booked', personId, { bookingId: newId(), startsAt: T0, serviceCode: 'implant' }),
    anEvent('enquiries.replied', personId, { channel: 'sms' }),
    anEvent('enquiries.assigned', personId, { ownerId: null }),
    anEvent('people.changed', personId, { fields: ['phone', 'stickers'] }),
  ]);
  for (const language of ['ko', 'en', 'zh'] as const) {
    const { items } = await timelineOf({ ...actor, language }, personId);
    for (const item of items) assert.doesNotMatch(item.title, /timeline\.|enquiries\.|[{}]/, item.title);
    assert.equal(items.length, 5);
  }
  const english = await timelineOf({ ...actor, language: 'en' }, personId, { kind: 'person' });
  assert.equal(english.items[0]?.title, 'Details changed: phone, patient classes');
  const booked = await timelineOf({ ...actor, language: 'en' }, personId, { kind: 'booking' });
  assert.match(booked.items[0]?.title ?? '', /^Booked: Mon, Oct 5, 2026, 01:00 UTC implant$/);
});

test('P7 the answer of the route keeps an absent text absent, and the read leaves one audit line', async () => {
  const actor = clinic();
  const personId = await aPerson(actor);
  await deliver(actor, [anEvent('people.created', personId)]);
  const reply = must(
    await db.inTx(actor, async (tx) => {
      const outcome = await timelineRoutes[0]!.handler(tx, { params: { id: personId }, query: { limit: 5 } } as never);
      if (outcome.ok) fillTexts(tx.actor.language, outcome.value);
      return outcome;
    }),
  ) as { items: TimelineEntry[] };
  assert.equal(reply.items[0]?.text, null);
  must(await db.inTx(actor, (tx) => callRoute(timelineRoutes[0]!, tx, { params: { id: personId }, query: {} })));
  assert.equal(audit.length, 1);
  assert.partialDeepStrictEqual(audit[0], { action: 'people.read', personIds: [personId] });
});

test('an event of a person unknown to it, or of none, does not stop the archive', async () => {
  const actor = clinic();
  await deliver(actor, [
    anEvent('enquiries.received', null, { enquiryId: 'no id', interests: 7 }),
    anEvent('people.created', newId(), { at: 'yesterday' }),
  ]);
});

test('P7 the archive is append-only for the app: neither the table nor a partition can be changed', async () => {
  const actor = clinic();
  const personId = await aPerson(actor);
  await deliver(actor, [anEvent('people.created', personId)]);
  const month = 'timeline.entry_default';
  for (const statement of [
    sql`update timeline.entry set text = 'x'`,
    sql`delete from timeline.entry`,
    sql`truncate timeline.entry`,
    sql`insert into ${sql.table(month)} select * from timeline.entry`,
    sql`select 1 from ${sql.table(month)}`,
  ]) {
    await assert.rejects(
      db.inTx(actor, async (tx) => ok(await tx.run(statement))),
      { code: '42501' },
    );
  }
});

test('S1 another organisation sees nothing of a person, by route or by the bare table', async () => {
  const [mine, theirs] = [clinic(), clinic()];
  const personId = await aPerson(mine);
  await deliver(mine, [anEvent('people.created', personId)]);
  const asked = await db.inTx(theirs, (tx) => listTimeline(tx, personId, { limit: 5 }));
  assert.equal(asked.ok ? '' : asked.refusal.code, 'request.not_found');
  const bare = await db.inTx(theirs, async (tx) => ok(await tx.rows(sql`select 1 from timeline.entry`)));
  assert.deepEqual(must(bare), []);
});

test('P7 the newest 50 come from the index of each month, under row-level security', async () => {
  const actor = clinic();
  const personId = newId();
  for (let round = 0; round < 10; round++) {
    const events = Array.from({ length: 1_000 }, (_, no) =>
      anEvent('enquiries.visited', no % 50 === 0 ? personId : newId(), {}, instant(T0 - no * 3_600_000)),
    );
    await deliver(actor, events);
  }
  const plan = must(
    await db.inTx(actor, async (tx) =>
      ok(
        await tx.rows(
          sql<{
            'QUERY PLAN': string;
          }>`explain ${entriesOf(tx.orgId, personId, { after: { at: T0, id: newId() } }, 51)}`,
        ),
      ),
    ),
  );
  const lines = plan.map((row) => row['QUERY PLAN']).join('\n');
  assert.doesNotMatch(lines, /Seq Scan on entry/);
});
