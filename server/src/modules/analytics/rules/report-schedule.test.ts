import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ReportSchedule } from '@anbu/contract';
import { calendarDay } from '../../../kernel/calendar-day.ts';
import { formatInstant, instant } from '../../../kernel/instant.ts';
import { must } from '../../../kernel/outcome.ts';
import { parseSiteCalendar, type SiteCalendar } from '../../../kernel/site-calendar.ts';
import { nextRunAt, spanOf } from './report-schedule.ts';

const WEEK = { mon: [['09:00', '18:00']], tue: [['09:00', '18:00']], wed: [['09:00', '18:00']] };
const OPEN = { ...WEEK, thu: [['09:00', '18:00']], fri: [['09:00', '18:00']], sat: [['09:00', '13:00']] };
function aSite(timeZone: string, closures: readonly string[] = [], hours: object = OPEN): SiteCalendar {
  return must(parseSiteCalendar({ timeZone, hours: hours as typeof OPEN, closures }));
}
const SEOUL = aSite('Asia/Seoul');
const NEW_YORK = aSite('America/New_York');

function daily(hour: number, minute: number, openDaysOnly = false): ReportSchedule {
  return { every: 'day', weekdays: [], dayOfMonth: 1, minuteOfDay: hour * 60 + minute, openDaysOnly };
}
const weekly = (weekdays: ReportSchedule['weekdays'], openDaysOnly = false): ReportSchedule => ({
  ...daily(8, 0, openDaysOnly),
  ...{ every: 'week', weekdays },
});
const monthly = (dayOfMonth: number, openDaysOnly = false): ReportSchedule => ({
  ...daily(8, 0, openDaysOnly),
  ...{ every: 'month', dayOfMonth },
});

const CASES: readonly [
  why: string,
  schedule: ReportSchedule,
  site: SiteCalendar,
  after: string,
  next: string | null,
][] = [
  ['later today', daily(8, 0), SEOUL, '2026-11-26T07:59:00+09:00', '2026-11-26T08:00:00+09:00'],
  [
    'at its own moment it is the next one',
    daily(8, 0),
    SEOUL,
    '2026-11-26T08:00:00+09:00',
    '2026-11-27T08:00:00+09:00',
  ],
  ['over the year', daily(8, 0), SEOUL, '2026-12-31T23:00:00+09:00', '2027-01-01T08:00:00+09:00'],
  [
    '01:30 comes twice: the first of them',
    daily(1, 30),
    NEW_YORK,
    '2026-11-01T00:00:00-04:00',
    '2026-11-01T01:30:00-04:00',
  ],
  ['and not again an hour later', daily(1, 30), NEW_YORK, '2026-11-01T01:30:00-04:00', '2026-11-02T01:30:00-05:00'],
  ['between the two', daily(1, 30), NEW_YORK, '2026-11-01T01:10:00-05:00', '2026-11-02T01:30:00-05:00'],
  [
    '02:30 is missing: moved on by the gap',
    daily(2, 30),
    NEW_YORK,
    '2027-03-14T00:00:00-05:00',
    '2027-03-14T03:30:00-04:00',
  ],
  ['and the day after as ever', daily(2, 30), NEW_YORK, '2027-03-14T03:30:00-04:00', '2027-03-15T02:30:00-04:00'],
  ['a day of 23 hours', daily(8, 0), NEW_YORK, '2027-03-13T08:00:00-05:00', '2027-03-14T08:00:00-04:00'],
  ['a day of 25 hours', daily(8, 0), NEW_YORK, '2026-10-31T08:00:00-04:00', '2026-11-01T08:00:00-05:00'],
  ['Sunday is no opening day', daily(8, 0, true), SEOUL, '2026-11-28T09:00:00+09:00', '2026-11-30T08:00:00+09:00'],
  [
    'nor is a holiday',
    daily(8, 0, true),
    aSite('Asia/Seoul', ['2026-11-30']),
    '2026-11-28T09:00:00+09:00',
    '2026-12-01T08:00:00+09:00',
  ],
  ['a site that never opens', daily(8, 0, true), aSite('Asia/Seoul', [], {}), '2026-11-28T09:00:00+09:00', null],
  ['on Monday and Thursday', weekly(['mon', 'thu']), SEOUL, '2026-11-23T08:00:00+09:00', '2026-11-26T08:00:00+09:00'],
  ['and Monday again', weekly(['mon', 'thu']), SEOUL, '2026-11-26T08:00:00+09:00', '2026-11-30T08:00:00+09:00'],
  ['of no weekday there is none', weekly([]), SEOUL, '2026-11-26T08:00:00+09:00', null],
  ['Sunday’s waits for Monday', weekly(['sun'], true), SEOUL, '2026-11-28T09:00:00+09:00', '2026-11-30T08:00:00+09:00'],
  [
    'what waited from yesterday is still to come',
    weekly(['sun'], true),
    SEOUL,
    '2026-11-30T07:00:00+09:00',
    '2026-11-30T08:00:00+09:00',
  ],
  ['the first of a month', monthly(1), SEOUL, '2026-11-02T00:00:00+09:00', '2026-12-01T08:00:00+09:00'],
  [
    'the 31st of November is its last day',
    monthly(31),
    SEOUL,
    '2026-11-01T00:00:00+09:00',
    '2026-11-30T08:00:00+09:00',
  ],
  ['the 30th of February 2027', monthly(30), SEOUL, '2027-01-30T09:00:00+09:00', '2027-02-28T08:00:00+09:00'],
  ['the 29th of February 2027', monthly(29), SEOUL, '2027-01-29T09:00:00+09:00', '2027-02-28T08:00:00+09:00'],
  ['the 29th of February 2028', monthly(29), SEOUL, '2028-01-29T09:00:00+09:00', '2028-02-29T08:00:00+09:00'],
  ['the 31st again in March', monthly(31), SEOUL, '2027-02-28T08:00:00+09:00', '2027-03-31T08:00:00+09:00'],
  [
    'New Year’s Day of a closed site',
    monthly(1, true),
    aSite('Asia/Seoul', ['2027-01-01']),
    '2026-12-31T00:00:00+09:00',
    '2027-01-02T08:00:00+09:00',
  ],
  [
    'two that fall on one day are one',
    weekly(['sun', 'mon'], true),
    SEOUL,
    '2026-11-30T08:00:00+09:00',
    '2026-12-07T08:00:00+09:00',
  ],
];

