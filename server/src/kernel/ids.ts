import { randomFillSync } from 'node:crypto';

export type Id = string;

/** Random bytes for 256 ids: asking for them costs more than all the rest. */
const pool = Buffer.alloc(256 * 16);
let used = pool.length;
let lastMilliseconds = 0;
let sequence = 0;

/**
 * A UUIDv7 (RFC 9562), monotonic in this process: the 12 bits after the version count within a millisecond.
 * It says roughly when a row was made; it never says the order of commits.
 */
export function newId(nowMilliseconds: number = Date.now()): Id {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const random = pool.subarray(used, (used += 16));
  if (nowMilliseconds > lastMilliseconds) {
    lastMilliseconds = nowMilliseconds;
    sequence = ((random[6]! & 0x07) << 8) | random[7]!;
  } else if (++sequence > 0xfff) {
    lastMilliseconds += 1;
    sequence = 0;
  }
  const hex = lastMilliseconds.toString(16).padStart(12, '0');
  const tail = random.subarray(8);
  tail[0] = (tail[0]! & 0x3f) | 0x80;
  const end = tail.toString('hex');
  const middle = sequence.toString(16).padStart(3, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7${middle}-${end.slice(0, 4)}-${end.slice(4)}`;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

export function isId(text: string): text is Id {
  return UUID.test(text);
}
