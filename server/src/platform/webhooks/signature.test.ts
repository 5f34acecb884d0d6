import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkWebhook, formatSecret, signWebhook } from './signature.ts';

const secret = formatSecret(Buffer.alloc(24, 5));
const other = formatSecret(Buffer.alloc(24, 6));
const now = 1_700_000_000;
const body = Buffer.from('{"a":"가"}');
const signed = (changes: { id?: string; at?: number; by?: string; body?: Buffer } = {}) => {
  const { id = 'msg_1', at = now, by = secret, body: content = body } = changes;
  return { id, timestamp: String(at), signature: signWebhook(by, id, at, content) };
};

test('a signature of Standard Webhooks is the published one', () => {
  // The example of the specification's reference implementation.
  const published = 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=';
  const content = Buffer.from('{"test": 2432232314}');
  const key = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
  assert.equal(signWebhook(key, 'msg_p5jXN8AQM9LWM0D4loKWxJek', 1_614_265_330, content), published);
});

test('R11 only what was signed by a secret, about now, is taken', () => {
  const check = (headers: Parameters<typeof checkWebhook>[1], secrets = [secret], content = body) => {
    const result = checkWebhook(secrets, headers, content, now);
    return result.ok ? `ok ${result.id}` : result.why;
  };
  const cases: [string, ReturnType<typeof check>, string][] = [
    ['right', check(signed()), 'ok msg_1'],
    ['right, five minutes old', check(signed({ at: now - 300 })), 'ok msg_1'],
    ['six minutes old', check(signed({ at: now - 301 })), 'expired'],
    ['from the future', check(signed({ at: now + 301 })), 'expired'],
    ['by another secret', check(signed({ by: other })), 'wrong'],
    ['by the former secret while it counts', check(signed({ by: other }), [secret, other]), 'ok msg_1'],
    ['another body', check(signed(), [secret], Buffer.from('{"a":"나"}')), 'wrong'],
    ['another id', check({ ...signed(), id: 'msg_2' }), 'wrong'],
    ['another time', check({ ...signed(), timestamp: String(now - 1) }), 'wrong'],
    [
      'several signatures, one is right',
      check({ ...signed(), signature: `v1,AAAA ${signed().signature}` }),
      'ok msg_1',
    ],
    ['no signature', check({ ...signed(), signature: undefined }), 'missing'],
    [
      'a signature of a megabyte',
      check({ ...signed(), signature: `${signed().signature} ${'A'.repeat(1e6)}` }),
      'missing',
    ],
    ['no id', check({ ...signed(), id: undefined }), 'missing'],
    ['a time in words', check({ ...signed(), timestamp: 'now' }), 'missing'],
  ];
  for (const [why, given, expected] of cases) assert.equal(given, expected, why);
});
