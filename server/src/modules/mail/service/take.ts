import { newId, type Id } from '../../../kernel/ids.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { fingerprintOf } from '../rules/fingerprint.ts';
import { insertReceived } from '../store/received-store.ts';

export type Taken = { readonly mailboxId: Id; readonly raw: Buffer; readonly recipient: string | null };

/** A mail is ours from the commit on: read afterwards, however often that breaks off. Null where this mailbox had the same one before. */
export async function takeMail(tx: Tx, { mailboxId, raw, recipient }: Taken): Promise<Id | null> {
  const id = newId();
  const row = {
    id,
    mailboxId,
    recipient: recipient?.slice(0, 254) ?? null,
    fingerprint: fingerprintOf(raw),
    sizeBytes: raw.length,
  };
  return (await insertReceived(tx, { ...row, raw, failed: null })) ? id : null;
}

/** One that cannot be taken: its head at most is kept, so that somebody knows of it. `too_large`, `broken_off`. */
export async function noteUntaken(
  tx: Tx,
  mailboxId: Id,
  {
    head,
    sizeBytes,
    why,
  }: { readonly head: Buffer; readonly sizeBytes: number; readonly why: 'too_large' | 'broken_off' },
): Promise<void> {
  const fingerprint = fingerprintOf(head);
  await insertReceived(tx, {
    id: newId(),
    mailboxId,
    recipient: null,
    fingerprint,
    sizeBytes: Math.min(sizeBytes, 2 ** 31 - 1),
    raw: head.length > 0 ? head : null,
    failed: why,
  });
}
