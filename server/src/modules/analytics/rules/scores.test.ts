import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cesOf, csatOf, npsOf } from './scores.ts';

/** `times(3, 9)`: three answers of nine. */
const times = (count: number, answer: number): readonly number[] => Array.from({ length: count }, () => answer);

const NPS = [
  ['half promoters, a fifth detractors', [...times(50, 9), ...times(30, 8), ...times(20, 6)], '30.0', '14.7', '45.3'],
  ['7 and 8 are neither', times(10, 7), '0.0', '0.0', '0.0'],
  ['all promoters', times(10, 10), '100.0', '100.0', '100.0'],
  ['the interval ends where the scale does', [...times(9, 10), 0], '80.0', '42.8', '100.0'],
  ['six is a detractor', [...times(9, 8), 6], '-10.0', '-28.6', '8.6'],
] as const;
for (const [why, answers, score, low, high] of NPS) {
  test(`NPS: ${why}`, () => {
    const nps = npsOf(answers);
    assert.ok(nps);
    assert.deepEqual([nps.score.toFixed(1), nps.low.toFixed(1), nps.high.toFixed(1)], [score, low, high]);
  });
}

test('CSAT: mean, and the share of 8 and 9', () => {
  assert.deepEqual(csatOf([...times(5, 9), ...times(3, 8), ...times(2, 0)]), { n: 10, mean: 6.9, topShare: 0.8 });
});

test('CES: mean, and the share of 4 and 5', () => {
  assert.deepEqual(cesOf([...times(6, 1), ...times(2, 4), ...times(2, 5)]), { n: 10, mean: 2.4, topShare: 0.4 });
});

test('no score is said of nine answers', () => {
  assert.deepEqual([npsOf(times(9, 9)), csatOf(times(9, 9)), cesOf(times(9, 5))], [null, null, null]);
});
