import type { MessageState, Occasion } from '@anbu/contract';
import { newId, type Id } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { asTable, at, columnsOf, sql, type Database, type Tx } from '../../../platform/db/index.ts';
import type { AtAndId } from '../../../platform/keyset.ts';
import type { NoticeRow, NoticeState, Owed } from '../vocabulary.ts';

const COLUMNS = sql`
  n.id, n.occasion, n.subject, n.person_id as "personId", n.member_id as "memberId", n.enquiry_id as "enquiryId", n.booking_id as "bookingId",
  n.ref_id as "refId", n.params, n.due_at as "dueAt", n.useful_until as "usefulUntil", n.state, n.why, n.message_id as "messageId",
  n.message_state as "messageState"`;

/** Organisations with something due. */
export async function listOrganisationsToServe(db: Database): Promise<Id[]> {
  const rows = await db.global(sql<{ orgId: Id }>`select o.org_id as "orgId" from notices.organisations_to_serve() o`);
  return rows.map(({ orgId }) => orgId);
}

/** Each once for its occasion and subject, however often it is told. */
export async function insertOwed(tx: Tx, rows: readonly Owed[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.run(sql`
    insert into notices.notice (org_id, id, occasion, subject, person_id, member_id, enquiry_id, booking_id, ref_id, params, made_at, due_at,
      useful_until, next_at)
    select ${tx.orgId}, r.id, r.occasion, r.subject, r.person_id, r.member_id, r.enquiry_id, r.booking_id, r.ref_id, r.params, ${at(tx.now)}, r.due_at,
      r.useful_until, r.due_at
    from ${asTable(
      columnsOf(rows, {
        id: ['uuid', () => newId()],
        occasion: ['text', (row) => row.occasion],
        subject: ['text', (row) => row.subject],
        person_id: ['uuid', (row) => row.personId],
        member_id: ['uuid', (row) => row.memberId],
        enquiry_id: ['uuid', (row) => row.enquiryId],
        booking_id: ['uuid', (row) => row.bookingId],
        ref_id: ['uuid', (row) => row.refId],
        due_at: ['timestamptz', (row) => at(row.dueAt)],
        useful_until: ['timestamptz', (row) => at(row.usefulUntil)],
        params: ['jsonb', (row) => row.params],
      }),
    )}
    on conflict (org_id, occasion, subject) do nothing`);
}

export async function listDue(tx: Tx, limit: number): Promise<Id[]> {
  const rows = await tx.rows(sql<{ id: Id }>`
    select n.id from notices.notice n where n.org_id = ${tx.orgId} and n.next_at <= ${at(tx.now)} order by n.next_at, n.id limit ${limit}`);
  return rows.map(({ id }) => id);
}

/** Null where it is due no more, or another process has it in hand. */
export function lockDue(tx: Tx, id: Id): Promise<NoticeRow | null> {
  return tx.maybe(sql<NoticeRow>`
    select ${COLUMNS} from notices.notice n
    where n.org_id = ${tx.orgId} and n.id = ${id} and n.next_at <= ${at(tx.now)} for update skip locked`);
}

export async function updateWritten(
  tx: Tx,
  id: Id,
  message: { readonly id: Id; readonly state: MessageState; readonly why: string | null },
): Promise<void> {
  await tx.run(sql`
    update notices.notice set state = 'written', why = null, next_at = null, settled_at = ${at(tx.now)}, message_id = ${message.id},
      message_state = ${message.state}, message_why = ${message.why}
    where org_id = ${tx.orgId} and id = ${id}`);
}

export async function updateEnded(tx: Tx, ids: readonly Id[], state: 'void' | 'expired', why: string): Promise<void> {
  if (ids.length === 0) return;
  await tx.run(sql`
    update notices.notice set state = ${state}, why = ${why}, next_at = null, settled_at = ${at(tx.now)}
    where org_id = ${tx.orgId} and id = any(${[...ids]}::uuid[])`);
}

/** It cannot go for now: why, and when it is tried again. */
export async function updateWaiting(tx: Tx, id: Id, why: string, nextAt: Instant): Promise<void> {
  await tx.run(sql`
    update notices.notice set why = ${why}, next_at = ${at(nextAt)} where org_id = ${tx.orgId} and id = ${id} and state = 'waiting'`);
}

/** A way out or a template was changed: what waited for it is tried at once. */
export async function updateTriedNow(tx: Tx): Promise<void> {
  await tx.run(sql`
    update notices.notice set next_at = ${at(tx.now)}
    where org_id = ${tx.orgId} and next_at > ${at(tx.now)} and why is not null and due_at <= ${at(tx.now)}`);
}

/** What speaks of bookings of an enquiry that do not stand any more, and has not left: locked. */
export function lockOutdated(tx: Tx, enquiryId: Id): Promise<NoticeRow[]> {
  return tx.rows(sql<NoticeRow>`
    select ${COLUMNS} from notices.notice n
    where n.org_id = ${tx.orgId} and n.enquiry_id = ${enquiryId} and n.booking_id is not null
      and (n.state = 'waiting' or (n.state = 'written' and n.message_state = 'queued'))
      and not exists (select from enquiries.public_booking b where b.org_id = n.org_id and b.id = n.booking_id and b.state = 'booked')
    order by n.id for update of n`);
}

export type Became = {
  readonly messageId: Id;
  readonly state: MessageState;
  readonly why: string | null;
  readonly at: Instant | null;
};

/** What became of the messages, as far as they are ours. Gives the notices. */
export function updateBecame(
  tx: Tx,
  rows: readonly Became[],
): Promise<Pick<NoticeRow, 'id' | 'occasion' | 'refId' | 'messageState'>[]> {
  return tx.rows(sql<Pick<NoticeRow, 'id' | 'occasion' | 'refId' | 'messageState'>>`
    update notices.notice n set message_state = r.state, message_why = r.why,
      sent_at = case when r.state in ('sent', 'delivered', 'read') then coalesce(n.sent_at, r.at, ${at(tx.now)}::timestamptz) else n.sent_at end
    from ${asTable(
      columnsOf(rows, {
        message_id: ['uuid', (row) => row.messageId],
        state: ['text', (row) => row.state],
        why: ['text', (row) => row.why],
        at: ['timestamptz', (row) => at(row.at)],
      }),
    )}
    where n.org_id = ${tx.orgId} and n.message_id = r.message_id
    returning n.id, n.occasion, n.ref_id as "refId", n.message_state as "messageState"`);
}

export type Tally = {
  readonly occasion: Occasion;
  readonly state: NoticeState;
  readonly why: string | null;
  readonly messageState: MessageState | null;
  readonly messageWhy: string | null;
  readonly count: number;
  readonly lastSentAt: Instant | null;
};

export function tallyNotices(tx: Tx, since: Instant): Promise<Tally[]> {
  return tx.rows(sql<Tally>`
    select n.occasion, n.state, n.why, n.message_state as "messageState", n.message_why as "messageWhy", count(*)::int as count,
      max(n.sent_at) as "lastSentAt"
    from notices.notice n where n.org_id = ${tx.orgId} and n.made_at >= ${at(since)}
    group by n.occasion, n.state, n.why, n.message_state, n.message_why`);
}

/** What waits though its time has come, the oldest first. */
export function listStuck(tx: Tx, after: AtAndId | null, limit: number): Promise<NoticeRow[]> {
  const rest = after ? sql`and (n.due_at, n.id) > (${at(after.at)}, ${after.id}::uuid)` : sql``;
  return tx.rows(sql<NoticeRow>`
    select ${COLUMNS} from notices.notice n
    where n.org_id = ${tx.orgId} and n.state = 'waiting' and n.next_at is not null and n.why is not null ${rest}
    order by n.due_at, n.id limit ${limit}`);
}

/** What a person has to be told yet, the next first. */
export function listPlannedOf(tx: Tx, personId: Id, limit: number): Promise<NoticeRow[]> {
  return tx.rows(sql<NoticeRow>`
    select ${COLUMNS} from notices.notice n
    where n.org_id = ${tx.orgId} and n.person_id = ${personId} and n.state = 'waiting' and n.next_at is not null
    order by n.due_at, n.id limit ${limit}`);
}

export function removeOldNotices(tx: Tx, before: Instant, most: number): Promise<number> {
  return tx.run(sql`
    delete from notices.notice where org_id = ${tx.orgId} and id in (
      select n.id from notices.notice n where n.org_id = ${tx.orgId} and n.made_at < ${at(before)} and n.state <> 'waiting' limit ${most})`);
}
