import type { Id } from '../../../kernel/ids.ts';
import { at, sql, type Tx } from '../../../platform/db/index.ts';

export type Chat = { readonly transportId: Id; readonly conversation: string; readonly personId: Id };

/** Whose a conversation is, since she was last heard there. */
export async function saveChat(tx: Tx, { transportId, conversation, personId }: Chat): Promise<void> {
  await tx.run(sql`
    insert into channels.chat (org_id, transport_id, conversation, person_id, heard_at)
    values (${tx.orgId}, ${transportId}, ${conversation}, ${personId}, ${at(tx.now)})
    on conflict (org_id, transport_id, conversation) do update set person_id = excluded.person_id, heard_at = excluded.heard_at`);
}

/** Null where nobody knows. Who was merged since is whom she was merged into. */
export async function findChatter(tx: Tx, transportId: Id, conversation: string): Promise<Id | null> {
  const row = await tx.maybe(sql<{ id: Id }>`
    select coalesce(p.merged_into, p.id) as id from channels.chat c
    join people.public_person p on p.org_id = c.org_id and p.id = c.person_id
    where c.org_id = ${tx.orgId} and c.transport_id = ${transportId} and c.conversation = ${conversation}`);
  return row?.id ?? null;
}

const MOST = 50;

/** Of a person, by ways that are in use; where she wrote last first. */
export function listChats(tx: Tx, personId: Id): Promise<Chat[]> {
  return tx.rows(sql<Chat>`
    select c.transport_id as "transportId", c.conversation, c.person_id as "personId" from channels.chat c
    join channels.transport t on t.org_id = c.org_id and t.id = c.transport_id
    where c.org_id = ${tx.orgId} and c.person_id = ${personId} and t.active
    order by c.heard_at desc, c.conversation limit ${MOST}`);
}
