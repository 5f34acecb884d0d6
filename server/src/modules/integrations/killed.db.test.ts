import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Id } from '../../kernel/ids.ts';
import { must } from '../../kernel/outcome.ts';
import { sql } from '../../platform/db/index.ts';
import { businessRows } from './business.testing.ts';
import { killUntilEnded } from './killing.testing.ts';
import { report } from './service/report.ts';
import { undoImport } from './service/undo.ts';
import { importDesk } from './testing.ts';

/** The whole size where time is no matter: it takes minutes on a busy machine. */
const ROWS = process.env['CI'] === 'true' ? 50_000 : 10_000;
const KILLS = 20;
const STATUSES = ['1차 부재', '2차 부재', '상담 중', '내원', '예약 취소', '장기 부재', '신규 문의', '상담 종결'];
const KNOWN = 100;

let desk: Awaited<ReturnType<typeof importDesk>>;
let standing: Record<string, unknown[]>;
let id: Id;
before(async () => {
  desk = await importDesk(['김지현']);
});
after(() => desk.close());

/** Each tenth row repeats the one before it, each hundredth has an impossible date, each person asks five times. */
function list(): string {
  const lines = ['번호,이름,연락처,문의일,관심진료,담당,상태,예약일,메모'];
  for (let no = 1; no <= ROWS; no++) {
    const told = no % 10 === 0 ? no - 1 : no;
    const person = told % (ROWS / 5);
    const day = no % 100 === 50 ? '2026-02-30' : `2026-0${1 + (Math.floor(told / (ROWS / 5)) % 5)}-1${told % 10}`;
    const phone = `010${String(20_000_000 + person)}`;
    lines.push(
      `${no},고객${person},${phone},${day},임플란트,김지현,${STATUSES[told % STATUSES.length]},,"메모 ""${told}"""`,
    );
  }
  return lines.join('\r\n');
}

test(
  'R1 an import whose worker is killed at random moments loses no row and enters none twice',
  // A busy machine takes ten times as long as a free one.
  { timeout: 900_000 },
  async (t) => {
    // Some are known by their number: the list tells their names.
    const known = Array.from(
      { length: KNOWN },
      (_, person) => `010${String(20_000_000 + person)},2025-12-01,상담 종결`,
    );
    const first = await desk.bring(`연락처,문의일,상태\n${known.join('\n')}`, { dryRun: false });
    assert.deepEqual([first.state, first.counts?.created], ['done', KNOWN]);
    standing = await businessRows(desk);
    ({ id } = must(await desk.start(list(), { dryRun: false })));
    const { killed, states } = await killUntilEnded(desk, id, KILLS);
    t.diagnostic(`${killed} kills, ${states} different states`);
    assert.equal(killed, KILLS, 'the worker was killed in the midst of its work each time');

    const done = await desk.read(id);
    assert.equal(done.state, 'done');
    const counts = done.counts!;
    assert.equal(counts.rows, ROWS);
    assert.equal(counts.created + counts.skipped + counts.rejected, ROWS);
    assert.equal(counts.rejected, ROWS / 100);
    assert.equal(await desk.count(sql`select count(*) as n from enquiries.enquiry`), KNOWN + counts.created);
    assert.equal(await desk.count(sql`select count(*) as n from people.person`), ROWS / 5 - unseenPersons());
    const doubled = await desk.count(sql`
    select count(*) as n from (
      select 1 from enquiries.enquiry group by person_id, received_on, interests having count(*) > 1) as twice`);
    assert.equal(doubled, 0);
    assert.equal(
      await desk.count(sql`select count(*) as n from (
      select 1 from people.person_phone group by e164 having count(*) > 1) as twice`),
      0,
    );
    assert.equal(
      await desk.count(sql`select count(*) as n from enquiries.enquiry e where not exists (
      select 1 from enquiries.status_event s where s.org_id = e.org_id and s.enquiry_id = e.id)`),
      0,
    );
    assert.equal(
      await desk.count(sql`select count(*) as n from people.person p where open_enquiries <> (
      select count(*) from enquiries.enquiry e where e.org_id = p.org_id and e.person_id = p.id and e.open)`),
      0,
    );
    const page = must(
      await desk.db.inTx(desk.actor, (tx) => report(tx, id, { outcome: 'rejected', after: 0, limit: ROWS })),
    );
    assert.equal(page.items.length, ROWS / 100);
    assert.ok(
      page.items.every(
        ({ code, column, value }) => code === 'imports.day_impossible' && column === '문의일' && value === '2026-02-30',
      ),
    );
  },
);

test(
  'R1 F6 taking back whose worker is killed at random moments comes to its end, and leaves what was',
  { timeout: 900_000 },
  async (t) => {
    must(await desk.db.inTx(desk.actor, (tx) => undoImport(tx, id, { job: false })));
    const { killed, states } = await killUntilEnded(desk, id, KILLS);
    t.diagnostic(`${killed} kills, ${states} different states`);
    assert.equal(killed, KILLS, 'the worker was killed in the midst of its work each time');
    const undone = await desk.read(id);
    assert.deepEqual([undone.state, undone.phase, undone.undo?.kept], ['done', 'undo', 0]);
    const now = await businessRows(desk);
    for (const [name, rows] of Object.entries(standing)) assert.deepEqual(now[name], rows, `${name}: as before`);
    const told = await desk.count(sql`
      select count(*) as n from (
        select payload ->> 'enquiryId' as enquiry from platform.event where type = 'enquiries.taken_back' group by 1 having count(*) > 1) as twice`);
    assert.equal(told, 0, 'each enquiry is told of once');
  },
);

/** Persons who were not known and of whom each row repeats another one, or is impossible: nobody makes them. */
function unseenPersons(): number {
  const seen = new Set(Array.from({ length: KNOWN }, (_, person) => person));
  for (let no = 1; no <= ROWS; no++) {
    if (no % 100 === 50) continue;
    seen.add((no % 10 === 0 ? no - 1 : no) % (ROWS / 5));
  }
  return ROWS / 5 - seen.size;
}
