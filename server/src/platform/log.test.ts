import assert from 'node:assert/strict';
import { test } from 'node:test';
import pg from 'pg';
import { describeError, makeLog } from './log.ts';

test('S12 a careless line loses what is personal or secret', () => {
  const lines: string[] = [];
  const log = makeLog('info', { write: (line) => void lines.push(line) });
  const error = Object.assign(new pg.DatabaseError('Key (phone)=(010-1234-5678) already exists', 0, 'error'), {
    code: '23505',
    detail: 'Key (phone)=(010-1234-5678)',
    constraint: 'phone_unique',
  });
  log.error(
    { err: error, name: '김안부', phone: '010-1234-5678', person: { email: 'a@b.kr', token: 'secret' } },
    'failed',
  );
  log.error({ err: new SyntaxError('Unexpected token in "010-1234-5678"') }, 'failed');
  log.error({ err: new Error('outer', { cause: error }) }, 'failed');
  const text = lines.join('');
  for (const hidden of ['010-1234', '김안부', 'a@b.kr', '"secret"']) assert.ok(!text.includes(hidden), hidden);
  for (const kept of ['23505', 'phone_unique', 'outer', 'SyntaxError']) assert.ok(text.includes(kept), kept);
});

test('what is thrown and is no error is told by its kind alone', () => {
  assert.deepEqual(describeError('010-1234-5678'), { kind: 'string' });
});
