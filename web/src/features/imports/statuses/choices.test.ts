import assert from 'node:assert/strict';
import { test } from 'node:test';
import { acceptedAs, keyed } from './choices.ts';

test('A3 the number keys choose what is proposed first, then usual statuses, nine in all and none twice', () => {
  assert.deepEqual(keyed(['HOLD', 'LATER']).slice(0, 3), ['HOLD', 'LATER', 'NO_ANSWER_1']);
  assert.equal(keyed([]).length, 9);
  assert.equal(new Set(keyed(['HOLD', 'LATER'])).size, 9);
});

test('A3 a sure label is accepted as its one status, or row by row where its rows differ', () => {
  const of = (...codes: ('HOLD' | 'LATER' | 'INVALID')[]) => ({
    split: codes.map((code) => ({ code, count: 3, asked: 0 })),
  });
  assert.equal(acceptedAs(of('HOLD')), 'HOLD');
  assert.equal(acceptedAs(of('HOLD', 'LATER')), 'by-row');
  assert.equal(acceptedAs(of('INVALID')), 'by-row', 'which of the three kinds stands in the rows');
});
