import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { newId, type Id } from '../../kernel/ids.ts';
import { must, ok, type Outcome } from '../../kernel/outcome.ts';
import { Database, sql, systemActor, type Tx } from '../../platform/db/index.ts';
import { testDatabase, type TestDatabase } from '../../testing/database.ts';
import { somebodyWaits } from '../../testing/locks.ts';
import {
  addEmail,
  addPhone,
  changePerson,
  changePhone,
  countOpenEnquiries,
  createPerson,
  dropMemo,
  dropPhone,
  editMemo,
  findDuplicates,
  findOrCreateMany,
  findOrCreatePerson,
  getPerson,
  memosOf,
  personHits,
  seedPeopleLists,
  setStickers,
  touchLastContact,
  writeMemo,
} from './index.ts';

let database: TestDatabase;
let db: Database;
let flushed: { events: string[]; audit: string[]; told: string } = { events: [], audit: [], told: '' };

before(async () => {
  database = await testDatabase();
  db = new Database({
    url: database.appUrl,
    flush: [
      async (tx) => {
        flushed = {
          events: tx.events.map((event) => event.type),
          audit: tx.auditRecords.map((record) => record.action),
          told: JSON.stringify([tx.events, tx.auditRecords]),
        };
      },
    ],
  });
});
after(async () => {
  await db.close();
  await database.drop();
});

const clinic = () => systemActor(newId(), 'test');
type Clinic = ReturnType<typeof clinic>;

function act<T>(actor: Clinic, work: (tx: Tx) => Promise<Outcome<T>>): Promise<Outcome<T>> {
  return db.inTx(actor, work);
}
async function done<T>(actor: Clinic, work: (tx: Tx) => Promise<Outcome<T>>): Promise<T> {
  return must(await act(actor, work));
}
function codeOf(outcome: Outcome<unknown>): string {
  if (outcome.ok) return 'ok';
  return outcome.refusal.errors?.map((error) => `${error.field}: ${error.code}`).join(', ') ?? outcome.refusal.code;
}
const countPersons = (actor: Clinic) =>
  done(actor, async (tx) =>
    ok(
      (
        await tx.one(
          sql<{ count: number }>`select count(*)::int as count from people.person where org_id = ${tx.orgId}`,
        )
      ).count,
    ),
  );

test('a person is entered with a name or a phone, and numbered within the organisation', async () => {
  const [one, other] = [clinic(), clinic()];
  assert.equal(codeOf(await act(one, (tx) => createPerson(tx, {}))), 'name: people.name_or_phone_required');
  const first = await done(one, (tx) => createPerson(tx, { name: '홍길동' }));
  const second = await done(one, (tx) => createPerson(tx, { phone: '010-2283-2943' }));
  assert.deepEqual([first.number, second.number], ['1', '2']);
  assert.equal(second.phones[0]?.e164, '+821022832943');
  assert.equal(second.phones[0]?.display, '010-2283-2943');
  assert.equal((await done(other, (tx) => createPerson(tx, { name: '홍길동' }))).number, '1');
});

test('an impossible phone and a birth date in the future or before 1900 are refused on their fields, both at once', async () => {
  const refused = await act(clinic(), (tx) =>
    createPerson(tx, { phone: '010-1234-567', birthDate: '2999-01-01', name: '홍' }),
  );
  assert.equal(codeOf(refused), 'phone: phone.impossible, birthDate: people.birth_date_future');
  assert.ok(!JSON.stringify(refused).includes('1234'), 'the refusal does not repeat the number');
  for (const [birthDate, expected] of [
    ['1800-01-01', 'birthDate: people.birth_date_too_early'],
    ['1899-12-31', 'birthDate: people.birth_date_too_early'],
    ['1900-01-01', 'ok'],
  ] as const) {
    const tried = await act(clinic(), (tx) => createPerson(tx, { name: '홍', birthDate }));
    assert.equal(tried.ok ? 'ok' : codeOf(tried), expected);
  }
});

