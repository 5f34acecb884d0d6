import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import iconv from 'iconv-lite';
import { must, type Outcome } from '../../kernel/outcome.ts';
import { sql, type Tx } from '../../platform/db/index.ts';
import { applyImport, remap } from './service/acts.ts';
import { decideLabels, statusLabels, statusRows } from './service/labels.ts';
import { rejectedFile } from './service/rejected.ts';
import { report } from './service/report.ts';
import { importDesk } from './testing.ts';

const FIXTURE = path.join(import.meta.dirname, 'fixtures/legacy-enquiries.cp949.csv');
let desk: Awaited<ReturnType<typeof importDesk>>;
before(async () => {
  desk = await importDesk(['김지현', '박소영', '이하늘', '정다운']);
});
after(() => desk.close());

function inTx<T>(work: (tx: Tx) => Promise<Outcome<T>>): Promise<Outcome<T>> {
  return desk.db.inTx(desk.actor, work);
}

async function decideAll(id: string, otherwise = 'CONSULTING' as const) {
  const labels = must(await inTx((tx) => statusLabels(tx, id)));
  const open = labels.filter(({ decided }) => decided === null);
  must(
    await inTx((tx) =>
      decideLabels(
        tx,
        id,
        open.map(({ label, proposals }) => ({ label, decided: proposals[0]?.code ?? otherwise })),
      ),
    ),
  );
}

test('F6 a legacy list in CP949: every row is accounted for, and its UTF-8 twin reads the same', async () => {
  const cp949 = await readFile(FIXTURE);
  const first = await desk.bring(cp949, { dryRun: true });
  const twin = await desk.bring(`\ufeff${iconv.decode(cp949, 'cp949')}`, { dryRun: true });
  assert.equal(first.encoding, 'cp949');
  assert.equal(twin.encoding, 'utf-8');
  assert.equal(first.counts?.rows, 800);
  assert.deepEqual(twin.counts, first.counts);
  assert.deepEqual(twin.mapping, first.mapping);
  const rowsOf = (id: string) =>
    desk.tell(sql<object>`
      select row_no, outcome, cells, plan, issues, label_key, natural_key from integrations.import_row
      where org_id = ${desk.actor.orgId} and import_id = ${id} order by row_no`);
  assert.deepEqual(await rowsOf(twin.id), await rowsOf(first.id));
  assert.equal(await desk.count(sql`select count(*) as n from enquiries.enquiry`), 0, 'a dry run changes nothing');
  assert.equal(await desk.count(sql`select count(*) as n from people.person`), 0, 'a dry run changes nothing');
});

test('F6 an import waits while a label is undecided, and apply says which', async () => {
  const one = await desk.bring(await readFile(FIXTURE), { dryRun: false });
  assert.equal(one.state, 'waiting');
  assert.ok(one.undecidedLabels > 0);
  const refused = await inTx((tx) => applyImport(tx, one.id, { job: false }));
  assert.ok(!refused.ok);
  assert.equal(refused.refusal.code, 'imports.labels_undecided');
  assert.equal(refused.refusal.status, 409);
  assert.equal(await desk.count(sql`select count(*) as n from enquiries.enquiry`), 0);
});

