import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits: what the cookie holds. The database keeps only its hash. */
export function newSessionToken(): string {
  return randomBytes(32).toString('base64url');
}

export type NewApiKey = { readonly key: string; readonly prefix: string };

/** `anbu_<prefix>_<secret>`: the prefix tells keys apart in lists, the secret is 256 random bits in hexadecimal. */
export function newApiKey(): NewApiKey {
  const prefix = randomBytes(4).toString('hex');
  return { prefix, key: `anbu_${prefix}_${randomBytes(32).toString('hex')}` };
}

export function looksLikeApiKey(text: string): boolean {
  return /^anbu_[0-9a-f]{8}_[0-9a-f]{64}$/.test(text);
}

/** SHA-256 is enough for what is random: nobody guesses 256 bits, however fast the hash. */
export function tokenHash(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
