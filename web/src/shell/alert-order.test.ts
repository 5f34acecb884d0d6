import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Alert } from '@anbu/contract';
import { byUrgency } from './alert-order.ts';

const alert = (id: string, kind: Alert['kind'], at: string): Alert => ({
  id,
  kind,
  at: `2026-11-24T${at}:00Z`,
  enquiryId: id,
  personName: null,
  dueAt: `2026-11-24T${at}:00Z`,
  reason: { code: '', params: {}, text: '' },
});

test('A7 own promises come before what a leader sees and before the pool; within a kind the newest is first', () => {
  const given = [
    alert('pool-old', 'pool', '01:00'),
    alert('pool-new', 'pool', '03:00'),
    alert('escalated', 'escalated', '02:00'),
    alert('due', 'promise_due', '01:10'),
    alert('soon', 'promise_soon', '01:20'),
  ];
  assert.deepEqual(
    byUrgency(given).map(({ id }) => id),
    ['soon', 'due', 'escalated', 'pool-new', 'pool-old'],
  );
  assert.equal(given[0]?.id, 'pool-old', 'what was given stays as it was');
});
