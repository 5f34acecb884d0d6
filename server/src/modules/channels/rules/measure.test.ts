import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Measure } from '@anbu/contract';
import { measure, partsOf, unsendable } from './measure.ts';

type Case = readonly [text: string, expected: Partial<Measure>, why: string];
const CASES: readonly Case[] = [
  ['', { bytes: 0, class: 'SMS', encoding: 'CP949', segments: 1 }, 'nothing typed yet'],
  ['가'.repeat(45), { bytes: 90, class: 'SMS', encoding: 'CP949', segments: 1 }, '45 syllables are 90 bytes'],
  ['가'.repeat(45) + '.', { bytes: 91, class: 'LMS' }, 'one byte more is a long message'],
  ['a'.repeat(90), { bytes: 90, class: 'SMS', alphabet: 'GSM7', segments: 1 }, 'Latin letters take one byte'],
  ['가'.repeat(1_000), { bytes: 2_000, class: 'LMS', segments: 15 }, '2,000 bytes are still long; 1,000 ÷ 67 parts'],
  ['가'.repeat(1_000) + 'a', { bytes: 2_001, class: 'MMS' }, 'beyond 2,000 bytes'],
  ['똠방각하 펲시콜라', { bytes: 17, encoding: 'CP949', unencodable: [] }, 'syllables that EUC-KR lacks, CP949 holds'],
  ['안녕 😀', { bytes: 10, encoding: 'UCS2', unencodable: ['😀'], segments: 1 }, 'a picture'],
  ['👨‍👩‍👧 가족', { encoding: 'UCS2', unencodable: ['👨‍👩‍👧'] }, 'a picture of several is named as one'],
  ['Café', { bytes: 8, encoding: 'UCS2', unencodable: ['é'], alphabet: 'GSM7', segments: 1 }, 'é: GSM-7 holds it'],
  ['他们说们', { encoding: 'UCS2', unencodable: ['们', '说'] }, 'simplified characters, each once'],
  ['您好', { encoding: 'UCS2', unencodable: ['您'] }, '好 stands in CP949, 您 does not'],
  ['한\r\n글\n', { bytes: 7, class: 'SMS', encoding: 'CP949' }, 'line breaks count as typed'],
  ['  앞뒤  ', { bytes: 8 }, 'spaces count as typed'],
  ['①㎡℃※', { bytes: 8, encoding: 'CP949' }, 'signs of the Korean set take two bytes'],
  ['a'.repeat(160), { segments: 1, alphabet: 'GSM7' }, 'one GSM-7 message'],
  ['a'.repeat(161), { segments: 2, alphabet: 'GSM7' }, '153 and 8'],
  ['a'.repeat(306), { segments: 2 }, 'two times 153'],
  ['a'.repeat(307), { segments: 3 }, 'one more'],
  ['€'.repeat(80), { segments: 1, alphabet: 'GSM7' }, 'the euro sign takes two places'],
  ['€'.repeat(81), { segments: 2 }, '162 places'],
  ['가'.repeat(70), { segments: 1, alphabet: 'UCS2' }, 'one UCS2 message'],
  ['가'.repeat(71), { segments: 2 }, '67 and 4'],
  ['가'.repeat(134), { segments: 2 }, 'two times 67'],
  ['가'.repeat(135), { segments: 3 }, 'one more'],
  ['`', { alphabet: 'UCS2', bytes: 1 }, 'a sign that GSM-7 lacks'],
];

test('D12 a text is counted as it is typed, and its class comes by itself', () => {
  for (const [text, expected, why] of CASES) {
    const measured = measure(text);
    const seen = Object.fromEntries(Object.keys(expected).map((key) => [key, measured[key as keyof Measure]]));
    assert.deepEqual(seen, expected, why);
  }
});

test('a part of a long message holds whole characters, and all parts are the text', () => {
  for (const text of ['a'.repeat(152) + '€' + 'b'.repeat(40), '가'.repeat(66) + '😀'.repeat(40)]) {
    const alphabet = text.startsWith('a') ? 'GSM7' : 'UCS2';
    const parts = partsOf(text, alphabet);
    assert.equal(parts.join(''), text);
    assert.ok(parts.every((part) => part.isWellFormed()));
    assert.ok(parts.every((part) => part.length <= (alphabet === 'GSM7' ? 153 : 67)));
  }
});

test('D12 a carrier that takes CP949 alone is never sent what would become a question mark, nor what is longer than it takes', () => {
  const said = (text: string) => unsendable('solapi', measure(text));
  assert.equal(said('똠방각하 ①'), null);
  assert.deepEqual(said('안녕 😀, Café 😀'), {
    code: 'channels.characters_unsendable',
    params: { characters: '😀 é' },
  });
  assert.deepEqual(said('가'.repeat(1_000) + 'a'), {
    code: 'channels.text_too_long',
    params: { bytes: 2_001, most: 2_000 },
  });
  for (const kind of ['smpp', 'kannel', 'twilio'] as const)
    assert.equal(unsendable(kind, measure('안녕 😀')), null, `${kind} speaks UCS2`);
});
