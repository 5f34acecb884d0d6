import assert from 'node:assert/strict';
import { test } from 'node:test';
import { calendarDay } from '../../../kernel/calendar-day.ts';
import { CALL_OUTCOMES, isOpenStatus, STATUSES } from '../vocabulary.ts';
import type { CallOutcome, StatusCode } from '../vocabulary.ts';
import { afterCall } from './after-call.ts';
import type { NewCall } from './new-call.ts';
import type { Decision, EnquiryState } from './state.ts';
import { anEnquiry, at, described, seoul } from './testing.ts';

function call(
  state: EnquiryState,
  time: string,
  outcome: CallOutcome = 'NO_ANSWER',
  more: Partial<NewCall> = {},
): Decision {
  const made = afterCall(state, { at: at(time), outcome, ...more }, seoul, at('12-20 12:00'));
  return made.ok ? made.value : assert.fail(JSON.stringify(made.refusal));
}

/** What each unanswered call leaves behind. */
function unanswered(state: EnquiryState, times: readonly string[]): string[] {
  const seen: string[] = [];
  let current = state;
  for (const time of times) {
    current = call(current, time).state;
    seen.push(`${current.status} ${described(current.nextAction)}`);
  }
  return seen;
}

test('two unanswered calls end a hold', () => {
  const held = anEnquiry({ status: 'HOLD', recontactOn: calendarDay('2026-11-10') });
  assert.deepEqual(unanswered(held, ['11-10 17:05', '11-11 09:40']), [
    'HOLD CALL 11-11 09:30–11:00 AM',
    'UNREACHED none',
  ]);
});

test('four unanswered calls end a cancellation: day 0, 3, 7 and once more', () => {
  assert.deepEqual(
    unanswered(anEnquiry({ status: 'CANCELLED' }), ['11-02 17:05', '11-05 09:40', '11-09 17:05', '11-10 09:40']),
    [
      'CANCELLED CALL 11-05 09:30–11:00 AM',
      'CANCELLED CALL 11-09 17:00–18:30 EV',
      'CANCELLED CALL 11-10 09:30–11:00 AM',
      'UNREACHED none',
    ],
  );
});

test('five unanswered calls end a no-show: two hours, day 1, 3, 7 and once more', () => {
  const times = ['11-02 12:05', '11-03 17:05', '11-05 09:40', '11-09 17:05', '11-10 09:40'];
  assert.deepEqual(unanswered(anEnquiry({ status: 'NO_SHOW' }), times), [
    'NO_SHOW CALL 11-03 17:00–18:30 EV',
    'NO_SHOW CALL 11-05 09:30–11:00 AM',
    'NO_SHOW CALL 11-09 17:00–18:30 EV',
    'NO_SHOW CALL 11-10 09:30–11:00 AM',
    'UNREACHED none',
  ]);
});

test('a consultation ends after three unanswered days, a second call of a day counts nothing', () => {
  const times = ['11-03 10:05', '11-03 17:30', '11-04 09:40', '11-05 17:10'];
  assert.deepEqual(unanswered(anEnquiry({ status: 'CONSULTING' }), times), [
    'CONSULTING FOLLOW_UP 11-04 17:00–18:30 EV',
    'CONSULTING FOLLOW_UP 11-04 09:30–11:00 AM',
    'CONSULTING FOLLOW_UP 11-05 17:00–18:30 EV',
    'UNREACHED none',
  ]);
});

test('a re-scheduling that nobody answers for three days is a cancellation by the patient', () => {
  const seen = unanswered(anEnquiry({ status: 'RESCHEDULING' }), ['11-03 10:05', '11-04 17:10', '11-05 10:10']);
  assert.deepEqual(seen, [
    'RESCHEDULING REBOOK 11-04 17:00–18:30 EV',
    'RESCHEDULING REBOOK 11-05 09:30–11:00 AM',
    'CANCELLED CALL 11-05 17:00–18:30 EV',
  ]);
});