test('A1 a known number and name is the known person, however the number is written; she learns what was missing', async () => {
  const actor = clinic();
  const first = await done(actor, (tx) => findOrCreatePerson(tx, { name: '김 민수', phone: '010-2283-2943' }));
  const again = await done(actor, (tx) =>
    findOrCreatePerson(tx, { name: '김민수'.normalize('NFD'), phone: '+82 10 2283 2943', birthDate: '1980-01-02' }),
  );
  assert.deepEqual([first.created, first.reason], [true, 'new']);
  assert.deepEqual([again.created, again.reason, again.person.id], [false, 'same_phone_and_name', first.person.id]);
  assert.deepEqual(flushed.events, ['people.changed']);
  const person = await done(actor, (tx) => getPerson(tx, first.person.id));
  assert.deepEqual([person.birthDate, person.version], ['1980-01-02', 2]);
  await done(actor, (tx) => findOrCreatePerson(tx, { name: '김민수', phone: '01022832943', birthDate: '1999-09-09' }));
  assert.deepEqual(flushed.events, [], 'what is known is not overwritten');
});

test('A17 a family shares a number: persons are told apart by name, a stranger to it is a new person on it', async () => {
  const actor = clinic();
  const phone = '010-5555-1234';
  const mother = await done(actor, (tx) => findOrCreatePerson(tx, { name: '이영희', phone }));
  const unnamed = await done(actor, (tx) => findOrCreatePerson(tx, { phone }));
  assert.deepEqual([unnamed.person.id, unnamed.reason], [mother.person.id, 'same_phone']);
  const child = await done(actor, (tx) => findOrCreatePerson(tx, { name: '박민준', phone }));
  assert.deepEqual([child.created, child.reason], [true, 'new_on_shared_phone']);
  assert.deepEqual(child.sharedWith, [mother.person.id]);
  const somebody = await done(actor, (tx) => findOrCreatePerson(tx, { phone }));
  assert.deepEqual([somebody.created, somebody.reason], [true, 'new_on_shared_phone'], 'two could be meant');
  const sameSomebody = await done(actor, (tx) => findOrCreatePerson(tx, { phone }));
  assert.equal(sameSomebody.person.id, somebody.person.id, 'the nameless one is known by then');
  const shown = await done(actor, (tx) => getPerson(tx, mother.person.id));
  assert.equal(shown.phones[0]?.sharedWith, 2);
});

test('a person known by number alone gets the name that comes later', async () => {
  const actor = clinic();
  const caller = await done(actor, (tx) => findOrCreatePerson(tx, { phone: '010-7777-0001' }));
  const named = await done(actor, (tx) => findOrCreatePerson(tx, { phone: '010-7777-0001', name: '최서연' }));
  assert.deepEqual([named.created, named.person], [false, { ...caller.person, name: '최서연' }]);
});

test('a number that was found wrong finds its person by name only', async () => {
  const actor = clinic();
  const first = await done(actor, (tx) => createPerson(tx, { name: '정우성', phone: '010-7777-0002' }));
  await done(actor, (tx) => changePhone(tx, first.id, first.phones[0]!.id, { state: 'wrong' }));
  const owner = await done(actor, (tx) => findOrCreatePerson(tx, { phone: '010-7777-0002' }));
  assert.ok(owner.created);
  const same = await done(actor, (tx) => findOrCreatePerson(tx, { phone: '010-7777-0002', name: '정우성' }));
  assert.equal(same.person.id, first.id);
});

