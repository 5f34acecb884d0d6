import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  addDays,
  addMonths,
  calendarDay,
  compareDays,
  daysBetween,
  monthOf,
  parseDay,
  weekdayOf,
} from './calendar-day.ts';

test('a day that the calendar does not have is no day', () => {
  for (const text of [
    '2026-02-31',
    '2026-02-29',
    '2026-13-01',
    '2026-00-10',
    '2026-2-1',
    '2026-02-01T00:00Z',
    '',
    '0026-01-0',
  ]) {
    assert.equal(parseDay(text), null, text);
  }
  assert.equal(parseDay('2028-02-29'), '2028-02-29');
});

test('days are added over months, years and leap days', () => {
  assert.equal(addDays(calendarDay('2026-12-31'), 1), '2027-01-01');
  assert.equal(addDays(calendarDay('2028-02-28'), 1), '2028-02-29');
  assert.equal(addDays(calendarDay('2026-03-01'), -1), '2026-02-28');
  assert.equal(daysBetween(calendarDay('2026-02-27'), calendarDay('2026-03-02')), 3);
});

test('weekdays are those of the wall calendar', () => {
  assert.equal(weekdayOf(calendarDay('2026-10-05')), 'mon');
  assert.equal(weekdayOf(calendarDay('1969-12-31')), 'wed');
  assert.equal(weekdayOf(calendarDay('2024-02-29')), 'thu');
});

test('months and order', () => {
  assert.equal(addMonths(monthOf(calendarDay('2026-12-15')), 1), '2027-01');
  assert.equal(addMonths(monthOf(calendarDay('2026-01-15')), -1), '2025-12');
  assert.ok(compareDays(calendarDay('2026-01-02'), calendarDay('2026-01-10')) < 0);
});
