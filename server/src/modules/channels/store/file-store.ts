import type { Id } from '../../../kernel/ids.ts';
import { sql, type Tx } from '../../../platform/db/index.ts';

export type MessageFile = { readonly fileName: string; readonly content: Uint8Array };

export async function insertFiles(tx: Tx, messageId: Id, files: readonly MessageFile[]): Promise<void> {
  for (const [position, { fileName, content }] of files.entries()) {
    await tx.run(sql`
      insert into channels.message_file (org_id, message_id, position, name, content)
      values (${tx.orgId}, ${messageId}, ${position}, ${fileName}, ${Buffer.from(content)})`);
  }
}

/** The files of these messages, of each in their order. */
export async function listFilesOf(tx: Tx, messageIds: readonly Id[]): Promise<Map<Id, MessageFile[]>> {
  if (messageIds.length === 0) return new Map();
  const rows = await tx.rows(sql<MessageFile & { readonly messageId: Id }>`
    select f.message_id as "messageId", f.name as "fileName", f.content from channels.message_file f
    where f.org_id = ${tx.orgId} and f.message_id = any(${[...messageIds]}::uuid[]) order by f.message_id, f.position`);
  return Map.groupBy(rows, ({ messageId }) => messageId);
}
