import assert from 'node:assert/strict';
import { test } from 'node:test';
import { STANDARD_PRESETS } from '@anbu/contract';
import { loadOf, minutesOfWork } from './load-rules.ts';

const preset = STANDARD_PRESETS.load;

test('A20 each kind of action takes its own minutes', () => {
  assert.equal(minutesOfWork([], preset), 0);
  const work = [
    { kind: 'CALL', count: 10 },
    { kind: 'FOLLOW_UP', count: 2 },
  ] as const;
  assert.equal(minutesOfWork(work, preset), 10 * 6 + 2 * 8);
});

const CASES = [
  ['eight hours planned at 80 % are 384 minutes', 192, 480, 80, { capacityMinutes: 384, percent: 50 }],
  ['more than there is time for is over 100 %', 480, 480, 80, { capacityMinutes: 384, percent: 125 }],
  ['who is away has no share, not an endless one', 60, 0, 80, { capacityMinutes: 0, percent: null }],
  ['nothing to do is nothing', 0, 480, 100, { capacityMinutes: 480, percent: 0 }],
] as const;
for (const [why, minutes, onDuty, planned, expected] of CASES) {
  test(`A20 ${why}`, () => assert.deepEqual(loadOf(minutes, onDuty, planned), expected));
}