test('a booking’s step is tried once more where that is before the next step', () => {
  const booked = anEnquiry({ status: 'BOOKED' });
  const times = ['11-02 10:20', '11-02 14:10', '11-11 17:05', '11-12 10:05', '11-12 14:05'];
  assert.deepEqual(unanswered(booked, times), [
    'BOOKED GUIDE 11-02 14:00–16:00 PM',
    'BOOKED CONFIRM 11-11 17:00–18:30 EV',
    'BOOKED CONFIRM 11-12 09:30–11:00 AM',
    'BOOKED CHECK_ARRIVAL 11-12 15:15–15:15',
    'BOOKED CHECK_ARRIVAL 11-12 15:15–15:15',
  ]);
});

test('a talk does a booking’s step; the arrival stays until somebody arrives', () => {
  const guided = call(anEnquiry({ status: 'BOOKED' }), '11-02 10:20', 'CONNECTED');
  assert.equal(described(guided.state.nextAction), 'CONFIRM 11-11 17:00–18:30 EV');
  const confirmed = call(guided.state, '11-11 17:05', 'CONNECTED');
  assert.equal(described(confirmed.state.nextAction), 'SAME_DAY 11-12 10:00–10:00');
  const seen = call(confirmed.state, '11-12 09:45', 'CONNECTED');
  assert.equal(described(seen.state.nextAction), 'CHECK_ARRIVAL 11-12 15:15–15:15');
  assert.equal(
    described(call(seen.state, '11-12 15:30', 'CONNECTED').state.nextAction),
    'CHECK_ARRIVAL 11-12 15:15–15:15',
  );
});

test('LATER is called on its own days by rules 1 and 3 and keeps its status until 17', () => {
  const later = anEnquiry({ status: 'LATER' });
  const times = [
    '11-03 10:00',
    '11-04 17:05',
    '11-05 09:40',
    '11-06 17:05',
    '11-07 10:00',
    '11-09 17:05',
    '11-10 09:40',
  ];
  const seen = unanswered(later, times);
  assert.equal(seen[0], 'LATER CALL 11-04 14:00–16:00 PM', 'no rule 2; plan after a morning');
  assert.equal(seen[1], 'LATER CALL 11-05 14:00–16:00 PM', 'planned EV was tried');
  assert.ok(seen.slice(0, 6).every((text) => text.startsWith('LATER')));
  assert.equal(seen[6], 'UNREACHED none');
});

test('a pass is a call on or after its day in another slot; after the second there is none', () => {
  const calls = [
    { at: at('11-02 09:40'), outcome: 'NO_ANSWER', direction: 'outbound', statusWhenMade: 'NO_ANSWER_5' } as const,
  ];
  const unreached = anEnquiry({ status: 'UNREACHED', calls });
  const early = call(unreached, '11-30 17:10').state;
  assert.deepEqual([early.passesDone, early.passDueOn], [0, '2026-12-01'], 'before its day');
  const same = call(early, '12-01 17:10').state;
  assert.deepEqual([same.passesDone, same.passDueOn], [0, '2026-12-01'], 'the same slot as the last call');
  const first = call(same, '12-02 09:40').state;
  assert.deepEqual([first.status, first.passesDone, first.passDueOn], ['UNREACHED', 1, '2026-12-07']);
  const second = call(first, '12-07 17:10').state;
  assert.deepEqual([second.status, second.passesDone, second.passDueOn], ['UNREACHED', 2, null]);
  assert.equal(call(second, '12-08 09:40', 'CONNECTED').state.status, 'CONSULTING');
});

test('a talk without more leads into consultation, or asks what then', () => {
  for (const { code, position } of STATUSES) {
    const made = afterCall(
      anEnquiry({ status: code }),
      { at: at('11-03 10:00'), outcome: 'CONNECTED' },
      seoul,
      at('11-03 10:00'),
    );
    if ([11, 13, 14, 15].includes(position)) {
      assert.ok(!made.ok && made.refusal.params['field'] === 'then', code);
      continue;
    }
    const expected: StatusCode = position <= 10 || position === 17 || position === 18 ? 'CONSULTING' : code;
    assert.equal(made.ok && made.value.state.status, expected, code);
  }
});

