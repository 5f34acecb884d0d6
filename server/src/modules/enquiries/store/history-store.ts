import { newId, type Id } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { at, callerOf, json, sql, type Sql, type Tx } from '../../../platform/db/index.ts';
import type { BookingRecord, CallRecord, EnquiryRecord, PromiseRecord, StatusEventRecord } from './enquiry-row.ts';

function callRow(tx: Tx, call: CallRecord): Sql {
  return sql`
    insert into enquiries.call (org_id, id, enquiry_id, person_id, at, recorded_at, user_id, direction, outcome, status_when_made, slot,
      phone_id, duration_seconds, note)
    values (${tx.orgId}, ${call.id}, ${call.enquiryId}, ${call.personId}, ${at(call.at)}, ${at(call.recordedAt)}, ${call.userId},
      ${call.direction}, ${call.outcome}, ${call.statusWhenMade}, ${call.slot}, ${call.phoneId}, ${call.durationSeconds}, ${call.note})`;
}

/** The calls that count, oldest first, enquiry by enquiry. */
export function listCalls(tx: Tx, enquiryIds: readonly Id[]): Promise<CallRecord[]> {
  return tx.rows(sql<CallRecord>`
    select c.id, c.enquiry_id as "enquiryId", c.person_id as "personId", c.at, c.recorded_at as "recordedAt", c.user_id as "userId",
      c.direction, c.outcome, c.status_when_made as "statusWhenMade", c.slot, c.phone_id as "phoneId",
      c.duration_seconds as "durationSeconds", c.note
    from enquiries.call c
    where c.org_id = ${tx.orgId} and c.enquiry_id = any(${enquiryIds}::uuid[]) and c.voided_at is null
    order by c.enquiry_id, c.at, c.id`);
}

export async function updateCallVoided(tx: Tx, id: Id): Promise<void> {
  await tx.run(sql`update enquiries.call set voided_at = ${at(tx.now)} where org_id = ${tx.orgId} and id = ${id}`);
}

export type NewStatusEvent = Omit<StatusEventRecord, 'no'>;

/** Appends; the number follows the last one of the enquiry, whose row the caller holds. */
export async function insertStatusEvent(tx: Tx, event: NewStatusEvent): Promise<void> {
  await tx.run(statusEventRow(tx, event, 1));
}

/** The `place`-th of those that one statement appends, from 1: they do not see each other. */
function statusEventRow(tx: Tx, event: NewStatusEvent, place: number): Sql {
  const evidence = event.evidence === null ? null : JSON.stringify(event.evidence);
  return sql`
    insert into enquiries.status_event (org_id, id, enquiry_id, no, from_status, to_status, valid_at, recorded_at, user_id, owner_id, by_rule,
      reason_code, reason_text, evidence, voids)
    select ${tx.orgId}::uuid, ${event.id}::uuid, ${event.enquiryId}::uuid, coalesce(max(s.no), 0) + ${place}::integer, ${event.from}::text,
      ${event.to}::text, ${at(event.validAt)}::timestamptz, ${at(event.recordedAt)}::timestamptz, ${event.userId}::uuid,
      ${event.ownerId}::uuid, ${event.byRule}::text, ${event.reasonCode}::text, ${event.reasonText}::text, ${evidence}::jsonb, ${event.voids}::uuid
    from enquiries.status_event s where s.org_id = ${tx.orgId} and s.enquiry_id = ${event.enquiryId}`;
}

/** Every status event in the order of its recording; those not later than `recordedAt` where it is given. */
export function listStatusEvents(
  tx: Tx,
  enquiryId: Id,
  recordedAt: Instant | null = null,
): Promise<StatusEventRecord[]> {
  return tx.rows(sql<StatusEventRecord>`
    select s.id, s.enquiry_id as "enquiryId", s.no, s.from_status as "from", s.to_status as "to", s.valid_at as "validAt",
      s.recorded_at as "recordedAt", s.user_id as "userId", s.owner_id as "ownerId", s.by_rule as "byRule",
      s.reason_code as "reasonCode",
      s.reason_text as "reasonText", s.evidence, s.voids
    from enquiries.status_event s
    where s.org_id = ${tx.orgId} and s.enquiry_id = ${enquiryId} and (${at(recordedAt)}::timestamptz is null or s.recorded_at <= ${at(recordedAt)})
    order by s.no`);
}

