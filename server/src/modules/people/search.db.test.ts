import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { newId } from '../../kernel/ids.ts';
import { must, ok } from '../../kernel/outcome.ts';
import { withClient } from '../../platform/embedded-postgres/roles.ts';
import { Database, sql, systemActor, type AuditRecord } from '../../platform/db/index.ts';
import { testDatabase, type TestDatabase } from '../../testing/database.ts';
import { quickest } from '../../testing/quickest.ts';
import { completePersons, createPerson, searchPeople, searchPersonIds } from './index.ts';
import { choseong } from '../../kernel/hangul.ts';
import { nameColumns } from './rules.ts';
import { readQuery } from './search-rules.ts';
import { hitsOf } from './store-search.ts';

let database: TestDatabase;
let db: Database;
let audit: readonly AuditRecord[] = [];
const actor = systemActor(newId(), 'test');
const crowd = systemActor(newId(), 'test');
const CROWD = 50_000;

before(async () => {
  database = await testDatabase();
  db = new Database({ url: database.appUrl, flush: [async (tx) => void (audit = [...tx.auditRecords])] });
  const people = [
    { name: '홍길동', phone: '010-2283-2943', birthDate: '1980-01-02' },
    { name: '홍길순', phone: '010-5555-2943', birthDate: '1980-01-02' },
    { name: '홍 길 동', phone: '010-1111-0000' },
    { name: '황금단', phone: '02-523-4567' },
    { name: '길동식', birthDate: '1999-01-02' },
    { name: 'Kim Anna', phone: '+1 650 253 0000' },
    { name: "100% 치과_손님 \\ O'Hara" },
    { phone: '010-7777-8888' },
  ];
  for (const person of people) must(await db.inTx(actor, (tx) => createPerson(tx, person)));
  const [golden] = must(await db.inTx(actor, async (tx) => ok(await searchPersonIds(tx, '황금단', 1))));
  const told = [{ personId: golden!, told: { identifier: 'C-2019/0042' } }];
  must(await db.inTx(actor, async (tx) => ok(await completePersons(tx, told, new Set()))));
  await fillCrowd();
});
after(async () => {
  await db.close();
  await database.drop();
});

/** As many persons as a plan needs to be worth an index: names of 3 syllables, a phone each. */
async function fillCrowd(): Promise<void> {
  const [families, first, second] = ['김이박최정강조윤장임한홍', '민서지하도윤은수현예준', '우준아연호진영희수민'].map(
    (s) => [...s],
  );
  const pick = (list: string[] | undefined, no: number) => list?.[no % list.length] ?? '';
  const names = Array.from({ length: CROWD }, (_, no) =>
    [pick(families, no), pick(first, Math.floor(no / 12)), pick(second, Math.floor(no / 132))].join(''),
  );
  const ids = names.map(() => newId());
  await withClient(database.superuserUrl, async (client) => {
    await client.query(
      `insert into people.person (org_id, id, number, name, name_normal, name_choseong, name_given, birth_date, created_at, updated_at)
       select $1, id, no::text, name, name, initials, given, date '1950-01-01' + (no % 20000)::integer, now(), now()
       from unnest($2::uuid[], $3::text[], $4::text[], $5::text[]) with ordinality as x (id, name, initials, given, no)`,
      [crowd.orgId, ids, names, names.map(choseong), names.map((name) => nameColumns(name).given)],
    );
    await client.query(
      `insert into people.person_phone (org_id, id, person_id, e164, last4, rank, created_at)
       select $1, gen_random_uuid(), id, '+8210' || lpad((no * 7919 % 100000000)::text, 8, '2'), lpad((no % 10000)::text, 4, '0'), 1, now()
       from unnest($2::uuid[]) with ordinality as x (id, no)`,
      [crowd.orgId, ids],
    );
    await client.query('analyze people.person; analyze people.person_phone');
  });
}

async function search(text: string, limit = 50): Promise<(string | null)[]> {
  const page = must(await db.inTx(actor, (tx) => searchPeople(tx, text, { limit })));
  return page.items.map((hit) => hit.name);
}