test('A1 a number that was found wrong or disconnected is to be called again once it is told anew, and that is told; a list of the past tells nothing anew', async () => {
  const actor = clinic();
  const phone = '010-7777-0003';
  const { id, phones } = await done(actor, (tx) => createPerson(tx, { name: '정우성', phone }));
  const usable = async () =>
    (await done(actor, (tx) => getPerson(tx, id))).phones.filter((one) => one.state === 'ok').length;
  const retellings: Record<string, [(tx: Tx) => Promise<Outcome<unknown>>, number]> = {
    'a new enquiry': [(tx) => findOrCreatePerson(tx, { name: '정우성', phone }), 1],
    'entered at the desk': [(tx) => addPhone(tx, id, { phone }), 1],
    'an imported list': [async (tx) => ok(await findOrCreateMany(tx, [{ name: '정우성', phone }])), 0],
    'without the name it is nobody’s': [(tx) => findOrCreatePerson(tx, { phone }), 0],
  };
  for (const state of ['wrong', 'disconnected'] as const) {
    for (const [how, [retell, expected]] of Object.entries(retellings)) {
      if (state === 'disconnected' && how.startsWith('without')) continue;
      await done(actor, (tx) => changePhone(tx, id, phones[0]!.id, { state }));
      await done(actor, retell);
      const told = expected === 1 ? [['people.changed'], ['people.changed']] : null;
      if (told) assert.deepEqual([flushed.events, flushed.audit], told, `${state}, ${how}`);
      assert.equal(await usable(), expected, `${state}, ${how}`);
    }
  }
  await done(actor, (tx) => changePhone(tx, id, phones[0]!.id, { state: 'ok' }));
  await done(actor, (tx) => addPhone(tx, id, { phone }));
  assert.deepEqual(flushed.events, [], 'a number that is in order is no news');
});

test('A1 two connections that meet the same new number at once make one person', async () => {
  const actor = clinic();
  const found = await Promise.all(
    Array.from({ length: 8 }, () =>
      done(actor, (tx) => findOrCreatePerson(tx, { name: '한지민', phone: '010-8888-0001' })),
    ),
  );
  assert.equal(new Set(found.map((one) => one.person.id)).size, 1);
  assert.equal(found.filter((one) => one.created).length, 1);
  assert.equal(await countPersons(actor), 1);
});

test('A1 the second of two transactions waits for the first: its lock is the number, not the person', async () => {
  const actor = clinic();
  let release = () => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  let entered = () => {};
  const inside = new Promise<void>((resolve) => (entered = resolve));
  const first = done(actor, async (tx) => {
    const found = await findOrCreatePerson(tx, { phone: '010-8888-0002' });
    entered();
    await held;
    return found;
  });
  await inside;
  let settled = false;
  const second = done(actor, (tx) => findOrCreatePerson(tx, { phone: '010-8888-0002' })).finally(
    () => (settled = true),
  );
  await somebodyWaits(database.ownerUrl);
  assert.equal(settled, false);
  release();
  assert.equal((await second).person.id, (await first).person.id);
});

test('thousands of rows are found or made in a few statements; a row sees those before it, a bad row is refused alone', async () => {
  const actor = clinic();
  const inputs = Array.from({ length: 3_000 }, (_, no) => ({
    name: `환자${no}`,
    phone: `010-4${String(no % 2_500)
      .padStart(3, '0')
      .slice(0, 3)}-${String(no % 2_500).padStart(4, '0')}`,
    email: `p${no}@example.com`,
  }));
  inputs[2_999] = { ...inputs[5]!, email: 'later@example.com' };
  const bad = { name: '없음', phone: '119' };
  const run = () => done(actor, async (tx) => ok(await findOrCreateMany(tx, [...inputs, bad])));
  const outcomes = await run();
  assert.equal(outcomes.length, 3_001);
  assert.equal(codeOf(outcomes[3_000]!), 'phone: phone.impossible');
  const [sixth, last] = [must(outcomes[5]!), must(outcomes[2_999]!)];
  assert.deepEqual([last.person.id, last.created], [sixth.person.id, false]);
  assert.equal(must(outcomes[2_600]!).reason, 'new_on_shared_phone');
  assert.equal(await countPersons(actor), 2_999);
  const numbers = new Set(outcomes.flatMap((outcome) => (outcome.ok ? [outcome.value.person.number] : [])));
  assert.equal(numbers.size, 2_999);
  const again = await run();
  assert.ok(
    again.every((outcome) => !outcome.ok || !outcome.value.created),
    'the same file again makes nobody',
  );
  assert.equal(await countPersons(actor), 2_999);
});

