import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MESSAGE_STATES } from '@anbu/contract';
import { comesFrom, NEXT_STATES } from './states.ts';

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
  for (const state of MESSAGE_STATES) assert.ok(state === 'draft' || comesFrom(state).length > 0, state);
  assert.ok(!comesFrom('sending').includes('unknown'), 'what may have gone is never handed over again by itself');
});

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, at) => permutations(items.toSpliced(at, 1)).map((rest) => [item, ...rest]));
}
