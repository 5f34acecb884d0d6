import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { csvLine, guard, unguard } from '../../../kernel/csv-line.ts';
import { openTable } from '../csv/records.ts';
import { sniffDelimiter } from '../csv/sniff.ts';
import { INTEREST_WORDS, SOURCE_WORDS } from '../words/choices.ts';
import { chooseMany, chooser } from './choices.ts';

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