test('F6 a legacy list is entered: counts, the database and the report agree, and a second time changes nothing', async () => {
  const one = await desk.bring(await readFile(FIXTURE));
  await decideAll(one.id);
  must(await inTx((tx) => applyImport(tx, one.id, { job: false })));
  await desk.run(one.id);
  const done = await desk.read(one.id);
  assert.equal(done.state, 'done');
  const counts = done.counts!;
  assert.equal(counts.created + counts.updated + counts.merged + counts.skipped + counts.rejected, 800);
  assert.equal(await desk.count(sql`select count(*) as n from enquiries.enquiry`), counts.created);
  assert.ok(counts.created > 600, `${counts.created}`);
  // 2026-02-30 stands in sixteen rows.
  const impossible = await desk.tell(sql<{ n: number }>`
    select count(*) as n from integrations.import_row where import_id = ${one.id} and outcome = 'rejected'
      and issues @> '[{"code": "imports.day_impossible"}]'`);
  assert.equal(impossible[0]?.n, 16);
  assert.equal(
    await desk.count(
      sql`select count(*) as n from enquiries.enquiry where open and (action_due_at is null or alert_at is not null)`,
    ),
    0,
    'each open one has its next action, and nobody is alerted of old ones',
  );
  assert.equal(
    await desk.count(sql`select count(*) as n from people.person p where open_enquiries <>
      (select count(*) from enquiries.enquiry e where e.org_id = p.org_id and e.person_id = p.id and e.open)`),
    0,
  );
  const again = await desk.bring(await readFile(FIXTURE));
  assert.equal(again.counts?.created, 0);
  assert.equal(again.counts?.rejected, counts.rejected);
});

test('F6 every status is read with what it needs', async () => {
  const list = [
    '이름,연락처,문의일,상태,예약일,내원일,담당',
    '일하나,010-3000-0001,2026-10-01 10:00,신규문의,,,',
    '일하두,010-3000-0002,2026-10-01 10:00,2차 부재,,,김지현',
    '일하셋,010-3000-0003,2026-10-01 10:00,전화 주기로,,,김지현',
    '일하넷,010-3000-0004,2026-10-01 10:00,상담 후 보류,,,',
    '일하닷,010-3000-0005,2026-10-01 10:00,예약 완료,2026-10-05 14:00,,',
    '일하엿,010-3000-0006,2026-10-01 10:00,예약 완료,,,',
    '일하일,010-3000-0007,2026-10-01 10:00,내원,2026-10-05,2026-10-05,',
    '일하여,010-3000-0008,2026-10-01 10:00,결번,,,',
    '일하아,010-3000-0009,2026-10-01 10:00,중복,,,',
    '일하열,010-3000-0010,2026-10-01 10:00,상담 종결,,,',
    '일하나,010-3000-0001,2026-10-03 10:00,중복,,,',
    '일하낮,010-3000-0011,2026-10-01 10:00,UNREACHED,,,',
    '일하밤,010-3000-0012,2026-10-01 10:00,请勿联系(免打扰),,,',
  ].join('\n');
  const done = await desk.bring(list, { dryRun: false });
  assert.equal(done.state, 'done', JSON.stringify(done.error));
  assert.deepEqual(done.counts, { rows: 13, created: 12, updated: 0, merged: 0, skipped: 0, rejected: 1 });
  const rows = await desk.tell(sql<Record<string, unknown>>`
    select r.row_no as no, e.status, e.unanswered_days as u, e.action_kind as action, e.promise_by as by, e.hold_reasons as hold, e.invalid_kind as kind,
      e.original_id is not null as original, e.closed_reason_code as closed, e.pass_due_on is not null as pass, b.state as booking,
      e.action_window_to < e.created_at as late, e.alert_at as alert
    from integrations.import_row r join enquiries.enquiry e on e.id = r.enquiry_id
    left join enquiries.booking b on b.enquiry_id = e.id
    where r.import_id = ${done.id} order by r.row_no`);
  const told = rows.map((row) => `${row['no']} ${row['status']} ${row['action']} ${row['booking'] ?? '-'}`);
  assert.deepEqual(told, [
    '1 NEW ASSIGN -',
    '2 NO_ANSWER_2 CALL -',
    '3 CALLBACK CALL -',
    '4 HOLD CALL -',
    '5 BOOKED CHECK_ARRIVAL booked',
    '6 BOOKED GUIDE -',
    '7 VISITED null visited',
    '8 INVALID null -',
    '10 DECLINED null -',
    '11 INVALID null -',
    '12 UNREACHED null -',
    '13 DO_NOT_CONTACT null -',
  ]);
  assert.equal(rows[1]?.['u'], 2);
  assert.equal(rows[2]?.['by'], 'us');
  assert.deepEqual(rows[3]?.['hold'], ['THINKING']);
  assert.equal(rows[4]?.['late'], true, 'an arrival that nobody confirmed is late');
  assert.equal(rows[7]?.['kind'], 'wrong_number');
  assert.equal(rows[8]?.['closed'], 'OTHER');
  assert.equal(rows[9]?.['original'], true);
  assert.equal(rows[10]?.['pass'], true);
  assert.ok(rows.every((row) => row['alert'] === null));
  const items = must(await inTx((tx) => report(tx, done.id, { outcome: 'rejected', after: 0, limit: 50 }))).items;
  assert.deepEqual(
    items.map(({ row, code }) => [row, code]),
    [[9, 'imports.original_missing']],
  );
  const history = await desk.tell(sql<Record<string, unknown>>`
    select s.from_status as "from", s.to_status as "to", s.valid_at < s.recorded_at as past, s.reason_text as label
    from enquiries.status_event s join integrations.import_row r on r.enquiry_id = s.enquiry_id
    where r.import_id = ${done.id} and r.row_no = 7 order by s.no`);
  assert.deepEqual(history, [
    { from: null, to: 'NEW', past: true, label: '내원' },
    { from: 'NEW', to: 'VISITED', past: true, label: '내원' },
  ]);
});

