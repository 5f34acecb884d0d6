import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { HoldReason, type ImportKind, type Language } from '@anbu/contract';
import { must, ok } from '../../kernel/outcome.ts';
import { sql, systemActor } from '../../platform/db/index.ts';
import { textOf } from '../../platform/i18n.ts';
import { makeLog } from '../../platform/log.ts';
import { createOrganisation } from '../identity/index.ts';
import { exportFile, importFile } from './cli.ts';
import { STATUSES } from './neighbours.ts';
import { wordChooser } from './rules/choices.ts';
import { importDesk } from './testing.ts';
import { HOLD_WORDS, SEX_WORDS } from './words/choices.ts';

type Desk = Awaited<ReturnType<typeof importDesk>>;
let desk: Desk;
let other: Desk;
before(async () => {
  desk = await importDesk();
  other = await importDesk();
});
after(async () => {
  await desk.close();
  await other.close();
});

const LOG = makeLog('silent', { write: () => undefined });
const REASON = '연말 점검';

async function exported(
  { db, actor }: Pick<Desk, 'db' | 'actor'>,
  kind: Exclude<ImportKind, 'consents'>,
  language: Language = 'ko',
) {
  let text = '';
  for await (const part of exportFile({ db, actor, wish: { kind, language, reason: REASON } })) text += part.text;
  return text;
}

async function imported({ db, actor, write }: Desk, kind: ImportKind, content: string) {
  const file = await write(`${kind}.csv`, content);
  return must(await importFile({ db, log: LOG, actor, file, kind, dryRun: false }));
}

const sorted = (csv: string) => csv.split('\r\n').sort();

const HEADER = [
  '이름,전화번호,차트 번호,생년월일,성별,언어,이메일,문의일,내원 경로,캠페인,관심 진료,담당,상담 상태',
  '통화 횟수,예약 일시,내원일,지점,내원 가능성,보류 사유,재연락일,문의 내용',
].join(',');

/** One enquiry of each status, of somebody else each; the three kinds of INVALID for its one. */
const LIST = STATUSES.flatMap(({ code, names }) => (code === 'INVALID' ? ['결번', '허위'] : [names.ko])).map(
  (label, index) => {
    const two = String(index + 10);
    const booked = ['예약 완료', '부도(노쇼)'].includes(label) ? '2026-06-20 14:30' : '';
    const visited = label === '내원' ? '2026-06-10 11:00' : '';
    const held = label === '상담 후 보류' ? 'H,비용' : ',';
    return `김고객${two},010-5555-11${two},C-${two},1990-01-${two},여,en,p${two}@example.com,2026-06-02 17:${two},소개,여름 행사,"임플란트, 교정",김지현,${label},,${booked},${visited},온치과,${held},,메모 ${two}`;
  },
);

/** What a spreadsheet would run, in every field that takes any text. */
const FORMULAS = [
  "=cmd|'/c calc'!A1,010-5555-2201,=1+1,,,,,2026-06-03,소개,@SUM(A1),,,상담 대기,,,,온치과,,,,-2+3",
  '+82 10,+1 415 555 2671,,,,,,2026-06-03,소개,＝1+1,,,상담 대기,,,,온치과,,,,"@줄\n바꿈"',
  '\'\'=kept,010-5555-2203,,,,,,2026-06-03,소개,,,,상담 대기,,,,온치과,,,,"a ""quoted"", one"',
];

test('F6 a list of enquiries that was exported fills another organisation with the same: its export is the same list', async () => {
  const first = await imported(desk, 'enquiries', [HEADER, ...LIST, ...FORMULAS].join('\r\n'));
  assert.deepEqual([first.state, first.counts?.rejected], ['done', 0]);
  assert.equal(first.counts?.created, LIST.length + FORMULAS.length);
  const list = await exported(desk, 'enquiries');
  const again = await imported(other, 'enquiries', list);
  assert.deepEqual([again.state, again.counts], ['done', first.counts]);
  assert.deepEqual(sorted(await exported(other, 'enquiries')), sorted(list));
  const statuses = sql<{ status: string; n: number }>`
    select status, invalid_kind as kind, count(*)::int as n from enquiries.public_enquiry group by 1, 2 order by 1, 2`;
  assert.deepEqual(await other.tell(statuses), await desk.tell(statuses));
  // Whoever has an owner waits: of the 21, NEW alone is not kept.
  assert.equal((await other.tell(statuses)).length, STATUSES.length);
});

