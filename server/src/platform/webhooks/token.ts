import { randomBytes } from 'node:crypto';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const LENGTH = 22;
const TOKEN = /^[A-Za-z0-9]{22}$/;

/** Letters and digits, 5.95 random bits each, 131 together: an address that nobody guesses. */
export function newToken(length = LENGTH, random: (many: number) => Uint8Array = randomBytes): string {
  let token = '';
  while (token.length < length) {
    for (const byte of random(length)) {
      // Above the last whole multiple some letters would come more often.
      if (byte < ALPHABET.length * 4 && token.length < length) token += ALPHABET[byte % ALPHABET.length];
    }
  }
  return token;
}

/** Whether it may name an address at all: what cannot is asked of no table. */
export function isToken(text: string): boolean {
  return TOKEN.test(text);
}
