import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';

type Key = { readonly id: string; readonly secret: Buffer };

/** Seals texts for one purpose: what was sealed for another purpose, or bound to another row, does not open. */
export type Box = {
  /** `keyId.iv.tag.cipher`, each base64url but the id. `boundTo` names the place it stands in, e.g. the row's id. */
  seal(plain: string, boundTo?: string): string;
  /** Throws SecretError where the key is not known, or the text was changed or moved. */
  open(sealed: string, boundTo?: string): string;
  /** True where it was sealed by an earlier key. */
  isOld(sealed: string): boolean;
  /** The same content under the current key; the same text where it is already. */
  rotate(sealed: string, boundTo?: string): string;
};

export class SecretError extends Error {
  override readonly name = 'SecretError';
}

/** The keys of ANBU_SECRET_KEY. The first seals, all open. */
export class Keyring {
  readonly #keys: readonly Key[];

  /** One key, or several with commas between, newest first; each 32 random bytes or more in base64. */
  constructor(text: string) {
    const keys = text
      .split(/[,\s]+/)
      .filter((part) => part !== '')
      .map(parseKey);
    if (keys.length === 0) throw new SecretError('ANBU_SECRET_KEY is empty');
    if (new Set(keys.map((key) => key.id)).size !== keys.length)
      throw new SecretError('ANBU_SECRET_KEY names a key twice');
    this.#keys = keys;
  }

  get currentId(): string {
    return this.#keys[0]!.id;
  }

  get ids(): readonly string[] {
    return this.#keys.map((key) => key.id);
  }

  /** Bytes for a purpose, from the current key, e.g. to sign links. */
  derive(purpose: string, length = 32): Buffer {
    return subkey(this.#keys[0]!, purpose, length);
  }

  /** Such bytes from each key, the current one's first: what an earlier key has signed is known as long as the ring holds it. */
  deriveAll(purpose: string, length = 32): readonly [Buffer, ...Buffer[]] {
    const [current, ...earlier] = this.#keys.map((key) => subkey(key, purpose, length));
    return [current!, ...earlier];
  }

  box(purpose: string): Box {
    const subkeys = new Map(this.#keys.map((key) => [key.id, subkey(key, `box ${purpose}`)]));
    const current = this.currentId;
    const seal = (plain: string, boundTo = '') => {
      const iv = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', subkeys.get(current)!, iv).setAAD(
        Buffer.from(`${current} ${boundTo}`),
      );
      const content = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
      return [current, ...[iv, cipher.getAuthTag(), content].map((part) => part.toString('base64url'))].join('.');
    };
    const open = (sealed: string, boundTo = '') => {
      const [id = '', iv, tag, content, more] = sealed.split('.');
      if (iv === undefined || tag === undefined || content === undefined || more !== undefined) {
        throw new SecretError('this is no sealed text');
      }
      const key = subkeys.get(id);
      if (!key) throw new SecretError(`sealed by the key ${id}, which ANBU_SECRET_KEY does not hold`);
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(iv, 'base64url'), { authTagLength: 16 })
          .setAAD(Buffer.from(`${id} ${boundTo}`))
          .setAuthTag(Buffer.from(tag, 'base64url'));
        return Buffer.concat([decipher.update(Buffer.from(content, 'base64url')), decipher.final()]).toString('utf8');
      } catch {
        throw new SecretError(`the text sealed by the key ${id} was changed, moved, or the key is another one`);
      }
    };
    const isOld = (sealed: string) => !sealed.startsWith(`${current}.`);
    return {
      seal,
      open,
      isOld,
      rotate: (sealed, boundTo) => (isOld(sealed) ? seal(open(sealed, boundTo), boundTo) : sealed),
    };
  }
}

function parseKey(text: string): Key {
  const secret = Buffer.from(text, 'base64url');
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(text) || secret.length < 32) {
    throw new SecretError('each key of ANBU_SECRET_KEY is at least 32 random bytes in base64: openssl rand -base64 32');
  }
  // The id says which key it is and nothing about it.
  const id = createHash('sha256')
    .update('anbu key id')
    .update(subkeyOf(secret, 'id', 32))
    .digest('hex')
    .slice(0, 8);
  return { id, secret };
}

function subkey(key: Key, purpose: string, length = 32): Buffer {
  return subkeyOf(key.secret, purpose, length);
}

function subkeyOf(secret: Buffer, purpose: string, length: number): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', `anbu ${purpose}`, length));
}
