import assert from 'node:assert/strict';
import { test } from 'node:test';
import { calendarDay } from '../../../kernel/calendar-day.ts';
import { DAY, plus } from '../../../kernel/instant.ts';
import type { Instant } from '../../../kernel/instant.ts';
import type { Outcome } from '../../../kernel/outcome.ts';
import { isOpenStatus, STATUSES } from '../vocabulary.ts';
import type { StatusCode } from '../vocabulary.ts';
import { applyTransition } from './apply.ts';
import type { Decision } from './state.ts';
import { anEnquiry, at, described, seoul, shown } from './testing.ts';
import { allowedByHand, allowedFor, checkTransition } from './transitions.ts';
import type { TransitionRequest } from './transitions.ts';

/** The table of domain §1 written out once more, row by row: a second pair of eyes on the 441 pairs. */
const TABLE = [
  '1: 2 8 9 10 11 12 16 18 19 20 21',
  '2: 8 9 10 11 12 16 18 19 20 21',
  '3: 8 9 10 11 12 16 18 19 20 21',
  '4: 8 9 10 11 12 16 18 19 20 21',
  '5: 8 9 10 11 12 16 18 19 20 21',
  '6: 8 9 10 11 12 16 18 19 20 21',
  '7: 8 9 10 11 12 16 18 19 20 21',
  '8: 9 10 11 12 16 18 19 20 21',
  '9: 8 10 11 12 16 18 19 20 21',
  '10: 8 9 11 12 16 18 19 20 21',
  '11: 8 9 10 12 16 18 19 20 21',
  '12: 13 14 15 16 20 21',
  '13: 8 11 12 14 15 16 18 20 21',
  '14: 8 9 10 11 12 16 18 20 21',
  '15: 8 9 10 11 12 16 18 20 21',
  '16:',
  '17: 2 8 9 10 11 12 16 18 19 20 21',
  '18: 2 8 10 11 12 16 21',
  '19: 2 10 21',
  '20: 2 10 21',
  '21: 2',
];

const supervisor = { userId: 'boss', supervisor: true };
const consultant = { userId: 'me', supervisor: false };
const now = at('11-02 11:00');
const context = { actor: supervisor, site: seoul, at: now, now };

function complete(to: StatusCode): TransitionRequest {
  return {
    to,
    reasonCode: to === 'DECLINED' ? 'COST' : undefined,
    reasonText: 'said so',
    holdReasons: ['FAMILY'],
    likelihood: 'H',
    recontactOn: calendarDay('2026-11-09'),
    promiseAt: at('11-03 15:00'),
    promiseBy: 'us',
    invalidKind: 'fake',
    evidence: { kind: 'call', text: 'asked on the telephone' },
    appointment: { startsAt: at('11-12 15:00'), durationMinutes: 30, serviceCode: 'implant' },
    visit: { at: at('11-02 10:30') },
  };
}

const inDays = (days: number) => plus(now, days * DAY);
const bookedAt = (startsAt: Instant) => ({ startsAt, durationMinutes: 30, serviceCode: 'implant' });
const code = (outcome: Outcome<unknown>) => (outcome.ok ? 'ok' : outcome.refusal.code);
const field = (outcome: Outcome<unknown>) =>
  outcome.ok
    ? null
    : (outcome.refusal.params['field'] ??
      outcome.refusal.errors?.map((error) => `${error.field} ${error.code}`).join());

test('the 441 pairs: exactly those of the table are done by hand', () => {
  let pairs = 0;
  TABLE.forEach((row, index) => {
    const targets = new Set((row.split(':')[1] ?? '').trim().split(' ').filter(Boolean).map(Number));
    const from = STATUSES[index] ?? assert.fail();
    for (const to of STATUSES) {
      pairs += 1;
      const state = anEnquiry({ status: from.code });
      const outcome = applyTransition(state, complete(to.code), context);
      const expected = targets.has(to.position) ? 'ok' : 'enquiries.transition_refused';
      assert.equal(code(outcome), expected, `${from.code} → ${to.code}`);
      assert.equal(allowedByHand(from.code).includes(to.code), targets.has(to.position));
      if (!outcome.ok) {
        assert.equal(outcome.refusal.status, 409);
        assert.deepEqual(outcome.refusal.params, { from: from.code, to: to.code, allowed: allowedByHand(from.code) });
        continue;
      }
      // P1: an open enquiry has a next action, a closed one has none.
      assert.equal(outcome.value.state.nextAction !== null, isOpenStatus(to.code), `${from.code} → ${to.code}`);
      assert.deepEqual(
        outcome.value.events.map((event) => [event.from, event.to]),
        [[from.code, to.code]],
      );
    }
  });
  assert.equal(pairs, 441);
});

