import assert from 'node:assert/strict';
import { test } from 'node:test';
import { calendarDay } from '../../../kernel/calendar-day.ts';
import { DAY, instant } from '../../../kernel/instant.ts';
import { STATUSES } from '../vocabulary.ts';
import { firstResponse, isLate, type ResponseClock } from './clocks.ts';
import { judgeSecondEnquiry } from './duplicate.ts';
import { proposeRecontactOn } from './hold.ts';
import { afterReply } from './reply.ts';
import { anEnquiry, at, described, seoul } from './testing.ts';
import { checkUndo } from './undo.ts';
import { afterAppointment, afterVisit } from './visit.ts';

test('a reply leads 3–7, 9, 17, 18 into consultation and makes 1, 2, 10–15 due now', () => {
  for (const { code, position } of STATUSES) {
    const before = anEnquiry({ status: code });
    const { state } = afterReply(before, at('11-02 10:10'), seoul);
    if ([3, 4, 5, 6, 7, 9, 17, 18].includes(position)) {
      assert.equal(`${state.status} ${described(state.nextAction)}`, 'CONSULTING FOLLOW_UP 11-03 10:10–10:10', code);
      continue;
    }
    assert.equal(state.status, code);
    if (position === 8 || position >= 16) assert.deepEqual(state.nextAction, before.nextAction, code);
  }
  const held = afterReply(anEnquiry({ status: 'HOLD' }), at('11-03 10:10'), seoul).state;
  assert.equal(described(held.nextAction), 'CALL 11-03 10:10–10:10');
  const night = afterReply(anEnquiry({ status: 'HOLD' }), at('11-03 22:00'), seoul).state;
  assert.equal(described(night.nextAction), 'CALL 11-04 09:30–09:30');
});

test('a recorded visit ends 1–15, 17 and 18; without a booking it says so', () => {
  for (const { code, position } of STATUSES) {
    const { state, events } = afterVisit(anEnquiry({ status: code }), at('11-02 10:10'), seoul);
    const ends = position <= 15 || position === 17 || position === 18;
    assert.equal(state.status, ends ? 'VISITED' : code);
    const withoutBooking = events[0]?.reason.params['withoutBooking'];
    assert.equal(withoutBooking, ends ? position !== 12 && position !== 13 : undefined, code);
  }
});

test('the appointment tells a booked enquiry how it ended', () => {
  const booked = anEnquiry({ status: 'BOOKED' });
  const end = (kind: 'no_show' | 'arrived') =>
    afterAppointment(booked, { kind, at: at('11-12 15:20') }, seoul).state.status;
  assert.equal(end('no_show'), 'NO_SHOW');
  assert.equal(end('arrived'), 'VISITED');
  const cancelled = afterAppointment(booked, { kind: 'cancelled', by: 'clinic', at: at('11-11 10:00') }, seoul).state;
  assert.deepEqual([cancelled.status, cancelled.cancelledBy], ['CANCELLED', 'clinic']);
  assert.equal(described(cancelled.nextAction), 'CALL 11-11 17:00–18:30 EV');
  assert.equal(
    afterAppointment(anEnquiry(), { kind: 'no_show', at: at('11-12 15:20') }, seoul).state.status,
    'WAITING',
  );
});

test('a second enquiry within thirty days that shares an interest is a duplicate', () => {
  const first = { id: 'one', status: 'NO_ANSWER_1', receivedAt: at('10-01 10:00'), interests: ['implant'] } as const;
  const since = { statusSince: at('10-02 10:00'), consentedAt: null };
  const judged = (days: number, interests: readonly string[], changes: object = {}) => {
    const second = { receivedAt: instant(first.receivedAt + days * DAY), interests };
    const outcome = judgeSecondEnquiry(second, [{ ...first, ...since, ...changes }], 30);
    return outcome.kind === 'duplicate' ? outcome.originalId : outcome.onHold ? 'held' : 'new';
  };
  assert.equal(judged(30, ['implant', 'scaling']), 'one');
  assert.equal(judged(30.001, ['implant']), 'new', 'a moment later than thirty days');
  assert.equal(judged(3, ['scaling']), 'new', 'another interest');
  assert.equal(judged(3, []), 'one', 'one names none');
  assert.equal(judged(3, ['scaling'], { interests: [] }), 'one');
  for (const { code, position } of STATUSES) {
    const alive = position <= 15 || position === 17 || position === 18;
    assert.equal(judged(3, ['implant'], { status: code }), alive ? 'one' : position === 21 ? 'held' : 'new', code);
  }
  const refused = { status: 'DO_NOT_CONTACT' } as const;
  assert.equal(judged(40, [], { ...refused, consentedAt: at('10-20 10:00') }), 'new', 'consented since');
  assert.equal(judged(40, [], { ...refused, consentedAt: at('10-01 10:00') }), 'held', 'refused after that consent');
});