test('A3 labels are proposed from their own words, decided by a person, and honoured', async () => {
  const list =
    '성함\t휴대폰\t접수일\t진행상태\n가나다\t010-3100-0001\t2026-10-01\t부재4\n라마바\t010-3100-0002\t2026-10-01\t파란색\n';
  const one = await desk.bring(list);
  const labels = must(await inTx((tx) => statusLabels(tx, one.id)));
  assert.deepEqual(
    labels.map(({ label, decided, proposals }) => [label, decided, proposals.map(({ code }) => code)]).sort(),
    [
      ['부재4', null, ['NO_ANSWER_4']],
      ['파란색', null, []],
    ],
  );
  const rows = must(await inTx((tx) => statusRows(tx, one.id, { after: 0, limit: 10 }))).items;
  assert.deepEqual(
    rows.map(({ row, proposedStatus, asked }) => [row, proposedStatus, asked]),
    [
      [1, 'NO_ANSWER_4', false],
      [2, null, true],
    ],
  );
  const unknown = await inTx((tx) => decideLabels(tx, one.id, [{ label: '없는말', decided: 'NEW' }]));
  assert.equal(unknown.ok, false);
  must(
    await inTx((tx) =>
      decideLabels(tx, one.id, [
        { label: ' 부재 4', decided: 'NO_ANSWER_4' },
        { label: '파란색', decided: 'LATER' },
      ]),
    ),
  );
  must(await inTx((tx) => applyImport(tx, one.id, { job: false })));
  await desk.run(one.id);
  const statuses = await desk.tell(sql<{ status: string }>`
    select e.status from enquiries.enquiry e join integrations.import_row r on r.enquiry_id = e.id
    where r.import_id = ${one.id} order by r.row_no`);
  assert.deepEqual(
    statuses.map(({ status }) => status),
    ['NO_ANSWER_4', 'LATER'],
  );
  const twice = await inTx((tx) => applyImport(tx, one.id, { job: false }));
  assert.ok(!twice.ok && twice.refusal.code === 'imports.already_applied');
});

