import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { csvLine, guard, unguard } from '../csv/safe-cell.ts';
import { openTable } from '../csv/records.ts';
import { sniffDelimiter } from '../csv/sniff.ts';
import { INTEREST_WORDS, SOURCE_WORDS } from '../words/choices.ts';
import { chooseMany, chooser } from './choices.ts';
import { governedReading, labelKey, proposalsFor } from './labels.ts';
import { proposeMapping } from './mapping.ts';

test('F6 headers are recognised in three languages, with additions, in any order', () => {
  const table: readonly (readonly [readonly string[], Record<string, string>])[] = [
    [
      [
        '번호',
        '고객명',
        '연락처',
        '문의일',
        '경로',
        '관심진료',
        '담당',
        '상태',
        '통화횟수',
        '예약일',
        '내원일',
        '메모',
      ],
      {
        name: '고객명',
        phone: '연락처',
        receivedAt: '문의일',
        sourceChannel: '경로',
        interests: '관심진료',
        owner: '담당',
        status: '상태',
        callCount: '통화횟수',
        bookingAt: '예약일',
        visitAt: '내원일',
        text: '메모',
      },
    ],
    [
      ['No.', 'Full Name', 'Mobile (KR)', 'Date received', 'Lead Status'],
      { name: 'Full Name', phone: 'Mobile (KR)', receivedAt: 'Date received', status: 'Lead Status' },
    ],
    [
      ['姓名', '手机号', '咨询日期', '渠道', '状态', '备注'],
      { name: '姓名', phone: '手机号', receivedAt: '咨询日期', sourceChannel: '渠道', status: '状态', text: '备注' },
    ],
    [
      ['성 함', '휴대폰 번호', '접수일시', '가져오기 오류'],
      { name: '성 함', phone: '휴대폰 번호', receivedAt: '접수일시' },
    ],
  ];
  for (const [headers, expected] of table) assert.deepEqual(proposeMapping('enquiries', headers), expected);
});

test('A3 governed names in any language and spelling are taken as they are; others are only proposed', () => {
  const table: readonly (readonly [string, string | null])[] = [
    ['예약완료', 'BOOKED'],
    [' 2차 부재 ', 'NO_ANSWER_2'],
    ['no_answer_2', 'NO_ANSWER_2'],
    ['No Answer 2', 'NO_ANSWER_2'],
    ['已预约', 'BOOKED'],
    ['전화주기로', 'CALLBACK'],
    ['노쇼', 'NO_SHOW'],
    ['결번', 'INVALID'],
    ['INVALID', null],
    ['부재', null],
    ['안받음', null],
    ['', null],
  ];
  for (const [label, code] of table) assert.equal(governedReading(label)?.code ?? null, code, label);
  assert.equal(governedReading('중복')?.invalidKind, 'duplicate');
  assert.equal(labelKey('부재 3'), labelKey('부재3'));
});

test('A3 proposals come from words without doubt only', () => {
  const codes = (label: string) => proposalsFor(label).map(({ code }) => code);
  assert.deepEqual(codes('3차부재(문자)'), ['NO_ANSWER_3']);
  assert.deepEqual(codes('가족상의'), ['HOLD']);
  assert.deepEqual(proposalsFor('가족상의')[0]?.holdReasons, ['FAMILY']);
  assert.deepEqual(codes('부재'), [], 'how many times is not said');
  assert.deepEqual(codes('종료'), [], 'an end of many kinds');
  assert.deepEqual(codes('상담완료'), [], 'booked, held or declined: not said');
  assert.deepEqual(codes('예약취소 후 재통화').sort(), ['CALLBACK', 'CANCELLED']);
  assert.ok(proposalsFor('예약취소 후 재통화').every(({ confidence }) => confidence < 0.5));
});

const list = (codes: readonly string[]) =>
  codes.map((code) => ({ code, names: { ko: `${code}이름`, en: code, zh: code } }));

test('A1 channels and interests are chosen by code, by the own name, by a common word, never guessed', () => {
  const source = chooser(
    [
      ...list(['internet', 'referral', 'unknown']),
      { code: 'cafe_ad', names: { ko: '맘카페', en: 'Cafe', zh: '妈妈网' } },
    ],
    SOURCE_WORDS,
  );
  assert.deepEqual(source('네이버'), { code: 'internet', exact: false });
  assert.deepEqual(source('맘 카페'), { code: 'cafe_ad', exact: true }, 'the own list goes before common words');
  assert.equal(source('간판'), null, 'a word of a channel that this list has not');
  assert.equal(source('아무거나'), null);
  assert.deepEqual(source('-'), { code: 'unknown', exact: false });
  const interest = chooser(list(['implant', 'cavity']), INTEREST_WORDS);
  assert.deepEqual(chooseMany('임플란트 충치', interest), { codes: ['cavity', 'implant'], unknown: [] });
  assert.deepEqual(chooseMany('Implant, 성형', interest), { codes: ['implant'], unknown: ['성형'] });
  assert.deepEqual(chooseMany('임플란트외', interest), { codes: [], unknown: ['임플란트외'] });
  assert.deepEqual(chooseMany('', interest), { codes: [], unknown: [] });
});

test('S3 a guarded cell runs nowhere and comes back as it was', async () => {
  for (const cell of ['=1+1', '+82', '-3', '@x', '\tx', '\rx', '＝1', "'=1"]) assert.equal(guard(cell), `'${cell}`);
  for (const cell of ['1+1', "'안녕", '가=나', '']) assert.equal(guard(cell), cell);
  fc.assert(fc.property(fc.string(), (cell) => unguard(guard(cell)) === cell));
  const text = fc.array(fc.string({ unit: fc.constantFrom('가', 'a', '"', ',', '\n', '=', "'", ' ', ';') }), {
    minLength: 2,
    maxLength: 5,
  });
  await fc.assert(
    fc.asyncProperty(text, async (cells) => {
      async function* pieces() {
        yield `${csvLine(cells.map((_, index) => `h${index}`))}${csvLine([...cells.slice(0, -1), 'end'])}`;
      }
      const table = await openTable(pieces());
      assert.ok(table.ok);
      const records: string[][] = [];
      for await (const record of table.value.records) records.push([...record]);
      assert.deepEqual(
        records.map((record) => record.map(unguard)),
        [[...cells.slice(0, -1), 'end']],
      );
    }),
  );
});

test('F6 the separator is the one that cuts the header', () => {
  assert.equal(sniffDelimiter('a,b\n1;2;3;4'), ',');
  assert.equal(sniffDelimiter('a\tb, c\td\n'), '\t');
  assert.equal(sniffDelimiter('"a,b,c";d;e\n'), ';');
  assert.equal(sniffDelimiter('name\n'), ',');
});
