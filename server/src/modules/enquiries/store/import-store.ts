import type { InvalidKind, StatusCode } from '@anbu/contract';
import type { CalendarDay } from '../../../kernel/calendar-day.ts';
import type { Id } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { asTable, at, columnOf, columnsOf, json, sql, type Tx } from '../../../platform/db/index.ts';
import { withCounted } from './closed-count-store.ts';
import type { BookingEnd } from './history-store.ts';
import {
  insertColumns,
  selectRows,
  type BookingRecord,
  type EnquiryRecord,
  type StatusEventRecord,
} from './enquiry-row.ts';

/** What the database knows of the persons' enquiries: enough to see a repeated row and the original of a duplicate. */
export type KnownEnquiry = {
  readonly id: Id;
  readonly personId: Id;
  readonly receivedAt: Instant;
  readonly receivedOn: CalendarDay;
  readonly interests: readonly string[];
  readonly status: StatusCode;
  readonly statusSince: Instant;
  readonly invalidKind: InvalidKind | null;
};

export function listKnownEnquiries(tx: Tx, personIds: readonly Id[]): Promise<KnownEnquiry[]> {
  return tx.rows(sql<KnownEnquiry>`
    select e.id, e.person_id as "personId", e.received_at as "receivedAt", e.received_on as "receivedOn", e.interests, e.status,
      e.status_since as "statusSince", e.invalid_kind as "invalidKind"
    from enquiries.enquiry e where e.org_id = ${tx.orgId} and e.person_id = any(${[...new Set(personIds)]}::uuid[])
    order by e.received_at, e.id`);
}

export async function insertEnquiries(tx: Tx, records: readonly EnquiryRecord[]): Promise<void> {
  const [first, ...others] = records;
  if (!first) return;
  const arrived = records.map(({ status }) => [status, 1] as const);
  await tx.run(sql`
    ${withCounted(tx, arrived)}
    insert into enquiries.enquiry (org_id, ${insertColumns}) ${selectRows(tx.orgId, [first, ...others])}`);
}

export async function insertStatusEvents(tx: Tx, events: readonly StatusEventRecord[]): Promise<void> {
  if (events.length === 0) return;
  const columns = columnsOf(events, {
    id: ['uuid', ({ id }) => id],
    enquiry_id: ['uuid', ({ enquiryId }) => enquiryId],
    no: ['integer', ({ no }) => no],
    from_status: ['text', ({ from }) => from],
    to_status: ['text', ({ to }) => to],
    valid_at: ['timestamptz', ({ validAt }) => at(validAt)],
    recorded_at: ['timestamptz', ({ recordedAt }) => at(recordedAt)],
    user_id: ['uuid', ({ userId }) => userId],
    owner_id: ['uuid', ({ ownerId }) => ownerId],
    by_rule: ['text', ({ byRule }) => byRule],
    reason_code: ['text', ({ reasonCode }) => reasonCode],
    reason_text: ['text', ({ reasonText }) => reasonText],
    evidence: ['jsonb', ({ evidence }) => evidence],
  });
  await tx.run(sql`
    insert into enquiries.status_event (org_id, id, enquiry_id, no, from_status, to_status, valid_at, recorded_at, user_id, owner_id, by_rule,
      reason_code, reason_text, evidence)
    select ${tx.orgId}::uuid, r.id, r.enquiry_id, r.no, r.from_status, r.to_status, r.valid_at, r.recorded_at, r.user_id, r.owner_id,
      r.by_rule, r.reason_code, r.reason_text, ${columnOf('evidence', 'jsonb')}
    from ${asTable(columns)}`);
}

/** A booking that the list tells of: live, or with its end. */
export type ImportedBooking = BookingRecord & {
  readonly bookedAt: Instant;
  readonly end: { readonly state: BookingEnd; readonly at: Instant } | null;
};

export async function insertImportedBookings(tx: Tx, bookings: readonly ImportedBooking[]): Promise<void> {
  if (bookings.length === 0) return;
  const rows = bookings.map((booking) => ({
    id: booking.id,
    enquiry_id: booking.enquiryId,
    starts_at: at(booking.startsAt),
    duration_minutes: booking.durationMinutes,
    service_code: booking.serviceCode,
    note: booking.note,
    state: booking.end?.state ?? 'booked',
    booked_at: at(booking.bookedAt),
    ended_at: at(booking.end?.at ?? null),
  }));
  await tx.run(sql`
    insert into enquiries.booking (org_id, id, enquiry_id, starts_at, duration_minutes, service_code, note, state, booked_at, ended_at)
    select ${tx.orgId}::uuid, r.id, r.enquiry_id, r.starts_at, r.duration_minutes, r.service_code, r.note, r.state, r.booked_at, r.ended_at
    from jsonb_populate_recordset(null::enquiries.booking, ${json(rows)}) r`);
}
