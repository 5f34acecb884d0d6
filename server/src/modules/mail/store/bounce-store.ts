import type { Id } from '../../../kernel/ids.ts';
import { plus, DAY, type Instant } from '../../../kernel/instant.ts';
import { at, sql, type Tx } from '../../../platform/db/index.ts';
import type { Verdict } from '../rules/suppress.ts';

export type NewBounce = {
  readonly messageId: Id;
  readonly address: string;
  readonly action: 'failed' | 'delayed';
  readonly status: string | null;
  readonly verdict: Verdict;
  readonly diagnostic: string | null;
};

/** One for each message; a failure is its last word. False where nothing changed. */
export async function insertBounce(tx: Tx, row: NewBounce): Promise<boolean> {
  const touched = await tx.run(sql`
    insert into mail.bounce as b (org_id, message_id, address, action, status, verdict, diagnostic, heard_at)
    values (${tx.orgId}, ${row.messageId}, ${row.address}, ${row.action}, ${row.status}, ${row.verdict}, ${row.diagnostic}, ${at(tx.now)})
    on conflict (org_id, message_id) do update set action = excluded.action, status = excluded.status, verdict = excluded.verdict,
      diagnostic = excluded.diagnostic, heard_at = excluded.heard_at
    where b.action = 'delayed'`);
  return touched > 0;
}

/** The last word that came back of a message; null where none did. */
export function findBounce(
  tx: Tx,
  messageId: Id,
): Promise<(Pick<NewBounce, 'action' | 'status' | 'diagnostic'> & { readonly heardAt: Instant }) | null> {
  return tx.maybe(sql`
    select b.action, b.status, b.diagnostic, b.heard_at as "heardAt" from mail.bounce b
    where b.org_id = ${tx.orgId} and b.message_id = ${messageId}`);
}

/** How many messages to an address failed in the days before, for a reason of the address's. */
export async function countDoubts(tx: Tx, address: string, days: number): Promise<number> {
  const { count } = await tx.one(sql<{ count: number }>`
    select count(*)::int as count from mail.bounce b
    where b.org_id = ${tx.orgId} and b.address = ${address} and b.action = 'failed' and b.verdict in ('dead', 'doubtful')
      and b.heard_at > ${at(plus(tx.now, -days * DAY))}`);
  return count;
}

/** Whether nothing of this goes to the address already, for that reason. */
export async function isStopped(tx: Tx, address: string, reason: 'bounce' | 'complaint'): Promise<boolean> {
  const found = await tx.maybe(sql<{ id: Id }>`
    select s.id from consents.public_suppression s
    where s.org_id = ${tx.orgId} and s.address = ${address} and s.reason = ${reason} and s.lifted_at is null limit 1`);
  return found !== null;
}
