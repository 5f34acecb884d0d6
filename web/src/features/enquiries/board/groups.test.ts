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

test('a column is open or closed as a whole: closed ones are due never and stand in the order of their closing', () => {
  const closed = STATUS_CODES.slice(STATUS_CODES.indexOf('VISITED'));
  for (const group of GROUPS) {
    for (const status of group.statuses) assert.equal(closed.includes(status), group.closed ?? false, status);
  }
});
