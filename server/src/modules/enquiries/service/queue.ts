import type { CalendarDay } from '../../../kernel/calendar-day.ts';
import type { Id } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { callerOf, type Tx } from '../../../platform/db/index.ts';
import { isLate, newState, priorityOf, type EnquiryState, type NextAction } from '../rules/index.ts';
import type { EnquiryRecord } from '../store/enquiry-row.ts';
import { listEnquiriesById } from '../store/enquiry-store.ts';
import { countDuePasses, listDuePasses, listQueue, type QueueRow, type QueueScope } from '../store/queue-store.ts';
import type { StatusCode } from '../vocabulary.ts';
import { isHeldByOther } from './claims.ts';

export type QueueFilter = QueueScope & { readonly until: Instant };

export type QueueItem = {
  readonly id: Id;
  readonly status: StatusCode;
  readonly score: number;
  readonly dueAt: Instant;
  readonly late: boolean;
  /** Offered to the team: without an owner, or past its pool time. */
  readonly pool: boolean;
  /** The caller may take it now: nobody else works on it, and it is the caller's own or offered. */
  readonly claimable: boolean;
};

/**
 * The queue in its order: highest priority first, then the earliest due, then the id. The order is computed here from the rules' one function,
 * because a person has at most some thousand open items and the reasons are shown in words.
 */
export async function findQueue(tx: Tx, filter: QueueFilter): Promise<QueueItem[]> {
  const rows = await listQueue(tx, filter, filter.until);
  const items = rows.map((row) => itemOf(tx, row));
  return items.sort((a, b) => b.score - a.score || a.dueAt - b.dueAt || (a.id < b.id ? -1 : 1));
}

function itemOf(tx: Tx, row: QueueRow): QueueItem {
  const nextAction = actionOf(row);
  const state: EnquiryState = {
    ...newState(row.receivedAt, row.status),
    likelihood: row.likelihood,
    promise: row.promiseBy ? { dueAt: row.promiseAt, by: row.promiseBy } : null,
    nextAction,
  };
  const pool = row.ownerId === null || nextAction.poolAt <= tx.now;
  return {
    id: row.id,
    status: row.status,
    score: priorityOf(state, tx.now).score,
    dueAt: nextAction.dueAt,
    late: isLate(nextAction, tx.now),
    pool,
    claimable: !isHeldByOther(tx, row) && (pool || row.ownerId === callerOf(tx.actor)),
  };
}

function actionOf(row: QueueRow): NextAction {
  const { actionKind, actionDueAt, actionWindowFrom, actionWindowTo, actionPoolAt, actionEscalateAt } = row;
  if (!actionKind || actionDueAt === null || actionWindowFrom === null || actionWindowTo === null) {
    throw new Error('an open enquiry has a next action');
  }
  return {
    kind: actionKind,
    dueAt: actionDueAt,
    windowFrom: actionWindowFrom,
    windowTo: actionWindowTo,
    slot: null,
    poolAt: actionPoolAt ?? actionWindowTo,
    escalateAt: actionEscalateAt ?? actionWindowTo,
    reason: { code: '', params: {} },
  };
}

/** Records in no particular order; ids of others' are not among them. */
export function listByIds(tx: Tx, ids: readonly Id[]): Promise<EnquiryRecord[]> {
  return listEnquiriesById(tx, ids);
}

export function findPasses(tx: Tx, scope: QueueScope, today: CalendarDay, limit: number): Promise<EnquiryRecord[]> {
  return listDuePasses(tx, scope, today, limit);
}

export function countPasses(tx: Tx, scope: QueueScope, today: CalendarDay): Promise<number> {
  return countDuePasses(tx, scope, today);
}
