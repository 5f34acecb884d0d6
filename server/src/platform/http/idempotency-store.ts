import type { Id } from '../../kernel/ids.ts';
import { DAY, plus } from '../../kernel/instant.ts';
import { at, sql, type Tx } from '../db/index.ts';

/** `reply`: the text of the answer, byte by byte. `personIds`: whose data it holds. */
export type KeptReply = { fingerprint: Buffer; status: number | null; reply: string | null; personIds: Id[] };

const KEPT_FOR = DAY;

/** True: the key is ours in this transaction. False: somebody's committed reply stands. Waits while another transaction holds the key. */
export async function insertKey(tx: Tx, actorId: Id, key: string, fingerprint: Buffer): Promise<boolean> {
  await tx.run(sql`
    delete from platform.idempotent_replies
    where org_id = ${tx.orgId} and actor_id = ${actorId} and key = ${key} and at < ${at(plus(tx.now, -KEPT_FOR))}`);
  const inserted = await tx.run(sql`
    insert into platform.idempotent_replies (org_id, actor_id, key, fingerprint, at)
    values (${tx.orgId}, ${actorId}, ${key}, ${fingerprint}, ${at(tx.now)})
    on conflict (org_id, actor_id, key) do nothing`);
  return inserted === 1;
}

export async function findReply(tx: Tx, actorId: Id, key: string): Promise<KeptReply> {
  return tx.one<KeptReply>(sql`
    select fingerprint, status, reply::text as reply, person_ids as "personIds" from platform.idempotent_replies
    where org_id = ${tx.orgId} and actor_id = ${actorId} and key = ${key}`);
}

export async function updateReply(
  tx: Tx,
  actorId: Id,
  key: string,
  { status, reply, personIds }: Pick<KeptReply, 'status' | 'reply'> & { readonly personIds: readonly Id[] },
): Promise<void> {
  await tx.run(sql`
    update platform.idempotent_replies set status = ${status}, reply = ${reply}::json, person_ids = ${personIds}::uuid[]
    where org_id = ${tx.orgId} and actor_id = ${actorId} and key = ${key}`);
}

/** Replies hold what was answered, names of persons too: a day, not longer. For the nightly job of each organisation. Gives how many went. */
export async function removeOldReplies(tx: Tx): Promise<number> {
  return tx.run(sql`
    delete from platform.idempotent_replies where org_id = ${tx.orgId} and at < ${at(plus(tx.now, -KEPT_FOR))}`);
}