test('S3 the rejected rows come as a file without formulas, and corrected they come in as they were', async () => {
  const list = [
    '이름,전화,문의일,상태,메모',
    '"=HYPERLINK(""x"")",+82 10-3200-0001,2026-02-30,신규문의,"두 줄\n메모, 쉼표"',
    '@이름,010-123-45,2026-10-01,신규문의,＝1+1',
    '가나다,010-3200-0003,2026-10-01,신규문의,괜찮음,남는칸',
  ].join('\r\n');
  const one = await desk.bring(list, { dryRun: false });
  assert.equal(one.counts?.rejected, 3);
  const file = must(await inTx((tx) => rejectedFile(tx, one.id, 'ko')));
  let content = '';
  for await (const part of file.content(async (work) => must(await inTx(work)))) content += part;
  assert.ok(content.startsWith('\ufeff이름,전화,문의일,상태,메모,,가져오기 오류\r\n'));
  assert.ok(content.includes(`"'=HYPERLINK(""x"")"`));
  assert.ok(content.includes(`'+82 10-3200-0001`));
  assert.ok(content.includes(`'@이름`) && content.includes(`'＝1+1`));
  const corrected = content
    .replace('2026-02-30', '2026-02-28')
    .replace('010-123-45', '010-3200-0002')
    .replace('남는칸', '');
  const again = await desk.bring(corrected, { dryRun: false });
  assert.deepEqual(again.counts, { rows: 3, created: 3, updated: 0, merged: 0, skipped: 0, rejected: 0 });
  const names = await desk.tell(sql<{ name: string; text: string }>`
    select p.name, e.text from people.person p join enquiries.enquiry e on e.person_id = p.id
    join integrations.import_row r on r.enquiry_id = e.id where r.import_id = ${again.id} order by r.row_no`);
  assert.deepEqual(names, [
    { name: '=HYPERLINK("x")', text: '두 줄\n메모, 쉼표' },
    { name: '@이름', text: '＝1+1' },
    { name: '가나다', text: '괜찮음' },
  ]);
});

test('F6 rows that are the same are said to be, and known persons are found', async () => {
  const header = 'name,phone,date,interests,status,birth date\n';
  const first = await desk.bring(
    `${header}김하나,010-3300-0001,2026-10-01,implant,NEW,\n김하나,01033000001,2026.10.1 11:00,임플란트,NEW,\n김둘,010-3300-0001,2026-10-01,implant,NEW,\n박셋,,2026-10-01,,NEW,1980-01-02\n이름뿐,,2026-10-01,,NEW,\n이름뿐,,2026-10-01,,NEW,\n`,
    { dryRun: false },
  );
  assert.deepEqual(first.counts, { rows: 6, created: 4, updated: 0, merged: 0, skipped: 2, rejected: 0 });
  const second = await desk.bring(
    `${header}김하나,1033000001,2026-10-01,임플란트,NEW,\n박셋,,2026-10-09,,NEW,1980.1.2\n이름뿐,,2026-10-01,,NEW,\n`,
    { dryRun: false },
  );
  assert.deepEqual(second.counts, { rows: 3, created: 1, updated: 0, merged: 2, skipped: 0, rejected: 0 });
  assert.equal(await desk.count(sql`select count(*) as n from people.person where name = '박셋'`), 1);
  assert.equal(await desk.count(sql`select count(*) as n from people.person where name = '이름뿐'`), 1);
});

test('F6 persons: made, completed, left alone', async () => {
  const first = await desk.bring('성명,휴대전화번호,성별\n최하나,010-3400-0001,\n최둘,010-3400-0002,여\n', {
    kind: 'people',
    dryRun: false,
  });
  assert.deepEqual(first.counts, { rows: 2, created: 2, updated: 0, merged: 0, skipped: 0, rejected: 0 });
  const second = await desk.bring(
    '성명,휴대전화번호,성별,생년월일,비고\n최하나,010-3400-0001,남,1990-03-04,단골\n최둘,010-3400-0002,여,,\n최셋,010-3400-0003,여,1990-02-30,\n',
    { kind: 'people', dryRun: false },
  );
  assert.deepEqual(second.counts, { rows: 3, created: 0, updated: 1, merged: 1, skipped: 0, rejected: 1 });
  const [person] = await desk.tell(sql<Record<string, unknown>>`
    select p.sex, p.birth_date, m.text from people.person p join people.memo m on m.person_id = p.id where p.name = '최하나'`);
  assert.deepEqual(person, { sex: 'male', birth_date: '1990-03-04', text: '단골' });
});

