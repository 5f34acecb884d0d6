import { createHash } from 'node:crypto';
import type { Id } from '../../kernel/ids.ts';
import { must, ok, refuse, type Outcome } from '../../kernel/outcome.ts';
import { systemActor, type Database, type Tx } from '../db/index.ts';
import { findReply, insertKey, removeOldReplies, updateReply } from './idempotency-store.ts';

/** `text` is what is sent, `reply` what it says; null = nothing. */
export type Answer = { readonly status: number; readonly reply: unknown; readonly text: string | null };

export function answerOf(status: number, reply: unknown): Answer {
  return { status, reply, text: reply === null ? null : JSON.stringify(reply) };
}

const KEY = /^[\x21-\x7e]{1,200}$/;

export function fingerprintOf(parts: readonly string[]): Buffer {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part).update('\0');
  return hash.digest();
}

/** JSON with the names of each object in order: two texts that say the same have the same one. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_name, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1)))
      : inner,
  );
}

/**
 * Runs an act once per key: a repetition gets the kept answer, the same bytes, at the same time or within a day, and leaves the line of a read of
 * those whom the act named. A refusal rolls the key back, so it may be mended and sent again.
 * With `secret` the answer is not kept: a repetition changes nothing and is refused.
 * Refuses request.idempotency_secret 409, request.idempotency_mismatch where the key came with another request, request.idempotency_key for a key that is none.
 */
export async function once(
  tx: Tx,
  key: string,
  fingerprint: Buffer,
  act: () => Promise<Outcome<Answer>>,
  { secret = false }: { secret?: boolean | undefined } = {},
): Promise<Outcome<Answer>> {
  if (!KEY.test(key)) return refuse('request.idempotency_key', { maximum: 200 }, 400);
  const actorId = tx.actor.userId ?? tx.actor.apiKeyId;
  if (actorId === null) return act();
  if (await insertKey(tx, actorId, key, fingerprint)) {
    const outcome = await act();
    if (!outcome.ok) return outcome;
    const { status, text } = outcome.value;
    const personIds = [...new Set(tx.auditRecords.flatMap((record) => record.personIds ?? []))];
    await updateReply(tx, actorId, key, { status, reply: secret ? null : text, personIds });
    return outcome;
  }
  const kept = await findReply(tx, actorId, key);
  if (!kept.fingerprint.equals(fingerprint)) return refuse('request.idempotency_mismatch', { key });
  if (secret) return refuse('request.idempotency_secret', {}, 409);
  if (kept.personIds.length > 0) tx.audit({ action: 'people.read', personIds: kept.personIds });
  const { status, reply: text } = kept;
  return ok({ status: status ?? 200, reply: text === null ? null : (JSON.parse(text) as unknown), text });
}

/** Kept answers hold names of persons: they go after a day. Gives how many went. */
export async function removeRepliesOf(db: Database, orgId: Id): Promise<number> {
  return must(await db.inTx(systemActor(orgId, 'http.replies'), async (tx) => ok(await removeOldReplies(tx))));
}
