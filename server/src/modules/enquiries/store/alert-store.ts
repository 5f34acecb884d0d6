import type { HandOverKind } from '@anbu/contract';
import type { Id } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { at, sql, type Database, type Tx } from '../../../platform/db/index.ts';
import { enquiryColumns, type EnquiryRecord } from './enquiry-row.ts';
import { locked } from './enquiry-store.ts';

export type AlertKind = 'promise_soon' | 'promise_due' | 'pool' | 'escalated';

/** Enquiries whose next alert is due, locked; those that another process holds are passed over. */
export function lockDueAlerts(tx: Tx, limit: number): Promise<EnquiryRecord[]> {
  return locked(
    tx,
    sql<EnquiryRecord>`
      select ${enquiryColumns} from enquiries.enquiry e
      where e.org_id = ${tx.orgId} and e.alert_at <= ${at(tx.now)}
      order by e.alert_at limit ${limit} for update skip locked`,
  );
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

/** How often an alert without an answer is told again, and when first. */
export type Again = { readonly times: number; readonly firstAt: Instant };

/** One a person for each stage of an action: given twice, it stands once. Gives the ids of those that are new. */
export async function insertAlerts(tx: Tx, alerts: readonly NewAlert[], again: Again): Promise<Id[]> {
  const rows = await tx.rows(sql<{ id: Id }>`
    insert into enquiries.alert (org_id, id, enquiry_id, user_id, kind, action_set_at, due_at, at, again_left, ring_at)
    select ${tx.orgId}::uuid, a.id, a.enquiry_id, a.user_id, a.kind, a.action_set_at, a.due_at, ${at(tx.now)}::timestamptz,
      ${again.times}::smallint, case when ${again.times}::smallint > 0 then ${at(again.firstAt)}::timestamptz end
    from unnest(${alerts.map((a) => a.id)}::uuid[], ${alerts.map((a) => a.enquiryId)}::uuid[], ${alerts.map((a) => a.userId)}::uuid[],
      ${alerts.map((a) => a.kind)}::text[], ${alerts.map((a) => at(a.actionSetAt))}::timestamptz[], ${alerts.map((a) => at(a.dueAt))}::timestamptz[])
      as a (id, enquiry_id, user_id, kind, action_set_at, due_at)
    on conflict (org_id, enquiry_id, action_set_at, kind, user_id) do nothing
    returning id`);
  return rows.map(({ id }) => id);
}

export type RingingAlert = {
  readonly id: Id;
  readonly enquiryId: Id;
  readonly userId: Id;
  readonly rings: number;
  readonly againLeft: number;
  readonly snoozed: boolean;
  /** The action that it announced is still the next one, and no later stage of it has come to the same person. */
  readonly stands: boolean;
};

/** Alerts without an answer whose time has come again, locked; those that another process holds are passed over. */
export function lockRingingAlerts(tx: Tx, limit: number): Promise<RingingAlert[]> {
  return tx.rows(sql<RingingAlert>`
    select a.id, a.enquiry_id as "enquiryId", a.user_id as "userId", a.rings, a.again_left as "againLeft", a.snoozed_until is not null as snoozed,
      e.action_set_at is not distinct from a.action_set_at and not exists (
        select from enquiries.alert newer where newer.org_id = a.org_id and newer.enquiry_id = a.enquiry_id and newer.user_id = a.user_id
          and newer.action_set_at = a.action_set_at and newer.at > a.at) as stands
    from enquiries.alert a join enquiries.enquiry e on e.org_id = a.org_id and e.id = a.enquiry_id
    where a.org_id = ${tx.orgId} and a.ring_at <= ${at(tx.now)}
    order by a.ring_at limit ${limit} for update of a skip locked`);
}

export type Ring = {
  readonly id: Id;
  readonly rings: number;
  readonly againLeft: number;
  readonly ringAt: Instant | null;
};

/** Of many alerts in one statement. The caller holds their locks. */
export async function updateRings(tx: Tx, rings: readonly Ring[]): Promise<void> {
  await tx.run(sql`
    update enquiries.alert a set rings = r.rings, again_left = r.again_left, ring_at = r.ring_at, snoozed_until = null
    from unnest(${rings.map(({ id }) => id)}::uuid[], ${rings.map((ring) => ring.rings)}::smallint[],
      ${rings.map(({ againLeft }) => againLeft)}::smallint[], ${rings.map(({ ringAt }) => at(ringAt))}::timestamptz[])
      as r (id, rings, again_left, ring_at)
    where a.org_id = ${tx.orgId} and a.id = r.id`);
}

export type OpenAlert = {
  readonly id: Id;
  readonly enquiryId: Id;
  readonly personId: Id;
  readonly kind: AlertKind | 'handed_over' | 'handed_back' | 'passed_on';
  readonly ring: number;
  readonly at: Instant;
  readonly dueAt: Instant;
  readonly lateSince: Instant;
  readonly count: number | null;
  readonly handOverKind: HandOverKind | null;
  readonly note: string | null;
};

/** What the user has not answered and not put off, of actions that still stand and of hand-overs. Newest first. */
export function listOpenAlerts(tx: Tx, userId: Id, limit: number): Promise<OpenAlert[]> {
  return tx.rows(sql<OpenAlert>`
    select a.id, a.enquiry_id as "enquiryId", e.person_id as "personId", a.kind, a.rings as ring, a.at, a.due_at as "dueAt",
      case when e.action_slot is null or e.action_window_to is null then a.due_at else e.action_window_to end as "lateSince",
      a.count, h.kind as "handOverKind", h.note
    from enquiries.alert a
    join enquiries.enquiry e on e.org_id = a.org_id and e.id = a.enquiry_id
    left join enquiries.hand_over h on h.org_id = a.org_id and h.id = a.hand_over_id
    where a.org_id = ${tx.orgId} and a.user_id = ${userId} and a.acknowledged_at is null
      and (a.snoozed_until is null or a.snoozed_until <= ${at(tx.now)})
      and (e.action_set_at = a.action_set_at or (h.id is not null and h.undone_at is null))
    order by a.at desc, a.id desc limit ${limit}`);
}

/** How many of these there are: an enquiry once however many of its stages wait, a hand-over once. */
export async function countOpenAlerts(tx: Tx, userId: Id): Promise<number> {
  const { count } = await tx.one(sql<{ count: number }>`
    select count(distinct coalesce(a.hand_over_id, a.enquiry_id))::int as count
    from enquiries.alert a
    join enquiries.enquiry e on e.org_id = a.org_id and e.id = a.enquiry_id
    left join enquiries.hand_over h on h.org_id = a.org_id and h.id = a.hand_over_id
    where a.org_id = ${tx.orgId} and a.user_id = ${userId} and a.acknowledged_at is null
      and (a.snoozed_until is null or a.snoozed_until <= ${at(tx.now)})
      and (e.action_set_at = a.action_set_at or (h.id is not null and h.undone_at is null))`);
  return count;
}

export type WaitingAlert = {
  readonly id: Id;
  readonly userId: Id;
  readonly enquiryId: Id;
  readonly siteId: Id;
  readonly kind: AlertKind;
};

/** Of these alerts those that still wait for an answer, whosever they are. */
export function listWaitingAlerts(tx: Tx, ids: readonly Id[]): Promise<WaitingAlert[]> {
  return tx.rows(sql<WaitingAlert>`
    select a.id, a.user_id as "userId", a.enquiry_id as "enquiryId", e.site_id as "siteId", a.kind
    from enquiries.alert a
    join enquiries.enquiry e on e.org_id = a.org_id and e.id = a.enquiry_id and e.action_set_at = a.action_set_at
    where a.org_id = ${tx.orgId} and a.id = any(${ids}::uuid[]) and a.acknowledged_at is null
      and (a.snoozed_until is null or a.snoozed_until <= ${at(tx.now)})`);
}

export type LockedAlert = {
  readonly enquiryId: Id;
  readonly personId: Id;
  readonly teamId: Id;
  readonly kind: AlertKind;
  readonly at: Instant;
  readonly dueAt: Instant;
  readonly actionSetAt: Instant;
  readonly acknowledgedAt: Instant | null;
  readonly stands: boolean;
};

/** An alert of the user, answered or not, with whom it is about. */
export async function lockAlert(tx: Tx, id: Id, userId: Id): Promise<LockedAlert | null> {
  const alert = await tx.maybe(sql<LockedAlert>`
    select a.enquiry_id as "enquiryId", e.person_id as "personId", e.team_id as "teamId", a.kind, a.at, a.due_at as "dueAt",
      a.action_set_at as "actionSetAt", a.acknowledged_at as "acknowledgedAt",
      e.action_set_at is not distinct from a.action_set_at as stands
    from enquiries.alert a join enquiries.enquiry e on e.org_id = a.org_id and e.id = a.enquiry_id
    where a.org_id = ${tx.orgId} and a.id = ${id} and a.user_id = ${userId} for update of a`);
  await tx.follow([alert?.at ?? null]);
  return alert;
}

/** The user's alerts about one action up to a stage of it: who answers the newest has answered those before it. */
function stagesUpTo(tx: Tx, { enquiryId, actionSetAt, at: moment }: LockedAlert, userId: Id) {
  return sql`org_id = ${tx.orgId} and enquiry_id = ${enquiryId} and action_set_at = ${at(actionSetAt)} and user_id = ${userId}
    and at <= ${at(moment)} and acknowledged_at is null`;
}

export async function updateAlertAcknowledged(tx: Tx, alert: LockedAlert, userId: Id): Promise<void> {
  await tx.run(sql`
    update enquiries.alert set acknowledged_at = ${at(tx.now)}, ring_at = null, snoozed_until = null where ${stagesUpTo(tx, alert, userId)}`);
}

export async function updateAlertSnoozed(
  tx: Tx,
  alert: LockedAlert,
  userId: Id,
  until: Instant,
  times: number,
): Promise<void> {
  await tx.run(sql`
    update enquiries.alert set snoozed_until = ${at(until)}, ring_at = ${at(until)}, again_left = ${times}::smallint
    where ${stagesUpTo(tx, alert, userId)}`);
}
