import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { calendarDay, monthOf } from './calendar-day.ts';
import { formatInstant, HOUR, instant, MINUTE, parseInstant } from './instant.ts';
import type { Instant } from './instant.ts';
import {
  addOpeningTime,
  closedSince,
  isOpen,
  nextOpenDay,
  nextOpening,
  openDayBefore,
  openDayOfMonth,
  openingTimeBefore,
  openingTimeBetween,
  openPieces,
} from './opening-hours.ts';
import { must } from './outcome.ts';
import { parseSiteCalendar } from './site-calendar.ts';
import type { SiteCalendarInput } from './site-calendar.ts';

const weekday = [
  ['09:30', '13:00'],
  ['14:00', '18:30'],
];
const clinic: SiteCalendarInput = {
  timeZone: 'Asia/Seoul',
  hours: { mon: weekday, tue: weekday, wed: weekday, thu: weekday, fri: weekday, sat: [['09:30', '13:00']] },
  closures: ['2026-10-05', '2026-10-09'],
};
const site = must(parseSiteCalendar(clinic));
const never = must(parseSiteCalendar({ timeZone: 'Asia/Seoul', hours: {} }));
const at = (text: string): Instant => parseInstant(`${text}:00+09:00`) ?? assert.fail(text);
const shown = (moment: Instant | null) =>
  moment === null ? null : formatInstant(instant(moment + 9 * HOUR)).slice(0, 16);

test('opening time runs only while the doors are open', () => {
  assert.equal(shown(addOpeningTime(site, at('2026-10-06T10:00'), 30 * MINUTE)), '2026-10-06T10:30');
  assert.equal(shown(addOpeningTime(site, at('2026-10-06T12:50'), 30 * MINUTE)), '2026-10-06T14:20', 'over the break');
  assert.equal(shown(addOpeningTime(site, at('2026-10-06T18:00'), 30 * MINUTE)), '2026-10-06T18:30', 'ends at closing');
  assert.equal(shown(addOpeningTime(site, at('2026-10-03T12:50'), 30 * MINUTE)), '2026-10-06T09:50', 'over a holiday');
  assert.equal(
    shown(addOpeningTime(site, at('2026-10-04T03:00'), 0)),
    '2026-10-06T09:30',
    'nothing to run: the opening',
  );
  assert.equal(openingTimeBetween(site, at('2026-10-03T12:00'), at('2026-10-06T10:00')), 90 * MINUTE);
  assert.equal(openingTimeBetween(site, at('2026-10-06T10:00'), at('2026-10-06T09:00')), 0);
});

test('opening time runs backwards over breaks, nights and holidays', () => {
  assert.equal(shown(openingTimeBefore(site, at('2026-10-06T10:30'), 30 * MINUTE)), '2026-10-06T10:00');
  assert.equal(
    shown(openingTimeBefore(site, at('2026-10-06T14:10'), 30 * MINUTE)),
    '2026-10-06T12:40',
    'over the break',
  );
  assert.equal(
    shown(openingTimeBefore(site, at('2026-10-06T09:40'), 30 * MINUTE)),
    '2026-10-03T12:40',
    'over a holiday',
  );
  assert.equal(shown(openingTimeBefore(site, at('2026-10-07T03:00'), 30 * MINUTE)), '2026-10-06T18:00', 'in the night');
  assert.equal(openingTimeBefore(never, at('2026-10-07T03:00'), MINUTE), null);
  const base = at('2026-10-01T00:00');
  fc.assert(
    fc.property(fc.nat(20 * 24 * 60), fc.integer({ min: 1, max: 3_000 }), (minute, length) => {
      const now = instant(base + minute * MINUTE);
      const since = openingTimeBefore(site, now, length * MINUTE) ?? assert.fail();
      assert.equal(openingTimeBetween(site, since, now), length * MINUTE);
    }),
  );
});

test('at the minute of closing the site is closed, at the minute of opening it is open', () => {
  assert.ok(isOpen(site, at('2026-10-06T09:30')));
  assert.ok(!isOpen(site, at('2026-10-06T13:00')));
  assert.equal(shown(nextOpening(site, at('2026-10-06T13:00'))), '2026-10-06T14:00');
  assert.equal(shown(nextOpening(site, at('2026-10-06T13:00'))), '2026-10-06T14:00');
  assert.equal(shown(nextOpening(site, at('2026-10-06T10:10'))), '2026-10-06T10:10');
  assert.equal(shown(closedSince(site, at('2026-10-05T12:00'))), '2026-10-03T13:00');
  assert.equal(closedSince(site, at('2026-10-06T10:00')), null);
});

