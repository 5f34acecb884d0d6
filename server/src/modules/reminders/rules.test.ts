import assert from 'node:assert/strict';
import { test } from 'node:test';
import { instant, MINUTE } from '../../kernel/instant.ts';
import { must } from '../../kernel/outcome.ts';
import { parseSiteCalendar, type SiteCalendarInput } from '../../kernel/site-calendar.ts';
import { afterAnswer, isWorkingTime, whyNot, type Telling } from './rules.ts';

const now = instant(Date.parse('2026-11-18T10:50:00+09:00'));
const telling: Telling = {
  isTest: false,
  ended: false,
  signedIn: true,
  waits: true,
  push: true,
  quietUntil: null,
  onDuty: true,
  ageMilliseconds: 0,
};

test('A8 a browser is told unless its person answered, left, does not work now or wishes quiet', () => {
  const table: readonly (readonly [Partial<Telling>, ReturnType<typeof whyNot>, string])[] = [
    [{}, null, 'nothing speaks against it'],
    [{ ended: true, signedIn: false }, 'ended', 'the browser was taken off the list'],
    [{ signedIn: false }, 'signed_out', 'signed out, or the account is disabled'],
    [{ waits: false }, 'answered', 'answered in another tab meanwhile'],
    [{ push: false }, 'switched_off', 'her own switch'],
    [{ quietUntil: instant(now + MINUTE) }, 'quiet', 'do not disturb, one minute more'],
    [{ quietUntil: now }, null, 'the time of quiet is over'],
    [{ onDuty: false }, 'off_duty', 'she does not work now'],
    [{ ageMilliseconds: 31 * MINUTE }, 'too_late', 'the next repetition tells it'],
    [{ isTest: true, push: false, onDuty: false, waits: false }, null, 'who tries it is told whatever is switched off'],
    [{ isTest: true, signedIn: false }, 'signed_out', 'a test goes to nobody who left'],
  ];
  for (const [given, why, because] of table) assert.equal(whyNot({ ...telling, ...given }, now), why, because);
});

test('A8 without a roster she works from half an hour before opening until half an hour after closing, breaks included', () => {
  const hours: SiteCalendarInput['hours'] = {
    mon: [
      ['09:30', '13:00'],
      ['14:00', '18:30'],
    ],
  };
  const site = must(parseSiteCalendar({ timeZone: 'Asia/Seoul', hours }));
  const table: readonly (readonly [string, boolean])[] = [
    ['2026-11-16T08:59', false],
    ['2026-11-16T09:00', true],
    ['2026-11-16T13:30', true],
    ['2026-11-16T19:00', true],
    ['2026-11-16T19:01', false],
    ['2026-11-17T11:00', false],
  ];
  for (const [text, works] of table) {
    assert.equal(isWorkingTime(site, instant(Date.parse(`${text}:00+09:00`))), works, text);
  }
});

test('what an answer of a push service means', () => {
  const table: readonly (readonly [number, string])[] = [
    [201, 'sent'],
    [202, 'sent'],
    [404, 'gone'],
    [410, 'gone'],
    [429, 'again'],
    [500, 'again'],
    [503, 'again'],
    [307, 'failed'],
    [400, 'failed'],
    [401, 'failed'],
    [413, 'failed'],
  ];
  for (const [status, kind] of table) assert.equal(afterAnswer(status).kind, kind, String(status));
});