test('a change names its fields in the audit and the event, never what stands in them; a stale version is refused', async () => {
  const actor = clinic();
  const person = await done(actor, (tx) => createPerson(tx, { name: '강호동', phone: '010-9999-0001' }));
  const changed = await done(actor, (tx) =>
    changePerson(tx, person.id, { name: '강하늘', sex: 'male', birthDate: '1990-02-28', version: person.version }),
  );
  assert.deepEqual([changed.name, changed.version], ['강하늘', 2]);
  assert.match(flushed.told, /"name":null/);
  assert.match(flushed.told, /"fields":\["name","sex","birth_date"\]/);
  assert.ok(!/강하늘|강호동|1990/.test(flushed.told));
  assert.equal(
    codeOf(await act(actor, (tx) => changePerson(tx, person.id, { sex: 'other', version: 1 }))),
    'people.changed',
  );
  await done(actor, (tx) => changePerson(tx, person.id, { sex: 'male' }));
  assert.deepEqual(flushed.events, [], 'the same again is no change');
  assert.equal(
    codeOf(await act(actor, (tx) => changePerson(tx, person.id, { birthDate: '2999-01-01', referrerId: person.id }))),
    'birthDate: people.birth_date_future, referrerId: people.referrer_unknown',
  );
});

test('phones and e-mails: several, shared, removed; somebody without a name keeps one phone', async () => {
  const actor = clinic();
  const person = await done(actor, (tx) => createPerson(tx, { phone: '010-9999-1001' }));
  const two = await done(actor, (tx) => addPhone(tx, person.id, { phone: '02-523-4567', label: '회사' }));
  assert.deepEqual(
    two.phones.map((phone) => phone.display),
    ['010-9999-1001', '02-523-4567'],
  );
  await done(actor, (tx) => addPhone(tx, person.id, { phone: '+82 2 523 4567' }));
  assert.deepEqual(flushed.events, [], 'a number that she has already is no change');
  const one = await done(actor, (tx) => dropPhone(tx, person.id, two.phones[0]!.id));
  assert.equal(one.phones.length, 1);
  assert.equal(
    codeOf(await act(actor, (tx) => dropPhone(tx, person.id, one.phones[0]!.id))),
    'people.name_or_phone_required',
  );
  assert.equal(codeOf(await act(actor, (tx) => addPhone(tx, person.id, { phone: '0212' }))), 'phone: phone.impossible');
  await done(actor, (tx) => createPerson(tx, { name: '남편', email: 'Home@Example.com' }));
  const mailed = await done(actor, (tx) => addEmail(tx, person.id, { email: 'home@example.com' }));
  assert.equal(mailed.emails[0]?.sharedWith, 1);
});

test('C1 stickers stand in the order of the list, in the language of the reader', async () => {
  const actor = clinic();
  await done(actor, async (tx) => ok(await seedPeopleLists(tx)));
  await done(actor, async (tx) => ok(await seedPeopleLists(tx)));
  const person = await done(actor, (tx) => createPerson(tx, { name: '홍길동' }));
  const shown = await done(actor, (tx) =>
    setStickers(tx, person.id, { codes: ['satisfied', 'referrer', 'satisfied'] }),
  );
  assert.deepEqual(
    shown.stickers.map((sticker) => sticker.name),
    ['소개환자', '만족환자'],
  );
  const english = await done({ ...actor, language: 'en' }, (tx) =>
    setStickers(tx, person.id, { codes: ['satisfied'] }),
  );
  assert.deepEqual(
    english.stickers.map((sticker) => sticker.name),
    ['Satisfied'],
  );
  const unknown = await act(actor, (tx) => setStickers(tx, person.id, { codes: ['best'] }));
  assert.equal(codeOf(unknown), 'codes: people.sticker_unknown');
});

