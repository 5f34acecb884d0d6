import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Id } from '../../kernel/ids.ts';
import { must } from '../../kernel/outcome.ts';
import { addDays, calendarDay } from '../../kernel/calendar-day.ts';
import { sql, type Tx } from '../../platform/db/index.ts';
import type { Outcome } from '../../kernel/outcome.ts';
import { CLINICS, listOf, type Clinic, type TrueRow } from './rules/assistant/lists.fixture.ts';
import { applyImport } from './service/acts.ts';
import { statusEffect, statusQuestions } from './service/assistant.ts';
import { decideRows, undoDecision } from './service/decisions.ts';
import { decideLabels, statusLabels, statusRows } from './service/labels.ts';
import { importDesk } from './testing.ts';

let desk: Awaited<ReturnType<typeof importDesk>>;
before(async () => {
  desk = await importDesk();
});
after(() => desk.close());

function inTx<T>(work: (tx: Tx) => Promise<Outcome<T>>): Promise<Outcome<T>> {
  return desk.db.inTx(desk.actor, work);
}

async function rowsOf(id: Id) {
  return must(await inTx((tx) => statusRows(tx, id, { after: 0, limit: 1000 }))).items;
}

function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
}

const HEADER = '성함,휴대폰,접수일,담당,상태,통화횟수,예약일,내원일,재연락일,메모';
const TODAY = calendarDay(new Date().toISOString().slice(0, 10));

/** As a spreadsheet has it. `from` keeps the phones of two lists apart. */
function csvOf(rows: readonly TrueRow[], from: number): string {
  const day = (days: number | null) => (days === null ? '' : addDays(TODAY, days));
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
  return [
    HEADER,
    ...rows.map(({ label, user, calls, booking, visit, recontact, memo }, index) => {
      const phone = `010-${String(5000 + Math.floor((from + index) / 10_000)).padStart(4, '0')}-${String((from + index) % 10_000).padStart(4, '0')}`;
      return [
        `고객${from + index}`,
        phone,
        addDays(TODAY, -40 - (index % 80)),
        user,
        quoted(label),
        calls,
        day(booking),
        day(visit),
        day(recontact),
        quoted(memo),
      ].join(',');
    }),
  ].join('\n');
}

async function tryClinic(clinic: Clinic, from: number) {
  const truths = listOf(clinic, 300, random(7));
  const one = await desk.bring(csvOf(truths, from));
  const rows = await rowsOf(one.id);
  assert.equal(rows.length, truths.length);
  const right = rows.filter(({ row, proposedStatus }) => proposedStatus === truths[row - 1]?.truth).length;
  const taken = rows.filter(({ asked }) => !asked);
  const wrong = taken.filter(({ row, proposedStatus }) => proposedStatus !== truths[row - 1]?.truth).length;
  return { one, rows, right, taken: taken.length, wrong };
}

for (const [index, clinic] of CLINICS.entries()) {
  test(`A3 a list in the words of a clinic (${clinic.name}) comes in as a file: nine rows of ten are read right before anybody touches it`, async (t) => {
    const { rows, right, taken, wrong } = await tryClinic(clinic, index * 1000);
    const figures = `${right} of ${rows.length} right, ${taken} taken (${wrong} wrong)`;
    t.diagnostic(figures);
    assert.ok(right >= rows.length * 0.88, figures);
    assert.ok(wrong <= taken * 0.08, figures);
  });
}

const SPLIT = [
  HEADER,
  '가하나,010-6100-0001,2026-08-01,김지현,관리,2,,,2027-01-10,남편과 상의해본다고',
  '가하두,010-6100-0002,2026-08-02,김지현,관리,2,,2026-08-09,,내원 상담 후 치료 시작',
  '가하셋,010-6100-0003,2026-09-03,김지현,관리,1,,,,',
  '가하넷,010-6100-0004,2026-09-04,박소영,관리,1,,,,',
  '가다섯,010-6100-0005,2026-09-05,박소영,예완,1,2027-01-05,,,예약 잡음',
  '가여섯,010-6100-0006,2026-09-05,박소영,예완.,1,2027-01-06,,,예약 안내',
].join('\n');

