import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { newId, type Id } from '../../kernel/ids.ts';
import { must, type Outcome } from '../../kernel/outcome.ts';
import { Database, sql, systemActor, type AuditRecord, type Tx } from '../../platform/db/index.ts';
import { testDatabase, type TestDatabase } from '../../testing/database.ts';
import { createPerson, dropRelated, findDuplicates, getHousehold, getPerson, stateRelated } from './index.ts';

let database: TestDatabase;
let db: Database;
let written: readonly AuditRecord[] = [];
before(async () => {
  database = await testDatabase();
  db = new Database({ url: database.appUrl, flush: [async (tx) => void (written = [...tx.auditRecords])] });
});
after(async () => {
  await db.close();
  await database.drop();
});

const clinic = () => systemActor(newId(), 'test');
type Clinic = ReturnType<typeof clinic>;
const act = <T>(actor: Clinic, work: (tx: Tx) => Promise<Outcome<T>>) => db.inTx(actor, work);
const done = async <T>(actor: Clinic, work: (tx: Tx) => Promise<Outcome<T>>) => must(await act(actor, work));
const named = async (actor: Clinic, name: string, phone?: string) =>
  (await done(actor, (tx) => createPerson(tx, phone ? { name, phone } : { name }))).id;
const stating = (actor: Clinic, id: Id, relatedId: Id, more: object = {}) =>
  act(actor, (tx) => stateRelated(tx, id, relatedId, { relation: 'mother', roles: [], mayBeTold: false, ...more }));
const codeOf = (outcome: Outcome<unknown>) => (outcome.ok ? 'ok' : outcome.refusal.code);
const membersOf = async (actor: Clinic, id: Id | null) =>
  id === null ? [] : (await done(actor, (tx) => getHousehold(tx, id))).members.map(({ name }) => name);

test('A17 a mother is entered on her child, seen from both sides, and told nothing until somebody allows it', async () => {
  const here = clinic();
  const [child, mother] = [await named(here, '아이'), await named(here, '엄마', '010-2000-0001')];
  const seen = must(await stating(here, child, mother, { roles: ['guardian'], household: true }));
  const [related] = seen.related;
  assert.deepEqual(
    [related?.person.name, related?.relation, related?.roles, related?.mayBeTold, related?.household, related?.stated],
    ['엄마', 'mother', ['guardian'], false, true, true],
  );
  const turned = (await done(here, (tx) => getPerson(tx, mother))).related[0];
  assert.deepEqual(
    [turned?.person.name, turned?.relation, turned?.rolesFor, turned?.mayBeTold, turned?.stated],
    ['아이', 'child', ['guardian'], false, false],
  );
  const told = must(await stating(here, child, mother, { roles: ['guardian'], mayBeTold: true }));
  assert.equal(told.related[0]?.mayBeTold, true);
  assert.equal(told.related[0]?.household, true, 'what is left out stays');
  assert.equal(told.version, seen.version + 1);
});

test('A17 the same said again changes nothing, and a change is a line of both persons', async () => {
  const here = clinic();
  const [one, other] = [await named(here, '갑'), await named(here, '을')];
  const first = must(await stating(here, one, other));
  const changed = written.filter(({ action }) => action === 'people.changed').map(({ entityId }) => entityId);
  assert.deepEqual(changed, [one, other]);
  const second = must(await stating(here, one, other));
  assert.equal(second.version, first.version);
  assert.deepEqual(
    written.map(({ action }) => action),
    ['people.read'],
  );
});

test('B1 a household grows person by person, nobody is in two, and who is left alone is no household', async () => {
  const here = clinic();
  const [mother, father, child, stranger, friend] = (await Promise.all(
    ['엄마', '아빠', '아이', '손님', '벗'].map((name) => named(here, name)),
  )) as [Id, Id, Id, Id, Id];
  const { householdId } = must(await stating(here, child, mother, { household: true }));
  await stating(here, child, father, { relation: 'father', household: true });
  assert.deepEqual((await membersOf(here, householdId)).toSorted(), ['아빠', '아이', '엄마']);
  const father_ = (await done(here, (tx) => getPerson(tx, father))).related.map(({ person, relation }) => [
    person.name,
    relation,
  ]);
  assert.deepEqual(father_, [
    ['아이', 'child'],
    ['엄마', 'family'],
  ]);
  await stating(here, stranger, friend, { relation: 'friend', household: true });
  const refused = await stating(here, child, stranger, { relation: 'relative', household: true });
  assert.equal(codeOf(refused), 'people.two_households');
  assert.equal((await done(here, (tx) => getPerson(tx, child))).related.length, 2, 'a refusal enters nothing');

  must(await act(here, (tx) => dropRelated(tx, child, father)));
  assert.deepEqual((await membersOf(here, householdId)).toSorted(), ['아이', '엄마']);
  must(await act(here, (tx) => dropRelated(tx, mother, child)));
  const alone = await done(here, (tx) => getPerson(tx, child));
  assert.deepEqual([alone.householdId, alone.related], [null, []]);
  assert.equal(codeOf(await act(here, (tx) => dropRelated(tx, mother, child))), 'request.not_found');
});

test('B1 nobody is her own family, and nobody of another organisation is anybody’s', async () => {
  const [here, there] = [clinic(), clinic()];
  const [one, theirs] = [await named(here, '갑'), await named(there, '을')];
  assert.equal(codeOf(await stating(here, one, one)), 'people.related_to_oneself');
  assert.equal(codeOf(await stating(here, one, theirs)), 'request.not_found');
  assert.equal(codeOf(await act(here, (tx) => getHousehold(tx, newId()))), 'request.not_found');
});

test('B1 two who enter the same family at once make one household', async () => {
  const here = clinic();
  const ids = await Promise.all(['하나', '둘', '셋', '넷'].map((name) => named(here, name)));
  const [first] = ids as [Id];
  const outcomes = await Promise.all(
    ids.slice(1).map((id) => stating(here, first, id, { relation: 'sibling', household: true })),
  );
  assert.deepEqual(outcomes.map(codeOf), ['ok', 'ok', 'ok']);
  const rows = await db.inTx(here, async (tx) => ({
    ok: true as const,
    value: await tx.rows(sql<{ members: number }>`
      select count(*)::integer as members from people.household_member where org_id = ${tx.orgId} group by household_id`),
  }));
  assert.deepEqual(must(rows), [{ members: 4 }]);
});

test('B5 who is said to be family on the same number is no duplicate', async () => {
  const here = clinic();
  const [child, mother] = [await named(here, '아이', '010-2000-0009'), await named(here, '엄마', '010-2000-0009')];
  const found = async () => (await done(here, (tx) => findDuplicates(tx, child, { limit: 10 }))).items.length;
  assert.equal(await found(), 1);
  await stating(here, child, mother);
  assert.equal(await found(), 0);
});