test('a talk that names the current status renews it without an event', () => {
  const then = { to: 'HOLD', likelihood: 'L', holdReasons: ['FEAR'], recontactOn: calendarDay('2026-11-20') };
  const renewed = call(anEnquiry({ status: 'HOLD', chainStep: 1 }), '11-10 17:05', 'CONNECTED', { then });
  assert.deepEqual(renewed.events, []);
  assert.equal(described(renewed.state.nextAction), 'CALL 11-20 09:30–11:00 AM');
  assert.deepEqual([renewed.state.likelihood, renewed.state.chainStep], ['L', 0]);
  const promised = call(anEnquiry(), '11-02 11:00', 'CONNECTED', {
    then: { to: 'CALLBACK', promiseAt: null, promiseBy: 'customer' },
  });
  assert.equal(described(promised.state.nextAction), 'CALL 11-02 17:00–18:30 EV');
});

test('then is checked like a transition, and only a talk has one', () => {
  const refused = (status: StatusCode, made: Omit<NewCall, 'at'>) => {
    const outcome = afterCall(anEnquiry({ status }), { at: at('11-03 10:00'), ...made }, seoul, at('11-03 10:00'));
    return outcome.ok ? 'ok' : (outcome.refusal.errors?.[0]?.code ?? outcome.refusal.code);
  };
  assert.equal(refused('BOOKED', { outcome: 'CONNECTED', then: { to: 'HOLD' } }), 'enquiries.transition_refused');
  assert.equal(refused('HOLD', { outcome: 'CONNECTED', then: { to: 'BOOKED' } }), 'enquiries.field_required');
  assert.equal(refused('HOLD', { outcome: 'BUSY', then: { to: 'CONSULTING' } }), 'enquiries.then_without_connect');
  assert.equal(refused('UNREACHED', { outcome: 'CONNECTED', then: { to: 'LATER' } }), 'ok', 'the talk is the reason');
});

test('a call before arrival or after now is refused', () => {
  const outcome = (time: string) => {
    const made = afterCall(anEnquiry(), { at: at(time), outcome: 'BUSY' }, seoul, at('11-03 10:00'));
    return made.ok ? 'ok' : made.refusal.errors?.[0]?.code;
  };
  assert.equal(outcome('11-03 10:01'), 'enquiries.call_in_future');
  assert.equal(outcome('10-30 10:00'), 'enquiries.call_before_received');
  assert.equal(outcome('11-01 10:00'), 'ok', 'at the very arrival');
});

test('a dead number ends only an enquiry without another number', () => {
  for (const outcome of ['WRONG_NUMBER', 'DISCONNECTED'] as const) {
    const another = call(anEnquiry(), '11-02 10:10', outcome, { otherNumbers: 1 });
    assert.deepEqual(another.state.nextAction, anEnquiry().nextAction, 'the other number is called');
    const none = call(anEnquiry({ status: 'LATER' }), '11-03 10:10', outcome).state;
    assert.deepEqual([none.status, none.invalidKind, none.nextAction], ['INVALID', 'wrong_number', null]);
    const held = anEnquiry({ status: 'HOLD' });
    const kept = call(held, '11-10 17:10', outcome).state;
    assert.deepEqual([kept.status, kept.unreachable, kept.nextAction], ['HOLD', true, held.nextAction]);
  }
});

