import type { Id } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { at, sql, type Sql, type Tx } from '../../../platform/db/index.ts';
import { enquiryColumns, type EnquiryRecord } from './enquiry-row.ts';

/** Enough of an open enquiry to put it in order; the rest is read for the page that is shown. */
export type QueueRow = Pick<
  EnquiryRecord,
  | 'id'
  | 'status'
  | 'receivedAt'
  | 'ownerId'
  | 'teamId'
  | 'likelihood'
  | 'promiseAt'
  | 'promiseBy'
  | 'actionKind'
  | 'actionDueAt'
  | 'actionWindowFrom'
  | 'actionWindowTo'
  | 'actionPoolAt'
  | 'actionEscalateAt'
  | 'claimedBy'
  | 'claimedUntil'
>;

export type QueueScope = {
  /** Null = of all owners. */
  readonly ownerId: Id | null;
  /** Pools that are offered too: without owner, or past their pool time. */
  readonly poolTeamIds: readonly Id[];
};

/** Open enquiries of the owner and of the pools whose action is due by `until`. */
export function listQueue(tx: Tx, scope: QueueScope, until: Instant): Promise<QueueRow[]> {
  return tx.rows(sql<QueueRow>`
    select e.id, e.status, e.received_at as "receivedAt", e.owner_id as "ownerId", e.team_id as "teamId", e.likelihood,
      e.promise_at as "promiseAt", e.promise_by as "promiseBy", e.action_kind as "actionKind", e.action_due_at as "actionDueAt",
      e.action_window_from as "actionWindowFrom", e.action_window_to as "actionWindowTo", e.action_pool_at as "actionPoolAt",
      e.action_escalate_at as "actionEscalateAt", e.claimed_by as "claimedBy", e.claimed_until as "claimedUntil"
    from enquiries.enquiry e
    where e.org_id = ${tx.orgId} and e.open and e.action_window_from < ${at(until)} and ${inScope(tx, scope)}`);
}

function inScope(tx: Tx, { ownerId, poolTeamIds }: QueueScope): Sql {
  if (ownerId === null) return sql`(${poolTeamIds.length === 0} or e.team_id = any(${poolTeamIds}::uuid[]))`;
  return sql`(e.owner_id = ${ownerId} or (e.team_id = any(${poolTeamIds}::uuid[])
    and (e.owner_id is null or e.action_pool_at <= ${at(tx.now)})))`;
}

/** Unreached ones whose pass is due, with those of last month that were left: worked after month end (A9's base). */
export function listDuePasses(tx: Tx, scope: QueueScope, today: string, limit: number): Promise<EnquiryRecord[]> {
  const mine = scope.ownerId === null ? sql`true` : sql`(e.owner_id = ${scope.ownerId} or e.owner_id is null)`;
  return tx.rows(sql<EnquiryRecord>`
    select ${enquiryColumns} from enquiries.enquiry e
    where e.org_id = ${tx.orgId} and e.pass_due_on <= ${today}::date and ${mine}
    order by e.pass_due_on, e.id limit ${limit}`);
}

export async function countDuePasses(tx: Tx, scope: QueueScope, today: string): Promise<number> {
  const mine = scope.ownerId === null ? sql`true` : sql`(e.owner_id = ${scope.ownerId} or e.owner_id is null)`;
  const row = await tx.one(sql<{ count: number }>`
    select count(*) as count from enquiries.enquiry e
    where e.org_id = ${tx.orgId} and e.pass_due_on <= ${today}::date and ${mine}`);
  return row.count;
}
