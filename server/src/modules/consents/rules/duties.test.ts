import assert from 'node:assert/strict';
import { test } from 'node:test';
import { instant } from '../../../kernel/instant.ts';
import { calendarDay } from '../../../kernel/calendar-day.ts';
import { confirmByOf, dutiesOf, settledBy, type SaidRow } from './duties.ts';
import { PRESET_RULES, recipientOf, ruleBook } from './gate/index.ts';

const at = (text: string) => instant(Date.parse(`${text}:00+09:00`));
const seoul = (moment: number) => new Date(moment + 9 * 3_600_000).toISOString().slice(0, 16);
const saying = (more: Partial<SaidRow> = {}): SaidRow => ({
  id: 'c',
  personId: 'p',
  kind: 'contact',
  purpose: 'marketing',
  channel: 'sms',
  night: false,
  state: 'granted',
  source: 'call',
  at: at('2026-03-01T10:00'),
  confirmBy: null,
  ...more,
});

test('rules.md what somebody said owes her its result within 14 days, once, and is asked about again 30 days before its day', () => {
  const twoYears = { confirmBy: calendarDay('2028-03-01') };
  const result = 'result_notice 2026-03-01T10:05 2026-03-15T10:00';
  const again = 'reconfirmation 2028-01-31T09:00 2028-03-01T00:00';
  for (const [rows, now, owed, why] of [
    [[saying(twoYears)], '2026-03-01T10:05', [result, again], 'a consent: at once, and in two years'],
    [[saying({ state: 'withdrawn' })], '2026-03-01T10:05', [result], 'a refusal has a result too'],
    [
      [saying(twoYears), saying({ ...twoYears, channel: 'email' })],
      '2026-03-01T10:05',
      [result, again, again],
      'said in one go, told in one; each is asked about again',
    ],
    [[saying()], '2026-04-01T10:00', ['result_notice 2026-03-15T10:00 2026-03-15T10:00'], 'written down too late'],
    [[saying({ source: 'import', ...twoYears })], '2026-03-01T10:05', [again], 'of an import somebody else was told'],
    [[saying({ source: 'stop_word', state: 'withdrawn' })], '2026-03-01T10:05', [], 'a stop is confirmed by itself'],
    [[saying({ purpose: 'survey' })], '2026-03-01T10:05', [], 'no advertisement'],
    [[saying({ kind: 'health' })], '2026-03-01T10:05', [], 'no contact'],
  ] as const) {
    const duties = dutiesOf(rows, 'Asia/Seoul', at(now));
    assert.deepEqual(
      duties.map(({ kind, announceAt, dueAt }) => `${kind} ${seoul(announceAt)} ${seoul(dueAt)}`),
      owed,
      why,
    );
  }
});

test('rules.md what is asked again ends with a consent given anew and with a refusal, not with one for the night alone', () => {
  for (const [row, settled, why] of [
    [saying(), [true], 'given anew'],
    [saying({ night: true }), [true], 'one for the night is one for the day'],
    [saying({ state: 'withdrawn' }), [false], 'refused'],
    [saying({ state: 'withdrawn', night: true }), [], 'the day still stands'],
    [saying({ kind: 'third_party' }), [], 'no contact'],
  ] as const) {
    assert.deepEqual(
      settledBy([row]).map(({ kept }) => kept),
      settled,
      why,
    );
  }
});

test('T5 a consent is confirmed by the same date two years later, counted by her own clock', () => {
  const rules = ruleBook(PRESET_RULES);
  for (const [moment, place, said, day, why] of [
    ['2026-03-01T10:00', {}, {}, '2028-03-01', 'Korea, two years'],
    ['2024-02-29T10:00', {}, {}, '2026-02-28', '29 February'],
    ['2026-03-01T00:30', {}, {}, '2028-03-01', 'past midnight in Seoul where nobody said by which clock she lives'],
    ['2026-03-01T00:30', { timeZone: 'Europe/Berlin' }, {}, '2028-02-28', 'the day before where she lives'],
    ['2026-03-01T10:00', {}, { state: 'withdrawn' }, null, 'a refusal is confirmed by nobody'],
    ['2026-03-01T10:00', {}, { kind: 'health' }, null, 'no contact'],
    ['2026-03-01T10:00', { jurisdiction: 'US' }, {}, null, 'no such rule there'],
  ] as const) {
    const recipient = recipientOf({ jurisdiction: 'KR', timeZone: null, ...place });
    assert.equal(confirmByOf(saying(said), at(moment), recipient, rules), day, why);
  }
});
