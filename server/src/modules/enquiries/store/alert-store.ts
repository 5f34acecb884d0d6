import type { Id } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { at, sql, type Database, type Tx } from '../../../platform/db/index.ts';
import { enquiryColumns, type EnquiryRecord } from './enquiry-row.ts';

/** Enquiries whose next alert is due, locked; those that another process holds are passed over. */
export function lockDueAlerts(tx: Tx, limit: number): Promise<EnquiryRecord[]> {
  return tx.rows(sql<EnquiryRecord>`
    select ${enquiryColumns} from enquiries.enquiry e
    where e.org_id = ${tx.orgId} and e.alert_at <= ${at(tx.now)}
    order by e.alert_at limit ${limit} for update skip locked`);
}

/** The organisations that have one: the sweep looks into no other. */
export async function listOrganisationsToAlert(db: Database): Promise<Id[]> {
  const rows = await db.global(sql<{ orgId: Id }>`
    select o.org_id as "orgId" from enquiries.organisations_to_alert() o`);
  return rows.map(({ orgId }) => orgId);
}

export type AlertStage = { readonly id: Id; readonly stage: number; readonly alertAt: Instant | null };

/** Of many enquiries in one statement. The caller holds their locks. */
export async function updateAlertStages(tx: Tx, stages: readonly AlertStage[]): Promise<void> {
  await tx.run(sql`
    update enquiries.enquiry e set alert_stage = s.stage, alert_at = s.alert_at
    from unnest(${stages.map(({ id }) => id)}::uuid[], ${stages.map(({ stage }) => stage)}::smallint[],
      ${stages.map(({ alertAt }) => at(alertAt))}::timestamptz[]) as s (id, stage, alert_at)
    where e.org_id = ${tx.orgId} and e.id = s.id`);
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
