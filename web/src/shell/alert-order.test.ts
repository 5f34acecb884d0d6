import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Alert } from '@anbu/contract';
import { kindAt, waiting } from './alert-order.ts';

const alert = (id: string, kind: Alert['kind'], at: string, enquiryId = id): Alert => ({
  id,
  kind,
  ring: 0,
  at: `2026-11-24T${at}:00Z`,
  enquiryId,
  personName: null,
  dueAt: `2026-11-24T${at}:00Z`,
  lateSince: `2026-11-24T${at}:00Z`,
  count: null,
  note: null,
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
    waiting(given).map(({ id }) => id),
    ['soon', 'due', 'escalated', 'pool-new', 'pool-old'],
  );
  assert.equal(given[0]?.id, 'pool-old', 'what was given stays as it was');
});

test('A7 an enquiry is alerted once, by its newest stage; answering it answers the stages before', () => {
  const [only, ...others] = waiting([
    alert('1', 'promise_soon', '01:00', 'kim'),
    alert('3', 'pool', '01:20', 'kim'),
    alert('2', 'promise_due', '01:10', 'kim'),
  ]);
  assert.equal(others.length, 0);
  assert.equal(only?.kind, 'pool');
  assert.deepEqual([...(only?.ids ?? [])].sort(), ['1', '2', '3']);
});

test('A7 a promise that was near is due once its time has come', () => {
  const soon = alert('1', 'promise_soon', '01:00');
  assert.equal(kindAt(soon, Date.parse('2026-11-24T00:55:00Z')), 'promise_soon');
  assert.equal(kindAt(soon, Date.parse('2026-11-24T01:00:00Z')), 'promise_due');
});