test('F6 the same list in English and Chinese is read again too, and where it came from nothing is new', async () => {
  for (const language of ['en', 'zh'] as const) {
    const list = await exported(desk, 'enquiries', language);
    const again = await imported(other, 'enquiries', list);
    assert.deepEqual([again.state, again.counts?.rejected, again.counts?.created], ['done', 0, 0], language);
  }
});

test('the words that an export writes for sexes and reasons to hold are read as the same again', () => {
  for (const language of ['ko', 'en', 'zh'] as const) {
    const sexOf = wordChooser(SEX_WORDS);
    const reasonOf = wordChooser(HOLD_WORDS);
    for (const sex of ['female', 'male', 'other'] as const)
      assert.equal(sexOf(textOf(language, `common.sex.${sex}`)), sex);
    for (const reason of HoldReason.options) {
      const word = textOf(language, `enquiries.hold.${reason}`);
      assert.deepEqual([reasonOf(word), /[,/、，;|]/u.test(word)], [reason, false], word);
    }
  }
});

test('F6 people are exported with number, birthday, sex, language and address, and restored from it', async () => {
  const empty = await importDesk();
  try {
    const list = await exported(desk, 'people');
    const [header, ...rows] = list.replace('\ufeff', '').trimEnd().split('\r\n');
    assert.equal(header, '이름,전화번호,차트 번호,생년월일,성별,언어,이메일');
    assert.equal(rows[0], '김고객10,010-5555-1110,C-10,1990-01-10,여,en,p10@example.com');
    const again = await imported(empty, 'people', list);
    assert.deepEqual([again.state, again.counts?.created, again.counts?.rejected], ['done', rows.length, 0]);
    assert.deepEqual(sorted(await exported(empty, 'people')), sorted(list));
  } finally {
    await empty.close();
  }
});

test('S3 what a spreadsheet would run leaves as text, and comes back as it was', async () => {
  const list = await exported(desk, 'enquiries');
  for (const cell of ["'=cmd|", ",'=1+1,", ",'@SUM(A1),", ",'-2+3", ",'＝1+1,", '"\'@줄\n', "\n''=kept,", ",'+1 "]) {
    assert.ok(list.includes(cell), cell);
  }
  assert.doesNotMatch(list, /(^|[,"\n])[=+\-@＝]/u);
  const names = await other.tell(sql<{ name: string }>`
    select name from people.public_person where name !~ '^김' order by name collate "C"`);
  assert.deepEqual(
    names.map(({ name }) => name),
    ["'=kept", '+82 10', "=cmd|'/c calc'!A1"],
  );
});

test('every page of an export leaves a line with its persons and the reason', async () => {
  const n = await desk.count(sql`select count(*)::int as n from people.public_person`);
  await exported(desk, 'people');
  const lines = await desk.tell(sql<{ people: number; reason: string; actor: string }>`
    select cardinality(person_ids) as people, reason, actor_name as actor from platform.audit_entry
    where action = 'people.exported' order by at desc, id desc limit 1`);
  assert.deepEqual(lines, [{ people: n, reason: REASON, actor: 'test' }]);
});

test('S1 an export holds its own organisation alone', async () => {
  const made = must(
    await createOrganisation(
      desk.db,
      {
        name: '다른 병원',
        slug: 'apart',
        language: 'ko',
        admin: { name: '원장', email: 'apart@example.com', password: 'correct horse battery' },
      },
      async () => ok(null),
    ),
  );
  const actor = systemActor(made.organisationId, 'test');
  for (const kind of ['people', 'enquiries'] as const) {
    const list = await exported({ db: desk.db, actor }, kind);
    assert.equal(list.trimEnd().split('\r\n').length, 1, 'the header alone');
  }
});

test('an export is read while it is written: never more than a page is held', async () => {
  const many = await importDesk([]);
  try {
    const MANY = 5_200;
    await many.tell(sql`
      insert into people.person (org_id, id, number, name, created_at, updated_at)
      select ${many.organisation.organisationId}, ('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, n, 'p' || n,
        clock_timestamp(), clock_timestamp()
      from generate_series(1, ${MANY}) n`);
    let rows = 0;
    let widest = 0;
    let text = '';
    const parts = exportFile({ ...many, wish: { kind: 'people', language: 'ko', reason: REASON } });
    for await (const part of parts) {
      if (rows === 0 && part.rows > 0)
        await many.tell(sql`update people.person set name = 'renamed meanwhile' where name = ${`p${MANY}`}`);
      rows += part.rows;
      widest = Math.max(widest, part.rows);
      text = part.text;
    }
    assert.deepEqual([rows, widest], [MANY, 500]);
    assert.match(text, /renamed meanwhile,,,,,,\r\n$/);
  } finally {
    await many.close();
  }
});
