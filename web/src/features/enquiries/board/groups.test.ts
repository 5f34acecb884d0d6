import assert from 'node:assert/strict';
import { test } from 'node:test';
import { STATUS_CODES } from '@anbu/contract';
import { groupOf, GROUPS } from './groups.ts';

test('each of the 21 statuses stands in exactly one group', () => {
  const all = GROUPS.flatMap((group) => group.statuses);
  assert.deepEqual([...all].sort(), [...STATUS_CODES].sort());
});

test('an address names a group, all, or a choice of its own', () => {
  assert.equal(groupOf('NEW,WAITING'), 'new');
  assert.equal(groupOf(undefined), 'all');
  assert.equal(groupOf('NEW,HOLD'), 'several');
});
