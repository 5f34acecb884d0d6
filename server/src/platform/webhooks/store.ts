import type { Id } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import { at, sql, type Tx } from '../db/index.ts';

export type WebhookRow = {
  readonly id: Id;
  readonly purpose: string;
  /** Sealed, newest first. */
  readonly secrets: readonly string[];
  readonly oldSecretUntil: Instant | null;
};

const columns = sql`w.id, w.purpose, w.secrets, w.old_secret_until as "oldSecretUntil"`;

export function findWebhook(tx: Tx, id: Id): Promise<WebhookRow | null> {
  return tx.maybe(
    sql<WebhookRow>`select ${columns} from platform.webhook w where w.org_id = ${tx.orgId} and w.id = ${id}`,
  );
}

export function listWebhooks(tx: Tx, ids: readonly Id[]): Promise<WebhookRow[]> {
  return tx.rows(sql<WebhookRow>`
    select ${columns} from platform.webhook w where w.org_id = ${tx.orgId} and w.id = any(${ids}::uuid[])`);
}

/** The newest secret in front; of those before it one stays, until then. */
export async function saveSecret(tx: Tx, id: Id, purpose: string, sealed: string, oldUntil: Instant): Promise<void> {
  await tx.run(sql`
    insert into platform.webhook as w (org_id, id, purpose, secrets) values (${tx.orgId}, ${id}, ${purpose}, ${[sealed]}::text[])
    on conflict (org_id, id) do update set secrets = excluded.secrets || w.secrets[1], old_secret_until = ${at(oldUntil)}`);
}

export async function removeWebhook(tx: Tx, id: Id): Promise<void> {
  await tx.run(sql`delete from platform.webhook where org_id = ${tx.orgId} and id = ${id}`);
}

/** False where this very signature came before. Who brings the same at the same moment waits for whoever was first. */
export async function insertMessage(
  tx: Tx,
  id: Id,
  message: { readonly key: string; readonly signature: string; readonly raw: Buffer | null },
): Promise<boolean> {
  const made = await tx.run(sql`
    insert into platform.webhook_message (org_id, webhook_id, key, signature, raw, heard_at)
    values (${tx.orgId}, ${id}, ${message.key}, ${message.signature}, ${message.raw}, clock_timestamp()) on conflict do nothing`);
  return made > 0;
}
