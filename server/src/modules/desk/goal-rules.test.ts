import assert from 'node:assert/strict';
import { test } from 'node:test';
import { calendarDay, monthOf } from '../../kernel/calendar-day.ts';
import { must } from '../../kernel/outcome.ts';
import { parseSiteCalendar } from '../../kernel/site-calendar.ts';
import { expectedOf, shareOfMonth, standingOf } from './goal-rules.ts';

const day = [['09:30', '18:30']];
const weekdays = { mon: day, tue: day, wed: day, thu: day, fri: day };
const clinic = must(
  parseSiteCalendar({
    timeZone: 'Asia/Seoul',
    hours: { ...weekdays, sat: day },
    closures: ['2026-10-05', '2026-10-09'],
  }),
);
const never = must(parseSiteCalendar({ timeZone: 'Asia/Seoul', hours: {} }));

// October 2026: Thursday the 1st to Saturday the 31st, 27 working days with Saturdays, two of them holidays.
const SHARES = [
  ['before the month nothing is expected', clinic, '2026-09-30', 0, 25],
  ['the first day is passed on itself', clinic, '2026-10-01', 1, 25],
  ['a Sunday adds nothing', clinic, '2026-10-04', 3, 25],
  ['a holiday counts as closed', clinic, '2026-10-05', 3, 25],
  ['the day after it counts again', clinic, '2026-10-06', 4, 25],
  ['two holidays are out of the whole as well', clinic, '2026-10-17', 13, 25],
  ['after the month all is', clinic, '2026-11-01', 25, 25],
  ['a site that never opens has no share', never, '2026-10-17', 0, 0],
] as const;
for (const [why, site, today, openDaysPassed, openDays] of SHARES) {
  test(`A20 expected share: ${why}`, () => {
    assert.deepEqual(shareOfMonth(site, monthOf(calendarDay('2026-10-01')), calendarDay(today)), {
      openDays,
      openDaysPassed,
    });
  });
}

const EXPECTED = [
  ['half of the days, half of the goal', 20, 12, 24, 10],
  ['halves are rounded up', 5, 1, 2, 3],
  ['no goal expects nothing', null, 12, 24, null],
  ['a goal of none expects none', 0, 12, 24, 0],
  ['a month without an opening day expects nothing', 20, 0, 0, null],
] as const;
for (const [why, target, openDaysPassed, openDays, expected] of EXPECTED) {
  test(`A20 expected by today: ${why}`, () => assert.equal(expectedOf(target, { openDays, openDaysPassed }), expected));
}

test('A20 ahead and behind are measured by what is expected today', () => {
  assert.deepEqual(
    [standingOf(3, 2), standingOf(2, 2), standingOf(1, 2), standingOf(1, null)],
    ['ahead', 'even', 'behind', null],
  );
});
