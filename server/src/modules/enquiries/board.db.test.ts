import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { EnquiryQuery } from '@anbu/contract';
import { instant } from '../../kernel/instant.ts';
import { newId } from '../../kernel/ids.ts';
import { must, ok } from '../../kernel/outcome.ts';
import type { Tx } from '../../platform/db/index.ts';
import { testApp, type TestApp } from '../../testing/app.ts';
import { settleClosedCount, settleClosedCounts } from './service/closed-count.ts';
import { countEnquiriesByStatus, findEnquiries } from './service/queries.ts';
import { lockClosedCount } from './store/closed-count-store.ts';
import type { EnquiryRecord } from './store/enquiry-row.ts';
import { insertRandomEnquiries } from './testing.ts';
import { statusOf } from './vocabulary.ts';
import { withClient } from '../../platform/embedded-postgres/roles.ts';

let app: TestApp;
let records: EnquiryRecord[];
before(async () => {
  // A Tuesday, 10:00 at the site.
  app = await testApp({ at: instant(Date.parse('2026-11-17T10:00:00+09:00')) });
  records = await insertRandomEnquiries(app, 700, 20_261_118);
});
after(() => app.stop());

/** At the moment from which the rows have their times. */
const inTx = async <T>(work: (tx: Tx) => Promise<T>) =>
  must(await app.db.inTx(app.org.actor('consultant'), async (tx) => ok(await work(tx.as(tx.actor, madeAt())))));
const madeAt = () => records[0]!.createdAt;
const isMine = ({ ownerId }: EnquiryRecord) => ownerId === app.users.consultant;
/** The first moment of a day at the site. */
const seoul = (day: string) => Date.parse(`${day}T00:00:00+09:00`);
const isLate = (record: EnquiryRecord) => record.open && (record.actionWindowTo ?? Infinity) < madeAt();

/** Each filter of the board, and what it means of a row. */
const FILTERS: readonly (readonly [query: Record<string, string>, (record: EnquiryRecord) => boolean])[] = [
  [{}, () => true],
  [{ status: 'VISITED' }, ({ status }) => status === 'VISITED'],
  [{ status: 'NEW,WAITING' }, ({ status }) => ['NEW', 'WAITING'].includes(status)],
  [{ status: 'HOLD,DECLINED' }, ({ status }) => ['HOLD', 'DECLINED'].includes(status)],
  [{ stage: 'B' }, ({ status }) => statusOf(status).stage === 'B'],
  [{ stage: 'B,F', status: 'LATER,INVALID,HOLD' }, ({ status }) => ['LATER', 'INVALID'].includes(status)],
  [{ owner: 'me' }, ({ ownerId }) => ownerId === app.users.consultant],
  [{ owner: 'none' }, ({ ownerId }) => ownerId === null],
  [{ owner: 'none,me' }, ({ ownerId }) => ownerId === null || ownerId === app.users.consultant],
  [{ owner: 'me', status: 'VISITED' }, (one) => one.ownerId === app.users.consultant && one.status === 'VISITED'],
  [{ sourceChannel: 'sign' }, ({ sourceChannel }) => sourceChannel === 'sign'],
  [{ sourceChannel: 'magazine' }, () => false],
  [{ interest: 'implant' }, ({ interests }) => interests.includes('implant')],
  [{ interest: 'cavity,implant' }, ({ interests }) => interests.some((one) => one !== 'scaling')],
  [{ interest: 'whitening' }, () => false],
  [{ holdReason: 'COST' }, ({ holdReasons }) => holdReasons.includes('COST')],
  [
    { holdReason: 'COST', interest: 'cavity' },
    (one) => one.holdReasons.includes('COST') && one.interests.includes('cavity'),
  ],
  [{ likelihood: 'H' }, ({ likelihood }) => likelihood === 'H'],
  [{ patientKind: 're_new' }, ({ patientKind }) => patientKind === 're_new'],
  [{ cohortMonth: '2026-10' }, ({ cohortMonth }) => cohortMonth === '2026-10'],
  [{ receivedFrom: '2026-11-01' }, ({ receivedOn }) => receivedOn >= '2026-11-01'],
  [{ receivedTo: '2026-11-01' }, ({ receivedOn }) => receivedOn <= '2026-11-01'],
  [{ receivedFrom: '2026-11-02', receivedTo: '2026-11-02' }, ({ receivedOn }) => receivedOn === '2026-11-02'],
  [{ open: 'true' }, ({ open }) => open],
  [{ open: 'false' }, ({ open }) => !open],
  [{ open: 'false', status: 'HOLD,VISITED' }, ({ status }) => status === 'VISITED'],
  [{ late: 'true' }, isLate],
  [{ late: 'false' }, (one) => !isLate(one)],
  [{ late: 'false', open: 'true' }, (one) => one.open && !isLate(one)],
  [{ late: 'true', open: 'false' }, () => false],
  [{ sinceFrom: '2026-11-10' }, ({ statusSince }) => statusSince >= seoul('2026-11-10')],
  [{ sinceTo: '2026-11-09', open: 'false' }, (one) => !one.open && one.statusSince < seoul('2026-11-10')],
  [{ dueTo: '2026-11-17' }, (one) => one.open && one.actionDueAt! < seoul('2026-11-18')],
  [{ dueFrom: '2026-11-18', owner: 'me' }, (one) => isMine(one) && one.open && one.actionDueAt! >= seoul('2026-11-18')],
  [{ campaign: '가을' }, ({ campaign }) => campaign === '가을'],
  [{ campaign: '봄' }, () => false],
  [{ utm: 'naver' }, ({ utm }) => utm?.['source'] === 'naver'],
  [{ utm: 'source=naver', open: 'true' }, (one) => one.open && one.utm?.['source'] === 'naver'],
  [{ utm: 'medium=naver' }, () => false],
  [{ unansweredDaysFrom: '2', unansweredDaysTo: '3' }, ({ unansweredDays }) => [2, 3].includes(unansweredDays)],
  [{ unreachable: 'true' }, ({ unreachable }) => unreachable],
  [{ contactHold: 'false' }, ({ contactHold }) => !contactHold],
  [{ firstCall: 'none' }, (one) => !one.bornConnected && one.firstResponseAt === null],
  [{ firstCall: 'in_time' }, () => false],
  [{ contactFrom: '2026-11-01' }, () => false],
  [{ handedOver: 'true' }, () => false],
  [{ handedOver: 'false', late: 'true' }, isLate],
  [{ bookedFrom: '2026-11-01' }, () => false],
  [{ visitedTo: '2026-11-17' }, () => false],
  [{ bookedOrVisitedFrom: '2026-11-01' }, () => false],
  [{ creditedTo: 'me' }, () => false],
  [{ sex: 'unknown' }, () => true],
  [{ sex: 'female', late: 'true' }, () => false],
  [{ language: 'ko' }, () => false],
  [{ ageFrom: '30', ageTo: '40' }, () => false],
  [{ sticker: 'vip' }, () => false],
  [{ usedFrom: '2026-11-01' }, () => false],
  [{ usedStatus: 'HOLD' }, () => false],
  [{ q: '누구나' }, () => true],
  [{ q: '아무도' }, () => false],
];

