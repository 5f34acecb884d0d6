import type { MessageState } from '@anbu/contract';
import type { Id } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { asTable, at, columnsOf, sql, type Database, type Tx } from '../../../platform/db/index.ts';
import type { MessageRow } from '../vocabulary.ts';
import { stateNow } from './message-store.ts';

export type Lane = { readonly orgId: Id; readonly lane: Id };

/** Out of its queue; false where it is on its way already, or somebody else took it out. */
export async function removeQueued(tx: Tx, id: Id): Promise<boolean> {
  return (await tx.run(sql`delete from channels.send_queue q where q.org_id = ${tx.orgId} and q.id = ${id}`)) > 0;
}

/** Lanes with something due, something left in the middle, or a session that listens. */
export function listLanesToServe(db: Database): Promise<Lane[]> {
  return db.global(sql<Lane>`select l.org_id as "orgId", l.lane from channels.lanes_to_serve() l`);
}

export async function insertQueued(
  tx: Tx,
  rows: readonly { readonly id: Id; readonly lane: Id; readonly nextAt: Instant }[],
): Promise<void> {
  if (rows.length === 0) return;
  await tx.run(sql`
    insert into channels.send_queue (org_id, lane, id, next_at)
    select ${tx.orgId}, r.lane, r.id, r.next_at from ${asTable(
      columnsOf(rows, {
        lane: ['uuid', (row) => row.lane],
        id: ['uuid', (row) => row.id],
        next_at: ['timestamptz', (row) => at(row.nextAt)],
      }),
    )}
    on conflict (org_id, id) do update set next_at = excluded.next_at`);
}

export type StateChange = {
  readonly id: Id;
  readonly state: MessageState;
  readonly why: string | null;
  readonly providerId?: string | null;
};

/** What is told of a message that changed. */
export type Changed = Pick<
  MessageRow,
  'id' | 'personId' | 'channel' | 'state' | 'why' | 'enquiryId' | 'providerId' | 'sentAt' | 'settledAt' | 'occasion'
>;

/**
 * Many at once, each only out of the states that it may come from (`moves` as `from>to`, of `rules/states.ts`). Gives those that changed. Times are set
 * with the first state that has them. The number of what the other end may still report is kept, to find it by.
 */
export async function updateStates(
  tx: Tx,
  changes: readonly StateChange[],
  moves: readonly string[],
): Promise<Changed[]> {
  if (changes.length === 0) return [];
  return tx.rows(sql<Changed>`
    with changed as (
      update channels.message m set state = r.state,
        why = case when r.state in ('sent', 'delivered', 'read', 'replied') then null else r.why end,
        provider_id = coalesce(r.provider_id, m.provider_id),
        handed_at = case when r.state in ('sending', 'sent', 'delivered', 'read', 'replied', 'unknown') then coalesce(m.handed_at, ${at(tx.now)}::timestamptz)
          else m.handed_at end,
        sent_at = case when r.state in ('sent', 'delivered', 'read', 'replied') then coalesce(m.sent_at, ${at(tx.now)}::timestamptz) else m.sent_at end,
        settled_at = case when r.state in ('delivered', 'read', 'replied', 'refused', 'expired', 'unknown', 'failed') then ${at(tx.now)}::timestamptz end
      from ${asTable(
        columnsOf(changes, {
          id: ['uuid', (row) => row.id],
          state: ['text', (row) => row.state],
          why: ['text', (row) => row.why],
          provider_id: ['text', (row) => row.providerId ?? null],
        }),
      )}
      where m.org_id = ${tx.orgId} and m.id = r.id and (${stateNow} || '>' || r.state) = any(${[...moves]}::text[])
      returning m.id, m.person_id as "personId", m.channel, m.state, m.why, m.enquiry_id as "enquiryId", m.provider_id as "providerId", m.sent_at as "sentAt",
        m.settled_at as "settledAt", m.occasion, m.transport_id, r.provider_id
    ), numbered as (
      insert into channels.provider_number (org_id, transport_id, provider_id, message_id)
      select ${tx.orgId}, c.transport_id, c.provider_id, c.id from changed c
      where c.provider_id is not null and c.transport_id is not null and c.state in ('sent', 'unknown', 'failed')
      on conflict do nothing
    )
    select id, "personId", channel, state, why, "enquiryId", "providerId", "sentAt", "settledAt", occasion from changed`);
}

