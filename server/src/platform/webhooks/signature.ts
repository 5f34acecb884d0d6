import { createHmac, timingSafeEqual } from 'node:crypto';

/** Older or newer than this is not taken: a copy of an old request must not work again. */
export const TOLERANCE_SECONDS = 5 * 60;
/** No sender needs more. */
const MOST_OF_ID = 200;
const MOST_OF_SIGNATURE = 2_000;
const PREFIX = 'whsec_';

export type SignedHeaders = {
  readonly id: string | undefined;
  readonly timestamp: string | undefined;
  /** One or more, with spaces between: `v1,base64`. */
  readonly signature: string | undefined;
};
export type SignatureCheck =
  | { readonly ok: true; readonly id: string; readonly signature: string }
  | { readonly ok: false; readonly why: 'missing' | 'expired' | 'wrong' };

/** `whsec_` and base64 of the key's bytes, as Standard Webhooks writes secrets. */
export function formatSecret(key: Buffer): string {
  return PREFIX + key.toString('base64');
}

/** `v1,…` over `id.timestamp.body`. Spec: Standard Webhooks. */
export function signWebhook(secret: string, id: string, timestampSeconds: number, body: Buffer): string {
  const key = Buffer.from(secret.replace(PREFIX, ''), 'base64');
  const content = Buffer.concat([Buffer.from(`${id}.${String(timestampSeconds)}.`), body]);
  return `v1,${createHmac('sha256', key).update(content).digest('base64')}`;
}

/**
 * Whether one of the secrets signed this body at about this time; several secrets while one replaces another. That the same id was not taken
 * before is the receiver's to see. Spec: reliability R11.
 */
export function checkWebhook(
  secrets: readonly string[],
  headers: SignedHeaders,
  body: Buffer,
  nowSeconds: number,
): SignatureCheck {
  const { id, timestamp, signature } = headers;
  if (!id || !timestamp || !signature || id.length > MOST_OF_ID || signature.length > MOST_OF_SIGNATURE) {
    return { ok: false, why: 'missing' };
  }
  if (!/^\d{1,12}$/.test(timestamp)) return { ok: false, why: 'missing' };
  if (Math.abs(nowSeconds - Number(timestamp)) > TOLERANCE_SECONDS) return { ok: false, why: 'expired' };
  const given = signature.split(' ').slice(0, 10);
  const isRight = secrets.some((secret) => {
    const expected = Buffer.from(signWebhook(secret, id, Number(timestamp), body));
    return given.some((one) => {
      const bytes = Buffer.from(one);
      return bytes.length === expected.length && timingSafeEqual(bytes, expected);
    });
  });
  return isRight ? { ok: true, id, signature } : { ok: false, why: 'wrong' };
}
