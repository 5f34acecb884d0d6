import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mondayOf, nextShift, weekdayOf, weekWith } from './weeks.ts';

const shift = { siteId: 's', from: '09:30', to: '13:00' };

test('F9 a week begins on its Monday', () => {
  assert.equal(mondayOf('2026-11-16'), '2026-11-16');
  assert.equal(mondayOf('2026-11-22'), '2026-11-16');
  assert.equal(weekdayOf('2026-11-22'), 'sun');
});

test('F9 a shift of one weekday leaves the others as they were, one of all weekdays leaves the weekend', () => {
  const week = weekWith(null, '2026-11-21', 'weekly', [shift]);
  assert.deepEqual([week.sat, week.mon], [[shift], []]);
  const whole = weekWith({ from: '2026-11-16', shifts: week, version: 1 }, '2026-11-17', 'weekdays', [shift]);
  assert.deepEqual([whole.mon, whole.fri, whole.sat, whole.sun], [[shift], [shift], [shift], []]);
});

test('F9 one more shift follows the last one', () => {
  assert.deepEqual(nextShift([], 's'), { siteId: 's', from: '09:30', to: '18:30' });
  assert.deepEqual(nextShift([shift], 's'), { siteId: 's', from: '13:00', to: '18:30' });
});