const ORDERS: Record<EnquiryQuery['sort'], (record: EnquiryRecord) => number> = {
  '-receivedAt': ({ receivedAt }) => -receivedAt,
  receivedAt: ({ receivedAt }) => receivedAt,
  dueAt: ({ actionDueAt }) => actionDueAt ?? Infinity,
  '-statusSince': ({ statusSince }) => -statusSince,
  statusSince: ({ statusSince }) => statusSince,
};

test('A12 what no index knows is sought piece by piece: short pages, each row once, none left out', async () => {
  await inTx(async (tx) => {
    for (const [filter, holds] of [
      [{ campaign: '가을' }, (one: EnquiryRecord) => one.campaign === '가을'],
      [
        { contactHold: 'true', interest: 'implant' },
        (one: EnquiryRecord) => one.contactHold && one.interests.includes('implant'),
      ],
      [{ sex: 'female' }, () => false],
    ] as const) {
      const found: string[] = [];
      let pages = 0;
      for (let cursor: string | null = ''; cursor !== null; pages += 1) {
        const query = EnquiryQuery.parse({ ...filter, limit: 20, ...(cursor ? { cursor } : {}) });
        const page = must(await findEnquiries(tx, query, 60));
        found.push(...page.records.map(({ id }) => id));
        cursor = page.nextCursor;
      }
      assert.equal(new Set(found).size, found.length);
      assert.deepEqual(new Set(found), new Set(records.filter(holds).map(({ id }) => id)), JSON.stringify(filter));
      assert.ok(pages >= Math.floor(records.length / 60), `${pages} pages`);
    }
    for (const asked of [
      { campaign: '가을' },
      { patientKind: 'new' },
      { likelihood: 'H' },
      { receivedTo: '2030-01-01' },
    ]) {
      const counts = must(await countEnquiriesByStatus(tx, EnquiryQuery.parse(asked), 60));
      assert.equal(counts.closedCounted, false, 'a count of closed ones would look at each of them');
      assert.ok(counts.statuses.every(({ status }) => statusOf(status).open));
    }
    for (const asked of [{ status: 'VISITED' }, { sourceChannel: 'phone' }, { patientKind: 'new', owner: newId() }]) {
      const counts = must(await countEnquiriesByStatus(tx, EnquiryQuery.parse(asked), 60));
      assert.equal(counts.closedCounted, true, 'an index holds them, or few are left');
    }
  });
});