// ---- bookings
export async function insertBooking(tx: Tx, booking: BookingRecord, replacesId: Id | null): Promise<void> {
  await tx.run(sql`
    insert into enquiries.booking (org_id, id, enquiry_id, starts_at, duration_minutes, service_code, note, state, booked_at, replaces_id)
    values (${tx.orgId}, ${booking.id}, ${booking.enquiryId}, ${at(booking.startsAt)}, ${booking.durationMinutes}, ${booking.serviceCode},
      ${booking.note}, 'booked', ${at(tx.now)}, ${replacesId})`);
}

export type BookingEnd = 'released' | 'cancelled' | 'no_show' | 'visited' | 'voided';

/** Ends the live booking, if there is one; gives its id. */
export async function updateBookingEnded(tx: Tx, enquiryId: Id, state: BookingEnd, when: Instant): Promise<Id | null> {
  const row = await tx.maybe(sql<{ id: Id }>`
    update enquiries.booking set state = ${state}, ended_at = ${at(when)}
    where org_id = ${tx.orgId} and enquiry_id = ${enquiryId} and state = 'booked' returning id`);
  return row?.id ?? null;
}

export async function updateBookingEndedById(tx: Tx, id: Id, state: BookingEnd): Promise<void> {
  await tx.run(sql`
    update enquiries.booking set state = ${state}, ended_at = ${at(tx.now)} where org_id = ${tx.orgId} and id = ${id}`);
}

export async function updateBookingReopened(tx: Tx, id: Id): Promise<void> {
  await tx.run(
    sql`update enquiries.booking set state = 'booked', ended_at = null where org_id = ${tx.orgId} and id = ${id}`,
  );
}

export function listLiveBookings(tx: Tx, enquiryIds: readonly Id[]): Promise<BookingRecord[]> {
  return tx.rows(sql<BookingRecord>`
    select b.id, b.enquiry_id as "enquiryId", b.starts_at as "startsAt", b.duration_minutes as "durationMinutes",
      b.service_code as "serviceCode", b.note
    from enquiries.booking b where b.org_id = ${tx.orgId} and b.enquiry_id = any(${enquiryIds}::uuid[]) and b.state = 'booked'`);
}

/** When what is booked was booked. */
export async function findBookedAt(tx: Tx, bookingId: Id): Promise<Instant | null> {
  const row = await tx.maybe(sql<{ bookedAt: Instant }>`
    select b.booked_at as "bookedAt" from enquiries.booking b where b.org_id = ${tx.orgId} and b.id = ${bookingId}`);
  return row?.bookedAt ?? null;
}

export async function findLastBookingId(tx: Tx, enquiryId: Id): Promise<Id | null> {
  const row = await tx.maybe(sql<{ id: Id }>`
    select b.id from enquiries.booking b where b.org_id = ${tx.orgId} and b.enquiry_id = ${enquiryId}
    order by b.booked_at desc, b.id desc limit 1`);
  return row?.id ?? null;
}

// ---- promises
export type PromiseResult = 'kept' | 'customer_first' | 'broken' | 'replaced' | 'voided';

export async function insertPromise(
  tx: Tx,
  promise: PromiseRecord & { enquiryId: Id; by: 'us' | 'customer'; promisedAt: Instant | null },
): Promise<void> {
  await tx.run(sql`
    insert into enquiries.promise (org_id, id, enquiry_id, by_whom, promised_at, window_from, window_to, made_at, made_by)
    values (${tx.orgId}, ${promise.id}, ${promise.enquiryId}, ${promise.by}, ${at(promise.promisedAt)}, ${at(promise.windowFrom)},
      ${at(promise.windowTo)}, ${at(promise.madeAt)}, ${tx.actor.userId})`);
}

