const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** So many random letters and digits, 5.95 bits each: an address that nobody guesses. */
export function newToken(length: number, randomBytes: (many: number) => Uint8Array): string {
  let token = '';
  while (token.length < length) {
    for (const byte of randomBytes(length)) {
      // Above the last whole multiple some letters would come more often.
      if (byte < ALPHABET.length * 4 && token.length < length) token += ALPHABET[byte % ALPHABET.length];
    }
  }
  return token;
}
