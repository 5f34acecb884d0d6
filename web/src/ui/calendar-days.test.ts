import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nextMonday, readDay, readTime, weeksOf } from './calendar-days.ts';

test('a day is read as people type it, and an impossible one is none', () => {
  for (const [typed, day] of [
    ['2026-11-27', '2026-11-27'],
    ['2026.11.27', '2026-11-27'],
    ['2026. 11. 27.', null],
    ['19900102', '1990-01-02'],
    ['11/27', '2026-11-27'],
    ['1127', '2026-11-27'],
    ['2026-02-30', null],
    ['2026-1', null],
    ['1990', null],
    ['', null],
  ] as const) {
    assert.equal(readDay(typed, '2026-11-24'), day, typed);
  }
});

test('a time is read with and without its colon', () => {
  assert.equal(readTime('1500'), '15:00');
  assert.equal(readTime('9'), '09:00');
  assert.equal(readTime('9:30'), '09:30');
  assert.equal(readTime('24:00'), null);
  assert.equal(readTime('9:7'), null);
});

test('a month is shown in whole weeks that begin as the language counts them', () => {
  const sunday = weeksOf('2026-11-24', 7);
  assert.equal(sunday.length, 5);
  assert.equal(sunday[0]?.[0], '2026-11-01', 'the first of November 2026 is a Sunday');
  assert.equal(weeksOf('2026-11-24', 1)[0]?.[0], '2026-10-26');
  assert.equal(nextMonday('2026-11-24'), '2026-11-30');
  assert.equal(nextMonday('2026-11-30'), '2026-12-07');
});
