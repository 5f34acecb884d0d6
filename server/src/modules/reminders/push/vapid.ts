import { createECDH, createPrivateKey, sign } from 'node:crypto';

/** Who we are to the push services (RFC 8292): one key of the whole program, made from the secret key, so that nothing has to be kept. */
export type Vapid = {
  /** What the browser is told to accept messages from: base64url of 65 bytes. */
  readonly publicKey: string;
  /** The header `Authorization` of a message to an endpoint, good for some hours from `now` (epoch milliseconds). */
  authorization(endpoint: string, now: number): string;
};

const ORDER = BigInt('0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551');
const HOURS = 12;

/** `seed`: 48 secret bytes or more. `contact`: `mailto:` or `https:` of who runs this, for the push services; null = not told. */
export function makeVapid(seed: Buffer, contact: string | null): Vapid {
  // 16 bytes more than the order has: no number is likelier than another.
  const number = (BigInt(`0x${seed.toString('hex')}`) % (ORDER - 1n)) + 1n;
  const secret = Buffer.from(number.toString(16).padStart(64, '0'), 'hex');
  const pair = createECDH('prime256v1');
  pair.setPrivateKey(secret);
  const point = pair.getPublicKey();
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((part) => part.toString('base64url'));
  const jwk = { kty: 'EC', crv: 'P-256', x: x!, y: y!, d: secret.toString('base64url') };
  const key = createPrivateKey({ key: jwk, format: 'jwk' });
  const publicKey = point.toString('base64url');
  return {
    publicKey,
    authorization(endpoint, now) {
      const claims = {
        aud: new URL(endpoint).origin,
        exp: Math.floor(now / 1_000) + HOURS * 3_600,
        ...(contact === null ? {} : { sub: contact }),
      };
      const unsigned = [{ typ: 'JWT', alg: 'ES256' }, claims].map(encoded).join('.');
      const signature = sign('sha256', Buffer.from(unsigned), { key, dsaEncoding: 'ieee-p1363' });
      return `vapid t=${unsigned}.${signature.toString('base64url')}, k=${publicKey}`;
    },
  };
}

function encoded(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}
