import assert from 'node:assert/strict';
import { buffer } from 'node:stream/consumers';
import { test } from 'node:test';
import { must } from '../../../kernel/outcome.ts';
import { BadFile } from '../csv/records.ts';
import { findHeader } from './header.ts';
import { isDateFormat, serialText } from './serial.ts';
import { openSheet } from './sheet.ts';
import { aPackage, aWorkbook, bytesOf, rowsXml, type WorkbookParts } from './testing.ts';
import { openWorkbook } from './workbook.ts';
import { writeWorkbook } from '../../../platform/sheets/index.ts';

async function tableOf(content: Uint8Array, sheet: string | null = null) {
  const { headers, records } = must(await openSheet(bytesOf(content), sheet));
  const rows: (readonly string[])[] = [headers];
  for await (const row of records) rows.push(row);
  return rows;
}

async function read(sheet: string, more: Partial<WorkbookParts> = {}) {
  return tableOf(await aWorkbook({ sheets: { 문의: sheet }, ...more }));
}

function refuses(code: string) {
  return (error: unknown) => error instanceof BadFile && error.refusal.code === code;
}

test('F6 a sheet is read as people see it: shared and inline texts, numbers, formulas, words with an ampersand', async () => {
  const table = await read(
    `<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c><c r="D1" t="s"><v>3</v></c></row>
     <row r="3" hidden="1"><c r="A3" t="inlineStr"><is><r><t>김</t></r><r><t xml:space="preserve"> 지현</t></r><rPh><t>KIM</t></rPh></is></c>
       <c r="B3"><v>1012345678</v></c><c r="C3" t="str"><f>A1&amp;"!"</f><v>보철 &amp; 임플란트</v></c><c r="D3" t="b"><v>1</v></c></row>
     <row r="4"><c r="A4" s="1"/><c r="B4" s="1"/></row>
     <row r="9"><c r="D9"><v>1.05E2</v></c></row></sheetData>`,
    { shared: ['<t>이름</t>', '<t>연락처</t>', '<r><t>관심</t></r><r><t>진료</t></r>', '<t>메모_x000D_</t>'] },
  );
  assert.deepEqual(table, [
    ['이름', '연락처', '관심진료', '메모'],
    ['김 지현', '1012345678', '보철 & 임플란트', 'TRUE'],
    ['', '', '', '105'],
  ]);
});

test('F6 dates are those of the site, counted from 1900 or from 1904', async () => {
  const sheet = `<sheetData><row><c t="inlineStr"><is><t>문의일</t></is></c><c t="inlineStr"><is><t>수</t></is></c></row>
    <row><c s="1"><v>46175.72986</v></c><c s="2"><v>46175</v></c></row></sheetData>`;
  const formats = ['yyyy&quot;년&quot; m&quot;월&quot; d&quot;일&quot;', '#,##0&quot;day&quot;'];
  assert.deepEqual((await read(sheet, { formats }))[1], ['2026-06-02 17:31', '46175']);
  assert.deepEqual((await read(sheet, { formats, is1904: true }))[1], ['2030-06-03 17:31', '46175']);
});

test('F6 a serial is a day, a minute of it, or no date at all', () => {
  for (const [serial, is1904, text, why] of [
    [1, false, '1900-01-01', 'the first day of the count'],
    [59, false, '1900-02-28', 'before the day that never was'],
    [60, false, '1900-02-29', 'never was: refused as a day'],
    [61, false, '1900-03-01', 'after it'],
    [0, true, '1904-01-01', 'the first day of the other count'],
    [0.5, false, '12:00', 'a time alone'],
    [46175.999_99, false, '2026-06-03', 'rounded to the minute, over midnight'],
    [-1, false, null, 'before all'],
    [3_000_000, false, null, 'after 9999'],
  ] as const)
    assert.equal(serialText(serial, is1904), text, why);
  for (const [id, code, is] of [
    [14, undefined, true],
    [57, undefined, true],
    [2, undefined, false],
    [164, 'yyyy-mm-dd', true],
    [165, '[$-412]aaaa h:mm', true],
    [166, '#,##0"개월"', false],
    [167, '0.00_d', false],
    [168, '000-0000-0000', false],
    [169, 'General', false],
  ] as const)
    assert.equal(isDateFormat(id, code), is, code ?? String(id));
});

test('F6 a title above the header is none of it; a name over two columns is that of both; of two lines the lower one counts', () => {
  const rows = [
    ['2026년 상담 대장'],
    ['번호', '고객 정보', '', '연락처', '', '메모'],
    ['', '이름', '생년월일', '', '', ''],
    ['1', '김지현', '1990-01-01', '010', '', ''],
  ].map((cells, index) => ({ no: index + 1, cells }));
  const merge = (fromRow: number, toRow: number, fromColumn: number, toColumn: number) => ({
    fromRow,
    toRow,
    fromColumn,
    toColumn,
  });
  const merges = [merge(1, 1, 0, 5), merge(2, 3, 0, 0), merge(2, 2, 1, 2), merge(2, 3, 3, 4), merge(2, 3, 5, 5)];
  assert.deepEqual(findHeader(rows, merges), {
    names: ['번호', '이름', '생년월일', '연락처', '연락처', '메모'],
    rows: 3,
  });
  assert.deepEqual(findHeader(rows.slice(3), []), { names: ['1', '김지현', '1990-01-01', '010'], rows: 1 });
});

