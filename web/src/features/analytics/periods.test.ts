import assert from 'node:assert/strict';
import { test } from 'node:test';
import { comparedWith, monthsOf, periodOf, spanOf } from './periods.ts';

const NAMED = [
  ['this', '2026-11', '2026-11'],
  ['last', '2026-10', '2026-10'],
  ['last3', '2026-09', '2026-11'],
  ['last6', '2026-06', '2026-11'],
  ['last12', '2025-12', '2026-11'],
  ['year', '2026-01', '2026-11'],
] as const;
for (const [span, from, to] of NAMED) {
  test(`a period by its name, and its name again: ${span}`, () => {
    assert.deepEqual(periodOf(span, '2026-11-26'), { from, to });
    assert.equal(spanOf({ from, to }, '2026-11-26'), span);
  });
}

const COMPARED = [
  ['a month with the one before', '2026-11', '2026-11', 'previous', '2026-10', '2026-10'],
  ['a quarter with the three months before', '2026-01', '2026-03', 'previous', '2025-10', '2025-12'],
  ['a quarter with the same of last year', '2026-01', '2026-03', 'year', '2025-01', '2025-03'],
  ['January with December', '2026-01', '2026-01', 'previous', '2025-12', '2025-12'],
] as const;
for (const [why, from, to, comparison, otherFrom, otherTo] of COMPARED) {
  test(`compared: ${why}`, () =>
    assert.deepEqual(comparedWith({ from, to }, comparison), { from: otherFrom, to: otherTo }));
}

test('months of a period go over the year, and there are none of one that is turned around', () => {
  assert.deepEqual(monthsOf({ from: '2025-11', to: '2026-02' }), ['2025-11', '2025-12', '2026-01', '2026-02']);
  assert.deepEqual(monthsOf({ from: '2026-02', to: '2026-01' }), []);
  assert.equal(spanOf({ from: '2026-02', to: '2026-03' }, '2026-11-26'), null, 'chosen month by month');
});
