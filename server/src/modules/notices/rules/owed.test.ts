import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OCCASION_CODES, OCCASIONS, type Occasion } from '@anbu/contract';
import { instant, type Instant } from '../../../kernel/instant.ts';
import { DEFAULT_SLOTS, type SiteCalendar } from '../../../kernel/site-calendar.ts';
import type { SettingRow, Settings } from '../vocabulary.ts';
import { owedInformation, owedOnArrival, owedOnBooking, owedOnCancelling } from './owed.ts';
import { whyVoid, type Facts } from './standing.ts';

const WEEKDAY = [
  ['09:30', '13:00'],
  ['14:00', '18:30'],
] as const;
const site: SiteCalendar = {
  timeZone: 'Asia/Seoul',
  hours: { mon: WEEKDAY, tue: WEEKDAY, wed: WEEKDAY, thu: WEEKDAY, fri: WEEKDAY, sat: [['09:30', '13:00']], sun: [] },
  closures: new Set(),
  callingLimits: ['08:00', '21:00'],
  slots: DEFAULT_SLOTS,
};
const at = (text: string) => instant(Date.parse(`${text}:00+09:00`));
const said = (moment: Instant) => new Date(moment + 9 * 3_600_000).toISOString().slice(0, 16);

function settings(off: readonly Occasion[] = [], more: Partial<SettingRow> = {}): Settings {
  return new Map(
    OCCASION_CODES.map((occasion) => {
      const standard: { to: string; days?: number; minutes?: number; time?: string } = OCCASIONS[occasion];
      const { days = null, minutes = null, time = null } = standard;
      const row = { occasion, channels: ['sms'] as const, templateId: 't', days, minutes, time, version: 1, ...more };
      return [occasion, { ...row, active: !off.includes(occasion) }];
    }),
  );
}

test('B6 an enquiry is acknowledged at once; after hours with the next opening, and not when it is no longer new', () => {
  const cases = [
    ['2026-11-26T10:00', 'WAITING', false, '2026-11-26T10:00', 'enquiry_received 2026-11-26T22:00', 'in opening hours'],
    [
      '2026-11-26T13:20',
      'NEW',
      false,
      '2026-11-26T13:20',
      'enquiry_after_hours 2026-11-26T14:00',
      'in the lunch break',
    ],
    ['2026-11-26T23:50', 'NEW', false, '2026-11-26T23:51', 'enquiry_after_hours 2026-11-27T09:30', 'at night'],
    [
      '2026-11-28T13:00',
      'NEW',
      false,
      '2026-11-28T13:00',
      'enquiry_after_hours 2026-11-30T09:30',
      'Saturday noon: Monday',
    ],
    ['2026-11-26T10:00', 'CONSULTING', false, '2026-11-26T10:00', '', 'they speak already'],
    ['2026-11-26T10:00', 'VISITED', false, '2026-11-26T10:00', '', 'she walked in'],
    ['2026-11-26T10:00', 'INVALID', false, '2026-11-26T10:00', '', 'a repetition'],
    ['2026-11-26T10:00', 'NEW', true, '2026-11-26T10:00', '', 'an import'],
    ['2026-11-24T10:00', 'NEW', false, '2026-11-26T10:00', '', 'entered two days later'],
  ] as const;
  for (const [receivedAt, status, imported, now, expected, reason] of cases) {
    const enquiry = { id: 'e', personId: 'p', receivedAt: at(receivedAt), status, imported };
    const owed = owedOnArrival(enquiry, site, settings(), at(now));
    assert.equal(owed.map((one) => `${one.occasion} ${said(one.usefulUntil)}`).join(), expected, reason);
  }
  const enquiry = {
    id: 'e',
    personId: 'p',
    receivedAt: at('2026-11-26T10:00'),
    status: 'NEW',
    imported: false,
  } as const;
  assert.deepEqual(owedOnArrival(enquiry, site, settings(['enquiry_received']), at('2026-11-26T10:00')), [], 'off');
});

test('A6 information after an unanswered day is useful for a day; before the sixth call until the call', () => {
  const base = { enquiryId: 'e', personId: 'p' };
  const after = { ...base, code: 'after_unanswered_day', unansweredDays: 3, at: at('2026-11-26T18:00') } as const;
  const before = { ...base, code: 'before_sixth_call', unansweredDays: 5, at: at('2026-11-27T08:30') } as const;
  const cases = [
    [after, '2026-11-26T18:00', 'unanswered_day 2026-11-26T18:00 2026-11-27T18:00', 'at once'],
    [after, '2026-11-27T18:00', '', 'a day later it says nothing'],
    [before, '2026-11-26T18:00', 'before_sixth_call 2026-11-27T08:30 2026-11-27T09:30', 'an hour before the call'],
    [before, '2026-11-27T09:00', 'before_sixth_call 2026-11-27T09:00 2026-11-27T09:30', 'told late, before the call'],
    [before, '2026-11-27T09:30', '', 'the call begins'],
  ] as const;
  for (const [due, now, expected, reason] of cases) {
    const owed = owedInformation(due, settings(), at(now));
    const words = owed.map((one) => `${one.occasion} ${said(one.dueAt)} ${said(one.usefulUntil)}`).join();
    assert.equal(words, expected, reason);
  }
  const subjectOf = (moment: string, unansweredDays = 3) =>
    owedInformation({ ...after, at: at(moment), unansweredDays }, settings(), at(moment))[0]?.subject;
  assert.equal(subjectOf('2026-11-26T18:00'), subjectOf('2026-11-26T18:20'), 'told twice of one day, it is said once');
  assert.notEqual(subjectOf('2026-11-26T18:00'), subjectOf('2026-11-26T18:00', 4), 'another day of the cadence');
  assert.notEqual(subjectOf('2026-11-26T18:00'), subjectOf('2026-12-28T18:00'), 'the third day of a later cadence');
});

