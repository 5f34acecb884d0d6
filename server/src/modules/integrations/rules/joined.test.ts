import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { StatusCode } from '@anbu/contract';
import { calendarDay } from '../../../kernel/calendar-day.ts';
import { instant } from '../../../kernel/instant.ts';
import { joinRows, type Saying } from './joined.ts';
import type { EnquiryPlan } from './plan.ts';

const PLAN: EnquiryPlan = {
  receivedAt: instant(0),
  receivedOn: calendarDay('2026-10-01'),
  siteId: 'site',
  sourceChannel: 'unknown',
  campaign: null,
  interests: ['implant'],
  ownerId: null,
  text: null,
  callCount: null,
  bookingOn: null,
  bookingMinute: null,
  visitOn: null,
  visitMinute: null,
  likelihood: null,
  holdReasons: [],
  recontactOn: null,
};

function aRow(no: number, code: StatusCode, plan: Partial<EnquiryPlan> = {}, duplicate = false): Saying {
  const reading = { code, invalidKind: duplicate ? ('duplicate' as const) : null, holdReasons: [], likelihood: null };
  return { no, label: code, reading, plan: { ...PLAN, ...plan } };
}

const WAYS: readonly (readonly [
  rows: readonly StatusCode[],
  end: StatusCode,
  before: readonly StatusCode[],
  why: string,
])[] = [
  [['NO_ANSWER_1', 'BOOKED'], 'BOOKED', ['NO_ANSWER_1'], 'the way goes on'],
  [['BOOKED', 'NO_ANSWER_1'], 'BOOKED', ['NO_ANSWER_1'], 'lists begin with the newest, too'],
  [
    ['NO_ANSWER_3', 'NO_ANSWER_1', 'NO_ANSWER_2'],
    'NO_ANSWER_3',
    ['NO_ANSWER_1', 'NO_ANSWER_2'],
    'calls are counted up',
  ],
  [['DECLINED', 'BOOKED'], 'BOOKED', ['DECLINED'], 'what was booked must not be forgotten'],
  [['UNREACHED', 'CONSULTING'], 'CONSULTING', ['UNREACHED'], 'she was reached'],
  [['VISITED', 'NO_SHOW', 'DECLINED'], 'VISITED', ['DECLINED', 'NO_SHOW'], 'who came has come'],
  [['VISITED', 'DO_NOT_CONTACT'], 'DO_NOT_CONTACT', ['VISITED'], 'a refusal of all contact stands'],
];

test('F6 rows that tell of one enquiry are one way: the furthest status stands, the others are its history', () => {
  for (const [codes, end, before, why] of WAYS) {
    const [first, ...rest] = codes.map((code, index) => aRow(index + 1, code));
    const joined = joinRows([first!, ...rest]);
    assert.equal(joined.last.reading.code, end, why);
    assert.deepEqual(
      joined.earlier.map(({ reading }) => reading.code),
      before,
      why,
    );
  }
});

test('F6 of rows of one enquiry no word is lost: what the furthest row does not say, one before it does', () => {
  const call = aRow(1, 'NO_ANSWER_1', { text: '신호만 감', callCount: 2, sourceChannel: 'internet', ownerId: 'kim' });
  const booked = aRow(2, 'BOOKED', { text: '토요일', bookingOn: calendarDay('2026-10-05'), bookingMinute: 600 });
  const { plan } = joinRows([call, booked]);
  assert.deepEqual(
    [plan.text, plan.callCount, plan.sourceChannel, plan.ownerId, plan.bookingOn, plan.bookingMinute],
    ['신호만 감\n토요일', 2, 'internet', 'kim', '2026-10-05', 600],
  );
});

test('F6 a row that calls itself a duplicate of the others says nothing of where the enquiry stands', () => {
  const { last, earlier } = joinRows([aRow(1, 'NO_ANSWER_1'), aRow(2, 'INVALID', {}, true)]);
  assert.equal(last.reading.code, 'NO_ANSWER_1');
  assert.deepEqual(earlier, []);
});
