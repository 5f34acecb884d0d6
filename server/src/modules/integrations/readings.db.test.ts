import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import type { StatusCode } from '@anbu/contract';
import { must, type Outcome } from '../../kernel/outcome.ts';
import { sql, type Tx } from '../../platform/db/index.ts';
import { applyImport, remap } from './service/acts.ts';
import { decideLabels, statusLabels, statusRows } from './service/labels.ts';
import { report } from './service/report.ts';
import { importDesk } from './testing.ts';

const FIXTURE = path.join(import.meta.dirname, 'fixtures/legacy-enquiries.cp949.csv');
const HEADER = '이름,연락처,문의일,관심진료,상태,예약일,담당,메모';
let desk: Awaited<ReturnType<typeof importDesk>>;
before(async () => {
  desk = await importDesk(['김지현', '박소영']);
});
after(() => desk.close());

function inTx<T>(work: (tx: Tx) => Promise<Outcome<T>>): Promise<Outcome<T>> {
  return desk.db.inTx(desk.actor, work);
}

const labelsOf = async (id: string) => must(await inTx((tx) => statusLabels(tx, id)));
const decide = async (id: string, decided: Readonly<Record<string, StatusCode | null>>) =>
  must(
    await inTx((tx) =>
      decideLabels(
        tx,
        id,
        Object.entries(decided).map(([label, code]) => ({ label, decided: code })),
      ),
    ),
  );
const itemsOf = async (id: string) =>
  must(await inTx((tx) => report(tx, id, { outcome: null, after: 0, limit: 2000 }))).items;
const told = async (id: string) =>
  (await itemsOf(id)).map(({ row, outcome, code, column }) => [row, outcome, code ?? null, column ?? null]);
async function applied(id: string) {
  must(await inTx((tx) => applyImport(tx, id, { job: false })));
  await desk.run(id);
  return desk.read(id);
}

test('A3 each label counts all its rows, entered or not, and every row of the file is listed', async () => {
  const one = await desk.bring(await readFile(FIXTURE));
  const labels = await labelsOf(one.id);
  assert.equal(labels.find(({ label }) => label === '내원')?.count, 60);
  assert.equal(
    labels.reduce((sum, { count }) => sum + count, 0),
    800,
  );
  const { items, last } = must(await inTx((tx) => statusRows(tx, one.id, { after: 0, limit: 1000 })));
  assert.deepEqual([items.length, last], [800, null]);
  assert.deepEqual(
    items.map(({ row }) => row),
    Array.from({ length: 800 }, (_, index) => index + 1),
  );
  const rejected = items.filter(({ outcome }) => outcome === 'rejected');
  assert.equal(rejected.length, one.counts?.rejected);
  assert.ok(rejected.every(({ code, label }) => code !== undefined && label !== null));
  const visited = items.filter(({ label }) => label?.replaceAll(' ', '') === '내원');
  assert.deepEqual([...new Set(visited.map(({ proposedStatus }) => proposedStatus))], ['VISITED']);
});

test('F6 a real run enters by itself where nothing is asked, and waits where something is; a dry run never enters', async () => {
  const clear = `${HEADER}\n가하나,010-4100-0001,2026-10-01,임플란트,신규문의,,,\n`;
  const asking = `${HEADER}\n가하두,010-4100-0002,2026-10-01,임플란트,별난상태,,,\n`;
  const people = '이름,연락처\n가하셋,010-4100-0003\n';
  const states = async (content: string, dryRun: boolean, kind: 'people' | 'enquiries' = 'enquiries') => {
    const { state, phase, questions } = await desk.bring(content, { dryRun, kind });
    return [state, phase, questions.map(({ code }) => code).join()];
  };
  assert.deepEqual(await states(clear, true), ['done', 'analyse', '']);
  assert.deepEqual(await states(asking, true), ['waiting', 'analyse', 'imports.labels_asked']);
  assert.deepEqual(await states(people, true, 'people'), ['done', 'analyse', '']);
  assert.equal(await desk.count(sql`select count(*) as n from enquiries.enquiry`), 0);
  assert.deepEqual(await states(asking, false), ['waiting', 'analyse', 'imports.labels_asked']);
  assert.deepEqual(await states(clear, false), ['done', 'apply', '']);
  assert.deepEqual(await states(people, false, 'people'), ['done', 'apply', '']);
  assert.equal(await desk.count(sql`select count(*) as n from people.person where name like '가하%'`), 2);
  const dry = await desk.bring(asking);
  await decide(dry.id, { 별난상태: 'CONSULTING' });
  assert.equal((await desk.read(dry.id)).state, 'done', 'all decided, nothing entered');
  assert.equal((await applied(dry.id)).counts?.created, 1, 'a dry run may be applied when it is asked for');
});

