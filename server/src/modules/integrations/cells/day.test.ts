import assert from 'node:assert/strict';
import { test } from 'node:test';
import { calendarDay } from '../../../kernel/calendar-day.ts';
import { parseDayCell, type DayReading } from './day.ts';

const SEOUL: DayReading = { zone: 'Asia/Seoul', yearless: { until: calendarDay('2026-11-22') } };
const AHEAD: DayReading = { zone: 'Asia/Seoul', yearless: { from: calendarDay('2026-12-20') } };
const BIRTH: DayReading = { ...SEOUL, birth: true };
const NEW_YORK: DayReading = { zone: 'America/New_York', yearless: { until: calendarDay('2026-11-22') } };

const read = (text: string, reading: DayReading) => {
  const parsed = parseDayCell(text, reading);
  if (!parsed.ok) return parsed.refusal.code;
  const { day, minute } = parsed.value;
  return minute === null ? day : `${day} ${Math.floor(minute / 60)}:${String(minute % 60).padStart(2, '0')}`;
};

const TABLE: readonly (readonly [text: string, expected: string, reading?: DayReading])[] = [
  ['2026-06-02', '2026-06-02'],
  ['2026.6.2 17:31', '2026-06-02 17:31'],
  ['2026. 6. 2.', '2026-06-02'],
  ['2026/6/2 8:05:59', '2026-06-02 8:05'],
  ['2026년 6월 2일(화) 오후 5시 31분', '2026-06-02 17:31'],
  ['2026年6月2日 下午5:31', '2026-06-02 17:31'],
  ['２０２６－０６－０２', '2026-06-02'],
  ['20260602', '2026-06-02'],
  ['26.6.2', '2026-06-02'],
  ["'26/06/02", '2026-06-02'],
  ['Jun 2, 2026 5:31 PM', '2026-06-02 17:31'],
  ['2 June 2026', '2026-06-02'],
  ['Tue, 2 Jun 2026', '2026-06-02'],
  ['2026-06-02T17:31:00+09:00', '2026-06-02 17:31'],
  ['2026-06-02T17:31:00Z', '2026-06-03 2:31'],
  ['2026-06-02T17:31', '2026-06-02 17:31'],
  ['오전 12시', 'imports.day_unreadable'],
  ['2026-06-02 오전 12:10', '2026-06-02 0:10'],
  ['2026-06-02 오후 12:10', '2026-06-02 12:10'],
  // A spreadsheet's own count of days.
  ['46175', '2026-06-02'],
  ['46175.5', '2026-06-02 12:00'],
  ['46175.99999', '2026-06-03 0:00'],
  // Without a year: the latest such day that is not after the upload, or the first from a day on.
  ['4월 8일', '2026-04-08'],
  ['12월 8일', '2025-12-08'],
  ['11/22', '2026-11-22'],
  ['11/23', '2025-11-23'],
  ['2월 29일', '2024-02-29'],
  ['2월 30일', 'imports.day_impossible'],
  ['1월 3일', '2027-01-03', AHEAD],
  ['12-24', '2026-12-24', AHEAD],
  // Days that do not exist are never moved.
  ['2026-02-30', 'imports.day_impossible'],
  ['2026-13-01', 'imports.day_impossible'],
  ['2025-02-29', 'imports.day_impossible'],
  ['2026-06-02 25:00', 'imports.time_impossible'],
  ['2026-06-02 17:61', 'imports.time_impossible'],
  // Day and month are told apart only where there is no doubt.
  ['6/2/2026', 'imports.day_ambiguous'],
  ['6/2/2026', '2026-06-02', NEW_YORK],
  ['6/22/2026', '2026-06-22'],
  ['22.6.2026', '2026-06-22'],
  ['5/5/2026', '2026-05-05'],
  ['800102', '1980-01-02', BIRTH],
  ['05.3.4', '2005-03-04', BIRTH],
  ['90-03-04', '1990-03-04', BIRTH],
  ['1980년 1월 2일', '1980-01-02', BIRTH],
  ['어제', 'imports.day_unreadable'],
  ['2026-06-02 예약', 'imports.day_unreadable'],
  ['0', 'imports.day_unreadable'],
  ['2026', 'imports.day_unreadable'],
];

test('F6 dates as people write them', () => {
  for (const [text, expected, reading] of TABLE) assert.equal(read(text, reading ?? SEOUL), expected, text);
});
