import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import type { PasskeyCreation, PasskeyInput, PasskeyRequest, PasskeySignIn } from '@anbu/contract';

/** A security key in software, with the browser in front of it: ES256, no attestation. What it says can be bent, as an attacker would. */

export type Bent = {
  readonly origin?: string;
  readonly rpId?: string;
  /** Whether a finger or a PIN was given. */
  readonly verified?: boolean;
  readonly counter?: number;
  readonly challenge?: string;
  readonly userHandle?: string;
  /** Signs with another key. */
  readonly key?: KeyObject;
};

export type SoftAuthenticator = {
  readonly id: string;
  create(asked: PasskeyCreation, bent?: Bent): PasskeyInput;
  /** Counts one signature more each time. */
  answer(asked: PasskeyRequest, bent?: Bent): PasskeySignIn;
};

const USER_PRESENT = 0x01;
const USER_VERIFIED = 0x04;
const HAS_CREDENTIAL = 0x40;

/** `counts` false: like passkeys that are copied between devices, whose counter stays 0. */
export function softAuthenticator({ origin = 'http://localhost:3000', counts = true } = {}): SoftAuthenticator {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const id = randomBytes(32);
  let counter = 0;
  let handle = '';

  const authenticatorData = (rpId: string, { verified = true, counter: said = counter }: Bent, credential?: Buffer) => {
    const count = Buffer.alloc(4);
    count.writeUInt32BE(said);
    const flags = USER_PRESENT | (verified ? USER_VERIFIED : 0) | (credential ? HAS_CREDENTIAL : 0);
    return Buffer.concat([hash(rpId), Buffer.of(flags), count, credential ?? Buffer.alloc(0)]);
  };
  const clientData = (type: string, challenge: string, bent: Bent) =>
    Buffer.from(
      JSON.stringify({
        type,
        challenge: bent.challenge ?? challenge,
        origin: bent.origin ?? origin,
        crossOrigin: false,
      }),
    );

  return {
    id: id.toString('base64url'),
    create(asked, bent = {}) {
      handle = asked.user.id;
      const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
      const cose = cbor(
        new Map<number, Cbor>([
          [1, 2],
          [3, -7],
          [-1, 1],
          [-2, Buffer.from(x, 'base64url')],
          [-3, Buffer.from(y, 'base64url')],
        ]),
      );
      const length = Buffer.alloc(2);
      length.writeUInt16BE(id.length);
      const credential = Buffer.concat([Buffer.alloc(16), length, id, cose]);
      const authData = authenticatorData(bent.rpId ?? asked.rp.id, bent, credential);
      const attestation = new Map<string, Cbor>([
        ['fmt', 'none'],
        ['attStmt', new Map<string, Cbor>()],
        ['authData', authData],
      ]);
      return {
        name: '시험용 열쇠',
        id: id.toString('base64url'),
        clientDataJSON: clientData('webauthn.create', asked.challenge, bent).toString('base64url'),
        attestationObject: cbor(attestation).toString('base64url'),
        transports: ['usb'],
      };
    },
    answer(asked, bent = {}) {
      if (counts) counter += 1;
      const data = authenticatorData(bent.rpId ?? asked.rpId, bent);
      const client = clientData('webauthn.get', asked.challenge, bent);
      const signature = sign('sha256', Buffer.concat([data, hash(client)]), bent.key ?? privateKey);
      return {
        id: id.toString('base64url'),
        clientDataJSON: client.toString('base64url'),
        authenticatorData: data.toString('base64url'),
        signature: signature.toString('base64url'),
        userHandle: bent.userHandle ?? handle,
      };
    },
  };
}

function hash(value: string | Buffer): Buffer {
  return createHash('sha256').update(value).digest();
}

type Cbor = number | string | Buffer | Map<number, Cbor> | Map<string, Cbor>;

/** RFC 8949, as much of it as an authenticator writes. */
function cbor(value: Cbor): Buffer {
  if (typeof value === 'number') return value < 0 ? head(1, -1 - value) : head(0, value);
  if (typeof value === 'string') return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value]);
  const entries: [Cbor, Cbor][] = [...(value as Map<number | string, Cbor>)];
  return Buffer.concat([head(5, entries.length), ...entries.flatMap(([key, one]) => [cbor(key), cbor(one)])]);
}

function head(kind: number, size: number): Buffer {
  if (size < 24) return Buffer.of((kind << 5) | size);
  if (size < 256) return Buffer.of((kind << 5) | 24, size);
  return Buffer.of((kind << 5) | 25, size >> 8, size & 0xff);
}
