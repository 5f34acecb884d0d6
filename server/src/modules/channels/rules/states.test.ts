import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MESSAGE_STATES } from '@anbu/contract';
import { afterAnswer, NOT_BEGUN } from './after-answer.ts';
import { reasonOf } from './reason.ts';
import { MOVES, MOVES_OF_ANSWERS, NEXT_STATES } from './states.ts';

test('R10 a receipt moves a message forwards only: whatever order they come in, the end is the same', () => {
  const receipts = ['sent', 'delivered', 'read', 'failed'] as const;
  const heard = (order: readonly (typeof receipts)[number][]) =>
    order.reduce(
      (state, next) => (NEXT_STATES[state].includes(next) ? next : state),
      'sent' as (typeof MESSAGE_STATES)[number],
    );
  for (const order of permutations(['sent', 'delivered', 'read'] as const))
    assert.equal(heard(order), 'read', String(order));
  assert.equal(heard(Array.from({ length: 100 }, () => 'delivered' as const)), 'delivered');
  assert.equal(heard(['delivered', 'failed']), 'delivered', 'what has arrived does not fail any more');
});

test('nothing leaves a last state, and none is out of reach', () => {
  for (const last of ['replied', 'refused', 'expired', 'failed'] as const) assert.deepEqual(NEXT_STATES[last], []);
  for (const state of MESSAGE_STATES)
    assert.ok(state === 'draft' || MOVES.some((move) => move.endsWith(`>${state}`)), state);
  assert.ok(!MOVES.includes('unknown>sending'), 'what may have gone is never handed over again by itself');
  assert.ok(!MOVES_OF_ANSWERS.includes('unknown>queued'), 'nor put back by an answer');
});

test('R3 R13 what a message becomes by its answer, and when it is handed over again', () => {
  const again = (waitMilliseconds: number | null) => ({ kind: 'again', why: 'busy', waitMilliseconds }) as const;
  const lost = { kind: 'unknown', why: 'no_answer' } as const;
  for (const [answer, tries, tried, becomes, why] of [
    [{ kind: 'sent' }, 7, {}, 'sent', 'the other end took it, at the last try too'],
    [{ kind: 'failed', why: 'barred' }, 0, {}, 'failed barred', 'refused for good: no other try'],
    [lost, 0, {}, 'unknown no_answer', 'it may have arrived: somebody looks'],
    [lost, 0, { idempotent: true }, 'queued no_answer 1000', 'the same number counts once: it is said again'],
    [lost, 7, { idempotent: true }, 'failed no_answer', 'not for ever'],
    [again(null), 0, {}, 'queued busy 1000', 'after the first try'],
    [again(null), 6, {}, 'queued busy 7000', 'the eighth time is the last'],
    [again(null), 7, {}, 'failed busy', 'eight times were enough'],
    [again(60_000), 0, {}, 'queued busy 60000', 'the other end asks for a minute'],
    [again(10), 0, {}, 'queued busy 1000', 'never sooner than our own wait'],
    [again(null), 0, { isTest: true }, 'queued busy 1000', 'a test is tried twice'],
    [again(null), 1, { isTest: true }, 'failed busy', 'then she is told'],
    [{ kind: 'again', why: NOT_BEGUN, waitMilliseconds: 0 }, 7, {}, 'queued 0', 'what was not begun counts as no try'],
  ] as const) {
    const after = afterAnswer(answer, { tries, isTest: false, idempotent: false, ...tried }, (times) => times * 1_000);
    const said = [after.state, after.why, after.waitMilliseconds].filter((part) => part !== null);
    assert.equal(said.join(' '), becomes, why);
  }
});

test('P3 why a message did not arrive is a sentence, with what its code tells; what no sentence says is shown as it is', () => {
  for (const [why, code, params, reason] of [
    ['gate.night', 'gate.night', { tries: 2 }, 'the gate says its own'],
    ['no_answer', 'channels.why.no_answer', { tries: 2 }, 'a code of ours'],
    ['returned_moved', 'channels.why.returned_moved', { tries: 2 }, 'a letter that came back'],
    ['fax_in_part:2:5', 'channels.why.fax_in_part', { tries: 2, pages: 2, of: 5 }, 'two pages of five'],
    ['bounced_5_1_1', 'channels.why.bounced', { tries: 2, what: 'a11', subject: 's1', status: '5.1.1' }, 'RFC 3463'],
    ['smtp_421', 'channels.why.smtp', { tries: 2, status: '421' }, 'what a mail server answered'],
    ['provider_3104', 'channels.why.other', { tries: 2, code: 'provider_3104' }, 'of a provider'],
  ] as const)
    assert.deepEqual(reasonOf(why, { tries: 2 }), { code, params, text: '' }, reason);
});

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, at) => permutations(items.toSpliced(at, 1)).map((rest) => [item, ...rest]));
}
