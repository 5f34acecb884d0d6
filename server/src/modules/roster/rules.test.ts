import assert from 'node:assert/strict';
import { test } from 'node:test';
import { calendarDay, WEEKDAYS, type CalendarDay } from '../../kernel/calendar-day.ts';
import { instant, type Instant } from '../../kernel/instant.ts';
import { clockText, countOnDuty, dutyAt, readShifts, shiftsOn } from './rules.ts';
import type { Duty, Plan, Shift, Week } from './vocabulary.ts';

const SEOUL = '00000000-0000-7000-8000-000000000001';
const LOS_ANGELES = '00000000-0000-7000-8000-000000000002';
const SITES = new Map([
  [SEOUL, { timeZone: 'Asia/Seoul' }],
  [LOS_ANGELES, { timeZone: 'America/Los_Angeles' }],
]);
const shift = (from: number, to: number, siteId = SEOUL): Shift => ({ siteId, from: from * 60, to: to * 60 });
const day = calendarDay;
const at = (text: string): Instant => instant(Date.parse(text));
const NO_WEEK = Object.fromEntries(WEEKDAYS.map((name) => [name, []])) as unknown as Week;

function aPlan({
  patterns = {},
  days = {},
  absences = [],
}: {
  patterns?: Record<string, Partial<Week>>;
  days?: Record<string, Shift[]>;
  absences?: Plan['absences'];
}): Plan {
  return {
    patterns: Object.entries(patterns)
      .map(([from, week]) => ({ from: day(from), week: { ...NO_WEEK, ...week }, version: 1 }))
      .sort((a, b) => (a.from < b.from ? 1 : -1)),
    days: new Map(
      Object.entries(days).map(([name, shifts]): [CalendarDay, { shifts: Shift[]; version: number }] => [
        day(name),
        { shifts, version: 1 },
      ]),
    ),
    absences,
  };
}

test('F9 a day of its own goes before the week, and of several patterns the last that has begun holds', () => {
  const plan = aPlan({
    patterns: { '2026-11-02': { tue: [shift(9, 18)] }, '2026-11-16': { tue: [shift(13, 21)] }, '2026-12-07': {} },
    days: { '2026-11-24': [] },
  });
  for (const [date, planned, hours, why] of [
    ['2026-10-27', 'none', [], 'before the first pattern'],
    ['2026-11-03', 'week', ['09:00'], 'the first pattern'],
    ['2026-11-10', 'week', ['09:00'], 'it goes on'],
    ['2026-11-17', 'week', ['13:00'], 'the next pattern'],
    ['2026-11-18', 'week', [], 'a day off of the week is planned'],
    ['2026-11-24', 'own', [], 'off on this day only'],
    ['2026-12-08', 'none', [], 'a pattern without a shift ends the plan'],
  ] as const) {
    const found = shiftsOn(plan, day(date));
    assert.equal(found.planned, planned, why);
    assert.deepEqual(
      found.shifts.map(({ from }) => clockText(from)),
      hours,
      why,
    );
  }
});

test('F9 who is on duty at a moment: in the time of each site, up to but without the end, and nobody who is away', () => {
  const plan = aPlan({
    patterns: { '2026-11-02': { tue: [shift(9, 12), shift(13, 18), shift(21, 23, LOS_ANGELES)] } },
    absences: [{ from: at('2026-11-24T14:00:00+09:00'), to: at('2026-11-24T15:00:00+09:00') }],
  });
  for (const [time, state, later, why] of [
    ['2026-11-17T08:59:00+09:00', 'off', true, 'before the shift'],
    ['2026-11-17T09:00:00+09:00', 'on', true, 'its first minute'],
    ['2026-11-17T12:00:00+09:00', 'off', true, 'the break'],
    ['2026-11-17T17:59:00+09:00', 'on', true, 'its last minute'],
    ['2026-11-17T18:00:00+09:00', 'off', true, 'at the end of a shift it is over; Los Angeles is to come'],
    ['2026-11-18T14:30:00+09:00', 'on', true, 'Tuesday 21:30 in Los Angeles'],
    ['2026-11-24T13:59:00+09:00', 'on', true, 'before the absence'],
    ['2026-11-24T14:00:00+09:00', 'absent', false, 'away whatever is planned'],
    ['2026-11-24T15:00:00+09:00', 'on', true, 'back'],
    ['2026-10-20T10:00:00+09:00', 'unplanned', false, 'nobody has planned that week'],
  ] as const) {
    const duty = dutyAt(plan, SITES, at(time));
    assert.deepEqual([duty.state, duty.later], [state, later], why);
  }
});

const duty = (state: Duty['state']): Duty => ({ state, shift: null, later: false, away: null });

test('F9 people on duty: those of the roster, else those who are not away, at least one', () => {
  for (const [states, expected] of [
    [['on', 'on', 'off'], 2],
    [['on', 'unplanned', 'absent'], 1],
    [['unplanned', 'unplanned', 'absent'], 2],
    [['off', 'off'], 2],
    [['absent'], 1],
    [[], 1],
  ] as const) {
    assert.equal(countOnDuty(states.map(duty)), expected, states.join());
  }
});

test('F9 shifts of a day follow each other: what overlaps or runs backwards is refused at its place', () => {
  const read = (...pieces: [string, string][]) =>
    readShifts(
      pieces.map(([from, to]) => ({ siteId: SEOUL, from, to })),
      'shifts',
    );
  const fields = (outcome: ReturnType<typeof read>) =>
    outcome.ok ? [] : (outcome.refusal.errors ?? []).map(({ field, code }) => `${field} ${code}`);
  assert.deepEqual(fields(read(['13:00', '18:00'], ['09:00', '13:00'])), []);
  assert.deepEqual(fields(read(['09:00', '13:00'], ['12:59', '18:00'])), ['shifts.1.from roster.shifts_overlap']);
  assert.deepEqual(fields(read(['22:00', '06:00'])), ['shifts.0.to roster.shift_backwards']);
  assert.deepEqual(fields(read(['18:00', '24:00'])), []);
});