for (const [why, schedule, site, after, next] of CASES) {
  test(`screen 23: ${why}`, () => {
    const found = nextRunAt(schedule, site, instant(Date.parse(after)));
    assert.equal(found && formatInstant(found), next && formatInstant(instant(Date.parse(next))));
  });
}

test('a year of a daily report is as many as there are days, whatever the clocks do', () => {
  for (const [hour, minute] of [
    [0, 0],
    [1, 30],
    [2, 30],
    [23, 59],
  ] as const) {
    let at = instant(Date.parse('2026-06-30T23:59:30-04:00'));
    let runs = 0;
    for (; ; runs += 1) {
      const next = nextRunAt(daily(hour, minute), NEW_YORK, at);
      if (next === null || next >= Date.parse('2027-07-01T00:00:00-04:00')) break;
      assert.ok(next > at);
      at = next;
    }
    assert.equal(runs, 365, `${hour}:${minute}`);
  }
});

test('a period is that of the day on which the report is made', () => {
  for (const [period, today, from, to, months, asOf] of [
    ['yesterday', '2026-01-01', '2025-12-31', '2025-12-31', '2025-12 2025-12', '2025-12-31'],
    ['lastWeek', '2026-11-26', '2026-11-16', '2026-11-22', '2026-11 2026-11', '2026-11-22'],
    ['lastWeek', '2026-11-30', '2026-11-23', '2026-11-29', '2026-11 2026-11', '2026-11-29'],
    ['lastWeek', '2026-12-06', '2026-11-23', '2026-11-29', '2026-11 2026-11', '2026-11-29'],
    ['lastWeek', '2026-12-07', '2026-11-30', '2026-12-06', '2026-11 2026-12', '2026-12-06'],
    ['thisMonth', '2026-11-26', '2026-11-01', '2026-11-26', '2026-11 2026-11', null],
    ['lastMonth', '2026-01-31', '2025-12-01', '2025-12-31', '2025-12 2025-12', null],
    ['last3Months', '2026-03-01', '2025-12-01', '2026-02-28', '2025-12 2026-02', null],
    ['last12Months', '2028-03-01', '2027-03-01', '2028-02-29', '2027-03 2028-02', null],
  ] as const) {
    const span = spanOf(period, calendarDay(today));
    assert.deepEqual(
      [span.from, span.to, `${span.fromMonth} ${span.toMonth}`, span.asOf],
      [from, to, months, asOf],
      `${period} on ${today}`,
    );
  }
});
