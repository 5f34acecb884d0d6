import type { Id } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { at, sql, type Tx } from '../../../platform/db/index.ts';

/** False where this very signature came before. */
export async function insertHook(tx: Tx, transportId: Id, webhookId: string, signature: string): Promise<boolean> {
  const made = await tx.run(sql`
    insert into channels.fax_hook (org_id, transport_id, webhook_id, signature, heard_at)
    values (${tx.orgId}, ${transportId}, ${webhookId}, ${signature}, ${at(tx.now)}) on conflict do nothing`);
  return made > 0;
}

/** Older ones would be refused for their age. */
export function removeOldHooks(tx: Tx, before: Instant): Promise<number> {
  return tx.run(sql`delete from channels.fax_hook where org_id = ${tx.orgId} and heard_at < ${at(before)}`);
}