test('F6 merged cells stand behind the rows and name the columns before them', async () => {
  const rows = rowsXml([
    ['이름', '연락처', ''],
    ['김지현', '010-2222-3333', '010-2222-4444'],
  ]);
  const sheet = `${rows.replace('<c t="inlineStr"><is><t></t></is></c>', '')}<mergeCells count="1"><mergeCell ref="B1:C1"/></mergeCells>`;
  assert.deepEqual((await read(sheet))[0], ['이름', '연락처', '연락처 (2)']);
});

test('F6 the first sheet that people see is read, or the one that is named; a prefix before the names is none of them', async () => {
  const content = await aWorkbook({
    sheets: {
      숨김: rowsXml([['a'], ['1']]),
      유월: rowsXml([
        ['이름', '수'],
        ['김', '1'],
      ]),
      칠월: rowsXml([
        ['이름', '수'],
        ['박', '2'],
      ]),
    },
    hidden: ['숨김'],
  });
  assert.deepEqual(
    (await openWorkbook(bytesOf(content))).sheets.map(({ name }) => name),
    ['유월', '칠월'],
  );
  assert.deepEqual((await tableOf(content))[1], ['김', '1']);
  assert.deepEqual((await tableOf(content, '칠월'))[1], ['박', '2']);
  const unknown = await openSheet(bytesOf(content), '팔월');
  assert.equal(unknown.ok ? '' : unknown.refusal.code, 'imports.sheet_unknown');
  const prefixed = rowsXml([
    ['이름', '수'],
    ['김', '1'],
  ]).replace(/<(\/?)(\w)/gu, '<$1x:$2');
  assert.deepEqual((await read(prefixed, { prefix: 'x' }))[1], ['김', '1']);
});

test('S7 what would grow without end is refused before it does', async () => {
  const bomb = await aPackage({ 'xl/workbook.xml': Buffer.alloc(40 * 1024 * 1024, 0x20) });
  await assert.rejects(openWorkbook(bytesOf(bomb)), refuses('imports.sheet_too_large'));
  // The list of contents may lie: what comes out beyond it ends the reading.
  const lying = await aWorkbook({ sheets: { a: rowsXml(Array.from({ length: 2000 }, () => ['이름', '수'])) } });
  const at = lying.indexOf('xl/worksheets/sheet1.xml', lying.indexOf('PK\u0001\u0002'));
  lying.writeUInt32LE(100, at - 46 + 24);
  await assert.rejects(tableOf(lying), refuses('imports.sheet_broken'));
  const wide = await openSheet(
    bytesOf(await aWorkbook({ sheets: { a: rowsXml([Array.from({ length: 16_384 }, (_, no) => `열${no}`)]) } })),
    null,
  );
  assert.equal(wide.ok ? '' : wide.refusal.code, 'imports.too_many_columns');
  const far = await read(
    '<sheetData><row><c t="inlineStr"><is><t>이름</t></is></c></row><row><c r="XFD2"><v>1</v></c></row></sheetData>',
  );
  assert.ok((far[1]?.length ?? 0) <= 401, 'a cell at the end of the sheet makes no row of sixteen thousand');
  const entities = await aPackage({
    'xl/workbook.xml': '<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb">]><workbook><sheets/></workbook>',
  });
  await assert.rejects(openWorkbook(bytesOf(entities)), refuses('imports.sheet_broken'));
});

test('S11 a package that is no workbook says what it is, a damaged one that it is', async () => {
  await assert.rejects(
    openWorkbook(bytesOf(await aPackage({ 'content.xml': '<a/>' }))),
    refuses('imports.not_workbook'),
  );
  await assert.rejects(openWorkbook(bytesOf(await aPackage({ 'a.txt': 'a' }))), refuses('imports.not_workbook'));
  const whole = await aWorkbook({
    sheets: {
      a: rowsXml([
        ['이름', '수'],
        ['김', '1'],
      ]),
    },
  });
  await assert.rejects(openWorkbook(bytesOf(whole.subarray(0, whole.length - 40))), refuses('imports.sheet_broken'));
  await assert.rejects(read('<sheetData><row><c></row>'), refuses('imports.sheet_broken'));
});

test('S3 what is written as a workbook is text, and reads back as it was', async () => {
  const rows = [
    ['이름', '메모'],
    ['=1+1', '+82 10-2222-3333'],
    ['@a', '-5'],
    ['\t탭', '＝전각'],
    ["'=apostrophe", ' a "b" <c> & \u0001 _x0041_ '],
    ['줄\n바꿈', '😀'],
  ];
  const made = await buffer(
    writeWorkbook(
      '오류/목록',
      (async function* () {
        yield* rows;
      })(),
    ),
  );
  assert.deepEqual(await tableOf(made), rows);
  const { archive } = await openWorkbook(bytesOf(made));
  let xml = '';
  for await (const piece of archive.text('xl/worksheets/sheet1.xml')) xml += piece;
  assert.ok(!xml.includes('<f>') && !/<c (?!t="inlineStr" s="1")/u.test(xml), 'every cell is a text');
});
