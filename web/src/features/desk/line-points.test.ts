import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linePoints } from './line-points.ts';

const size = { width: 104, height: 24, inset: 2 };

test('S1 the line goes from left to right, the most at the top and nothing at the bottom', () => {
  assert.deepEqual(linePoints([10, 0, 5], size), [
    { x: 2, y: 2 },
    { x: 52, y: 22 },
    { x: 102, y: 12 },
  ]);
});

test('S1 a day without work, or of one hour, is drawn at the bottom and not into nowhere', () => {
  assert.deepEqual(linePoints([0, 0], size), [
    { x: 2, y: 22 },
    { x: 102, y: 22 },
  ]);
  assert.deepEqual(linePoints([3], size), [{ x: 2, y: 2 }]);
  assert.deepEqual(linePoints([], size), []);
});
