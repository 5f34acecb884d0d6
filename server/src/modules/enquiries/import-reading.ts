import type { HoldReason, InvalidKind, Likelihood, PatientKind, StatusCode } from '@anbu/contract';
import { addDays, type CalendarDay } from '../../kernel/calendar-day.ts';
import { newId, type Id } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import { nextOpening, openPieces } from '../../kernel/opening-hours.ts';
import { dayOf, instantAt } from '../../kernel/zoned-time.ts';
import { timedAction } from './rules/action.ts';
import {
  keep,
  moveTo,
  newState,
  nextActionOnEntering,
  proposeRecontactOn,
  reason,
  unansweredDays,
} from './rules/index.ts';
import type { Booking, Changes, Decision, EnquiryState, Practice } from './rules/index.ts';
import { newRecord } from './service/new-record.ts';
import { recordAfter } from './service/state-of.ts';
import type { EnquiryRecord } from './store/enquiry-row.ts';
import type { ImportedBooking } from './store/import-store.ts';
import { noAnswerNumber } from './vocabulary.ts';

/** An enquiry as a list from elsewhere tells of it. `label` = its status in the list's own words. */
export type EnquiryImport = {
  readonly personId: Id;
  readonly siteId: Id;
  readonly receivedAt: Instant;
  readonly status: StatusCode;
  readonly label: string | null;
  readonly sourceChannel: string;
  readonly campaign: string | null;
  readonly interests: readonly string[];
  readonly ownerId: Id | null;
  readonly text: string | null;
  readonly likelihood: Likelihood | null;
  readonly holdReasons: readonly HoldReason[];
  readonly recontactOn: CalendarDay | null;
  readonly invalidKind: InvalidKind | null;
  readonly bookingOn: CalendarDay | null;
  readonly bookingMinute: number | null;
  readonly visitOn: CalendarDay | null;
  readonly visitMinute: number | null;
  /** Kept with the history: which import, which row, what else it said. */
  readonly origin: Origin;
  /** What other rows of the list said of the same enquiry, in the order of the way that an enquiry goes; all before `status`. */
  readonly earlier: readonly Told[];
};

type Origin = Readonly<Record<string, unknown>>;
export type Told = { readonly status: StatusCode; readonly label: string | null; readonly origin: Origin };

export type ImportPlace = { readonly site: Practice; readonly teamId: Id };
/** Something that the list left out and the record needs; shown in the report. */
export type ImportWarning = { readonly code: string; readonly params: Readonly<Record<string, string>> };

export type ImportReading = {
  readonly record: EnquiryRecord;
  /** `told`: the row that said it, where it was not the enquiry's own. */
  readonly events: readonly { from: StatusCode | null; to: StatusCode; validAt: Instant; told: Told | null }[];
  readonly booking: ImportedBooking | null;
  readonly warnings: readonly ImportWarning[];
};

const MINUTES_OF_A_BOOKING = 30;
/** Where a day has no opening: the middle of an ordinary morning. */
const OTHERWISE_MINUTE = 9 * 60;

/**
 * How an imported row becomes an enquiry: the status that was stated, valid since the day that was stated, with the next
 * action that the rules give from now on. What the list does not say and the status needs is filled by the least telling
 * value and warned of. Decision: docs/decisions/0004-import-readings.md.
 */
export function readImported(
  input: EnquiryImport,
  { site, teamId }: ImportPlace,
  known: { readonly now: Instant; readonly patientKind: PatientKind; readonly originalId: Id | null },
): ImportReading {
  const { now } = known;
  const warnings: ImportWarning[] = [];
  const warn = (code: string, params: ImportWarning['params'] = {}) => warnings.push({ code, params });
  const id = newId();
  const fresh: EnquiryState = {
    ...newState(input.receivedAt, 'NEW'),
    imported: true,
    importedUnansweredDays: Math.max(...[input, ...input.earlier].map(({ status }) => noAnswerNumber(status) ?? 0)),
  };
  const booking = readBooking(input, site, now, warn);
  const visitAt = input.visitOn === null ? null : timeOn(site, input.visitOn, input.visitMinute);
  if (input.status === 'VISITED' && visitAt === null) warn('imports.visit_day_missing');
  if (input.status !== 'VISITED' && visitAt !== null) warn('imports.visit_contradicts_status');
  // An owner makes NEW a WAITING: the rule of the domain.
  const to: StatusCode = input.status === 'NEW' && input.ownerId !== null ? 'WAITING' : input.status;
  if (to !== input.status) warn('imports.new_with_owner');
  const changes: Changes = {
    ownerId: input.ownerId,
    ...(to === 'HOLD'
      ? readHold(input, site, dayOf(site.timeZone, now), dayOf(site.timeZone, input.receivedAt), warn)
      : {}),
    ...(to === 'CALLBACK' ? { promise: { dueAt: null, by: 'us' as const } } : {}),
    ...(to === 'BOOKED' || to === 'VISITED' ? { booking } : {}),
    ...(to === 'INVALID' ? { invalidKind: input.invalidKind, originalId: known.originalId } : {}),
  };
  const decision = decide(fresh, to, changes, site, now, warn);
  // The time of a visit without a clock is not later than now.
  const visited = to === 'VISITED' && visitAt !== null ? clamp(visitAt, input.receivedAt, now) : null;
  const statusSince = visited ?? input.receivedAt;
  const record = recordAfter(freshRecord(id, input, teamId, site, known), fresh, decision, {
    unansweredDays: unansweredDays(fresh, site).u,
    now,
  });
  record.statusSince = statusSince;
  record.likelihood = to === 'HOLD' ? record.likelihood : input.likelihood;
  record.closedReasonCode = to === 'DECLINED' ? 'OTHER' : to === 'INVALID' ? input.invalidKind : null;
  record.closedReasonText = record.open || to === 'VISITED' ? null : input.label;
  // Nobody is alerted of what was late before it came here; the first act sets the next alert.
  record.alertAt = null;
  record.alertStage = 0;
  const events = wayTo(to, statusSince, input, visited !== null);
  return { record, events, booking: bookingRow(id, input, to, booking, visited, now), warnings };
}

