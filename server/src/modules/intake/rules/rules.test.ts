import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mappedBody, valueAt } from './mapped-body.ts';
import { storable } from './storable.ts';

test('what a database cannot hold is replaced, the rest is kept as it came', () => {
  const cases: [unknown, unknown][] = [
    ['a\u0000b', 'a\ufffdb'],
    ['a\ud800b', 'a\ufffdb'],
    ['\ud83d\ude00', '\ud83d\ude00'],
    ['\\u0000', '\\u0000'],
    ['\\\u0000', '\\\ufffd'],
    [{ 'k\u0000': [1, null, 'x'] }, { 'k\ufffd': [1, null, 'x'] }],
    [undefined, null],
  ];
  for (const [given, expected] of cases) assert.deepEqual(storable(given), expected);
});

test('a path leads into lists and objects, and nowhere else', () => {
  const body = { a: { b: [{ c: 7 }] }, text: 'x' };
  assert.equal(valueAt(body, 'a.b.0.c'), 7);
  assert.equal(valueAt(body, 'a.b.length'), 1, 'a list has a length');
  assert.equal(valueAt(body, 'text.length'), undefined);
  assert.equal(valueAt(body, 'constructor.name'), undefined);
  assert.equal(valueAt(null, 'a'), undefined);
});

test('a mapped body says only what the foreign one says', () => {
  assert.deepEqual(
    mappedBody({ lead: { tel: 1012345678, mail: '' } }, { 'person.phone': 'lead.tel', 'person.email': 'lead.mail' }),
    {
      person: { phone: '1012345678' },
    },
  );
  const own = { person: { name: '홍' } };
  assert.equal(mappedBody(own, {}), own);
});
