import assert from 'node:assert/strict';
import { test } from 'node:test';
import { must } from '../../../kernel/outcome.ts';
import { afterCall, type NewCall } from './after-call.ts';
import { applyTransition } from './apply.ts';
import { callOnPromise } from './promise.ts';
import { afterReply } from './reply.ts';
import type { Decision, EnquiryCall } from './state.ts';
import { anEnquiry, at, described, seoul, shown } from './testing.ts';
import type { TransitionRequest } from './transitions.ts';
import { afterVisit } from './visit.ts';

/** Made on Monday 2 November at 10:00 for Tuesday 15:00: its window is 14:50–15:10. */
const promised = anEnquiry({ status: 'CALLBACK' });
const promise = promised.openPromise ?? assert.fail();
const LATER: TransitionRequest = { to: 'LATER' };

const made = (time: string, changes: Partial<NewCall> = {}, now = time, from = promised): Decision =>
  must(afterCall(from, { at: at(time), outcome: 'NO_ANSWER', ...changes }, seoul, at(now)));
const ended = ({ promiseEnded }: Decision) =>
  promiseEnded ? `${promiseEnded.result} ${shown(promiseEnded.at)}` : 'runs on';

const inbound = { direction: 'inbound' } as const;
const talk = { outcome: 'CONNECTED' } as const;
const other = { outcome: 'THIRD_PARTY' } as const;

const CALLS: readonly [what: string, time: string, call: Partial<NewCall>, end: string, status: string][] = [
  ['the person calls and nobody is there', '11-03 10:35', inbound, 'runs on', 'CALLBACK'],
  ['the person calls in the window and nobody is there', '11-03 15:00', inbound, 'runs on', 'CALLBACK'],
  ['the person calls first and is answered', '11-03 10:35', { ...inbound, ...talk }, 'customer_first', 'CONSULTING'],
  ['and so in the window', '11-03 15:10', { ...inbound, ...talk }, 'customer_first', 'CONSULTING'],
  ['the person calls when the window is over', '11-03 15:11', { ...inbound, ...talk }, 'broken', 'CONSULTING'],
  ['somebody of hers calls', '11-03 10:35', { ...inbound, ...other }, 'runs on', 'CALLBACK'],
  ['called in time, nobody answers: acted on', '11-03 14:50', {}, 'kept', 'NO_ANSWER_1'],
  ['called in time and reached', '11-03 15:10', talk, 'kept', 'CONSULTING'],
  ['called in time, somebody else answers', '11-03 15:05', other, 'kept', 'CALLBACK'],
  ['called early, nobody answers: the cadence takes its place', '11-03 14:49', {}, 'replaced', 'NO_ANSWER_1'],
  ['called early and reached', '11-03 10:30', talk, 'replaced', 'CONSULTING'],
  ['called early, somebody else answers', '11-03 10:30', other, 'runs on', 'CALLBACK'],
  ['called late, nobody answers', '11-03 15:11', {}, 'broken', 'NO_ANSWER_1'],
  ['called late, somebody else answers', '11-03 15:11', other, 'broken', 'CALLBACK'],
];
for (const [what, time, call, end, status] of CALLS) {
  test(`A7 a promise: ${what}`, () => {
    const decision = made(time, call);
    assert.equal(ended(decision), end === 'runs on' ? end : `${end} ${time}`);
    assert.equal(decision.state.status, status);
    assert.equal(decision.state.openPromise, end === 'runs on' ? promise : null);
    if (end === 'runs on') assert.deepEqual(decision.state.nextAction, promised.nextAction, 'called at its time');
  });
}

test('A7 a promise is called at another number of the person when one is dead: acted on, and the action stands', () => {
  const decision = made('11-03 15:00', { outcome: 'DISCONNECTED', otherNumbers: 1 });
  assert.equal(ended(decision), 'kept 11-03 15:00');
  assert.deepEqual([decision.state.status, decision.state.nextAction], ['CALLBACK', promised.nextAction]);
  const early = made('11-03 10:30', { outcome: 'DISCONNECTED', otherNumbers: 1 });
  assert.deepEqual([ended(early), early.state.openPromise], ['runs on', promise]);
});