test('C3 memos: pinned first, page by page; of two editors of one version the second is refused', async () => {
  const actor = clinic();
  const person = await done(actor, (tx) => createPerson(tx, { name: '홍길동' }));
  const memos: { id: Id }[] = [];
  for (const text of ['하나', '둘', '셋']) {
    memos.push(await done(actor, (tx) => writeMemo(tx, person.id, { text, pinned: text === '하나' })));
  }
  assert.ok(!flushed.told.includes('셋'), 'events and audit do not hold the text');
  const page = await done(actor, (tx) => memosOf(tx, person.id, { limit: 2 }));
  const rest = await done(actor, (tx) => memosOf(tx, person.id, { limit: 2, cursor: page.nextCursor! }));
  assert.deepEqual(
    [...page.items, ...rest.items].map((memo) => memo.text),
    ['하나', '셋', '둘'],
  );
  assert.equal(rest.nextCursor, null);
  const edits = await Promise.all(
    ['가', '나'].map((text) => act(actor, (tx) => editMemo(tx, memos[1]!.id, { text, version: 1 }))),
  );
  assert.deepEqual(edits.map(codeOf).sort(), ['ok', 'people.changed']);
  await done(actor, (tx) => dropMemo(tx, memos[1]!.id));
  assert.equal((await done(actor, (tx) => getPerson(tx, person.id))).memos.length, 2);
  assert.equal(
    codeOf(await act(actor, (tx) => memosOf(tx, person.id, { limit: 2, cursor: 'x' }))),
    'request.bad_cursor',
  );
});

test('F3 an act that changes nothing is a read and leaves its line; an act that changes something leaves one line, its own', async () => {
  const actor = clinic();
  await done(actor, async (tx) => ok(await seedPeopleLists(tx)));
  const person = await done(actor, (tx) => createPerson(tx, { name: '홍길동', phone: '010-9999-2001' }));
  assert.deepEqual(flushed.audit, ['people.created']);
  const memo = await done(actor, (tx) => writeMemo(tx, person.id, { text: '메모', pinned: false }));
  assert.deepEqual(flushed.audit, ['people.memo_written']);
  const nothing: ((tx: Tx) => Promise<Outcome<unknown>>)[] = [
    (tx) => changePerson(tx, person.id, {}),
    (tx) => setStickers(tx, person.id, { codes: [] }),
    (tx) => addPhone(tx, person.id, { phone: '010-9999-2001' }),
    (tx) => editMemo(tx, memo.id, {}),
  ];
  for (const act of nothing) {
    await done(actor, act);
    assert.deepEqual([flushed.audit, flushed.events], [['people.read'], []], String(act));
  }
});

test('C3 a pin is told to other screens and named in the audit, the archive hears nothing of it', async () => {
  const actor = clinic();
  const person = await done(actor, (tx) => createPerson(tx, { name: '홍길동' }));
  const memo = await done(actor, (tx) => writeMemo(tx, person.id, { text: '메모', pinned: false }));
  await done(actor, (tx) => editMemo(tx, memo.id, { pinned: true }));
  assert.deepEqual([flushed.events, flushed.audit], [['people.memo_pinned'], ['people.memo_pinned']]);
  assert.match(flushed.told, /"pinned":\[false,true\]/);
  await done(actor, (tx) => editMemo(tx, memo.id, { pinned: false, text: '다른 메모' }));
  assert.deepEqual(flushed.events, ['people.memo_written', 'people.memo_pinned']);
  await done(actor, (tx) => dropMemo(tx, memo.id));
  assert.deepEqual([flushed.events, flushed.audit], [['people.memo_removed'], ['people.memo_removed']]);
});

