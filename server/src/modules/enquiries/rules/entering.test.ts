import assert from 'node:assert/strict';
import { test } from 'node:test';
import { calendarDay } from '../../../kernel/calendar-day.ts';
import { instant, MINUTE } from '../../../kernel/instant.ts';
import { isOpenStatus, STATUSES } from '../vocabulary.ts';
import { afterAssignment } from './apply.ts';
import { nextActionOnEntering, passDay } from './entering.ts';
import { newState } from './state.ts';
import { anEnquiry, at, described, neverOpen, seoul, shown } from './testing.ts';

const waiting = (received: string, order: number, people: number) =>
  described(nextActionOnEntering('WAITING', newState(at(received), 'WAITING'), seoul, at(received), { order, people }));

test('sixty enquiries of a week-end are not all late at once', () => {
  assert.equal(waiting('11-08 11:00', 6, 1), 'CALL 11-09 10:00–10:00', 'six for one person in the first half hour');
  assert.equal(waiting('11-08 11:00', 7, 1), 'CALL 11-09 10:30–10:30');
  assert.equal(waiting('11-08 11:00', 12, 2), 'CALL 11-09 10:00–10:00');
  assert.equal(waiting('11-08 11:00', 60, 2), 'CALL 11-09 12:00–12:00');
  assert.equal(
    waiting('11-08 11:00', 60, 1),
    'CALL 11-09 15:30–15:30',
    'five opening hours after opening, the break left out',
  );
  assert.equal(
    waiting('11-09 11:00', 60, 1),
    'CALL 11-09 11:30–11:30',
    'in opening hours everybody has thirty minutes',
  );
});

test('at the end of the window the team is offered it, thirty opening minutes later the leader is told', () => {
  const slot = nextActionOnEntering('HOLD', anEnquiry({ status: 'HOLD' }), seoul, at('11-02 10:00'));
  assert.equal(described(slot), 'CALL 11-10 17:00–18:30 EV');
  assert.equal(shown(slot?.poolAt ?? at('01-01 00:00')), '11-10 18:30');
  assert.equal(shown(slot?.escalateAt ?? at('01-01 00:00')), '11-11 10:00');
  const promise = nextActionOnEntering('CALLBACK', anEnquiry({ status: 'CALLBACK' }), seoul, at('11-02 10:00'));
  assert.deepEqual(
    [promise?.windowFrom, promise?.dueAt, promise?.poolAt, promise?.escalateAt].map((moment) =>
      shown(moment ?? at('01-01 00:00')),
    ),
    ['11-03 14:50', '11-03 15:00', '11-03 15:10', '11-03 15:30'],
  );
});

test('an owner makes a new enquiry wait for its call, from its arrival', () => {
  const assigned = afterAssignment(
    anEnquiry({ status: 'NEW', receivedAt: at('11-02 10:00') }),
    'kim',
    seoul,
    at('11-02 10:04'),
  );
  assert.equal(assigned.state.status, 'WAITING');
  assert.equal(assigned.state.ownerId, 'kim');
  assert.equal(described(assigned.state.nextAction), 'CALL 11-02 10:30–10:30');
});

test('dated calls take the first of EV, AM, PM that is still ahead and was not the last call’s', () => {
  const held = (recontact: string, now: string, callAt?: string) => {
    const calls = callAt
      ? [{ at: at(callAt), outcome: 'CONNECTED', direction: 'outbound', statusWhenMade: 'WAITING' } as const]
      : [];
    const state = anEnquiry({ status: 'HOLD', recontactOn: calendarDay(`2026-${recontact}`), calls });
    return described(nextActionOnEntering('HOLD', state, seoul, at(now)));
  };
  assert.equal(held('11-09', '11-02 10:00', '11-02 17:10'), 'CALL 11-09 09:30–11:00 AM', 'EV was the last');
  assert.equal(held('11-08', '11-02 10:00'), 'CALL 11-09 17:00–18:30 EV', 'a Sunday moves to the next open day');
  assert.equal(held('10-05', '10-02 10:00'), 'CALL 10-06 17:00–18:30 EV', 'a holiday too');
  assert.equal(held('11-02', '11-02 17:30'), 'CALL 11-03 17:00–18:30 EV', 'nothing is ahead today');
  assert.equal(held('11-02', '11-02 10:00', '11-02 09:40'), 'CALL 11-02 17:00–18:30 EV');
});