test('A7 what was called before the promise is nothing to it, whenever it is recorded', () => {
  for (const time of ['11-02 09:10', '11-02 09:59']) {
    for (const call of [{}, talk, other, { ...inbound, ...talk }, inbound] satisfies Partial<NewCall>[]) {
      const decision = made(time, { ...call, statusWhenMade: 'WAITING' }, '11-03 10:00');
      assert.deepEqual(
        [ended(decision), decision.state.status],
        ['runs on', 'CALLBACK'],
        `${time} ${JSON.stringify(call)}`,
      );
      assert.equal(decision.state.openPromise, promise);
    }
  }
  const late = made('11-03 15:05', {}, '11-03 18:00');
  assert.equal(ended(late), 'kept 11-03 15:05', 'recorded later, made in time');
});

test('A7 an earlier talk that is recorded now and says what then leaves the promise now, not before it was made', () => {
  const said = { ...talk, then: LATER, statusWhenMade: 'WAITING' } as const;
  assert.equal(ended(made('11-02 09:30', said, '11-03 10:00')), 'replaced 11-03 10:00');
  assert.equal(ended(made('11-02 09:30', said, '11-03 16:00')), 'broken 11-03 16:00', 'its time passed with no call');
});

test('A7 a promise that is renewed ends, and the new one runs from the talk', () => {
  const then = { to: 'CALLBACK', promiseAt: at('11-04 11:00'), promiseBy: 'us' };
  const renewed = made('11-03 15:05', { ...talk, then });
  assert.equal(ended(renewed), 'kept 11-03 15:05');
  const { state } = renewed;
  assert.deepEqual(state.openPromise, {
    madeAt: at('11-03 15:05'),
    windowFrom: at('11-04 10:50'),
    windowTo: at('11-04 11:10'),
  });
  const between = made('11-03 11:00', { statusWhenMade: 'CALLBACK' }, '11-03 16:00', state);
  assert.deepEqual([ended(between), between.state.status], ['runs on', 'CALLBACK'], 'from before the renewal');
  assert.equal(described(between.state.nextAction), 'CALL 11-04 11:00–11:10');
  assert.equal(ended(made('11-04 11:00', {}, '11-04 11:00', state)), 'kept 11-04 11:00');
});

test('A7 the talk that makes a promise for a few minutes later does not keep it itself', () => {
  const then = { to: 'CALLBACK', promiseAt: at('11-02 10:10'), promiseBy: 'us' };
  const { state } = made('11-02 10:05', { ...talk, then }, '11-02 10:05', anEnquiry());
  const call: EnquiryCall = { at: at('11-02 10:05'), ...talk, direction: 'outbound', statusWhenMade: 'WAITING' };
  assert.equal(callOnPromise(state.openPromise ?? assert.fail(), call), null);
});

test('A7 a promise without a time is kept in the evening window', () => {
  const state = anEnquiry({ status: 'CALLBACK', promise: { dueAt: null, by: 'customer' } });
  assert.equal(described(state.nextAction), 'CALL 11-02 17:00–18:30 EV');
  assert.equal(ended(made('11-02 17:45', {}, '11-02 17:45', state)), 'kept 11-02 17:45');
  assert.equal(ended(made('11-02 18:31', {}, '11-02 18:31', state)), 'broken 11-02 18:31');
});

test('A7 left without a call a promise is broken once its window is over, before it never fell due', () => {
  const moved = (time: string) =>
    must(
      applyTransition(promised, LATER, {
        actor: { userId: 'owner', supervisor: false },
        site: seoul,
        at: at(time),
        now: at(time),
      }),
    );
  assert.equal(ended(moved('11-03 15:10')), 'replaced 11-03 15:10');
  assert.equal(ended(moved('11-03 15:11')), 'broken 11-03 15:11');
  assert.equal(ended(afterVisit(promised, at('11-03 11:00'), seoul)), 'replaced 11-03 11:00');
  assert.equal(ended(afterReply(promised, at('11-03 15:00'), seoul)), 'runs on', 'a message is no call');
});
