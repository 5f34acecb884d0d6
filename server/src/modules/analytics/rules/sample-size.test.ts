import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sampleSizeFor } from './sample-size.ts';

// The first three are the published cases at 9:1.
const SIZES = [
  ['70 % → 80 %', 0.7, 0.8, 9, 155, 1_391],
  ['18 % → 24 %', 0.18, 0.24, 9, 414, 3_718],
  ['50 % → 52 %', 0.5, 0.52, 9, 5_446, 49_009],
  // Fleiss, equal arms without continuity correction.
  ['equal arms', 0.6, 0.7, 1, 356, 356],
] as const;
for (const [why, heldOutRate, treatedRate, ratio, heldOut, treated] of SIZES) {
  test(`P4 persons needed: ${why}`, () =>
    assert.deepEqual(sampleSizeFor(heldOutRate, treatedRate, ratio), { heldOut, treated }));
}

test('P4 each arm is rounded up by itself: nine times the held-out arm would be too many', () => {
  const size = sampleSizeFor(0.7, 0.8);
  assert.ok(size && size.treated < size.heldOut * 9);
});

test('P4 equal rates need no number: none is enough', () => assert.equal(sampleSizeFor(0.5, 0.5), null));