test('A3 labels that were decided once are not asked again, and taking a decision back forgets it', async () => {
  const list = (no: number) => `${HEADER}\n나하나,010-4200-000${no},2026-10-01,임플란트,초록 빛,,,\n`;
  const first = await desk.bring(list(1));
  assert.equal(first.undecidedLabels, 1);
  await decide(first.id, { 초록빛: 'HOLD' });
  const second = await desk.bring(list(2).replace('초록 빛', '초록빛'), { dryRun: false });
  assert.deepEqual([second.state, second.phase, second.undecidedLabels], ['done', 'apply', 0]);
  const [label] = await labelsOf(second.id);
  assert.deepEqual(
    [label?.decided, label?.remembered, label?.proposals[0]?.confidence, label?.proposals[0]?.why.code],
    ['HOLD', true, 1, 'imports.why.remembered'],
  );
  const third = await desk.bring(list(3));
  await decide(third.id, { '초록 빛': null });
  assert.equal((await desk.bring(list(4))).undecidedLabels, 1);
});

test('A3 an answer may be sent back as it came, and a governed name stays one', async () => {
  const one = await desk.bring(
    `${HEADER}\n다하나,010-4300-0001,2026-10-01,임플란트,파란말,,,\n다하두,010-4300-0002,2026-10-01,임플란트,결번,,,\n다하셋,010-4300-0003,2026-10-01,임플란트,고민중,,,\n`,
  );
  const answer = await labelsOf(one.id);
  const sent = answer.map((label) => ({ ...label, decided: label.decided ?? label.proposals[0]?.code ?? 'LATER' }));
  const labels = must(await inTx((tx) => decideLabels(tx, one.id, sent)));
  assert.deepEqual(
    labels
      .map(({ label, decided, governed, invalidKind, holdReasons }) => [
        label,
        decided,
        governed,
        invalidKind,
        holdReasons,
      ])
      .sort(),
    [
      ['결번', 'INVALID', true, 'wrong_number', []],
      ['고민중', 'HOLD', false, null, ['THINKING']],
      ['파란말', 'LATER', false, null, []],
    ],
  );
  assert.equal((await desk.bring(`${HEADER}\n다하넷,010-4300-0004,2026-10-01,교정,결번,,,\n`)).undecidedLabels, 0);
});

test('F6 the dry run says what will be filled in, again when a decision changes, and the run says the same', async () => {
  const one = await desk.bring(
    [
      HEADER,
      '라하나,010-4400-0001,2026-10-01,임플란트,상담 후 보류,,,',
      '라하두,010-4400-0002,2026-10-01,임플란트,예약 완료,,,',
      '라하셋,010-4400-0003,2026-10-01,임플란트,상담완료,,,',
      '라하넷,010-4400-0004,2026-10-01,임플란트,신규 문의,,김지현,',
    ].join('\n'),
  );
  const before = await told(one.id);
  assert.deepEqual(before, [
    [1, 'created', 'imports.hold_reason_assumed', null],
    [1, 'created', 'imports.likelihood_assumed', null],
    [2, 'created', 'imports.booking_day_missing', null],
    [3, 'created', null, null],
    [4, 'created', 'imports.new_with_owner', null],
  ]);
  await decide(one.id, { 상담완료: 'VISITED' });
  assert.deepEqual((await told(one.id))[3], [3, 'created', 'imports.visit_day_missing', null]);
  await decide(one.id, { 상담완료: 'HOLD' });
  const foreseen = await itemsOf(one.id);
  assert.equal(foreseen.length, 6);
  await applied(one.id);
  assert.deepEqual(await itemsOf(one.id), foreseen);
});

