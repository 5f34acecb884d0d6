import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isInSight, type Sight } from './sight.ts';

const CASES: readonly (readonly [why: string, sizes: number[], place: number, sight: Sight, inSight: boolean])[] = [
  ['nobody says what is shown: all is', [100, 200, 200], 2, null, true],
  ['the page that is looked at', [100, 200, 200, 200, 200], 2, { first: 320, last: 345 }, true],
  ['the one before it', [100, 200, 200, 200, 200], 1, { first: 320, last: 345 }, true],
  ['the one behind it', [100, 200, 200, 200, 200], 3, { first: 320, last: 345 }, true],
  ['one far below', [100, 200, 200, 200, 200, 200], 5, { first: 0, last: 25 }, false],
  ['the first one, from far below', [100, 200, 200, 200, 200, 200], 0, { first: 900, last: 925 }, false],
  ['one that was never read, where the list ends and is looked at', [100, 200], 2, { first: 280, last: 300 }, true],
  ['one that was never read, behind a long list', [100, 200, 200, 200], 4, { first: 0, last: 25 }, false],
];

for (const [why, sizes, place, sight, inSight] of CASES) {
  test(`a long list: ${why}`, () => assert.equal(isInSight(sizes, place, sight), inSight));
}
