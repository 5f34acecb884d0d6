import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DAY, HOUR, MINUTE, instant, plus, type Instant } from '../../../kernel/instant.ts';
import { must } from '../../../kernel/outcome.ts';
import { moveNextAction } from './action.ts';
import { afterAssignment } from './apply.ts';
import { listedFrom } from './clocks.ts';
import { nextActionOnEntering } from './entering.ts';
import { priorityOf } from './priority.ts';
import { afterReply } from './reply.ts';
import { IMPORTED_FIRST, newState, type EnquiryState } from './state.ts';
import { anEnquiry, at, seoul, shown } from './testing.ts';

/** A Tuesday. */
const now = at('11-03 15:05');

function arrived(status: 'NEW' | 'WAITING', receivedAt: Instant, changes: Partial<EnquiryState> = {}): EnquiryState {
  const state = { ...newState(receivedAt, status), ...changes };
  return { ...state, nextAction: nextActionOnEntering(status, state, seoul, receivedAt) };
}

const promised = (minutesAgo: number): EnquiryState =>
  anEnquiry({ status: 'CALLBACK', promise: { dueAt: plus(now, -minutesAgo * MINUTE), by: 'us' } });
const monthsAgo = plus(now, -47 * DAY);
const longLate = anEnquiry({ status: 'WAITING', receivedAt: plus(now, -20 * DAY), likelihood: 'H' });
const longLateCall = anEnquiry({ status: 'RESCHEDULING', receivedAt: plus(now, -20 * DAY), likelihood: 'H' });
const brokenLongAgo = anEnquiry({
  ...promised(3 * 24 * 60),
  receivedAt: plus(now, -20 * DAY),
  likelihood: 'H',
});
const live = arrived('WAITING', plus(now, -2 * MINUTE));
const importedWaiting = arrived('WAITING', monthsAgo, { imported: true, likelihood: 'H' });
const importedNew = arrived('NEW', monthsAgo, { imported: true, likelihood: 'H' });

test('A4 a call whose time is still to come stands below everything that is due', () => {
  const later = anEnquiry({ status: 'CALLBACK', likelihood: 'H' });
  const windowFrom = later.nextAction?.windowFrom;
  assert.ok(windowFrom);
  const early = priorityOf(later, instant(windowFrom - 1));
  assert.ok(early.parts.some(({ code }) => code === 'enquiries.priority.early'));
  for (const status of ['WAITING', 'LATER', 'HOLD'] as const) {
    const due = anEnquiry({ status });
    assert.ok(early.score < priorityOf(due, instant(due.nextAction?.windowFrom ?? 0)).score, status);
  }
});

test('A4 priority is the sum of parts that say why, and a promise that is due goes first', () => {
  const due = anEnquiry({ status: 'CALLBACK', likelihood: 'H' });
  const { score, parts } = priorityOf(due, now);
  assert.equal(
    score,
    parts.reduce((sum, { points }) => sum + points, 0),
  );
  assert.deepEqual(
    parts.map(({ code, points }) => `${code.split('.').at(-1)} ${points}`),
    ['status 28', 'due 10', 'promise 90', 'likelihood 12', 'waiting 2'],
  );
  assert.ok(score > priorityOf(anEnquiry({ status: 'NO_ANSWER_1' }), now).score);
  assert.deepEqual(priorityOf(anEnquiry({ status: 'DECLINED' }), now), { score: 0, parts: [] });
});

test('A4 who comes before whom', () => {
  const evening = anEnquiry({ status: 'CALLBACK', statusSince: now, promise: { dueAt: null, by: 'us' } });
  const rows: readonly (readonly [first: EnquiryState, second: EnquiryState, why: string, at?: Instant])[] = [
    [promised(-9), longLate, 'a promise in nine minutes before what is late for weeks'],
    [promised(0), longLate, 'a promise now'],
    [promised(110), longLate, 'a promise that was missed nearly two hours ago'],
    [promised(-9), brokenLongAgo, 'a live promise before one that was broken days ago'],
    [evening, longLate, 'a promise without a time while its evening runs', at('11-03 17:30')],
    [live, importedWaiting, 'who asked two minutes ago before an imported one'],
    [live, importedNew, 'the same without an owner'],
    [arrived('NEW', now), importedNew, 'who asks this moment'],
    [promised(-9), importedWaiting, 'a promise before an imported one'],
    [live, longLateCall, 'who asked two minutes ago before a call that is late for weeks'],
    [arrived('NEW', now), longLateCall, 'the same without an owner'],
    [arrived('WAITING', plus(now, -80 * MINUTE)), longLateCall, 'who waits for the first call for over an hour'],
    [promised(0), arrived('WAITING', plus(now, -80 * MINUTE)), 'a promise now before who waits'],
    [anEnquiry(), promised(-60), 'what is due before a promise of the next hour'],
  ];
  for (const [first, second, why, when = now] of rows) {
    const [a, b] = [priorityOf(first, when).score, priorityOf(second, when).score];
    assert.ok(a > b, `${why}: ${a} ${b}`);
  }
});

test('A11 an imported enquiry says what it is, stays late until its first act here, and is an ordinary one once the person answers', () => {
  for (const state of [importedNew, importedWaiting]) {
    assert.equal(state.nextAction?.reason.code, IMPORTED_FIRST);
    assert.ok((state.nextAction?.windowTo ?? now) < now, 'neglected');
  }
  const given = afterAssignment(importedNew, 'owner', seoul, now).state;
  assert.deepEqual(
    [given.status, given.nextAction?.reason.code],
    ['WAITING', IMPORTED_FIRST],
    'an owner is no contact',
  );
  const replied = afterReply(importedWaiting, now, seoul).state;
  assert.equal(replied.nextAction?.reason.code, 'enquiries.next.replied');
  assert.ok(priorityOf(replied, now).score > priorityOf(importedWaiting, now).score);
  const again = arrived('WAITING', monthsAgo, { imported: true, lastLeftClosedAt: now });
  assert.equal(again.nextAction?.reason.code, 'enquiries.next.first_call', 're-opened it arrives here');
});

test('A4 what somebody moved waits for its time and belongs to that day; a new enquiry belongs to the day it comes', () => {
  const moved = (text: string) => {
    const nextAction = must(moveNextAction(longLate, at(text), seoul, now));
    return { ...longLate, nextAction };
  };
  const [today, tomorrow] = [moved('11-03 17:00'), moved('11-04 10:00')];
  const codes = (state: EnquiryState, when: Instant) =>
    priorityOf(state, when).parts.map(({ code }) => code.split('.').at(-1));
  assert.ok(codes(today, now).includes('early'));
  assert.ok(codes(today, at('11-03 16:50')).includes('due'));
  assert.equal(shown(listedFrom(tomorrow.nextAction)), '11-04 10:00');
  const beforeClosing = arrived('NEW', at('11-03 18:28')).nextAction;
  assert.ok(beforeClosing);
  assert.deepEqual([shown(beforeClosing.dueAt), shown(listedFrom(beforeClosing))], ['11-04 09:33', '11-03 18:28']);
  const again = anEnquiry({
    ...promised(30),
    nextAction: must(moveNextAction(promised(30), plus(now, HOUR), seoul, now)),
  });
  assert.ok(!codes(again, now).includes('promise'), 'a promise that was moved calls at its new time');
});
