import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inOrder } from './desks-in-order.ts';

const at = (slug: string) => ({ organisation: { slug } });

test('A15 the next call comes from the desk whose best is first, then from the others, each asked once', () => {
  assert.deepEqual(inOrder([at('b'), at('a'), at('b')], [at('a'), at('b'), at('c')]), ['b', 'a', 'c']);
  assert.deepEqual(inOrder([], [at('a'), at('b')]), ['a', 'b'], 'nothing on the list: all are asked');
  assert.deepEqual(inOrder([at('b')], []), ['b'], 'the counts are not there yet');
});
