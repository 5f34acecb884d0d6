import assert from 'node:assert/strict';
import { test } from 'node:test';
import { format, parametersOf } from './catalogue.ts';
import { messages as en } from './en/index.ts';
import { messages as ko } from './ko/index.ts';
import { messages as zh } from './zh/index.ts';

test('a Korean particle follows the last sound of the word before it', () => {
  const catalogue = { greet: '{name}[을/를] 부릅니다', to: '{place}[으로/로] 갑니다' };
  assert.equal(format(catalogue, 'ko', 'greet', { name: '민준' }), '민준을 부릅니다');
  assert.equal(format(catalogue, 'ko', 'greet', { name: '민지' }), '민지를 부릅니다');
  assert.equal(format(catalogue, 'ko', 'to', { place: '서울' }), '서울로 갑니다');
});

test('plural forms and an absent parameter give a sentence, not an error', () => {
  const catalogue = { rows: '{count, plural, one {# row} other {# rows}}, {what}' };
  assert.equal(format(catalogue, 'en', 'rows', { count: 1, what: 'read' }), '1 row, read');
  assert.equal(format(catalogue, 'en', 'rows', { count: 1200 }), '1,200 rows, ');
});

test('every sentence of every language compiles and names the same parameters as the Korean one', () => {
  for (const [key, source] of Object.entries<string>(ko)) {
    for (const [language, catalogue] of [
      ['ko', ko],
      ['en', en],
      ['zh', zh],
    ] as const) {
      const translated = (catalogue as Record<string, string>)[key];
      assert.ok(translated, `${language} ${key}`);
      format(catalogue, language, key, Object.fromEntries(parametersOf(translated).map((name) => [name, 1])));
      assert.deepEqual(parametersOf(translated), parametersOf(source), `${language} ${key}`);
    }
  }
});