test('A5 every filter in every order, page by page: each row once, none left out, closed ones are due never', async () => {
  await inTx(async (tx) => {
    for (const [filter, holds] of FILTERS) {
      for (const [sort, valueOf] of Object.entries(ORDERS)) {
        const said = JSON.stringify({ ...filter, sort });
        const wanted = records.filter((record) => holds(record) && (sort !== 'dueAt' || record.open));
        const ids: string[] = [];
        for (let cursor: string | undefined; ;) {
          const query = EnquiryQuery.parse({ ...filter, sort, limit: 90, ...(cursor ? { cursor } : {}) });
          const page = must(await findEnquiries(tx, query));
          ids.push(...page.records.map(({ id }) => id));
          if (!page.nextCursor) break;
          cursor = page.nextCursor;
        }
        const direction = sort.startsWith('-') ? -1 : 1;
        wanted.sort((a, b) => valueOf(a) - valueOf(b) || (a.id < b.id ? -direction : direction));
        assert.deepEqual(
          ids,
          wanted.map(({ id }) => id),
          said,
        );
      }
    }
  });
});

test('P6 the counts under every filter are those of its rows, and so is the total', async () => {
  await inTx(async (tx) => {
    for (const [filter, holds] of FILTERS) {
      const said = JSON.stringify(filter);
      const wanted = records.filter(holds);
      const counts = must(await countEnquiriesByStatus(tx, EnquiryQuery.parse(filter)));
      const expected = Map.groupBy(wanted, ({ status }) => status);
      assert.deepEqual(
        Object.fromEntries(counts.statuses.map(({ status, count, late }) => [status, [count, late]])),
        Object.fromEntries([...expected].map(([status, some]) => [status, [some.length, some.filter(isLate).length]])),
        said,
      );
      assert.equal(counts.late, wanted.filter(isLate).length, said);
      const { total } = must(await findEnquiries(tx, EnquiryQuery.parse({ ...filter, total: 'true', limit: 1 })));
      assert.equal(total, wanted.length, said);
    }
  });
});

const LINES = `
  select count(*)::int as lines, (select count(*)::int from (
    (select status, sum(change) from enquiries.closed_count where org_id = $1 group by status having sum(change) <> 0)
    except (select status, count(*) from enquiries.enquiry where org_id = $1 and not open group by status)
  ) wrong) as wrong from enquiries.closed_count where org_id = $1`;
const lines = () =>
  withClient(
    app.ownerUrl,
    async (client) => (await client.query<{ lines: number; wrong: number }>(LINES, [app.org.id])).rows[0]!,
  );

test('P6 closed enquiries are counted in the transaction that closes them; two sweeps at once make one line a status, and count each once', async () => {
  const enquiry = await app.request('consultant', 'POST', '/enquiries', {
    person: { name: '최닫힘', phone: '010-5555-0001' },
    sourceChannel: 'phone',
  });
  const { id } = enquiry.body;
  const declined = await app.act('manager', id, 'transitions', { to: 'DECLINED', reasonCode: 'COST' });
  assert.equal(declined.status, 200, declined.text);
  assert.equal((await lines()).wrong, 0, 'closed');
  assert.equal((await app.act('manager', id, 'undo')).status, 200);
  assert.equal((await lines()).wrong, 0, 'and open again');
  assert.ok((await lines()).lines > 6);
  await Promise.all([settleClosedCounts(app.db), settleClosedCounts(app.db), settleClosedCounts(app.db)]);
  assert.deepEqual(await lines(), { lines: 6, wrong: 0 });
});

test('P6 while one makes one line of many, another passes by and does not count twice', async () => {
  await inTx(async (tx) => {
    assert.equal(await lockClosedCount(tx), true);
    assert.equal(await inTx(settleClosedCount), 0);
    assert.equal(await inTx(lockClosedCount), false);
  });
  assert.deepEqual(await lines(), { lines: 6, wrong: 0 });
});

test('P6 what a release that knows no lines wrote is found by the next sweep', async () => {
  await withClient(app.ownerUrl, (client) =>
    client.query(`update enquiries.enquiry set status = 'INELIGIBLE' where org_id = $1 and status = 'VISITED'`, [
      app.org.id,
    ]),
  );
  assert.equal((await lines()).wrong, 2, 'two statuses');
  assert.equal(await settleClosedCounts(app.db), 2);
  assert.equal((await lines()).wrong, 0);
  assert.equal(await settleClosedCounts(app.db), 0);
});