test('a word that is no status is refused with the allowed ones', () => {
  assert.equal(code(checkTransition(anEnquiry(), { to: 'DONE' }, context)), 'enquiries.transition_refused');
});

test('only a supervisor opens an ineligible or invalid enquiry again, with a reason', () => {
  for (const status of ['INELIGIBLE', 'INVALID'] as const) {
    const state = anEnquiry({ status });
    const mine = checkTransition(state, complete('WAITING'), { ...context, actor: consultant });
    assert.ok(!mine.ok && mine.refusal.status === 403 && mine.refusal.code === 'enquiries.supervisor_only');
    assert.equal(field(checkTransition(state, { to: 'WAITING' }, context)), 'reasonText');
    assert.deepEqual(allowedFor(status, consultant), ['CONSULTING', 'DO_NOT_CONTACT']);
    assert.deepEqual(allowedFor(status, supervisor), ['WAITING', 'CONSULTING', 'DO_NOT_CONTACT']);
  }
});

test('do-not-contact ends only with the evidence of a new consent', () => {
  const state = anEnquiry({ status: 'DO_NOT_CONTACT' });
  assert.equal(field(checkTransition(state, { to: 'WAITING', reasonText: 'they called' }, context)), 'evidence');
  const evidence = { kind: 'message', text: 'please call me' };
  assert.equal(code(checkTransition(state, { to: 'WAITING', evidence }, context)), 'ok');
});

const missing: readonly (readonly [StatusCode, TransitionRequest, string])[] = [
  ['WAITING', { to: 'CALLBACK' }, 'promiseAt'],
  ['WAITING', { to: 'CALLBACK', promiseAt: null }, 'promiseBy'],
  ['WAITING', { to: 'HOLD' }, 'likelihood'],
  ['WAITING', { to: 'HOLD', likelihood: 'H' }, 'holdReasons'],
  ['WAITING', { to: 'HOLD', likelihood: 'H', holdReasons: [] }, 'holdReasons'],
  ['WAITING', { to: 'HOLD', likelihood: 'H', holdReasons: ['COST'] }, 'recontactOn'],
  ['WAITING', { to: 'BOOKED' }, 'appointment'],
  ['WAITING', { to: 'VISITED' }, 'visit'],
  ['NO_SHOW', { to: 'VISITED' }, 'visit'],
  ['WAITING', { to: 'DECLINED' }, 'reasonCode'],
  ['WAITING', { to: 'DECLINED', reasonCode: 'OTHER' }, 'reasonText'],
  ['WAITING', { to: 'INVALID' }, 'invalidKind'],
  ['WAITING', { to: 'INVALID', invalidKind: 'duplicate' }, 'originalId'],
  ['WAITING', { to: 'DO_NOT_CONTACT' }, 'evidence'],
  ['UNREACHED', { to: 'CONSULTING' }, 'reasonText'],
  ['DECLINED', { to: 'WAITING' }, 'reasonText'],
];

for (const [from, request, expected] of missing) {
  test(`${from} → ${request.to} asks for ${expected}: ${JSON.stringify(request)}`, () => {
    const outcome = checkTransition(anEnquiry({ status: from }), request, context);
    assert.ok(!outcome.ok);
    assert.equal(outcome.refusal.code, 'enquiries.field_required');
    assert.equal(outcome.refusal.status, 422);
    assert.equal(field(outcome), expected);
  });
}

