import type { Id } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { at, sql, type Tx } from '../../../platform/db/index.ts';
import { enquiryColumns, type EnquiryRecord } from './enquiry-row.ts';

/** Enquiries whose next alert is due, locked; those that another process holds are passed over. */
export function lockDueAlerts(tx: Tx, limit: number): Promise<EnquiryRecord[]> {
  return tx.rows(sql<EnquiryRecord>`
    select ${enquiryColumns} from enquiries.enquiry e
    where e.org_id = ${tx.orgId} and e.alert_at <= ${at(tx.now)}
    order by e.alert_at limit ${limit} for update skip locked`);
}

export async function updateAlertStage(tx: Tx, id: Id, stage: number, alertAt: Instant | null): Promise<void> {
  await tx.run(sql`
    update enquiries.enquiry set alert_stage = ${stage}, alert_at = ${at(alertAt)} where org_id = ${tx.orgId} and id = ${id}`);
}

export type NewAlert = {
  readonly id: Id;
  readonly enquiryId: Id;
  readonly userId: Id;
  readonly kind: string;
  readonly actionSetAt: Instant;
  readonly dueAt: Instant;
};

/** One a person for each stage of an action: given twice, it stands once. */
export async function insertAlerts(tx: Tx, alerts: readonly NewAlert[]): Promise<void> {
  await tx.run(sql`
    insert into enquiries.alert (org_id, id, enquiry_id, user_id, kind, action_set_at, due_at, at)
    select ${tx.orgId}::uuid, a.id, a.enquiry_id, a.user_id, a.kind, a.action_set_at, a.due_at, ${at(tx.now)}::timestamptz
    from unnest(${alerts.map((a) => a.id)}::uuid[], ${alerts.map((a) => a.enquiryId)}::uuid[], ${alerts.map((a) => a.userId)}::uuid[],
      ${alerts.map((a) => a.kind)}::text[], ${alerts.map((a) => at(a.actionSetAt))}::timestamptz[], ${alerts.map((a) => at(a.dueAt))}::timestamptz[])
      as a (id, enquiry_id, user_id, kind, action_set_at, due_at)
    on conflict (org_id, enquiry_id, action_set_at, kind, user_id) do nothing`);
}

export type OpenAlert = {
  readonly id: Id;
  readonly enquiryId: Id;
  readonly personId: Id;
  readonly kind: 'promise_soon' | 'promise_due' | 'pool' | 'escalated';
  readonly at: Instant;
  readonly dueAt: Instant;
  readonly lateSince: Instant;
};

/** What the user has not answered, of actions that still stand. Newest first. */
export function listOpenAlerts(tx: Tx, userId: Id, limit: number): Promise<OpenAlert[]> {
  return tx.rows(sql<OpenAlert>`
    select a.id, a.enquiry_id as "enquiryId", e.person_id as "personId", a.kind, a.at, a.due_at as "dueAt",
      case when e.action_slot is null then a.due_at else e.action_window_to end as "lateSince"
    from enquiries.alert a
    join enquiries.enquiry e on e.org_id = a.org_id and e.id = a.enquiry_id and e.action_set_at = a.action_set_at
    where a.org_id = ${tx.orgId} and a.user_id = ${userId} and a.acknowledged_at is null
    order by a.at desc, a.id desc limit ${limit}`);
}

/** An alert of the user, answered or not, with whom it is about. */
export function lockAlert(
  tx: Tx,
  id: Id,
  userId: Id,
): Promise<{ personId: Id; acknowledgedAt: Instant | null } | null> {
  return tx.maybe(sql<{ personId: Id; acknowledgedAt: Instant | null }>`
    select e.person_id as "personId", a.acknowledged_at as "acknowledgedAt"
    from enquiries.alert a join enquiries.enquiry e on e.org_id = a.org_id and e.id = a.enquiry_id
    where a.org_id = ${tx.orgId} and a.id = ${id} and a.user_id = ${userId} for update of a`);
}

export async function updateAlertAcknowledged(tx: Tx, id: Id): Promise<void> {
  await tx.run(
    sql`update enquiries.alert set acknowledged_at = ${at(tx.now)} where org_id = ${tx.orgId} and id = ${id}`,
  );
}