/** The history that a list tells: what its rows said, each once, from the enquiry's day on; a visit of a later day was NEW before. */
function wayTo(to: StatusCode, since: Instant, input: EnquiryImport, visited: boolean): ImportReading['events'] {
  const told = input.earlier.filter(({ status }, index, all) => status !== to && status !== all[index - 1]?.status);
  const before = told.map((one) => ({ to: one.status, validAt: input.receivedAt, told: one as Told | null }));
  if (before.length === 0 && visited) before.push({ to: 'NEW', validAt: input.receivedAt, told: null });
  const steps = [...before, { to, validAt: since, told: null }];
  return steps.map((step, index) => ({ from: steps[index - 1]?.to ?? null, ...step }));
}

function decide(
  fresh: EnquiryState,
  to: StatusCode,
  changes: Changes,
  site: Practice,
  now: Instant,
  warn: (code: string) => void,
): Decision {
  if (to === 'NEW') return keep(fresh, { nextAction: nextActionOnEntering('NEW', fresh, site, now) });
  const why = reason('imports.status');
  if (to !== 'BOOKED' || changes.booking) return moveTo(fresh, to, now, site, why, { changes });
  // Booked, nobody knows for when: the first thing is to ask.
  warn('imports.booking_day_missing');
  const nextAction = timedAction(site, 'GUIDE', now, nextOpening(site, now), reason('imports.next.booking_undated'));
  return moveTo(fresh, to, now, site, why, { changes, nextAction });
}

function readHold(
  input: EnquiryImport,
  site: Practice,
  today: CalendarDay,
  receivedOn: CalendarDay,
  warn: (code: string) => void,
): Pick<EnquiryState, 'holdReasons' | 'likelihood' | 'recontactOn'> {
  const told = input.holdReasons.length > 0;
  if (!told) warn('imports.hold_reason_assumed');
  if (input.likelihood === null) warn('imports.likelihood_assumed');
  const holdReasons: readonly HoldReason[] = told ? input.holdReasons : ['THINKING'];
  const day = input.recontactOn ?? proposeRecontactOn(holdReasons, site.presets.hold, receivedOn) ?? addDays(today, 1);
  return { holdReasons, likelihood: input.likelihood ?? 'M', recontactOn: day < today ? today : day };
}

function readBooking(input: EnquiryImport, site: Practice, now: Instant, warn: (code: string) => void): Booking | null {
  if (input.bookingOn === null) return null;
  const startsAt = timeOn(site, input.bookingOn, input.bookingMinute);
  if (!(input.status in BOOKING_ENDS) && input.status !== 'BOOKED') warn('imports.booking_contradicts_status');
  else if (input.status === 'BOOKED' && input.bookingMinute === null && startsAt > now)
    warn('imports.booking_time_assumed');
  return { startsAt, durationMinutes: MINUTES_OF_A_BOOKING, serviceCode: input.interests[0] ?? 'other' };
}

const BOOKING_ENDS = {
  RESCHEDULING: 'released',
  CANCELLED: 'cancelled',
  NO_SHOW: 'no_show',
  VISITED: 'visited',
} as const;

function bookingRow(
  enquiryId: Id,
  input: EnquiryImport,
  to: StatusCode,
  booking: Booking | null,
  visited: Instant | null,
  now: Instant,
): ImportedBooking | null {
  const ending = to in BOOKING_ENDS ? BOOKING_ENDS[to as keyof typeof BOOKING_ENDS] : null;
  if (!booking || (to !== 'BOOKED' && ending === null)) return null;
  const endedAt = visited ?? (booking.startsAt < now ? booking.startsAt : now);
  // When it was made is not known: at the enquiry, or with the booking where that came first.
  const bookedAt = booking.startsAt < input.receivedAt ? booking.startsAt : input.receivedAt;
  return { id: newId(), enquiryId, ...booking, note: null, bookedAt, end: ending && { state: ending, at: endedAt } };
}

/** The instant of a day; without a minute the day's first opening. */
function timeOn(site: Practice, day: CalendarDay, minute: number | null): Instant {
  if (minute !== null) return instantAt(site.timeZone, day, minute);
  return openPieces(site, day)[0]?.from ?? instantAt(site.timeZone, day, OTHERWISE_MINUTE);
}

function clamp(value: Instant, from: Instant, to: Instant): Instant {
  return value < from ? from : value > to ? to : value;
}

function freshRecord(
  id: Id,
  input: EnquiryImport,
  teamId: Id,
  site: Practice,
  { now, patientKind }: { readonly now: Instant; readonly patientKind: PatientKind },
): EnquiryRecord {
  const { personId, siteId, receivedAt, text, sourceChannel, campaign } = input;
  const told = { text, sourceChannel, campaign, interests: [...input.interests], utm: null, patientKind };
  const place = { personId, siteId, teamId, receivedAt, timeZone: site.timeZone };
  return { ...newRecord({ ...told, ...place, imported: true, contactHold: false }, now), id };
}
