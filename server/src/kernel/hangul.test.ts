import assert from 'node:assert/strict';
import { test } from 'node:test';
import { choseong, cleanText, isChoseongQuery, normaliseChoseongQuery, normaliseName } from './hangul.ts';

test('a name has its initial consonants, composed or decomposed', () => {
  assert.equal(choseong('홍길동'), 'ㅎㄱㄷ');
  assert.equal(choseong('홍길동'.normalize('NFD')), 'ㅎㄱㄷ');
  assert.equal(choseong('까치 힣'), 'ㄲㅊㅎ');
  assert.equal(choseong('김 Anna'), 'ㄱanna');
  assert.equal(choseong('李明'), '李明');
});

test('a query of consonants alone searches initials, clusters of the input method included', () => {
  for (const query of ['ㅎㄱㄷ', 'ㅎ', 'ㄱㅅ', 'ㄳ', '\u1112\u1100']) assert.ok(isChoseongQuery(query), query);
  for (const query of ['홍ㄱ', '', 'ㅏ', 'a', '  ']) assert.ok(!isChoseongQuery(query), query);
  assert.equal(normaliseChoseongQuery('ㄳ ㄷ'), 'ㄱㅅㄷ');
  assert.equal(normaliseChoseongQuery('\u1112\u1100\u1103'), 'ㅎㄱㄷ');
});

test('names compare without width, case and extra space', () => {
  assert.equal(normaliseName('  KIM\u3000 Anna '), 'kim anna');
  assert.equal(normaliseName('각'.normalize('NFD')), '각');
});

test('text that a database or a carrier would refuse is refused at the edge', () => {
  const code = (text: string, max = 10) => {
    const outcome = cleanText(text, { max });
    return outcome.ok ? outcome.value : outcome.refusal.code;
  };
  assert.equal(code('a\u0000b'), 'text.bad_character');
  assert.equal(code('a\uD800b'), 'text.bad_character');
  assert.equal(code('a\u001Bb'), 'text.bad_character');
  assert.equal(code('12345678901'), 'text.too_long');
  assert.equal(code('🙂'.repeat(10)), '🙂'.repeat(10));
  assert.equal(code(' a\r\nb\t'), 'a\nb');
});