export function findOpenPromise(tx: Tx, enquiryId: Id): Promise<PromiseRecord | null> {
  return tx.maybe(sql<PromiseRecord>`
    select p.id, p.made_at as "madeAt", p.window_from as "windowFrom", p.window_to as "windowTo"
    from enquiries.promise p where p.org_id = ${tx.orgId} and p.enquiry_id = ${enquiryId} and p.ended_at is null`);
}

/** Of two acts at once the one that began first may come second: nothing ends before it was made. */
export async function updatePromiseEnded(tx: Tx, id: Id, result: PromiseResult, when: Instant): Promise<void> {
  await tx.run(sql`
    update enquiries.promise set ended_at = greatest(${at(when)}::timestamptz, made_at), result = ${result}
    where org_id = ${tx.orgId} and id = ${id}`);
}

export async function updatePromiseReopened(tx: Tx, id: Id): Promise<void> {
  await tx.run(
    sql`update enquiries.promise set ended_at = null, result = null where org_id = ${tx.orgId} and id = ${id}`,
  );
}

// ---- acts
/** Rows that an act made or ended, so that an undo finds them. */
export type ActRows = {
  callId?: Id;
  statusEventIds?: Id[];
  bookingMade?: Id;
  bookingEnded?: Id;
  promiseMade?: Id;
  promiseEnded?: Id;
  promiseResult?: PromiseResult;
  /** What the act left, kept when it is taken back: statistics as of a time in between ask for it. */
  after?: { readonly windowTo: Instant | null; readonly responseSeconds: number | null; readonly born: boolean };
  /** The new consent of the person: how she gave it, and the enquiries that were on hold until then. */
  consent?: { readonly kind: string; readonly lifted: readonly Id[] };
  /** The number that the call found dead, and what it was before. */
  phoneMarked?: { readonly id: Id; readonly was: 'ok' | 'wrong' | 'disconnected' };
};
export type ActRecord = {
  readonly id: Id;
  readonly kind: string;
  readonly userId: Id | null;
  readonly at: Instant;
  readonly versionAfter: number;
  readonly before: Partial<EnquiryRecord>;
  readonly made: ActRows;
};

/** `enquiry` is the row as the act left it. Gives the act's id. */
export type NewAct = {
  readonly kind: string;
  readonly note: string | null;
  readonly before: Partial<EnquiryRecord>;
  readonly made: ActRows;
  readonly call: CallRecord | null;
  readonly events: readonly NewStatusEvent[];
};

/** An act with its call and what it appends to the history, in one statement: it is on the way of all that happens. */
export async function insertAct(tx: Tx, enquiry: EnquiryRecord, act: NewAct): Promise<Id> {
  const id = newId();
  const parts = [
    ...(act.call ? [sql`called as (${callRow(tx, act.call)})`] : []),
    ...act.events.map((event, index) => sql`${sql.ref(`event_${index}`)} as (${statusEventRow(tx, event, index + 1)})`),
  ];
  await tx.run(sql`
    ${parts.length > 0 ? sql`with ${sql.join(parts)}` : sql``}
    insert into enquiries.act (org_id, id, enquiry_id, version_after, kind, user_id, at, note, before, made)
    values (${tx.orgId}, ${id}, ${enquiry.id}, ${enquiry.version}, ${act.kind}, ${callerOf(tx.actor)}, ${at(tx.now)}, ${act.note},
      ${json(act.before)}, ${json(act.made)})`);
  return id;
}

// To take the work on is no act that one takes back: giving it back is another way out. Nor is what nobody did.
const isUndoable = sql`a.voided_at is null and a.kind not in ('claim', 'hand_back')`;