test('the chain of a booking: guide, confirm, same day, arrival; steps past are left out', () => {
  const booked = (startsAt: string, now: string) => {
    const booking = { startsAt: at(startsAt), durationMinutes: 30, serviceCode: 'implant' };
    return described(nextActionOnEntering('BOOKED', anEnquiry({ status: 'BOOKED', booking }), seoul, at(now)));
  };
  assert.equal(booked('11-12 15:00', '11-02 10:00'), 'GUIDE 11-02 10:30–10:30');
  assert.equal(booked('11-12 15:00', '11-02 18:20'), 'GUIDE 11-03 09:30–09:30', 'half an hour later is after closing');
  assert.equal(booked('11-02 10:40', '11-02 10:00'), 'GUIDE 11-02 10:30–10:30');
  assert.equal(
    booked('11-02 10:20', '11-02 10:01'),
    'CHECK_ARRIVAL 11-02 10:35–10:35',
    'a guide after the start is none',
  );
});

test('cancelled: day 0; by the clinic the same day; no-show: two hours later', () => {
  const cancelled = (now: string, cancelledBy: 'patient' | 'clinic') =>
    described(nextActionOnEntering('CANCELLED', anEnquiry({ status: 'CANCELLED', cancelledBy }), seoul, at(now)));
  assert.equal(cancelled('11-02 10:00', 'patient'), 'CALL 11-02 17:00–18:30 EV');
  assert.equal(cancelled('11-02 17:30', 'patient'), 'CALL 11-03 17:00–18:30 EV');
  assert.equal(cancelled('11-02 17:30', 'clinic'), 'CALL 11-02 18:00–18:00', 'still today');
  const noShow = (now: string) =>
    described(nextActionOnEntering('NO_SHOW', anEnquiry({ status: 'NO_SHOW' }), seoul, at(now)));
  assert.equal(noShow('11-02 10:15'), 'CALL 11-02 12:15–12:15');
  assert.equal(noShow('11-02 17:15'), 'CALL 11-03 09:30–09:30');
});

test('LATER: the next day, the first of EV, PM, AM that was not the last call’s slot', () => {
  const later = (now: string, callAt: string) => {
    const calls = [{ at: at(callAt), outcome: 'CONNECTED', direction: 'outbound', statusWhenMade: 'WAITING' } as const];
    return described(nextActionOnEntering('LATER', anEnquiry({ status: 'LATER', calls }), seoul, at(now)));
  };
  assert.equal(later('11-02 10:00', '11-02 10:00'), 'CALL 11-03 17:00–18:30 EV');
  assert.equal(later('11-02 17:30', '11-02 17:30'), 'CALL 11-03 14:00–16:00 PM');
  assert.equal(later('11-06 17:30', '11-06 17:30'), 'CALL 11-07 09:30–11:00 AM', 'Saturday has no PM');
});

test('passes: the first, then the sixth open day of the month after', () => {
  assert.equal(passDay(seoul, at('09-11 10:00'), 1), '2026-10-01');
  assert.equal(passDay(seoul, at('09-11 10:00'), 2), '2026-10-08', '5 October is a holiday, the 4th a Sunday');
  assert.equal(passDay(seoul, at('12-30 10:00'), 1), '2027-01-01');
});

test('P1: every open status has a next action whose times are in order, also where the site never opens', () => {
  for (const { code } of STATUSES) {
    for (const site of [seoul, neverOpen]) {
      const now = at('11-07 23:30');
      const action = nextActionOnEntering(code, anEnquiry({ status: code }), site, now);
      assert.equal(action !== null, isOpenStatus(code), code);
      if (!action) continue;
      assert.ok(action.windowFrom <= action.windowTo && action.poolAt === action.windowTo, code);
      assert.ok(action.escalateAt >= instant(action.windowTo + 20 * MINUTE), code);
      assert.ok(action.windowFrom <= action.dueAt && action.dueAt <= action.windowTo, code);
    }
  }
});
