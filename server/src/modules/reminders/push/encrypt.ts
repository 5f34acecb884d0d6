import { createCipheriv, createECDH, hkdfSync, type ECDH } from 'node:crypto';

/** Of a `PushSubscription`: the browser's public key (65 bytes, uncompressed P-256) and its authentication secret (16 bytes). */
export type PushKeys = { readonly p256dh: Buffer; readonly auth: Buffer };

const RECORD = 4_096;
/** Every message is as long as every other: its length tells nothing. */
const PADDED = 512;
const CURVE = 'prime256v1';

/** Whether a browser could have made these keys: the lengths, and a point of the curve. */
export function areKeys({ p256dh, auth }: PushKeys): boolean {
  if (p256dh.length !== 65 || p256dh[0] !== 4 || auth.length !== 16) return false;
  try {
    const own = createECDH(CURVE);
    own.generateKeys();
    own.computeSecret(p256dh);
    return true;
  } catch {
    return false;
  }
}

/**
 * One record of `aes128gcm` (RFC 8188) with the keys of RFC 8291: nobody between reads it. `salt` = 16 random bytes, `own` = a key pair made for this
 * message alone; `length` = bytes of content and padding.
 */
export function encrypt(content: Buffer, to: PushKeys, salt: Buffer, own: ECDH, length = PADDED): Buffer {
  if (content.length > length) throw new RangeError('the message is longer than its record');
  const ownKey = own.getPublicKey();
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), to.p256dh, ownKey]);
  const material = derive(to.auth, own.computeSecret(to.p256dh), info, 32);
  const key = derive(salt, material, 'Content-Encoding: aes128gcm\0', 16);
  const nonce = derive(salt, material, 'Content-Encoding: nonce\0', 12);
  const cipher = createCipheriv('aes-128-gcm', key, nonce);
  // 2 = the last record; what follows it is padding.
  const padded = Buffer.concat([content, Buffer.from([2]), Buffer.alloc(length - content.length)]);
  const sealed = Buffer.concat([cipher.update(padded), cipher.final(), cipher.getAuthTag()]);
  const size = Buffer.alloc(4);
  size.writeUInt32BE(RECORD);
  return Buffer.concat([salt, size, Buffer.from([ownKey.length]), ownKey, sealed]);
}

export function newPair(): ECDH {
  const pair = createECDH(CURVE);
  pair.generateKeys();
  return pair;
}

export function derive(salt: Buffer, material: Buffer, info: Buffer | string, length: number): Buffer {
  return Buffer.from(hkdfSync('sha256', material, salt, info, length));
}