const WEIRD = "100% 치과_손님 \\ O'Hara";
const searches: readonly (readonly [string, readonly (string | null)[], string])[] = [
  ['홍길동', ['홍 길 동', '홍길동'], 'the whole name, written with or without spaces'],
  ['홍길', ['홍 길 동', '홍길동', '홍길순'], 'the beginning of a name'],
  ['홍길동'.normalize('NFD'), ['홍 길 동', '홍길동'], 'NFC = NFD'],
  ['길동', ['길동식', '홍 길 동', '홍길동'], 'a name that begins so, then given names'],
  ['ㅎㄱㄷ', ['홍 길 동', '홍길동', '황금단'], 'initial consonants'],
  ['ㅎㄱ', ['홍 길 동', '홍길동', '홍길순', '황금단'], 'some initial consonants'],
  ['\u1112\u1100\u1103', ['홍 길 동', '홍길동', '황금단'], 'initial consonants, decomposed'],
  ['2943', ['홍길동', '홍길순'], 'the last four digits'],
  ['010-2283-2943', ['홍길동'], 'a full phone'],
  ['01022832943', ['홍길동'], 'without hyphens'],
  ['+82 10 2283 2943', ['홍길동'], 'international'],
  ['０１０－２２８３－２９４３', ['홍길동'], 'full width'],
  ['02-523-4567', ['황금단'], 'a fixed line'],
  ['+1 650 253 0000', ['Kim Anna'], 'abroad'],
  ['3', ['홍 길 동'], 'the own number'],
  ['#3', ['홍 길 동'], 'the own number with its sign'],
  ['C-2019/0042', ['황금단'], 'the number of another system'],
  ['c2019 0042', ['황금단'], 'the number of another system, typed otherwise'],
  ['1980-01-02', ['홍길동', '홍길순'], 'a birth date'],
  ['1980.1.2', ['홍길동', '홍길순'], 'a birth date with dots'],
  ['1980년 1월 2일', ['홍길동', '홍길순'], 'a birth date in Korean'],
  ['800102', ['홍길동', '홍길순'], 'a birth date as in a resident number'],
  ['19800102', ['홍길동', '홍길순'], 'a birth date without signs'],
  ['19800231', [], 'a day that does not exist'],
  ['kim', ['Kim Anna'], 'case does not matter'],
  ['anna', ['Kim Anna'], 'the last word of a name'],
  ['KIMANNA', ['Kim Anna'], 'nor do spaces'],
  ['100%', [WEIRD], 'a literal %'],
  ['%', [], 'no wildcard'],
  ['_', [], 'no wildcard'],
  ['100_', [], 'no wildcard'],
  ['\\', [], 'no escape'],
  [WEIRD, [WEIRD], 'quotes and backslashes'],
  ["'; drop table people.person; --", [], 'no SQL'],
  ['홍길동\u0000', [], 'a character that no text has'],
  ['\ud800', [], 'half a character'],
  ['가'.repeat(10_000), [], '10,000 characters'],
  ['7777-8888', [], 'a part of a phone is no phone'],
];
for (const [text, names, why] of searches) {
  test(`B2 "${text.slice(0, 30)}" finds by ${why}`, async () => {
    assert.deepEqual(await search(text), names);
  });
}

test('B2 a person without a name is found by phone; a blank search finds nobody', async () => {
  assert.deepEqual(await search('010-7777-8888'), [null]);
  assert.deepEqual(await search(' '), []);
});

test('S6 pages of a search hold each hit once; a wrong cursor is refused', async () => {
  for (const [text, hits] of [
    ['ㄱㅁㅇ', 100],
    ['김민', 300],
    ['민우', 300],
    ['0007', 5],
    ['19500103', 3],
  ] as const) {
    const large = await pagesOf(text, 200);
    const small = await pagesOf(text, 23);
    assert.ok(large.length >= hits, `${text} found ${large.length}`);
    assert.equal(new Set(small).size, small.length, `${text} twice`);
    assert.deepEqual([...small].sort(), [...large].sort(), text);
  }
  const refused = await db.inTx(crowd, (tx) => searchPeople(tx, '김', { limit: 5, cursor: 'eyJhIjoxfQ' }));
  assert.equal(refused.ok ? '' : refused.refusal.code, 'request.bad_cursor');
});

async function pagesOf(text: string, limit: number): Promise<string[]> {
  const found: string[] = [];
  let cursor: string | undefined;
  do {
    const { items, nextCursor } = must(await db.inTx(crowd, (tx) => searchPeople(tx, text, { limit, cursor })));
    found.push(...items.map((hit) => hit.id));
    cursor = nextCursor ?? undefined;
  } while (cursor !== undefined);
  return found;
}

test('S6 under row-level security each way of searching uses an index, the first page and a later one', async () => {
  for (const text of ['김민우', '김', '민우', 'ㄱㅁㅇ', '0007', '010-2000-7919', '12345', '1960-05-05', '600505']) {
    const ways = readQuery(text);
    for (const [index, way] of ways.entries()) {
      const later = { way: index, keys: ['나', '나'], id: newId() };
      for (const after of [null, later]) {
        const plan = await db.inTx(crowd, async (tx) =>
          ok(await tx.rows(sql<{ 'QUERY PLAN': string }>`explain ${hitsOf(tx.orgId, ways, index, after, 51)}`)),
        );
        const lines = must(plan)
          .map((row) => row['QUERY PLAN'])
          .join('\n');
        assert.ok(!lines.includes('Seq Scan'), `${text} by ${way.way}:\n${lines}`);
      }
    }
  }
});

test('S6 a search answers in time in a crowd, hostile texts included', async () => {
  for (const text of ['김', 'ㄱ', '0007', '%', '가'.repeat(10_000), "'", '\\']) {
    const took = await quickest(500, async () =>
      must(await db.inTx(crowd, (tx) => searchPeople(tx, text, { limit: 50 }))),
    );
    assert.ok(took < 500, `${text.slice(0, 10)}: ${took} ms`);
  }
});

test('B2 a list read leaves one audit line with the ids it showed; another module asks for ids without one', async () => {
  await search('홍길');
  assert.deepEqual(
    audit.map((record) => [record.action, record.personIds?.length]),
    [['people.read', 3]],
  );
  const ids = must(await db.inTx(actor, async (tx) => ok(await searchPersonIds(tx, '홍길', 2))));
  assert.equal(ids.length, 2);
  assert.equal(audit.length, 0);
});