export type NewVerdict = {
  readonly id: Id;
  readonly messageId: Id;
  readonly at: Instant;
  readonly evidence: unknown;
};

/** Once each, also where the same is written a second time after a commit that nobody heard of. */
export async function insertVerdicts(tx: Tx, rows: readonly NewVerdict[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.run(sql`
    insert into channels.verdict (org_id, at, id, message_id, evidence)
    select ${tx.orgId}, r.at, r.id, r.message_id, r.evidence
    from ${asTable(
      columnsOf(rows, {
        at: ['timestamptz', (row) => at(row.at)],
        id: ['uuid', (row) => row.id],
        message_id: ['uuid', (row) => row.messageId],
        evidence: ['jsonb', (row) => row.evidence],
      }),
    )}
    on conflict do nothing`);
}

/** Somebody must look: once for each message. */
export async function insertTasks(tx: Tx, ids: readonly Id[]): Promise<void> {
  if (ids.length === 0) return;
  await tx.run(sql`
    insert into channels.task (org_id, message_id, opened_at)
    select ${tx.orgId}, id, ${at(tx.now)} from unnest(${[...ids]}::uuid[]) as each (id)
    on conflict (org_id, message_id) do update set opened_at = excluded.opened_at, decided_at = null, decided_by = null, decision = null`);
}

/** Its outcome was heard after all, or decided. */
export async function updateTasksDecided(tx: Tx, ids: readonly Id[], decision: string): Promise<void> {
  if (ids.length === 0) return;
  await tx.run(sql`
    update channels.task set decided_at = ${at(tx.now)}, decided_by = ${tx.actor.userId}, decision = ${decision}
    where org_id = ${tx.orgId} and message_id = any(${[...ids]}::uuid[]) and decided_at is null`);
}

export type EarlyReceipt = {
  readonly id: Id;
  readonly providerId: string;
  readonly state: 'sent' | 'delivered' | 'read' | 'failed';
  readonly why: string | null;
};

export async function insertEarlyReceipts(tx: Tx, transportId: Id, rows: readonly EarlyReceipt[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.run(sql`
    insert into channels.early_receipt (org_id, id, transport_id, provider_id, state, why, heard_at)
    select ${tx.orgId}, r.id, ${transportId}, r.provider_id, r.state, r.why, ${at(tx.now)}
    from ${asTable(
      columnsOf(rows, {
        id: ['uuid', (row) => row.id],
        provider_id: ['text', (row) => row.providerId],
        state: ['text', (row) => row.state],
        why: ['text', (row) => row.why],
      }),
    )}`);
}

/** Those that came before the answers with these numbers; they are gone with it. */
export function takeEarlyReceipts(tx: Tx, transportId: Id, providerIds: readonly string[]): Promise<EarlyReceipt[]> {
  return tx.rows(sql<EarlyReceipt>`
    delete from channels.early_receipt e
    where e.org_id = ${tx.orgId} and e.transport_id = ${transportId} and e.provider_id = any(${[...providerIds]}::text[])
    returning e.id, e.provider_id as "providerId", e.state, e.why`);
}

/** Early ones whose message has its number by now: the two crossed. Gives their numbers. */
export async function listCrossedReceipts(tx: Tx, transportId: Id, most: number): Promise<string[]> {
  const rows = await tx.rows(sql<{ providerId: string }>`
    select distinct e.provider_id as "providerId" from channels.early_receipt e
    join channels.provider_number n on n.org_id = e.org_id and n.transport_id = e.transport_id and n.provider_id = e.provider_id
    where e.org_id = ${tx.orgId} and e.transport_id = ${transportId} limit ${most}`);
  return rows.map(({ providerId }) => providerId);
}

/** Nobody knows whose they were. */
export function removeOldReceipts(tx: Tx, before: Instant): Promise<number> {
  return tx.run(sql`delete from channels.early_receipt where org_id = ${tx.orgId} and heard_at < ${at(before)}`);
}