test('when somebody else answers the same action moves to the next slot', () => {
  assert.equal(
    described(call(anEnquiry({ status: 'HOLD' }), '11-10 17:05', 'THIRD_PARTY').state.nextAction),
    'CALL 11-11 09:30–11:00 AM',
  );
  assert.equal(
    described(call(anEnquiry({ status: 'CONSULTING' }), '11-03 10:00', 'THIRD_PARTY').state.nextAction),
    'FOLLOW_UP 11-03 14:00–16:00 PM',
  );
  const fresh = anEnquiry({ status: 'NEW' });
  assert.deepEqual(call(fresh, '11-02 10:00', 'THIRD_PARTY').state.nextAction, fresh.nextAction);
});

test('the information message goes after the unanswered days 1, 3, 5 and before the sixth call', () => {
  const times = [
    '11-02 15:30',
    '11-02 17:10',
    '11-03 09:40',
    '11-04 17:10',
    '11-05 14:10',
    '11-06 17:05',
    '11-07 09:40',
  ];
  let state = anEnquiry();
  const due = times.map((time) => {
    const decision = call(state, time);
    state = decision.state;
    return decision.information.map((item) => `${item.code} ${item.unansweredDays}`).join(', ');
  });
  const fifth = 'after_unanswered_day 5, before_sixth_call 5';
  assert.deepEqual(due, ['after_unanswered_day 1', '', '', 'after_unanswered_day 3', '', fifth, '']);
});

test('a backdated call renumbers the later days by corrections', () => {
  let state = call(anEnquiry({ receivedAt: at('10-30 10:00') }), '11-02 15:30').state;
  state = call(state, '11-04 17:10').state;
  const late = call(state, '11-03 09:40', 'NO_ANSWER', { statusWhenMade: 'NO_ANSWER_1' });
  assert.equal(late.state.status, 'NO_ANSWER_3');
  assert.deepEqual(
    late.events.map(({ from, to, at: when }) => [from, to, when]),
    [
      ['NO_ANSWER_1', 'NO_ANSWER_2', at('11-03 09:40')],
      ['NO_ANSWER_2', 'NO_ANSWER_3', at('11-04 17:10')],
    ],
  );
  assert.equal(late.state.statusSince, at('11-04 17:10'));
  assert.equal(described(late.state.nextAction), 'CALL 11-05 14:00–16:00 PM');
});

test('an unanswered call from before the promise changes the count and not the promise', () => {
  const then = { to: 'CALLBACK', promiseAt: at('11-04 15:00'), promiseBy: 'us' };
  const promised = call(anEnquiry({ receivedAt: at('10-30 10:00') }), '11-03 10:00', 'CONNECTED', { then }).state;
  const late = call(promised, '11-02 10:10', 'NO_ANSWER', { statusWhenMade: 'WAITING' });
  assert.deepEqual([late.state.status, late.events.length], ['CALLBACK', 0]);
  assert.deepEqual(late.state.nextAction, promised.nextAction);
  const missed = call(late.state, '11-04 15:00');
  assert.equal(missed.state.status, 'NO_ANSWER_2');
  assert.deepEqual(
    missed.events.map(({ from, to }) => [from, to]),
    [['CALLBACK', 'NO_ANSWER_2']],
  );
});

test('an unanswered call from before a renewal leaves the newer promise, date and follow-up alone', () => {
  const before = anEnquiry({ receivedAt: at('10-30 10:00') });
  const promise = (promiseAt: string | null) => ({
    then: { to: 'CALLBACK', promiseAt: promiseAt === null ? null : at(promiseAt), promiseBy: 'us' },
  });
  let promised = call(before, '11-03 10:00', 'CONNECTED', promise(null)).state;
  promised = call(promised, '11-04 15:00', 'CONNECTED', promise('11-20 10:00')).state;
  const late = call(promised, '11-03 17:00', 'NO_ANSWER', { statusWhenMade: 'CALLBACK' }).state;
  assert.equal(`${late.status} ${described(late.nextAction)}`, 'CALLBACK CALL 11-20 10:00–10:10');

  const hold = { to: 'HOLD', likelihood: 'M', holdReasons: ['COST'] };
  const held = anEnquiry({ status: 'HOLD', recontactOn: calendarDay('2026-11-09') });
  const renewed = call(held, '11-10 10:00', 'CONNECTED', { then: { ...hold, recontactOn: calendarDay('2026-12-10') } });
  const unmoved = call(renewed.state, '11-09 15:00').state;
  assert.equal(unmoved.recontactOn, '2026-12-10');
  assert.deepEqual(unmoved.nextAction, renewed.state.nextAction);

  const talk = call(anEnquiry({ status: 'CONSULTING' }), '11-10 10:00', 'CONNECTED').state;
  assert.deepEqual(call(talk, '11-04 10:00').state.nextAction, talk.nextAction);
});