test('S11 what is no list is refused with what is allowed', async () => {
  const cases: [string, string | Uint8Array, string][] = [
    ['empty', '', 'imports.file_empty'],
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]), 'imports.not_text'],
    ['bytes', Buffer.from(Array.from({ length: 500 }, (_, index) => index % 7)), 'imports.not_text'],
  ];
  for (const [name, content, code] of cases) {
    const refused = await desk.start(content);
    assert.ok(!refused.ok, name);
    assert.equal(refused.refusal.code, code, name);
    assert.match(String(refused.refusal.params['allowed']), /CSV/, name);
  }
  const failing: [string, string | Uint8Array, string][] = [
    ['header only', '이름,전화,문의일\r\n', 'imports.no_rows'],
    ['blank lines', '\r\n\r\n', 'imports.file_empty'],
    ['no known column', 'a,b\n1,2\n', 'imports.column_missing'],
    ['a quote that stays open', `이름,전화,문의일\n"${'가나다,\n'.repeat(80_000)}`, 'imports.quote_open'],
    [
      'too many columns',
      `${Array.from({ length: 300 }, (_, i) => `c${i}`).join(',')}\n1\n`,
      'imports.too_many_columns',
    ],
  ];
  for (const [name, content, code] of failing) {
    const failed = await desk.bring(content);
    assert.equal(failed.state, 'failed', name);
    assert.equal(failed.error?.code, code, name);
  }
});

test('F6 odd rows keep their number and say what is wrong', async () => {
  const list = [
    '이름;전화;문의일;상태',
    '가;010-3500-0001;2026-10-01;NEW',
    ';;;',
    '이름;전화;문의일;상태',
    '나\u0000다;010-3500-0002;2026-10-01;NEW',
    '라;010-3500-0003;2026-10-01',
    '마;전화없음;2026-10-01;NEW',
    ';;2026-10-01;NEW',
    '바;010-3500-0004;2090-01-01;NEW',
    '사;010-3500-0005;;NEW',
  ].join('\n');
  const one = await desk.bring(list);
  const items = must(await inTx((tx) => report(tx, one.id, { outcome: null, after: 0, limit: 50 }))).items;
  assert.deepEqual(
    items.map(({ row, outcome, column, code }) => [row, outcome, column ?? null, code ?? null]),
    [
      [1, 'created', null, null],
      [2, 'skipped', null, 'imports.blank_row'],
      [3, 'skipped', null, 'imports.repeated_header'],
      [4, 'rejected', '이름', 'imports.bad_character'],
      [5, 'created', null, null],
      [6, 'rejected', '전화', 'phone.not_a_phone'],
      [7, 'rejected', '이름', 'people.name_or_phone_required'],
      [8, 'rejected', '문의일', 'imports.received_in_future'],
      [9, 'rejected', '문의일', 'field.required'],
    ],
  );
});

test('F6 another mapping reads the file anew', async () => {
  const one = await desk.bring('A,B,C\n가나,010-3600-0001,2026-10-01\n');
  assert.equal(one.state, 'failed');
  assert.deepEqual(
    one.headers.map(({ name, filled, samples }) => [name, filled, samples]),
    [
      ['A', 100, ['가나']],
      ['B', 100, ['010-3600-0001']],
      ['C', 100, ['2026-10-01']],
    ],
  );
  const wrong = await inTx((tx) => remap(tx, one.id, { name: 'A', shoe: 'B', phone: 'Z', text: 'A' }, { job: false }));
  assert.ok(!wrong.ok);
  assert.deepEqual(wrong.refusal.errors?.map(({ code }) => code).sort(), [
    'imports.field_unknown',
    'imports.header_twice',
    'imports.header_unknown',
  ]);
  must(await inTx((tx) => remap(tx, one.id, { name: 'A', phone: 'B', receivedAt: 'C' }, { job: false })));
  await desk.run(one.id);
  const mapped = await desk.read(one.id);
  assert.equal(mapped.state, 'done');
  assert.equal(mapped.counts?.created, 1);
});
