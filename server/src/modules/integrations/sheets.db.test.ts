import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { buffer } from 'node:stream/consumers';
import { must, type Outcome } from '../../kernel/outcome.ts';
import { sql, type Tx } from '../../platform/db/index.ts';
import type { ReadPage } from '../../platform/http/route.ts';
import { chooseSheet } from './service/acts.ts';
import { rejectedWorkbook } from './service/rejected.ts';
import { report } from './service/report.ts';
import { importDesk } from './testing.ts';
import { aPackage, aWorkbook, rowsXml } from './xlsx/testing.ts';

let desk: Awaited<ReturnType<typeof importDesk>>;
before(async () => {
  desk = await importDesk(['김지현']);
});
after(() => desk.close());

function inTx<T>(work: (tx: Tx) => Promise<Outcome<T>>): Promise<Outcome<T>> {
  return desk.db.inTx(desk.actor, work);
}
const readPage: ReadPage = async (work) => must(await inTx(work));

const HEAD = ['이름', '연락처', '문의일', '상태'];

test('A1 a workbook goes the way of a list: its dates, the phones that lost their 0, its empty rows', async () => {
  const text = (words: string) => `<c t="inlineStr"><is><t>${words}</t></is></c>`;
  const row = (name: string, phone: string, day: string) =>
    `<row>${text(name)}<c><v>${phone}</v></c><c s="1"><v>${day}</v></c>${text('신규 문의')}</row>`;
  const content = await aWorkbook({
    sheets: {
      상담: `<sheetData><row>${HEAD.map(text).join('')}</row>${row('엑셀하나', '1031110001', '46175.5')}<row><c s="1"/></row>${row('엑셀둘', '1031110002', '46176')}</sheetData>`,
    },
    formats: ['yyyy-mm-dd'],
  });
  const done = await desk.bring(content, { dryRun: false });
  assert.equal(done.state, 'done', JSON.stringify(done.error));
  assert.deepEqual([done.sheet, done.sheets, done.encoding], ['상담', ['상담'], null]);
  assert.deepEqual(done.counts, { rows: 2, created: 2, updated: 0, merged: 0, skipped: 0, rejected: 0 });
  const entered = await desk.tell(sql<object>`
    select p.name, ph.e164, e.received_at from enquiries.enquiry e
    join people.person p on p.org_id = e.org_id and p.id = e.person_id
    join people.person_phone ph on ph.org_id = p.org_id and ph.person_id = p.id
    where p.name like '엑셀%' order by p.name`);
  assert.deepEqual(entered, [
    { name: '엑셀둘', e164: '+821031110002', received_at: Date.parse('2026-06-02T15:00Z') },
    { name: '엑셀하나', e164: '+821031110001', received_at: Date.parse('2026-06-02T03:00Z') },
  ]);
  const said = must(await inTx((tx) => report(tx, done.id, { outcome: null, after: 0, limit: 10 })));
  assert.deepEqual(
    said.items.map(({ row: no, code, params }) => [no, code, params]),
    [
      [1, 'imports.phone_zero_restored', { phone: '010-3111-0001' }],
      [2, 'imports.phone_zero_restored', { phone: '010-3111-0002' }],
    ],
  );
});

test('F6 another sheet of the workbook is read anew', async () => {
  const content = await aWorkbook({
    sheets: {
      안내: rowsXml([['이 파일은'], ['상담 대장입니다']]),
      대장: rowsXml([HEAD, ['시트하나', '010-3111-0003', '2026-06-02', '신규 문의']]),
    },
  });
  const first = await desk.bring(content);
  assert.equal(first.state, 'failed');
  assert.equal(first.error?.code, 'imports.column_missing');
  const unknown = await inTx((tx) => chooseSheet(tx, first.id, '없는 시트', { job: false }));
  assert.equal(unknown.ok ? '' : unknown.refusal.errors?.[0]?.code, 'imports.sheet_unknown');
  must(await inTx((tx) => chooseSheet(tx, first.id, '대장', { job: false })));
  await desk.run(first.id);
  const second = await desk.read(first.id);
  assert.deepEqual([second.state, second.sheet, second.counts?.created], ['done', '대장', 1]);
});

test('S3 the rejected rows of a workbook come back as one, are corrected, and read as they were', async () => {
  const content = await aWorkbook({
    sheets: {
      대장: rowsXml([
        [...HEAD, '메모'],
        ['=이름', '+82 10-3111-0004', '2026-02-30', '신규 문의', '-메모'],
        ['시트둘', '010-3111-0005', '2026-06-02', '신규 문의', ''],
      ]),
    },
  });
  const one = await desk.bring(content);
  assert.equal(one.counts?.rejected, 1);
  const file = must(await inTx((tx) => rejectedWorkbook(tx, one.id, 'ko')));
  assert.equal(file.fileName, 'list-rejected.xlsx');
  const again = await desk.bring(await buffer(file.content(readPage)));
  assert.deepEqual(again.counts, { ...one.counts, rows: 1, created: 0 });
  const cells = await desk.tell(sql<{ cells: string[] }>`
    select cells from integrations.import_row where import_id = ${again.id}`);
  assert.deepEqual(cells[0]?.cells.slice(0, 5), ['=이름', '+82 10-3111-0004', '2026-02-30', '신규 문의', '-메모']);
  assert.match(cells[0]?.cells[5] ?? '', /달력에 없는 날짜/u);
});

test('S11 what a file is called says nothing: an old or a locked workbook, and a package of something else, are refused at once', async () => {
  const refused = async (content: Uint8Array) => {
    const outcome = await desk.start(content);
    return outcome.ok ? 'taken' : outcome.refusal.errors?.[0]?.code;
  };
  const old = Buffer.alloc(4096);
  old.set([0xd0, 0xcf, 0x11, 0xe0]);
  assert.equal(await refused(old), 'imports.old_workbook');
  assert.equal(await refused(await aPackage({ 'word/document.xml': '<a/>' })), 'imports.not_workbook');
  assert.equal(
    await refused(await aPackage({ 'xl/workbook.xml': Buffer.alloc(40 * 1024 * 1024) })),
    'imports.sheet_too_large',
  );
});
