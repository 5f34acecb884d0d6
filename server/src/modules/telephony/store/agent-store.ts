import type { Id } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { at, sql, type Tx } from '../../../platform/db/index.ts';
import type { ExtensionRow } from '../vocabulary.ts';

export function listExtensions(tx: Tx): Promise<ExtensionRow[]> {
  return tx.rows(sql<ExtensionRow>`
    select e.user_id as "userId", e.exchange_id as "exchangeId", e.extension from telephony.extension e
    where e.org_id = ${tx.orgId} order by e.extension limit 5000`);
}

export function findExtension(tx: Tx, userId: Id): Promise<ExtensionRow | null> {
  return tx.maybe(sql<ExtensionRow>`
    select e.user_id as "userId", e.exchange_id as "exchangeId", e.extension from telephony.extension e
    where e.org_id = ${tx.orgId} and e.user_id = ${userId}`);
}

export async function findUserAt(tx: Tx, exchangeId: Id, extension: string): Promise<Id | null> {
  const row = await tx.maybe(sql<{ userId: Id }>`
    select e.user_id as "userId" from telephony.extension e
    where e.org_id = ${tx.orgId} and e.exchange_id = ${exchangeId} and e.extension = ${extension}`);
  return row?.userId ?? null;
}

/** False where somebody else has the telephone. */
export async function saveExtension(tx: Tx, row: ExtensionRow): Promise<boolean> {
  const saved = await tx.run(sql`
    insert into telephony.extension (org_id, user_id, exchange_id, extension)
    select ${tx.orgId}::uuid, ${row.userId}::uuid, ${row.exchangeId}::uuid, ${row.extension}
    where not exists (
      select from telephony.extension e where e.org_id = ${tx.orgId} and e.exchange_id = ${row.exchangeId} and e.extension = ${row.extension}
        and e.user_id <> ${row.userId})
    on conflict (org_id, user_id) do update set exchange_id = excluded.exchange_id, extension = excluded.extension`);
  return saved > 0;
}

export async function removeExtension(tx: Tx, userId: Id): Promise<void> {
  await tx.run(sql`delete from telephony.extension where org_id = ${tx.orgId} and user_id = ${userId}`);
}

export async function saveAgent(tx: Tx, userId: Id, state: 'available' | 'away'): Promise<void> {
  await tx.run(sql`
    insert into telephony.agent (org_id, user_id, state, since) values (${tx.orgId}, ${userId}, ${state}, ${at(tx.now)})
    on conflict (org_id, user_id) do update set state = excluded.state, since = excluded.since`);
}

export type AgentRow = {
  readonly userId: Id;
  readonly said: 'available' | 'away' | null;
  readonly saidSince: Instant | null;
  /** Since when she speaks, or calls. */
  readonly onCallSince: Instant | null;
  /** The end of her last call that nobody has recorded yet. */
  readonly wrapUpSince: Instant | null;
};

/** Those who have a telephone, and what they do now. */
export function listAgents(tx: Tx, wrapUpSince: Instant): Promise<AgentRow[]> {
  return tx.rows(sql<AgentRow>`
    select e.user_id as "userId", a.state as said, a.since as "saidSince", live.since as "onCallSince", done.since as "wrapUpSince"
    from telephony.extension e
    left join telephony.agent a on a.org_id = ${tx.orgId} and a.user_id = e.user_id
    left join (
      select c.user_id, min(coalesce(c.answered_at, c.rang_at)) as since from telephony.call c
      where c.org_id = ${tx.orgId} and c.state in ('ringing', 'answered') and c.user_id is not null group by c.user_id
    ) live on live.user_id = e.user_id
    left join (
      select c.user_id, max(c.ended_at) as since from telephony.call c
      where c.org_id = ${tx.orgId} and c.record_due_at is not null and c.ended_at > ${at(wrapUpSince)} group by c.user_id
    ) done on done.user_id = e.user_id
    where e.org_id = ${tx.orgId} order by e.extension limit 5000`);
}
