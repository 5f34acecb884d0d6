import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { codeFilter, commaList, distinct, LanguageTag, nearestLanguage, text } from './common.ts';
import { EnquiryInput, EnquiryQuery } from './enquiries.ts';
import { PersonInput } from './people.ts';

test('S4 what nobody sees is taken out of a text; what has nothing to see is not filled in', () => {
  const name = text(20);
  for (const [typed, kept, why] of [
    ['홍\u200b길동', '홍길동', 'zero-width space'],
    ['\ufeff홍길동\u2060', '홍길동', 'byte order mark, word joiner'],
    ['홍\u202e길동\u202c', '홍길동', 'right-to-left override'],
    ['a\u2066b\u2069\u200e\u200f\u061c', 'ab', 'isolates and marks'],
    ['홍\u3164길동', '홍길동', 'Hangul filler'],
    ['홍\u200d길동', '홍길동', 'a joiner that joins nothing'],
    ['가나'.normalize('NFD'), '가나', 'decomposed'],
    ['👨\u200d👩\u200d👧 가족', '👨\u200d👩\u200d👧 가족', 'a picture of several'],
    ['می\u200cخواهم', 'می\u200cخواهم', 'Persian'],
    ['क\u094d\u200dष', 'क\u094d\u200dष', 'Devanagari'],
  ] as const) {
    assert.equal(name.parse(typed), kept, why);
  }
  for (const nothing of ['\u200b', ' \u3164 ', '\u202e\u202c', '\u200d']) {
    const [issue] = name.safeParse(nothing).error?.issues ?? [];
    assert.deepEqual([issue?.code, issue && 'minimum' in issue && issue.minimum], ['too_small', 1]);
  }
});

test('a list of choices holds each once, in the order in which they came', () => {
  assert.deepEqual(distinct(z.array(z.string())).parse(['b', 'a', 'b']), ['b', 'a']);
  const given = { person: { name: '김' }, sourceChannel: 'phone', interests: ['implant', 'implant', 'cavity'] };
  assert.deepEqual(EnquiryInput.parse(given).interests, ['implant', 'cavity']);
});

test('A5 a filter takes known codes only, as a comma list or one by one', () => {
  const filter = codeFilter(['NEW', 'HOLD']);
  for (const good of ['NEW', 'NEW, HOLD', '', ['NEW', 'HOLD']]) assert.ok(filter.safeParse(good).success, String(good));
  for (const bad of ['FOO', 'NEW,FOO', 'new', ['NEW', 'FOO']]) assert.ok(!filter.safeParse(bad).success, String(bad));
  assert.deepEqual(commaList(' a, ,b'), ['a', 'b']);
  const issues = EnquiryQuery.safeParse({ status: 'FOO', stage: 'Z', likelihood: 'x' }).error?.issues ?? [];
  assert.deepEqual(
    issues.map((issue) => issue.path.join()),
    ['status', 'stage', 'likelihood'],
  );
});

test('a language is any BCP 47 tag and is kept; the nearest of ours is found', () => {
  for (const [given, kept, nearest] of [
    ['ko', 'ko', 'ko'],
    ['ko-KR', 'ko-KR', 'ko'],
    ['zh-hans', 'zh-Hans', 'zh'],
    ['EN-gb', 'en-GB', 'en'],
    ['ja', 'ja', null],
    ['pt-BR', 'pt-BR', null],
    ['yue-Hant-HK', 'yue-Hant-HK', null],
  ] as const) {
    assert.equal(LanguageTag.parse(given), kept);
    assert.equal(nearestLanguage(kept), nearest);
  }
  for (const bad of ['', 'english', 'k', 'ko_KR', 'ko-', '한국어', 'x'.repeat(40), 'ko; drop']) {
    assert.ok(!LanguageTag.safeParse(bad).success, bad);
  }
});

test('a sex is said in words or by its letter, in capitals or not', () => {
  const sexOf = (sex: string) => PersonInput.safeParse({ name: '김', sex }).data?.sex;
  assert.deepEqual(['F', 'f', 'Female', 'FEMALE'].map(sexOf), ['female', 'female', 'female', 'female']);
  assert.deepEqual(['M', 'male', 'O', 'other', 'u', 'unknown'].map(sexOf), [
    'male',
    'male',
    'other',
    'other',
    'unknown',
    'unknown',
  ]);
  assert.deepEqual(['x', '', 'femal'].map(sexOf), [undefined, undefined, undefined]);
});

test('an enquiry was not received before 2000', () => {
  const received = (receivedAt: string) =>
    EnquiryInput.safeParse({ person: { name: '김' }, sourceChannel: 'phone', receivedAt }).success;
  assert.ok(received('2000-01-01T00:00:00Z'));
  assert.ok(!received('1999-12-31T23:59:59Z'));
  assert.ok(!received('1800-01-01T00:00:00+09:00'));
});