test('B7 a booking has its guide, the day before and the day itself; a step whose time is past is left out', () => {
  const cases = [
    [
      '2026-11-26T10:00',
      '2026-11-30T15:00',
      false,
      'booking_made 26T10:10, booking_day_before 29T10:00, booking_same_day 30T10:00',
      'a Monday',
    ],
    [
      '2026-11-26T10:00',
      '2026-11-30T15:00',
      true,
      'booking_moved 26T10:10, booking_day_before 29T10:00, booking_same_day 30T10:00',
      'moved',
    ],
    [
      '2026-11-26T11:00',
      '2026-11-27T15:00',
      false,
      'booking_made 26T11:10, booking_same_day 27T10:00',
      'for tomorrow, after ten',
    ],
    [
      '2026-11-26T09:00',
      '2026-11-27T09:30',
      false,
      'booking_made 26T09:10, booking_day_before 26T10:00',
      'at opening: no word after it',
    ],
    ['2026-11-26T14:00', '2026-11-26T14:05', false, '', 'at once: nothing is of use any more'],
    ['2026-11-26T14:00', '2026-11-26T14:10', false, '', 'the guide would come as it begins'],
    ['2026-11-26T14:00', '2026-11-26T13:00', false, '', 'backdated'],
    [
      '2026-11-26T10:00',
      '2026-11-29T15:00',
      false,
      'booking_made 26T10:10, booking_day_before 28T10:00',
      'on a closed day',
    ],
  ] as const;
  for (const [now, startsAt, moved, expected, reason] of cases) {
    const booking = { id: 'b', enquiryId: 'e', personId: 'p', startsAt: at(startsAt), moved };
    const owed = owedOnBooking(booking, site, settings(), at(now));
    const words = owed.map((one) => `${one.occasion} ${said(one.dueAt).slice(8)}`).join(', ');
    assert.equal(words, expected, reason);
    assert.ok(
      owed.every(({ usefulUntil }) => usefulUntil === at(startsAt)),
      'of use until it begins',
    );
  }
  const far = { id: 'b', enquiryId: 'e', personId: 'p', startsAt: at('2026-12-10T15:00'), moved: false };
  const three = owedOnBooking(far, site, settings([], { days: 3, time: '17:30', minutes: 0 }), at('2026-11-26T10:00'));
  assert.equal(said(three[1]?.dueAt ?? at('2026-01-01T00:00')), '2026-12-07T17:30', 'as it is set');
  assert.deepEqual(
    owedOnCancelling({ id: 'e', personId: 'p', eventId: 'v' }, settings(['booking_cancelled']), at('2026-11-26T10:00')),
    [],
  );
});

test('T6 what no longer makes sense when its time has come is not said', () => {
  const open = (status: NonNullable<Facts['enquiry']>['status'], unansweredDays = 0) => ({
    status,
    unansweredDays,
    open: true,
  });
  const nothing: Facts = { enquiry: null, bookingLive: null, stillDue: null, member: null };
  const atWork = { active: true, wishes: true, atWork: true };
  const cases: readonly [Occasion, Partial<Facts>, string | null, string][] = [
    ['booking_day_before', { enquiry: open('BOOKED'), bookingLive: true }, null, 'it stands'],
    ['booking_day_before', { enquiry: open('RESCHEDULING'), bookingLive: false }, 'booking_over', 'being moved'],
    ['booking_same_day', { enquiry: open('CANCELLED'), bookingLive: false }, 'booking_over', 'cancelled'],
    ['booking_cancelled', { enquiry: open('CANCELLED') }, null, 'cancelled'],
    ['booking_cancelled', { enquiry: open('BOOKED') }, 'moved_on', 'taken back within ten minutes'],
    ['enquiry_after_hours', { enquiry: open('WAITING') }, null, 'waits'],
    ['enquiry_after_hours', { enquiry: open('CONSULTING') }, 'moved_on', 'somebody spoke to her'],
    ['enquiry_received', {}, 'gone', 'an import was taken back'],
    ['unanswered_day', { enquiry: open('NO_ANSWER_3', 3) }, null, 'the third day'],
    ['unanswered_day', { enquiry: open('NO_ANSWER_4', 4) }, 'moved_on', 'the fourth day by now'],
    ['unanswered_day', { enquiry: open('BOOKED', 3) }, 'moved_on', 'she booked'],
    ['before_sixth_call', { enquiry: open('DO_NOT_CONTACT') }, 'moved_on', 'refused'],
    ['consent_result', { stillDue: true }, null, 'owed'],
    ['consent_again', { stillDue: false }, 'settled', 'consented anew'],
    ['stop_confirmed', { stillDue: false }, 'settled', 'lifted'],
    ['alert_raised', { stillDue: true, member: atWork }, null, 'nobody answered'],
    ['alert_raised', { stillDue: false, member: atWork }, 'settled', 'answered'],
    ['alert_raised', { stillDue: true, member: { ...atWork, atWork: false } }, 'off_duty', 'at home'],
    ['enquiry_assigned', { member: { ...atWork, wishes: false } }, 'not_wished', 'switched off meanwhile'],
    ['report_ready', { member: { ...atWork, active: false } }, 'gone', 'left the clinic'],
  ];
  for (const [occasion, facts, expected, reason] of cases) {
    const why = whyVoid(occasion, { unansweredDays: 3 }, { ...nothing, ...facts });
    assert.equal(why, expected === null ? null : `notices.why.${expected}`, `${occasion}: ${reason}`);
  }
});
