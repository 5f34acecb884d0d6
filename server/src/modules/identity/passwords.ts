import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { ok, refuse, type Outcome } from '../../kernel/outcome.ts';
import { COMMON_PASSWORDS } from './common-passwords.ts';
import { PASSWORD } from './presets.ts';

const derive = promisify(argon2);

/** Refuses identity.password_short { minimum } and identity.password_common: among the commonest, or her own e-mail. */
export function checkPassword(password: string, email: string): Outcome<null> {
  if ([...password].length < PASSWORD.minimumLength) {
    return refuse('identity.password_short', { minimum: PASSWORD.minimumLength });
  }
  const small = password.toLowerCase();
  const address = email.toLowerCase();
  if (COMMON_PASSWORDS.has(small) || small === address || small === address.split('@')[0]) {
    return refuse('identity.password_common');
  }
  return ok(null);
}

/** argon2id as a PHC text: `$argon2id$v=19$m=…,t=…,p=…$salt$hash`. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(PASSWORD.saltBytes);
  const { memoryKibibytes: memory, passes, lanes } = PASSWORD;
  const tag = await compute(password, salt, { memory, passes, lanes, bytes: PASSWORD.tagBytes });
  return `$argon2id$v=19$m=${memory},t=${passes},p=${lanes}$${base64(salt)}$${base64(tag)}`;
}

/** With null, the hash of nobody, it takes as long and says no: an unknown e-mail must not answer sooner. */
export async function passwordMatches(password: string, hash: string | null): Promise<boolean> {
  const parsed = parse(hash ?? (await hashOfNobody()));
  const tag = await compute(password, parsed.salt, { ...parsed, bytes: parsed.tag.length });
  return timingSafeEqual(tag, parsed.tag) && hash !== null;
}

let nobody: Promise<string> | null = null;
function hashOfNobody(): Promise<string> {
  return (nobody ??= hashPassword(base64(randomBytes(24))));
}

function parse(hash: string) {
  const match = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/.exec(hash);
  const [, memory, passes, lanes, salt, tag] = match ?? [];
  if (!salt || !tag) throw new Error('a stored password hash is damaged');
  return {
    memory: Number(memory),
    passes: Number(passes),
    lanes: Number(lanes),
    salt: Buffer.from(salt, 'base64'),
    tag: Buffer.from(tag, 'base64'),
  };
}

type Cost = { memory: number; passes: number; lanes: number; bytes: number };

async function compute(password: string, salt: Buffer, cost: Cost): Promise<Buffer> {
  await enter();
  try {
    return await derive('argon2id', {
      // The same letters typed on a Mac come decomposed.
      message: password.normalize('NFC'),
      nonce: salt,
      parallelism: cost.lanes,
      memory: cost.memory,
      passes: cost.passes,
      tagLength: cost.bytes,
    });
  } finally {
    leave();
  }
}

let running = 0;
const waiting: (() => void)[] = [];

async function enter(): Promise<void> {
  if (running < PASSWORD.parallel) running += 1;
  else await new Promise<void>((resolve) => waiting.push(resolve));
}

function leave(): void {
  const next = waiting.shift();
  if (next) next();
  else running -= 1;
}

function base64(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '');
}