test('A3 a label of several meanings is read row by row, what stays uncertain is asked with its rows, and what was said is taken back', async () => {
  const { id } = await desk.bring(SPLIT);
  const labels = must(await inTx((tx) => statusLabels(tx, id)));
  const spelled = labels.find(({ label }) => label === '예완.' || label === '예완');
  assert.ok(spelled);
  assert.ok(
    labels.some(({ spellingOf }) => spellingOf !== null),
    'a sign behind is a spelling',
  );
  const refused = await inTx((tx) => applyImport(tx, id, { job: false }));
  assert.ok(!refused.ok && refused.refusal.code === 'imports.labels_undecided');
  assert.deepEqual(refused.refusal.params['labels'], ['관리'], 'of the sure label nobody is asked');

  must(await inTx((tx) => decideLabels(tx, id, [{ label: '관리', decided: 'by-row' }])));
  const again = await inTx((tx) => applyImport(tx, id, { job: false }));
  assert.ok(!again.ok && again.refusal.code === 'imports.labels_undecided', 'rows of it are still asked');
  const asked = must(await inTx((tx) => statusQuestions(tx, id)));
  const named = asked.flatMap(({ examples }) => examples.map(({ name }) => name));
  assert.ok(named.includes('가하셋') && named.includes('가하넷'), JSON.stringify(asked));
  assert.ok(asked.every(({ examples }) => examples.length <= 5));

  for (const { group } of asked) must(await inTx((tx) => decideRows(tx, id, { group, decided: 'LATER' })));
  const nobody = await inTx((tx) => decideRows(tx, id, { label: '관리', when: { calls: 77 }, decided: 'LATER' }));
  assert.ok(!nobody.ok && nobody.refusal.code === 'imports.no_such_rows');
  must(await inTx((tx) => decideRows(tx, id, { label: '관리', when: { has: 'visitOn' }, decided: 'VISITED' })));
  const said = await rowsOf(id);
  assert.equal(said.find(({ row }) => row === 2)?.confidence, 1);
  assert.ok(said.every((row) => !row.asked));

  must(await inTx((tx) => undoDecision(tx, id)));
  must(await inTx((tx) => undoDecision(tx, id)));
  assert.ok(
    (await rowsOf(id)).some((row) => row.asked),
    'the last answer of the queue is gone',
  );
  for (const { group } of must(await inTx((tx) => statusQuestions(tx, id))))
    must(await inTx((tx) => decideRows(tx, id, { group, decided: 'LATER' })));

  must(await inTx((tx) => applyImport(tx, id, { job: false })));
  await desk.run(id);
  const entered = await desk.tell(sql<{ no: number; status: string }>`
    select r.row_no as no, e.status from integrations.import_row r join enquiries.enquiry e on e.id = r.enquiry_id
    where r.import_id = ${id} order by r.row_no`);
  const foreseen = (await rowsOf(id)).map(({ proposedStatus }) => proposedStatus);
  assert.deepEqual(
    entered.map(({ status }) => status),
    foreseen,
  );
  assert.deepEqual([entered[1]?.status, entered[2]?.status, entered[4]?.status], ['VISITED', 'LATER', 'BOOKED']);
  const acts = await desk.count(sql<{ n: number }>`
    select count(*) as n from integrations.decision_act where import_id = ${id} and undone_at is not null`);
  assert.equal(acts, 2, 'what was taken back stays as a version');
  const late = await inTx((tx) => undoDecision(tx, id));
  assert.ok(
    !late.ok && late.refusal.code === 'imports.already_applied',
    'after it, the import is undone and entered anew',
  );
});

test('A3 before anything is entered the effect says how many of a cohort are unconnected, by name and by what the rows say', async () => {
  const row = (no: number, label: string, memo: string) =>
    `나${String.fromCodePoint(0xac00 + no)}${String.fromCodePoint(0xb098 + no)},010-6200-${String(no).padStart(4, '0')},2026-07-${String((no % 20) + 1).padStart(2, '0')},김지현,${label},1,,,,${memo}`;
  const list = [HEADER];
  for (let no = 0; no < 12; no++) list.push(row(no, '종료', '5회이상 안받음'));
  for (let no = 12; no < 24; no++) list.push(row(no, '내원', ''));
  const { id } = await desk.bring(list.join('\n'));
  const before = await desk.count(sql<{ n: number }>`select count(*) as n from enquiries.enquiry`);
  const effect = must(await inTx((tx) => statusEffect(tx, id)));
  assert.equal(effect.enquiries, 24);
  assert.equal(effect.before.unknown, 12, 'the name 종료 does not say why it ended');
  assert.deepEqual([effect.unconnectedBefore, effect.unconnectedAfter], [0, 0.5]);
  assert.deepEqual(
    effect.months.map(({ month, enquiries }) => [month, enquiries]),
    [['2026-07', 24]],
  );
  assert.ok(effect.flows.some(({ from, to, count }) => from === 'unknown' && to === 'unconnected' && count === 12));
  assert.equal(await desk.count(sql<{ n: number }>`select count(*) as n from enquiries.enquiry`), before);
});
