import assert from 'node:assert/strict';
import { test } from 'node:test';
import { messages as en } from '@anbu/contract/messages/en/index';
import { messages as ko } from '@anbu/contract/messages/ko/index';
import { messages as zh } from '@anbu/contract/messages/zh/index';
import { translator } from './language.ts';
import { startOfDay, timeWording } from './time-wording.ts';

const SEOUL = 'Asia/Seoul';
const NOW = Date.parse('2026-11-22T14:00:00+09:00');
const korean = timeWording(translator(ko, 'ko'), SEOUL);
const english = timeWording(translator(en, 'en'), SEOUL);
const chinese = timeWording(translator(zh, 'zh'), SEOUL);
const minutesBefore = (minutes: number) => new Date(NOW - minutes * 60_000).toISOString();

test('a time is told as people say it, in the zone of the site', () => {
  for (const [instant, words, why] of [
    ['2026-11-22T05:00:00Z', '오늘 14:00', 'the day of the site, not of UTC'],
    ['2026-11-21T16:00:00Z', '오늘 01:00', 'still the day before in UTC'],
    ['2026-11-21T09:12:00+09:00', '어제 09:12', 'one calendar day back'],
    ['2026-11-23T00:30:00+09:00', '내일 00:30', 'ten hours ahead, yet tomorrow'],
    ['2026-11-18T10:05:00+09:00', '11월 18일 10:05', 'another day of this year'],
    ['2025-11-22T10:05:00+09:00', '2025년 11월 22일 10:05', 'the year where it is another one'],
  ] as const) {
    assert.equal(korean.when(instant, NOW), words, why);
  }
  assert.equal(english.when('2026-11-21T09:12:00+09:00', NOW), 'Yesterday 09:12');
  assert.equal(chinese.when('2026-11-23T00:30:00+09:00', NOW), '明天 00:30');
});

test('late is told in hours or days when it is long, never in thousands of minutes', () => {
  for (const [minutes, words] of [
    [0.5, '지금'],
    [20, '20분 지남'],
    [59, '59분 지남'],
    [120, '2시간 지남'],
    [23 * 60, '23시간 지남'],
    [4320, '3일 지남'],
  ] as const) {
    assert.equal(korean.overdue(minutesBefore(minutes), NOW), words);
  }
  assert.equal(english.overdue(minutesBefore(1440), NOW), '1 day late');
  assert.equal(chinese.overdue(minutesBefore(4320), NOW), '逾期3天');
});

test('what is past is told by distance, and by its day when it is long ago', () => {
  assert.equal(korean.ago(minutesBefore(0), NOW), '방금');
  assert.equal(korean.ago(minutesBefore(5), NOW), '5분 전');
  assert.equal(korean.ago(minutesBefore(180), NOW), '3시간 전');
  assert.equal(korean.ago(minutesBefore(20 * 60), NOW), '어제', 'last evening is yesterday, not 20 hours ago');
  assert.equal(korean.ago(minutesBefore(3 * 1440), NOW), '3일 전');
  assert.equal(korean.ago('2026-09-01T10:00:00+09:00', NOW), '9월 1일');
});

test('a queue tells when until it is late, then how late', () => {
  assert.equal(korean.due(minutesBefore(-30), NOW), '오늘 14:30');
  assert.equal(korean.due(minutesBefore(125), NOW), '2시간 지남');
  assert.equal(korean.until(minutesBefore(-8), NOW), '8분 뒤');
});

test('what is kept as text names its day, for it is read on another one', () => {
  assert.equal(korean.fixed('2026-11-23T10:00:00+09:00'), '11월 23일 (월) 10:00');
  assert.equal(english.fixed('2026-11-23T10:00:00+09:00'), 'Mon, Nov 23 10:00');
  assert.equal(korean.weekday('2026-11-23'), '월');
});

test('a length is told in the largest fitting unit', () => {
  assert.equal(korean.minutes(6), '6분');
  assert.equal(korean.minutes(80), '1시간 20분');
  assert.equal(korean.minutes(120), '2시간');
  assert.equal(korean.minutes(4320), '3일');
});

test('a month and a day keep their name in every zone', () => {
  const losAngeles = timeWording(translator(ko, 'ko'), 'America/Los_Angeles');
  assert.equal(losAngeles.month('2026-11'), '2026년 11월');
  assert.equal(losAngeles.day('2026-12-25', NOW), '12월 25일 (금)');
  assert.equal(korean.day('2026-11-23', NOW), '내일');
});

test('a day of the site begins at its midnight, across a change of the clock', () => {
  assert.equal(startOfDay('2026-11-22', SEOUL), '2026-11-21T15:00:00Z');
  assert.equal(startOfDay('2026-03-08', 'America/New_York'), '2026-03-08T05:00:00Z');
  assert.equal(startOfDay('2026-03-08', 'America/New_York', 1), '2026-03-09T04:00:00Z', 'a day of 23 hours');
});