test('a talk and an unanswered call of the same minute count in the order in which they were recorded', () => {
  const then = { to: 'CALLBACK', promiseAt: null, promiseBy: 'us' };
  const first = call(anEnquiry(), '11-02 10:30').state;
  const talked = call(first, '11-03 10:00', 'CONNECTED', { then }).state;
  const tie = call(talked, '11-03 10:00', 'NO_ANSWER', { statusWhenMade: 'CALLBACK' }).state;
  assert.equal(`${tie.status} ${described(tie.nextAction)}`, 'NO_ANSWER_2 CALL 11-04 17:00–18:30 EV');
});

test('an early call, or a second one of the day, is no step of a dated chain: the agreed date stays', () => {
  const held = anEnquiry({ status: 'HOLD', recontactOn: calendarDay('2026-11-10') });
  assert.deepEqual(unanswered(held, ['11-04 10:00', '11-04 17:10', '11-10 10:00', '11-10 17:10', '11-11 17:10']), [
    'HOLD CALL 11-10 17:00–18:30 EV',
    'HOLD CALL 11-10 09:30–11:00 AM',
    'HOLD CALL 11-11 17:00–18:30 EV',
    'HOLD CALL 11-11 09:30–11:00 AM',
    'UNREACHED none',
  ]);
  const many = ['11-02 17:05', '11-02 17:06', '11-02 17:07', '11-02 17:08', '11-02 17:09'];
  const seen = unanswered(anEnquiry({ status: 'CANCELLED' }), many);
  assert.deepEqual(
    [...new Set(seen)],
    ['CANCELLED CALL 11-05 09:30–11:00 AM'],
    'five calls within minutes close nothing',
  );
});

test('calls made in other statuses never count in the cadence', () => {
  const calls = ['11-03 10:00', '11-04 10:00'].map(
    (time) => ({ at: at(time), outcome: 'NO_ANSWER', direction: 'outbound', statusWhenMade: 'CONSULTING' }) as const,
  );
  assert.equal(call(anEnquiry({ status: 'CALLBACK', calls }), '11-05 15:00').state.status, 'NO_ANSWER_1');
});

test('a missed call of the person makes the call due now and is no attempt of ours', () => {
  const missed = call(call(anEnquiry(), '11-02 15:30').state, '11-02 16:00', 'NO_ANSWER', {
    direction: 'inbound',
  }).state;
  assert.equal(`${missed.status} ${described(missed.nextAction)}`, 'NO_ANSWER_1 CALL 11-02 16:00–16:00');
});

test('P1: every status with every outcome has a next action or is closed', () => {
  for (const { code } of STATUSES) {
    for (const outcome of CALL_OUTCOMES) {
      for (const direction of ['outbound', 'inbound'] as const) {
        const made = afterCall(
          anEnquiry({ status: code }),
          { at: at('11-08 23:00'), outcome, direction },
          seoul,
          at('11-09 09:00'),
        );
        if (!made.ok) {
          assert.equal(made.refusal.params['field'], 'then', `${code} ${outcome}`);
          continue;
        }
        const { state, events } = made.value;
        assert.equal(state.nextAction !== null, isOpenStatus(state.status), `${code} ${outcome} ${direction}`);
        assert.equal(state.calls.length, 1);
        assert.equal(events.at(-1)?.to ?? code, state.status);
      }
    }
  }
});