/** The last recorded act that still stands. */
export function findLastAct(tx: Tx, enquiryId: Id): Promise<ActRecord | null> {
  return tx.maybe(sql<ActRecord>`
    select a.id, a.kind, a.user_id as "userId", a.at, a.version_after as "versionAfter", a.before, a.made from enquiries.act a
    where a.org_id = ${tx.orgId} and a.enquiry_id = ${enquiryId} and ${isUndoable}
    order by a.version_after desc limit 1`);
}

/** The standing claim that made this version of the enquiry: nothing was done since. */
export function findClaimOfVersion(tx: Tx, enquiryId: Id, version: number): Promise<ActRecord | null> {
  return tx.maybe(sql<ActRecord>`
    select a.id, a.kind, a.user_id as "userId", a.at, a.version_after as "versionAfter", a.before, a.made from enquiries.act a
    where a.org_id = ${tx.orgId} and a.enquiry_id = ${enquiryId} and a.version_after = ${version} and a.kind = 'claim' and a.voided_at is null`);
}

/** What the first standing act after this version found; null where there is none. */
export async function findBeforeNextAct(
  tx: Tx,
  enquiryId: Id,
  version: number,
): Promise<Partial<EnquiryRecord> | null> {
  const row = await tx.maybe(sql<{ before: Partial<EnquiryRecord> }>`
    select a.before from enquiries.act a
    where a.org_id = ${tx.orgId} and a.enquiry_id = ${enquiryId} and a.version_after > ${version} and a.voided_at is null
    order by a.version_after limit 1`);
  return row?.before ?? null;
}

/** What a list shows beside the row of an enquiry. */
export type RowHistory = {
  readonly enquiryId: Id;
  /** Those that count, oldest first. */
  readonly calls: readonly Pick<CallRecord, 'at' | 'outcome' | 'direction' | 'statusWhenMade' | 'userId'>[];
  readonly booking: BookingRecord | null;
  /** The last standing one: who may take it back until when. */
  readonly act: { readonly userId: Id | null; readonly at: Instant } | null;
};

/** Calls, live booking and last act of a page of enquiries in one statement: it is on the way of every list. */
export function listRowHistory(tx: Tx, enquiryIds: readonly Id[]): Promise<RowHistory[]> {
  const milliseconds = (column: Sql) => sql`(extract(epoch from ${column}) * 1000)::bigint`;
  return tx.rows(sql<RowHistory>`
    select shown.id as "enquiryId", coalesce((
      select json_agg(json_build_object('at', ${milliseconds(sql`c.at`)}, 'outcome', c.outcome, 'direction', c.direction,
        'statusWhenMade', c.status_when_made, 'userId', c.user_id) order by c.at, c.id)
      from enquiries.call c where c.org_id = ${tx.orgId} and c.enquiry_id = shown.id and c.voided_at is null
    ), '[]') as calls, (
      select json_build_object('id', b.id, 'enquiryId', b.enquiry_id, 'startsAt', ${milliseconds(sql`b.starts_at`)},
        'durationMinutes', b.duration_minutes, 'serviceCode', b.service_code, 'note', b.note)
      from enquiries.booking b where b.org_id = ${tx.orgId} and b.enquiry_id = shown.id and b.state = 'booked'
    ) as booking, (
      select json_build_object('userId', a.user_id, 'at', ${milliseconds(sql`a.at`)}) from enquiries.act a
      where a.org_id = ${tx.orgId} and a.enquiry_id = shown.id and ${isUndoable} order by a.version_after desc limit 1
    ) as act
    from unnest(${enquiryIds}::uuid[]) as shown (id)`);
}

export async function updateActVoided(tx: Tx, id: Id): Promise<void> {
  await tx.run(sql`update enquiries.act set voided_at = ${at(tx.now)} where org_id = ${tx.orgId} and id = ${id}`);
}