test('F6 the fixture: what the dry run says of each row is what the run does', async () => {
  const one = await desk.bring(await readFile(FIXTURE));
  const open = (await labelsOf(one.id)).filter(({ decided }) => decided === null);
  await decide(
    one.id,
    Object.fromEntries(open.map(({ label, proposals }) => [label, proposals[0]?.code ?? 'CONSULTING'])),
  );
  const [foreseen, counts] = [await itemsOf(one.id), (await desk.read(one.id)).counts];
  const done = await applied(one.id);
  assert.deepEqual(done.counts, counts);
  assert.deepEqual(await itemsOf(one.id), foreseen);
});

test('F6 rows that say more of one enquiry become one, with the history of all; none is lost', async () => {
  const list = [
    HEADER,
    '마하나,010-4500-0001,2026-10-01,임플란트,1차 부재,,김지현,신호만 감',
    '바하나,010-4500-0002,2026-10-01,교정,중복,,,',
    '마하나,010-4500-0001,2026-10-01 11:00,임플란트,예약 완료,2026-12-05 14:00,,토요일',
    '마하나,010-4500-0001,2026-10-01,임플란트,1차부재,,김지현,신호만 감',
    '바하나,010-4500-0002,2026-10-01,교정,상담 중,,,사진',
  ].join('\n');
  const one = await desk.bring(list);
  const foreseen = await itemsOf(one.id);
  assert.deepEqual(await told(one.id), [
    [1, 'created', null, null],
    [2, 'created', null, null],
    [3, 'updated', 'imports.joined_row', null],
    [4, 'skipped', 'imports.repeated_row', null],
    [5, 'updated', 'imports.joined_row', null],
  ]);
  const done = await applied(one.id);
  assert.deepEqual(done.counts, { rows: 5, created: 2, updated: 2, merged: 0, skipped: 1, rejected: 0 });
  assert.deepEqual(await itemsOf(one.id), foreseen);
  const history = await desk.tell(sql<Record<string, unknown>>`
    select r.row_no as row, s.from_status as "from", s.to_status as "to", s.reason_text as label, s.evidence ->> 'row' as "saidIn", e.text
    from integrations.import_row r join enquiries.enquiry e on e.id = r.enquiry_id
    join enquiries.status_event s on s.enquiry_id = e.id where r.import_id = ${one.id} and r.leader_no is null order by r.row_no, s.no`);
  const text = '신호만 감\n토요일';
  assert.deepEqual(history, [
    { row: 1, from: null, to: 'NO_ANSWER_1', label: '1차 부재', saidIn: '1', text },
    { row: 1, from: 'NO_ANSWER_1', to: 'BOOKED', label: '예약 완료', saidIn: '3', text },
    { row: 2, from: null, to: 'CONSULTING', label: '상담 중', saidIn: '5', text: '사진' },
  ]);
  assert.equal(
    await desk.count(
      sql`select count(*) as n from enquiries.booking where state = 'booked' and starts_at > '2026-12-01'`,
    ),
    1,
  );
  const again = await desk.bring(list);
  assert.deepEqual(again.counts, { rows: 5, created: 0, updated: 0, merged: 4, skipped: 1, rejected: 0 });
});

