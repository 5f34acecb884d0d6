import type { ActionKind } from '@anbu/contract';
import type { Id } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { at, sql, type Tx } from '../../../platform/db/index.ts';

export type OwnedWork = {
  readonly ownerId: Id;
  readonly kind: ActionKind;
  readonly count: number;
  readonly late: number;
};

/** Open actions of owners that are due before `until`, by kind; and how many of them are late. */
export function listOwnedWork(tx: Tx, until: Instant): Promise<OwnedWork[]> {
  return tx.rows(sql<OwnedWork>`
    select e.owner_id as "ownerId", e.action_kind as kind, count(*) as count,
      count(*) filter (where e.action_window_to < ${at(tx.now)}::timestamptz) as late
    from enquiries.public_enquiry e
    where e.org_id = ${tx.orgId} and e.open and e.owner_id is not null and e.action_due_at < ${at(until)}::timestamptz
    group by e.owner_id, e.action_kind`);
}
