import type { Id } from '../../../kernel/ids.ts';
import { at, sql, type Tx } from '../../../platform/db/index.ts';

/** Held until the transaction ends: two messages of one chat come one after the other. */
export async function lockConversation(tx: Tx, sourceId: Id, key: string): Promise<Id | null> {
  await tx.run(sql`select pg_advisory_xact_lock(hashtextextended(${`${tx.orgId} ${sourceId} ${key}`}, 0))`);
  const row = await tx.maybe(sql<{ enquiryId: Id }>`
    select enquiry_id as "enquiryId" from intake.conversation
    where org_id = ${tx.orgId} and source_id = ${sourceId} and key = ${key}`);
  return row?.enquiryId ?? null;
}

export async function saveConversation(tx: Tx, sourceId: Id, key: string, enquiryId: Id): Promise<void> {
  await tx.run(sql`
    insert into intake.conversation (org_id, source_id, key, enquiry_id, started_at)
    values (${tx.orgId}, ${sourceId}, ${key}, ${enquiryId}, ${at(tx.now)})
    on conflict (org_id, source_id, key) do update set enquiry_id = excluded.enquiry_id, started_at = excluded.started_at`);
}