test('open days are counted without closures', () => {
  assert.equal(nextOpenDay(site, calendarDay('2026-10-03')), '2026-10-06');
  assert.equal(openDayBefore(site, calendarDay('2026-10-06')), '2026-10-03');
  const october = monthOf(calendarDay('2026-10-20'));
  assert.equal(openDayOfMonth(site, october, 1), '2026-10-01');
  assert.equal(openDayOfMonth(site, october, 6), '2026-10-08');
  assert.equal(openDayOfMonth(never, october, 1), null);
});

test('a site that never opens ends every search with nothing', () => {
  assert.equal(nextOpening(never, at('2026-10-06T10:00')), null);
  assert.equal(addOpeningTime(never, at('2026-10-06T10:00'), MINUTE), null);
  assert.equal(closedSince(never, at('2026-10-06T10:00')), null);
  assert.equal(nextOpenDay(never, calendarDay('2026-10-06')), null);
});

test('hours that make no sense are refused by the name of the field', () => {
  const codes = (input: Partial<SiteCalendarInput>) => {
    const outcome = parseSiteCalendar({ ...clinic, ...input });
    return outcome.ok ? [] : (outcome.refusal.errors ?? []).map(({ field, code }) => `${field} ${code}`);
  };
  assert.deepEqual(codes({ hours: { mon: [['09:00', '25:00']] } }), ['hours.mon.0.1 site.bad_time']);
  assert.deepEqual(codes({ hours: { mon: [['9:00', '12:00']] } }), ['hours.mon.0.0 site.bad_time']);
  assert.deepEqual(codes({ hours: { tue: [['13:00', '12:00']] } }), ['hours.tue.0.1 site.ends_before_start']);
  assert.deepEqual(
    codes({
      hours: {
        sun: [
          ['13:00', '15:00'],
          ['09:00', '13:30'],
        ],
      },
    }),
    ['hours.sun.0 site.hours_overlap'],
  );
  assert.deepEqual(codes({ hours: { monday: [] } }), ['hours.monday site.unknown_weekday']);
  assert.deepEqual(codes({ timeZone: 'Seoul' }), ['timeZone site.unknown_time_zone']);
  assert.deepEqual(codes({ closures: ['2026-02-30'] }), ['closures.0 site.bad_day']);
  assert.deepEqual(codes({ hours: { fri: [['00:00', '24:00']] } }), []);
});

test('ranges that touch are one piece, and a day may last until 24:00', () => {
  const hours = {
    mon: [
      ['00:00', '12:00'],
      ['12:00', '24:00'],
    ],
    tue: [['00:00', '01:00']],
  };
  const night = must(parseSiteCalendar({ timeZone: 'Asia/Seoul', hours }));
  assert.equal(openPieces(night, calendarDay('2026-10-05')).length, 1);
  assert.equal(shown(addOpeningTime(night, at('2026-10-05T23:45'), 30 * MINUTE)), '2026-10-06T00:15');
});

test('a day of 23 or 25 hours has that much opening time', () => {
  const open = must(parseSiteCalendar({ timeZone: 'America/New_York', hours: { sun: [['00:00', '24:00']] } }));
  const length = (day: string) => openPieces(open, calendarDay(day)).reduce((sum, { from, to }) => sum + to - from, 0);
  assert.equal(length('2026-03-08'), 23 * HOUR);
  assert.equal(length('2026-11-01'), 25 * HOUR);
});

test('adding opening time and measuring it are inverse', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 60 * 24 * 60 }), fc.integer({ min: 1, max: 3_000 }), (start, minutes) => {
      const from = instant(at('2026-09-01T00:00') + start * MINUTE);
      const end = addOpeningTime(site, from, minutes * MINUTE) ?? assert.fail('never');
      assert.equal(openingTimeBetween(site, from, end), minutes * MINUTE);
    }),
    { numRuns: 300 },
  );
});
