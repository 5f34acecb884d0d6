import { createHmac, timingSafeEqual } from 'node:crypto';

/** Keys of marks, the current one first: it makes them, all know them. What went out before the secret key was changed is believed as long as the ring holds that key. */
export type MarkKeys = { readonly receiptKeys: readonly [Buffer, ...Buffer[]] };
type Shape = (digest: Buffer) => string;

/** By the current key, as `shape` writes it. */
export function makeMark({ receiptKeys }: MarkKeys, text: string, shape: Shape): string {
  return shape(signed(receiptKeys[0], text));
}

/** By any key of the ring, compared in constant time. */
export function isMark({ receiptKeys }: MarkKeys, text: string, shape: Shape, given: string): boolean {
  const bytes = Buffer.from(given);
  return receiptKeys.some((key) => {
    const expected = Buffer.from(shape(signed(key, text)));
    return bytes.length === expected.length && timingSafeEqual(bytes, expected);
  });
}

function signed(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