test('B5 duplicates are scored by what is the same; a namesake alone is none', async () => {
  const actor = clinic();
  const me = { name: '김민수', phone: '010-3333-0001', birthDate: '1980-01-02', email: 'kim@example.com' };
  const person = await done(actor, (tx) => createPerson(tx, me));
  const twin = await done(actor, (tx) => createPerson(tx, { ...me, name: '김 민수' }));
  const family = await done(actor, (tx) => createPerson(tx, { name: '김영희', phone: me.phone }));
  const reborn = await done(actor, (tx) => createPerson(tx, { name: me.name, birthDate: me.birthDate }));
  await done(actor, (tx) => createPerson(tx, { name: me.name }));
  const { items } = await done(actor, (tx) => findDuplicates(tx, person.id, { limit: 50 }));
  assert.deepEqual(
    items.map((item) => [item.person.id, item.score, item.reasons]),
    [
      [twin.id, 100, ['phone', 'name', 'birth_date', 'email']],
      [reborn.id, 60, ['name', 'birth_date']],
      [family.id, 40, ['phone']],
    ],
  );
  assert.deepEqual(flushed.audit, ['people.read']);
});

test('the last contact only moves forward; open enquiries are counted', async () => {
  const actor = clinic();
  const { id } = await done(actor, (tx) => createPerson(tx, { name: '홍길동' }));
  const { now, earlier } = await done(actor, async (tx) => {
    await touchLastContact(tx, id);
    const past = (tx.now - 86_400_000) as typeof tx.now;
    await touchLastContact(tx, id, past);
    await countOpenEnquiries(tx, [
      { personId: id, by: 1 },
      { personId: id, by: 1 },
      { personId: id, by: -1 },
    ]);
    return ok({ now: tx.now, earlier: past });
  });
  const hit = (await done(actor, async (tx) => ok(await personHits(tx, [id])))).get(id);
  assert.deepEqual([Date.parse(hit!.lastContactAt!), hit!.openEnquiries], [now, 1]);
  assert.ok(earlier < now);
});

test('S1 another organisation sees and changes nothing, even by id', async () => {
  const [mine, theirs] = [clinic(), clinic()];
  const person = await done(mine, (tx) => createPerson(tx, { name: '홍길동', phone: '010-2222-0001' }));
  const memo = await done(mine, (tx) => writeMemo(tx, person.id, { text: '비밀', pinned: false }));
  const asked: Outcome<unknown>[] = [
    await act(theirs, (tx) => getPerson(tx, person.id)),
    await act(theirs, (tx) => changePerson(tx, person.id, { name: '남' })),
    await act(theirs, (tx) => addPhone(tx, person.id, { phone: '010-2222-0002' })),
    await act(theirs, (tx) => editMemo(tx, memo.id, { text: '남' })),
    await act(theirs, (tx) => memosOf(tx, person.id, { limit: 1 })),
    await act(theirs, (tx) => findDuplicates(tx, person.id, { limit: 1 })),
  ];
  assert.deepEqual(
    asked.map(codeOf),
    asked.map(() => 'request.not_found'),
  );
  // The database holds when the code forgets the organisation.
  const tables = [
    'person',
    'person_phone',
    'memo',
    'phone_lock',
    'public_person',
    'public_person_phone',
    'public_memo',
  ];
  for (const table of tables) {
    const rows = await done(theirs, async (tx) =>
      ok(await tx.rows(sql`select 1 from ${sql.table(`people.${table}`)}`)),
    );
    assert.equal(rows.length, 0, table);
  }
  const forged = (tx: Tx) => tx.run(sql`update people.person set name = 'x' where id = ${person.id}`);
  assert.equal(await done(theirs, async (tx) => ok(await forged(tx))), 0);
  const inserted = act(theirs, async (tx) =>
    ok(await tx.run(sql`insert into people.phone_lock (org_id, e164) values (${mine.orgId as Id}, '+821000000000')`)),
  );
  await assert.rejects(inserted, { code: '42501' });
});
