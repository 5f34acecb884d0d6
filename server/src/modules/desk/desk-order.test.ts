import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareRows, mergeQueues, type Placed } from './desk-order.ts';

const row = (id: string, score: number, actionDueAt: number | null = 0): Placed => ({ id, score, actionDueAt });

test('A15 rows of several desks stand in the order of one: priority, then the time, then the id', () => {
  const cases = [
    [row('b', 90), row('a', 80), 'the higher priority first, whatever the id'],
    [row('b', 80, 5), row('a', 80, 6), 'of one priority the earlier'],
    [row('a', 80, 5), row('b', 80, 5), 'of one moment the older id'],
    [row('b', 80, null), row('a', 80, 5), 'no time counts as the earliest, as in the queue'],
  ] as const;
  for (const [first, second, why] of cases) {
    assert.ok(compareRows(first, second) < 0, why);
    assert.ok(compareRows(second, first) > 0, why);
    assert.equal(compareRows(first, first), 0);
  }
});

test('A15 a page over several desks holds the best of all, each with its desk', () => {
  const page = mergeQueues(
    [
      { of: 'A', rows: [row('1', 90), row('2', 50), row('3', 10)] },
      { of: 'B', rows: [row('4', 70), row('5', 60)] },
      { of: 'C', rows: [] },
    ],
    4,
  );
  assert.deepEqual(
    page.map(({ of, row: { id } }) => `${of}${id}`),
    ['A1', 'B4', 'B5', 'A2'],
  );
});
