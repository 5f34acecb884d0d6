import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fillTexts, languageOf, textOf } from './i18n.ts';

test('the language that the reader likes most and Anbu speaks', () => {
  const rows: [string | undefined, string][] = [
    [undefined, 'ko'],
    ['', 'ko'],
    ['en-US,en;q=0.9', 'en'],
    ['fr,en;q=0.5,ko;q=0.8', 'ko'],
    ['zh-Hans-CN', 'zh'],
    ['de,fr', 'ko'],
    ['en;q=0', 'ko'],
    ['EN', 'en'],
    ['en;q=wrong,zh;q=0.1', 'en'],
    [`${'x,'.repeat(100_000)}en`, 'ko'],
  ];
  for (const [header, expected] of rows) assert.equal(languageOf(header), expected, String(header).slice(0, 40));
});

test('a code becomes a sentence in each language, an unknown one says itself', () => {
  const sentences = (['ko', 'en', 'zh'] as const).map((language) => textOf(language, 'request.not_found'));
  assert.equal(new Set(sentences).size, 3);
  assert.ok(sentences.every((sentence) => sentence !== 'request.not_found'));
  assert.equal(textOf('en', 'no.such_code'), 'no.such_code');
});

test('a code whose particulars are not known any more is said without them', () => {
  const answer = { why: { code: 'gate.no_address', params: {}, text: '' } };
  fillTexts('ko', answer);
  assert.equal(answer.why.text, textOf('ko', 'gate.no_address.counted'));
  assert.doesNotMatch(answer.why.text, /[[{]/);
});

test('empty texts beside codes are filled wherever they stand, written ones stay', () => {
  const answer = {
    items: [
      { why: { code: 'field.too_long', params: { maximum: 20 }, text: '' } },
      { why: { code: 'field.required', params: {}, text: 'mine' } },
      null,
    ],
    code: 'NO_ANSWER_1',
  };
  fillTexts('en', answer);
  assert.match(answer.items[0]!.why.text, /20/);
  assert.equal(answer.items[1]!.why.text, 'mine');
  assert.deepEqual(Object.keys(answer), ['items', 'code']);
});