test('an act is undone by its author within ten minutes, by a supervisor any time with a reason', () => {
  const act = { by: 'me', recordedAt: at('11-02 10:00'), voided: false };
  const code = (userId: string, supervisor: boolean, time: string, reasonText?: string) => {
    const outcome = checkUndo(act, { userId, supervisor }, reasonText, at(time), 10);
    return outcome.ok ? outcome.value : outcome.refusal.code;
  };
  assert.equal(code('me', false, '11-02 10:10'), 'own');
  assert.equal(code('me', false, '11-02 10:11'), 'enquiries.undo_too_late');
  assert.equal(code('you', false, '11-02 10:01', 'wrong'), 'enquiries.undo_not_yours');
  assert.equal(code('boss', true, '11-20 10:00'), 'enquiries.field_required');
  assert.equal(code('boss', true, '11-20 10:00', 'wrong person'), 'supervisor');
  assert.equal(checkUndo(null, { userId: 'me', supervisor: true }, 'x', at('11-02 10:01'), 10).ok, false);
});

test('of several hold reasons the earliest date is proposed', () => {
  const today = calendarDay('2026-11-02');
  assert.equal(proposeRecontactOn(['FAMILY'], seoul.presets.hold, today), '2026-11-09');
  assert.equal(proposeRecontactOn(['THINKING', 'COMPARING', 'COST'], seoul.presets.hold, today), '2026-11-05');
  assert.equal(proposeRecontactOn(['BUSY'], seoul.presets.hold, today), '2026-11-16');
  assert.equal(proposeRecontactOn(['BUSY'], seoul.presets.hold, today, calendarDay('2026-12-01')), '2026-12-01');
  assert.equal(
    proposeRecontactOn(['AWAY', 'FEAR'], seoul.presets.hold, today, calendarDay('2026-12-01')),
    '2026-11-12',
  );
  assert.equal(proposeRecontactOn([], seoul.presets.hold, today), null);
});

test('the first response counts opening time until the first attempt of ours, in the order of the calls and not of their recording', () => {
  const received = at('11-07 12:50');
  const none: ResponseClock = { bornConnected: false, firstResponseAt: null, firstResponseSeconds: null };
  type Call = Parameters<typeof firstResponse>[1];
  const after = (clock: ResponseClock, time: string, changes: Partial<Call> = {}) =>
    firstResponse(
      { ...clock, imported: false },
      { at: at(time), outcome: 'NO_ANSWER', direction: 'outbound', byHuman: true, ...changes },
      received,
      seoul,
    );
  const tried = after(none, '11-09 09:45');
  assert.deepEqual(tried, { ...none, firstResponseAt: at('11-09 09:45'), firstResponseSeconds: 25 * 60 });
  assert.deepEqual(after(tried, '11-09 10:00'), tried, 'a later one changes nothing');
  assert.equal(after(tried, '11-09 09:35').firstResponseSeconds, 15 * 60, 'one that was made earlier does');
  assert.deepEqual(after(none, '11-09 09:45', { direction: 'inbound' }), none, 'their own call is no attempt of ours');
  assert.deepEqual(after(none, '11-09 09:45', { byHuman: false }), none, 'nor is what the system does by itself');
  const talk = { outcome: 'CONNECTED', direction: 'inbound' } as const;
  const born = after(tried, '11-07 12:50', talk);
  assert.deepEqual(born, { ...none, bornConnected: true }, 'born in a connected call: there is no clock');
  assert.deepEqual(after(born, '11-09 09:45'), born);
  assert.deepEqual(after(none, '11-07 12:51', talk), none, 'a talk after the inflow is not its birth');
  const missed = after(none, '11-07 12:50', { direction: 'inbound', outcome: 'NO_ANSWER' });
  assert.deepEqual(missed, none, 'a call of theirs that nobody answered is neither its birth nor a response');
  const atOnce = after(none, '11-07 12:50', { outcome: 'CONNECTED' });
  assert.equal(atOnce.firstResponseSeconds, 0, 'our own talk in the minute of the inflow is the fastest response');
  const imported = { ...none, imported: true };
  const call = { at: at('12-24 10:00'), outcome: 'CONNECTED', direction: 'outbound', byHuman: true } as const;
  assert.deepEqual(firstResponse(imported, call, received, seoul), none, 'an imported one has no clock');
});

test('late is after the window', () => {
  const action = anEnquiry().nextAction ?? assert.fail();
  assert.equal(isLate(action, action.windowTo), false);
  assert.equal(isLate(action, instant(action.windowTo + 1)), true);
  assert.equal(isLate(null, at('11-02 10:00')), false);
});
