import type { StreamEvent } from '@anbu/contract';
import type { Id } from '../../kernel/ids.ts';
import { sql, type Tx } from '../db/index.ts';

export const STREAM_CHANNEL = 'anbu_stream';

export type StreamEntry = StreamEvent & { readonly position: number };

/** Gives the events the next positions of their organisation. The position's row is locked to the commit: no position is ever skipped. */
export async function appendToStream(tx: Tx, events: readonly StreamEvent[]): Promise<void> {
  await tx.run(sql`
    with head as (
      insert into platform.stream_position (org_id, position) values (${tx.orgId}, ${events.length})
      on conflict (org_id) do update set position = stream_position.position + excluded.position
      returning position
    ), given as (
      insert into platform.stream_event (org_id, position, given_at, type, ids, by)
      select ${tx.orgId}::uuid, head.position - ${events.length} + e.no, statement_timestamp(), e.type, e.ids::jsonb, e.by
      from head, unnest(${events.map((e) => e.type)}::text[], ${events.map((e) => JSON.stringify(e.ids))}::text[],
        ${events.map((e) => e.by)}::uuid[]) with ordinality as e (type, ids, by, no)
    )
    select pg_notify(${STREAM_CHANNEL}, ${tx.orgId} || ':' || head.position) from head`);
}

export async function findStreamPosition(tx: Tx): Promise<{ position: number; prunedTo: number }> {
  const row = await tx.maybe(sql<{ position: number; prunedTo: number }>`
    select position, pruned_to as "prunedTo" from platform.stream_position where org_id = ${tx.orgId}`);
  return row ?? { position: 0, prunedTo: 0 };
}

export async function listStreamEvents(tx: Tx, after: number, limit: number): Promise<StreamEntry[]> {
  return tx.rows(sql<StreamEntry & { by: Id | null }>`
    select position, type, ids, by from platform.stream_event
    where org_id = ${tx.orgId} and position > ${after} order by position limit ${limit}`);
}
