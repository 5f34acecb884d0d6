import type { Id } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { all, at, sql, type Sql, type Tx } from '../../../platform/db/index.ts';
import type { AtAndId } from '../../../platform/keyset.ts';
import type { CallRow } from '../vocabulary.ts';

const columns = sql`
  c.id, c.exchange_id as "exchangeId", c.external_id as "externalId", c.direction, c.state, c.number, c.ringing, c.extension, c.user_id as "userId",
  c.person_id as "personId", c.enquiry_id as "enquiryId", c.rang_at as "rangAt", c.answered_at as "answeredAt", c.ended_at as "endedAt",
  c.outcome as "end", c.cause, c.recording, c.recorded_call_id as "recordedCallId", c.record_due_at as "recordDueAt", c.noted_by as "notedBy",
  c.held_at as "heldAt", c.own_leg as "ownLeg", c.person_leg as "personLeg", c.consulted, c.recording_on as "recordingOn",
  c.recording_word as "recordingWord", c.recording_until as "recordingUntil",
  c.refused_act as "refusedAct", c.refused_why as "refusedWhy", c.refused_at as "refusedAt"`;

/** Held to the commit: what an exchange tells of one call is taken one after the other. */
export async function lockExternal(tx: Tx, exchangeId: Id, externalId: string): Promise<CallRow | null> {
  await tx.run(sql`select pg_advisory_xact_lock(hashtextextended(${`${tx.orgId} ${exchangeId} ${externalId}`}, 0))`);
  return locked(
    tx,
    sql<CallRow>`
      select ${columns} from telephony.call c
      where c.org_id = ${tx.orgId} and c.exchange_id = ${exchangeId} and c.external_id = ${externalId} for no key update`,
  );
}

export function lockCall(tx: Tx, id: Id): Promise<CallRow | null> {
  return locked(
    tx,
    sql<CallRow>`select ${columns} from telephony.call c where c.org_id = ${tx.orgId} and c.id = ${id} for no key update`,
  );
}

/** What is heard next of a call is not before what was heard of it. */
async function locked(tx: Tx, query: Sql<CallRow>): Promise<CallRow | null> {
  const row = await tx.maybe(query);
  if (row) await tx.follow([row.rangAt, row.answeredAt, row.heldAt, row.endedAt, row.refusedAt]);
  return row;
}

export function findCall(tx: Tx, id: Id): Promise<CallRow | null> {
  return tx.maybe(sql<CallRow>`select ${columns} from telephony.call c where c.org_id = ${tx.orgId} and c.id = ${id}`);
}

/** The call of an exchange by its own id. */
export function findExternal(tx: Tx, exchangeId: Id, externalId: string): Promise<CallRow | null> {
  return tx.maybe(sql<CallRow>`
    select ${columns} from telephony.call c
    where c.org_id = ${tx.orgId} and c.exchange_id = ${exchangeId} and c.external_id = ${externalId}`);
}

export async function insertCall(tx: Tx, row: CallRow): Promise<void> {
  await tx.run(sql`
    insert into telephony.call (org_id, id, exchange_id, external_id, direction, state, number, ringing, extension, user_id, person_id, enquiry_id,
      rang_at, answered_at, ended_at, outcome, cause, recording, recorded_call_id, record_due_at, noted_by,
      held_at, own_leg, person_leg, consulted, recording_on, recording_word, recording_until,
      refused_act, refused_why, refused_at)
    values (${tx.orgId}, ${row.id}, ${row.exchangeId}, ${row.externalId}, ${row.direction}, ${row.state}, ${row.number}, ${row.ringing}::text[],
      ${row.extension}, ${row.userId}, ${row.personId}, ${row.enquiryId}, ${at(row.rangAt)}, ${at(row.answeredAt)}, ${at(row.endedAt)},
      ${row.end}, ${row.cause}, ${row.recording}, ${row.recordedCallId}, ${at(row.recordDueAt)}, ${row.notedBy},
      ${at(row.heldAt)}, ${row.ownLeg}, ${row.personLeg}, ${row.consulted}, ${row.recordingOn}, ${row.recordingWord}, ${at(row.recordingUntil)},
      ${row.refusedAct}, ${row.refusedWhy}, ${at(row.refusedAt)})`);
}

export async function updateCall(tx: Tx, row: CallRow): Promise<void> {
  await tx.run(sql`
    update telephony.call set direction = ${row.direction}, state = ${row.state}, number = ${row.number}, ringing = ${row.ringing}::text[],
      extension = ${row.extension}, user_id = ${row.userId}, person_id = ${row.personId}, enquiry_id = ${row.enquiryId},
      answered_at = ${at(row.answeredAt)}, ended_at = ${at(row.endedAt)}, outcome = ${row.end}, cause = ${row.cause},
      recording = ${row.recording}, recorded_call_id = ${row.recordedCallId}, record_due_at = ${at(row.recordDueAt)}, noted_by = ${row.notedBy},
      held_at = ${at(row.heldAt)}, own_leg = ${row.ownLeg}, person_leg = ${row.personLeg}, consulted = ${row.consulted},
      recording_on = ${row.recordingOn}, recording_word = ${row.recordingWord}, recording_until = ${at(row.recordingUntil)},
      refused_act = ${row.refusedAct}, refused_why = ${row.refusedWhy}, refused_at = ${at(row.refusedAt)}
    where org_id = ${tx.orgId} and id = ${row.id}`);
}

