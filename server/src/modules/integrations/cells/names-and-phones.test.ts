import assert from 'node:assert/strict';
import { test } from 'node:test';
import { colleagueKey, wholeName } from '../rules/names.ts';
import { parsePhoneCell, type PhoneRegion } from './phone.ts';

const TABLE: readonly (readonly [text: string, phone: string, rest: string, region?: PhoneRegion])[] = [
  ['010-2283-2943', '+821022832943', ''],
  ["'01022832943", '+821022832943', ''],
  ['’010 2283 2943', '+821022832943', ''],
  ['1022832943.0', '+821022832943', ''],
  ['010-2283-2943 (모)', '+821022832943', '(모)'],
  ['010-2283-2943 / 010-2151-8881', '+821022832943', '/ 010-2151-8881'],
  ['없음, 010-2283-2943', '+821022832943', '없음,'],
  ['(650) 253-0000', '+16502530000', '', 'US'],
];

test('F6 a phone as a list has it: with the apostrophe of a spreadsheet, a word, a second number', () => {
  for (const [text, phone, rest, region] of TABLE) {
    assert.deepEqual(
      parsePhoneCell(text, region ?? 'KR'),
      { ok: true, value: { phone, rest, zeroLost: text.startsWith('10') } },
      text,
    );
  }
  for (const [text, code] of [
    ['1.02283E+10', 'imports.phone_scientific'],
    ['전화없음', 'phone.not_a_phone'],
    ['010-123-45', 'phone.impossible'],
  ] as const) {
    const refused = parsePhoneCell(text, 'KR');
    assert.equal(refused.ok ? '' : refused.refusal.code, code, text);
  }
});

test('F6 a name of its parts is written as its language does, and one that has them already stays', () => {
  const table = [
    [null, '길동', '홍', '홍길동'],
    ['길동', null, '홍', '홍길동'],
    ['홍길동', null, '홍', '홍길동'],
    [null, '小明', '王', '王小明'],
    [null, 'Jane', 'Doe', 'Jane Doe'],
    ['Jane Doe', 'Jane', 'Doe', 'Jane Doe'],
    [null, null, 'Doe', 'Doe'],
    [' Jane ', null, null, 'Jane'],
    [null, null, null, null],
  ] as const;
  for (const [whole, given, family, expected] of table) assert.equal(wholeName(whole, given, family), expected);
});

test('F6 a colleague is known by her name, whatever title a list writes behind it', () => {
  for (const text of ['박소영', '박소영 실장', '박소영실장님', '박 소영 코디'])
    assert.equal(colleagueKey(text), '박소영', text);
  for (const text of ['실장', '김님']) assert.equal(colleagueKey(text), text);
});