const wrong: readonly (readonly [StatusCode, Partial<TransitionRequest>, string])[] = [
  ['CALLBACK', { promiseAt: at('11-02 10:59') }, 'promiseAt enquiries.promise_in_past'],
  ['CALLBACK', { promiseAt: inDays(733) }, 'promiseAt enquiries.too_far_ahead'],
  ['CALLBACK', { promiseBy: 'me' }, 'promiseBy enquiries.unknown_promiser'],
  ['HOLD', { recontactOn: calendarDay('2026-11-01') }, 'recontactOn enquiries.recontact_in_past'],
  ['HOLD', { recontactOn: calendarDay('2028-11-05') }, 'recontactOn enquiries.too_far_ahead'],
  ['HOLD', { holdReasons: ['COST', 'WEATHER'] }, 'holdReasons.1 enquiries.unknown_reason'],
  ['HOLD', { likelihood: 'X' }, 'likelihood enquiries.unknown_likelihood'],
  ['BOOKED', { appointment: bookedAt(at('11-01 10:59')) }, 'appointment.startsAt enquiries.booking_in_past'],
  ['BOOKED', { appointment: bookedAt(inDays(733)) }, 'appointment.startsAt enquiries.too_far_ahead'],
  ['DECLINED', { reasonCode: 'WEATHER' }, 'reasonCode enquiries.unknown_reason'],
  ['INVALID', { invalidKind: 'joke' }, 'invalidKind enquiries.unknown_invalid_kind'],
  ['VISITED', { visit: { at: at('11-02 11:01') } }, 'visit.at enquiries.visit_in_future'],
  ['VISITED', { visit: { at: at('10-01 11:01') } }, 'visit.at enquiries.visit_before_received'],
];

test('two years ahead are planned, and a booking of yesterday is still written down', () => {
  for (const request of [
    { ...complete('CALLBACK'), promiseAt: inDays(731) },
    { ...complete('HOLD'), recontactOn: calendarDay('2028-11-02') },
    { ...complete('BOOKED'), appointment: bookedAt(inDays(731)) },
    { ...complete('BOOKED'), appointment: bookedAt(at('11-01 11:00')) },
  ]) {
    assert.equal(code(checkTransition(anEnquiry(), request, context)), 'ok', JSON.stringify(request));
  }
  const backdated = { ...context, at: at('10-02 11:00'), connected: true };
  const request = { ...complete('BOOKED'), appointment: bookedAt(at('10-05 15:00')) };
  assert.equal(code(checkTransition(anEnquiry(), request, backdated)), 'ok', 'what was agreed in a talk of last month');
});

for (const [to, request, expected] of wrong) {
  test(`→ ${to} names the wrong field: ${expected}`, () => {
    assert.equal(field(checkTransition(anEnquiry(), { ...complete(to), ...request }, context)), expected);
  });
}

function done(from: StatusCode, request: TransitionRequest, changes: Parameters<typeof anEnquiry>[0] = {}): Decision {
  const outcome = applyTransition(anEnquiry({ status: from, ...changes }), request, context);
  return outcome.ok ? outcome.value : assert.fail(JSON.stringify(outcome.refusal));
}

test('fields are kept with the status that they belong to', () => {
  const held = done('WAITING', complete('HOLD')).state;
  assert.deepEqual([held.likelihood, held.holdReasons, held.recontactOn], ['H', ['FAMILY'], '2026-11-09']);
  assert.equal(described(held.nextAction), 'CALL 11-09 17:00–18:30 EV');
  assert.equal(done('BOOKED', { to: 'RESCHEDULING' }).state.booking, null, 'the old time is released at once');
  assert.equal(done('BOOKED', { to: 'CANCELLED' }).state.cancelledBy, 'patient', 'the patient if not said');
  assert.equal(done('BOOKED', { to: 'VISITED' }).state.status, 'VISITED', 'now if not said');
  assert.equal(done('NEW', { to: 'WAITING' }, { ownerId: null }).state.ownerId, 'boss', 'the caller becomes the owner');
  assert.ok(done('WAITING', complete('CONSULTING')).state.everConsulted);
});

test('leaving a closed status starts the count and the clock anew', () => {
  const opened = done('UNREACHED', { to: 'WAITING', reasonText: 'called us' }).state;
  assert.equal(opened.lastLeftClosedAt, now);
  assert.equal(opened.passDueOn, null);
  assert.equal(described(opened.nextAction), 'CALL 11-02 11:30–11:30');
  assert.equal(shown(opened.nextAction?.windowFrom ?? now), '11-02 11:00');
});
