import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isRetryable, isUnavailable } from './retry.ts';

const CASES: readonly [why: string, error: unknown, retryable: boolean, unavailable: boolean][] = [
  ['a deadlock', { code: '40P01' }, true, false],
  ['a lost serialisation', { code: '40001' }, true, false],
  ['a statement took too long', { code: '57014' }, false, true],
  ['a lock was not to be had', { code: '55P03' }, false, true],
  ['the server is going down', { code: '57P01' }, false, true],
  ['the disk is full', { code: '53100' }, false, true],
  ['the connection broke', { code: '08006' }, false, true],
  ['nobody listens', { code: 'ECONNREFUSED' }, false, true],
  ['no connection was free', new Error('timeout exceeded when trying to connect'), false, true],
  ['the connection ended', new Error('Connection terminated unexpectedly'), false, true],
  ['a rule of a table', { code: '23514' }, false, false],
  ['a name that is no column', { code: '42703' }, false, false],
  ['a bug', new TypeError('x is not a function'), false, false],
  ['nothing', null, false, false],
];

test('R4 what the database could not do at that moment is told from what fails each time', () => {
  for (const [why, error, retryable, unavailable] of CASES)
    assert.deepEqual([isRetryable(error), isUnavailable(error)], [retryable, unavailable], why);
});