/**
 * What concerns a user now: calls that ring at her telephone, or at one that is nobody's; those that she speaks in; and hers of the last minutes that
 * nobody has recorded, or that did not come about. The most pressing first.
 */
export function listNow(tx: Tx, userId: Id, extension: string | null, since: Instant): Promise<CallRow[]> {
  return tx.rows(sql<CallRow>`
    with live as (
      select ${columns}, case when c.user_id = ${userId} then 0 when c.state = 'ringing' then 1 end as place
      from telephony.call c
      where c.org_id = ${tx.orgId} and c.state in ('ringing', 'answered') and c.noted_by is null
        and (c.user_id = ${userId} or (c.state = 'ringing' and c.direction = 'inbound' and c.user_id is null and (
          ${extension}::text = any(c.ringing) or cardinality(c.ringing) = 0 or not exists (
            select from telephony.extension e
            where e.org_id = ${tx.orgId} and e.exchange_id = c.exchange_id and e.extension = any(c.ringing)))))
    ), after_it as (
      select ${columns}, 2 as place from telephony.call c
      where c.org_id = ${tx.orgId} and c.user_id = ${userId} and c.ended_at > ${at(since)}
        and (c.state = 'ended' or c.refused_act = 'dial') and c.recorded_call_id is null and c.noted_by is null
    )
    select * from (select * from live union all select * from after_it) now order by place, "rangAt" desc limit 20`);
}

export type CallFilter = {
  readonly missed: boolean;
  /** With a recording that is kept. */
  readonly recorded: boolean;
  readonly direction: 'inbound' | 'outbound' | null;
  readonly personId: Id | null;
  readonly userId: Id | null;
  readonly from: Instant | null;
  readonly to: Instant | null;
  readonly before: AtAndId | null;
  readonly limit: number;
};

/** Newest first. */
export function listCalls(tx: Tx, filter: CallFilter): Promise<CallRow[]> {
  const conditions = [sql`c.org_id = ${tx.orgId}`];
  if (filter.missed) conditions.push(sql`c.state = 'missed' and c.direction = 'inbound'`);
  if (filter.recorded) conditions.push(sql`c.recording is not null`);
  if (filter.direction) conditions.push(sql`c.direction = ${filter.direction}`);
  if (filter.userId) conditions.push(sql`c.user_id = ${filter.userId}`);
  if (filter.from !== null) conditions.push(sql`c.rang_at >= ${at(filter.from)}`);
  if (filter.to !== null) conditions.push(sql`c.rang_at < ${at(filter.to)}`);
  if (filter.personId) conditions.push(sql`c.person_id = ${filter.personId}`);
  if (filter.before)
    conditions.push(sql`(c.rang_at, c.id) < (${at(filter.before.at)}::timestamptz, ${filter.before.id}::uuid)`);
  return tx.rows(sql<CallRow>`
    select ${columns} from telephony.call c where ${all(conditions)} order by c.rang_at desc, c.id desc limit ${filter.limit}`);
}

/** Calls whose time to be recorded by themselves has come; those that somebody holds are left for the next turn. */
export function lockDue(tx: Tx, limit: number): Promise<CallRow[]> {
  return tx.rows(sql<CallRow>`
    select ${columns} from telephony.call c where c.org_id = ${tx.orgId} and c.record_due_at <= ${at(tx.now)}
    order by c.record_due_at limit ${limit} for no key update skip locked`);
}

/** Recordings whose time is over are linked no more; when it ended stays. */
export function removeRecordings(tx: Tx, limit: number): Promise<number> {
  return tx.run(sql`
    update telephony.call set recording = null where org_id = ${tx.orgId} and id in (
      select c.id from telephony.call c
      where c.org_id = ${tx.orgId} and c.recording is not null and c.recording_until is not null and c.recording_until <= ${at(tx.now)}
      order by c.recording_until limit ${limit} for no key update skip locked)`);
}

/** Calls whose end nobody told: the line to the exchange was down. */
export function lockForgotten(tx: Tx, rangBefore: Instant, answeredBefore: Instant): Promise<CallRow[]> {
  return tx.rows(sql<CallRow>`
    select ${columns} from telephony.call c
    where c.org_id = ${tx.orgId} and ((c.state = 'ringing' and c.rang_at < ${at(rangBefore)})
      or (c.state = 'answered' and c.answered_at < ${at(answeredBefore)}))
    limit 100 for no key update skip locked`);
}

export type Recorded = {
  readonly callId: Id;
  readonly personId: Id;
  readonly userId: Id | null;
  readonly direction: 'inbound' | 'outbound';
  readonly from: Instant;
  readonly to: Instant;
};

/** The call of the exchange that a record made by hand tells of: the same person and direction, at about that time, not recorded yet. */
export function lockUnrecorded(tx: Tx, record: Recorded): Promise<CallRow | null> {
  return locked(
    tx,
    sql<CallRow>`
    select ${columns} from telephony.call c
    where c.org_id = ${tx.orgId} and c.person_id = ${record.personId} and c.direction = ${record.direction} and c.recorded_call_id is null
      and (c.user_id is null or c.user_id = ${record.userId}) and c.rang_at between ${at(record.from)} and ${at(record.to)}
      and not exists (select from telephony.call other where other.org_id = ${tx.orgId} and other.recorded_call_id = ${record.callId})
    order by c.rang_at desc limit 1 for no key update`,
  );
}
