import { randomBytes } from 'node:crypto';
import type { Id } from '../../kernel/ids.ts';
import { HOUR, plus, type Instant } from '../../kernel/instant.ts';
import type { Tx } from '../db/index.ts';
import type { SealedColumn } from '../secrets/index.ts';
import { formatSecret } from './signature.ts';
import { findWebhook, listWebhooks, removeWebhook, saveSecret } from './store.ts';

/** How long a replaced secret goes on to count: time to change it at the other end. */
export const OLD_SECRET_HOURS = 24;
/** As Standard Webhooks writes secrets, 24 bytes or more; a short one would be guessed. */
const SECRET = /^whsec_[A-Za-z0-9+/]{32,100}={0,2}$/;

export type Seals = {
  seal(text: string, purpose: string): string;
  open(sealed: string, purpose: string): string;
};

export function isSecret(text: string): boolean {
  return SECRET.test(text);
}

/** A new signing secret of a way in, which is shown once; the one before counts for a day, so that no message is lost meanwhile. */
export async function renewSecret(tx: Tx, seals: Seals, id: Id, purpose: string): Promise<string> {
  const secret = formatSecret(randomBytes(24));
  await takeSecret(tx, seals, id, purpose, secret);
  return secret;
}

/** One that the other end chose, in place of the one before, which counts for a day. The same again changes nothing. */
export async function takeSecret(tx: Tx, seals: Seals, id: Id, purpose: string, secret: string): Promise<void> {
  const [newest] = (await findWebhook(tx, id))?.secrets ?? [];
  if (newest !== undefined && seals.open(newest, purpose) === secret) return;
  await saveSecret(tx, id, purpose, seals.seal(secret, purpose), plus(tx.now, OLD_SECRET_HOURS * HOUR));
}

/** From now on nothing that comes by it is signed. */
export function removeSecrets(tx: Tx, id: Id): Promise<void> {
  return removeWebhook(tx, id);
}

/** Of those that sign: until when the secret before counts, null where there is none. */
export async function oldSecretsUntil(tx: Tx, ids: readonly Id[]): Promise<ReadonlyMap<Id, Instant | null>> {
  return new Map((await listWebhooks(tx, ids)).map((row) => [row.id, row.oldSecretUntil]));
}

/** For the rotation of keys: the secrets of one purpose. */
export function sealedWebhooks(purpose: string): SealedColumn {
  return { purpose, table: 'platform.webhook', column: 'secrets', isList: true, purposeColumn: 'purpose' };
}
