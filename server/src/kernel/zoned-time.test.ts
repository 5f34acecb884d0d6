import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Temporal } from 'temporal-polyfill';
import { calendarDay } from './calendar-day.ts';
import { formatInstant, instant, parseInstant } from './instant.ts';
import { dayOf, instantAt, isTimeZone, minuteOfDay } from './zoned-time.ts';

const at = (text: string) => parseInstant(text) ?? assert.fail(text);

test('only names of zones are zones', () => {
  for (const name of ['Asia/Seoul', 'America/Argentina/Ushuaia', 'UTC', 'Etc/GMT+5']) assert.ok(isTimeZone(name), name);
  for (const name of ['+09:00', 'Asia/Nowhere', '', 'Seoul time', '09:00']) assert.ok(!isTimeZone(name), name);
});

test('an instant has the day and minute of its zone', () => {
  assert.equal(dayOf('Asia/Seoul', at('2026-10-05T15:30:00Z')), '2026-10-06');
  assert.equal(minuteOfDay('Asia/Seoul', at('2026-10-05T15:30:00Z')), 30);
  assert.equal(dayOf('America/New_York', at('2026-10-06T03:59:59Z')), '2026-10-05');
});

test('a wall time skipped in spring moves forward, a repeated one in autumn is the first', () => {
  const wall = (day: string, minute: number) => formatInstant(instantAt('America/New_York', calendarDay(day), minute));
  assert.equal(wall('2026-03-08', 150), '2026-03-08T07:30:00.000Z', '02:30 does not exist: 03:30 EDT');
  assert.equal(wall('2026-11-01', 90), '2026-11-01T05:30:00.000Z', '01:30 happens twice: the first, EDT');
  assert.equal(wall('2026-03-08', 1440), '2026-03-09T04:00:00.000Z');
  assert.equal(wall('2026-03-07', 540), '2026-03-07T14:00:00.000Z');
  assert.equal(wall('2026-03-09', 540), '2026-03-09T13:00:00.000Z');
  assert.equal(
    formatInstant(instantAt('America/Havana', calendarDay('2026-03-08'), 0)),
    '2026-03-08T05:00:00.000Z',
    'midnight itself is skipped',
  );
});

test('the remembered offsets agree with the exact ones at every hour of a year', () => {
  for (const zone of ['America/New_York', 'Asia/Seoul', 'Australia/Lord_Howe', 'Africa/Casablanca', 'Pacific/Apia']) {
    for (let hour = 0; hour < 366 * 24; hour += 1) {
      const moment = instant(Date.UTC(2026, 0, 1) + hour * 3_600_000 + 59_000);
      const exact = Temporal.Instant.fromEpochMilliseconds(moment).toZonedDateTimeISO(zone);
      assert.equal(dayOf(zone, moment), exact.toPlainDate().toString());
      assert.equal(minuteOfDay(zone, moment), exact.hour * 60 + exact.minute);
    }
  }
});
