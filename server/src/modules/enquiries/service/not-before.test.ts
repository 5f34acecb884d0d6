import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseInstant } from '../../../kernel/instant.ts';
import { notBefore } from './not-before.ts';

test('a time written to the second or minute of the arrival counts as the arrival', () => {
  const receivedAt = parseInstant('2026-11-02T10:00:30.682Z')!;
  for (const [text, counts, why] of [
    ['2026-11-02T10:00:30Z', '2026-11-02T10:00:30.682Z', 'the same second'],
    ['2026-11-02T10:00:30.000Z', '2026-11-02T10:00:30.682Z', 'a whole second with its zeros'],
    ['2026-11-02T19:00:30+09:00', '2026-11-02T10:00:30.682Z', 'in another zone'],
    ['2026-11-02T10:00Z', '2026-11-02T10:00:30.682Z', 'the same minute'],
    ['2026-11-02T10:00:29Z', '2026-11-02T10:00:29Z', 'a second earlier is earlier'],
    ['2026-11-02T09:59Z', '2026-11-02T09:59:00Z', 'a minute earlier is earlier'],
    ['2026-11-02T10:00:30.500Z', '2026-11-02T10:00:30.500Z', 'to the millisecond it is meant so'],
    ['2026-11-02T10:00:31Z', '2026-11-02T10:00:31Z', 'later stays'],
  ] as const) {
    assert.equal(notBefore(text, parseInstant(text)!, receivedAt), parseInstant(counts), why);
  }
});