test('F6 a later list that says another status than stands here is told of, and what stands here stays', async () => {
  const row = (status: string) => `${HEADER}\n사하나,010-4600-0001,2026-10-01,임플란트,${status},,,\n`;
  await desk.bring(row('상담 중'), { dryRun: false });
  assert.deepEqual(await told((await desk.bring(row('상담 중'))).id), [
    [1, 'merged', 'imports.already_imported', null],
  ]);
  const other = await desk.bring(row('예약 완료'));
  const said = [
    [1, 'merged', 'imports.known_enquiry', null],
    [1, 'merged', 'imports.known_status_differs', null],
  ];
  assert.deepEqual(await told(other.id), said);
  await applied(other.id);
  assert.deepEqual(await told(other.id), said);
});

test('F6 persons learn what a list adds, and it is said: an address, a number, a memo', async () => {
  const bring = (rows: string) =>
    desk.bring(`차트번호,성명,휴대전화,이메일,생년월일,비고\n${rows}`, { kind: 'people', dryRun: false });
  await bring('C-1,아하나,010-4700-0001,,1990-01-02,\nC-2,아하두,010-4700-0002,,,\n');
  const more = await bring('C-1,아하나,010-4700-0001,hana@example.com,1990-01-02,\nC-2,아하두,010-4700-0002,,,단골\n');
  assert.deepEqual(more.counts, { rows: 2, created: 0, updated: 2, merged: 0, skipped: 0, rejected: 0 });
  const same = await bring('C-1,아하나,010-4700-0001,HANA@example.com,1991-01-02,\nC-2,아하두,010-4700-0002,,,단골\n');
  assert.deepEqual(same.counts, { rows: 2, created: 0, updated: 0, merged: 2, skipped: 0, rejected: 0 });
  assert.deepEqual(await told(same.id), [
    [1, 'merged', 'imports.kept_other', '생년월일'],
    [1, 'merged', 'imports.known_person', null],
    [2, 'merged', 'imports.already_imported', null],
  ]);
  assert.equal(
    await desk.count(
      sql`select count(*) as n from people.memo m join people.person p on p.id = m.person_id where p.name = '아하두'`,
    ),
    1,
  );
});

test('F6 rows of one person in one list add to each other, and the report says so before and after', async () => {
  const list = [
    '차트번호,성명,휴대전화,이메일,생년월일',
    'K-1,자하나,010-4800-0001,,',
    ',,010-4800-0001,hana@example.com,',
    'K-1,자하나,,,1990-01-02',
    'k1,자하나,010-4800-0009,,',
    ',자하나,010-4800-0001,,',
    ',자하두,,,1985-05-05',
    ',자하두,,,1985-05-05',
    'K-1,다른이,010-4800-0007,,',
  ].join('\n');
  const dry = await desk.bring(list, { kind: 'people' });
  const expected = [
    [1, 'created', null, null],
    [2, 'updated', null, null],
    [3, 'updated', null, null],
    [4, 'updated', null, null],
    [5, 'merged', 'imports.known_person', null],
    [6, 'created', null, null],
    [7, 'skipped', 'imports.repeated_row', null],
    [8, 'created', 'imports.number_taken', '차트번호'],
  ];
  assert.deepEqual(await told(dry.id), expected);
  await applied(dry.id);
  assert.deepEqual(await told(dry.id), expected);
  const persons = await desk.tell(sql<Record<string, unknown>>`
    select p.name, p.birth_date as birth, (select count(*) from people.person_phone ph where ph.person_id = p.id) as phones,
      (select string_agg(i.value, ',') from people.person_identifier i where i.person_id = p.id) as numbers
    from people.person p where p.name in ('자하나', '자하두', '다른이') order by p.created_at, p.number::int`);
  assert.deepEqual(persons, [
    { name: '자하나', birth: '1990-01-02', phones: 2, numbers: 'K-1' },
    { name: '자하두', birth: '1985-05-05', phones: 0, numbers: null },
    { name: '다른이', birth: null, phones: 1, numbers: 'K-1' },
  ]);
});

test('A3 a column that may be the status is asked about before anything is entered, and none may be said', async () => {
  const rows = ['파랑말', '빨강말', '파랑말'].map(
    (label, no) => `카하${'나둘셋'[no]},010-4900-000${no},2026-10-01,${label}`,
  );
  const list = `이름,전화,문의일,처리\n${rows.join('\n')}\n`;
  const one = await desk.bring(list, { dryRun: false });
  assert.deepEqual([one.state, one.questions.map(({ code }) => code)], ['waiting', ['imports.status_column_asked']]);
  assert.deepEqual(
    one.columns.map(({ column, code, level }) => [column, code, level]),
    [['처리', 'imports.column_may_be_status', 'warning']],
  );
  const refused = await inTx((tx) => applyImport(tx, one.id, { job: false }));
  assert.equal(refused.ok ? '' : refused.refusal.code, 'imports.status_column_undecided');
  must(await inTx((tx) => remap(tx, one.id, { status: '처리' }, { job: false })));
  await desk.run(one.id);
  assert.equal((await desk.read(one.id)).undecidedLabels, 2);
  must(await inTx((tx) => remap(tx, one.id, { status: null }, { job: false })));
  await desk.run(one.id);
  const entered = await desk.read(one.id);
  assert.deepEqual(
    [entered.state, entered.phase, entered.counts?.created],
    ['done', 'apply', 3],
    'the run goes on as it began',
  );
});

test('F6 every column that is not used is named: unknown ones, a second one of a name, empty ones', async () => {
  const one = await desk.bring(
    '번호,이름,연락처,문의일,메모,메모,키,빈칸\n1,타하나,010-5000-0001,2026-10-01,처음,둘째,170,\n',
  );
  assert.deepEqual(
    one.columns.map(({ column, code, level, text }) => [column, code, level, text !== '']),
    [
      ['번호', 'imports.column_ignored', 'note', true],
      ['메모 (2)', 'imports.column_twin', 'warning', true],
      ['키', 'imports.column_unused', 'warning', true],
      ['빈칸', 'imports.column_empty', 'note', true],
    ],
  );
  const failed = await desk.bring('메모,키\n가,나\n');
  assert.match(failed.error?.text ?? '', /이름 \/ 전화번호, 문의일/);
});

test('F6 a mapping in part leaves the rest to be proposed', async () => {
  const list = '이름,연락처,문의일,상태,적요\n파하나,010-5100-0001,2026-10-01,상담 중,물어봄\n';
  const one = await desk.bring(list, { mapping: { text: '적요', status: null } });
  assert.deepEqual(one.mapping, { name: '이름', phone: '연락처', receivedAt: '문의일', text: '적요' });
  assert.deepEqual(
    one.columns.map(({ column }) => column),
    ['상태'],
  );
});

test('F6 days that cannot have been are refused: an enquiry before 2000, a birth before 1900, a booking in decades', async () => {
  const one = await desk.bring(
    [
      '이름,연락처,문의일,생년월일,예약일',
      "하하나,'010-5200-0001,2026-10-01,1980-01-02,2026-12-01",
      '하하두,010-5200-0002,1800-01-01,,',
      '하하셋,010-5200-0003,1999-12-31,,',
      '하하넷,010-5200-0004,2026-10-01,1899-12-31,',
      '하하닷,010-5200-0005,2026-10-01,,2062-12-01',
    ].join('\n'),
  );
  assert.deepEqual(
    (await told(one.id)).filter(([, outcome]) => outcome === 'rejected'),
    [
      [2, 'rejected', 'imports.day_implausible', '문의일'],
      [3, 'rejected', 'imports.day_implausible', '문의일'],
      [4, 'rejected', 'people.birth_date_too_early', '생년월일'],
      [5, 'rejected', 'imports.day_implausible', '예약일'],
    ],
  );
  assert.equal(one.counts?.created, 1, "an apostrophe of a spreadsheet before a number is none of the number's signs");
});
