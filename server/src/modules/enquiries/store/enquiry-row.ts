import type {
  ActionKind,
  CallOutcome,
  HoldReason,
  InvalidKind,
  Likelihood,
  Params,
  PatientKind,
  Slot,
  StatusCode,
} from '@anbu/contract';
import type { CalendarDay } from '../../../kernel/calendar-day.ts';
import type { Id } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { at, sql, type Sql } from '../../../platform/db/index.ts';
import type { FoundReason } from '../../people/index.ts';

/** A row of `enquiries.enquiry` as the program knows it. */
export type EnquiryRecord = {
  readonly id: Id;
  readonly personId: Id;
  readonly siteId: Id;
  readonly receivedAt: Instant;
  readonly receivedOn: CalendarDay;
  readonly cohortMonth: string;
  readonly text: string | null;
  readonly utm: Record<string, string> | null;
  readonly patientKind: PatientKind;
  readonly qualified: boolean;
  readonly imported: boolean;
  /** How the person was found at the arrival; null where she was chosen. */
  readonly foundBy: FoundReason | null;
  contactHold: boolean;
  readonly createdAt: Instant;
  bornConnected: boolean;
  sourceChannel: string;
  campaign: string | null;
  interests: string[];
  status: StatusCode;
  open: boolean;
  statusSince: Instant;
  firstResponseAt: Instant | null;
  firstResponseSeconds: number | null;
  ownerId: Id | null;
  teamId: Id;
  likelihood: Likelihood | null;
  holdReasons: HoldReason[];
  recontactOn: CalendarDay | null;
  promiseAt: Instant | null;
  promiseBy: 'us' | 'customer' | null;
  cancelledBy: 'patient' | 'clinic' | null;
  closedReasonCode: string | null;
  closedReasonText: string | null;
  invalidKind: InvalidKind | null;
  originalId: Id | null;
  unansweredDays: number;
  importedUnansweredDays: number;
  lastLeftClosedAt: Instant | null;
  lastContactAt: Instant | null;
  chainStep: number;
  chainSince: Instant;
  everConsulted: boolean;
  unreachable: boolean;
  passDueOn: CalendarDay | null;
  passesDone: number;
  actionKind: ActionKind | null;
  actionDueAt: Instant | null;
  actionWindowFrom: Instant | null;
  actionWindowTo: Instant | null;
  actionSlot: Slot | null;
  actionPoolAt: Instant | null;
  actionEscalateAt: Instant | null;
  actionOwnerId: Id | null;
  actionTeamId: Id | null;
  actionReasonCode: string | null;
  actionReasonParams: Params | null;
  actionSetAt: Instant | null;
  /** By which hand-over the owner has it, until she acts on it. */
  handOverId: Id | null;
  alertAt: Instant | null;
  alertStage: number;
  /** A user or an API key. */
  claimedBy: Id | null;
  claimedKind: 'user' | 'api_key' | null;
  claimedName: string | null;
  claimedUntil: Instant | null;
  version: number;
  updatedAt: Instant;
};

/** Who works on it until when: a lock with an end. */
export type Claim = Pick<EnquiryRecord, 'claimedBy' | 'claimedKind' | 'claimedName' | 'claimedUntil'>;

type Kind = 'plain' | 'instant' | 'json';
/** Property → column and how its value travels. The order is the order of every statement. */
const COLUMNS: Readonly<Record<keyof EnquiryRecord, readonly [column: string, kind: Kind]>> = {
  id: ['id', 'plain'],
  personId: ['person_id', 'plain'],
  siteId: ['site_id', 'plain'],
  receivedAt: ['received_at', 'instant'],
  receivedOn: ['received_on', 'plain'],
  cohortMonth: ['cohort_month', 'plain'],
  text: ['text', 'plain'],
  utm: ['utm', 'json'],
  patientKind: ['patient_kind', 'plain'],
  qualified: ['qualified', 'plain'],
  imported: ['imported', 'plain'],
  foundBy: ['found_by', 'plain'],
  contactHold: ['contact_hold', 'plain'],
  createdAt: ['created_at', 'instant'],
  bornConnected: ['born_connected', 'plain'],
  sourceChannel: ['source_channel', 'plain'],
  campaign: ['campaign', 'plain'],
  interests: ['interests', 'plain'],
  status: ['status', 'plain'],
  open: ['open', 'plain'],
  statusSince: ['status_since', 'instant'],
  firstResponseAt: ['first_response_at', 'instant'],
  firstResponseSeconds: ['first_response_seconds', 'plain'],
  ownerId: ['owner_id', 'plain'],
  teamId: ['team_id', 'plain'],
  likelihood: ['likelihood', 'plain'],
  holdReasons: ['hold_reasons', 'plain'],
  recontactOn: ['recontact_on', 'plain'],
  promiseAt: ['promise_at', 'instant'],
  promiseBy: ['promise_by', 'plain'],
  cancelledBy: ['cancelled_by', 'plain'],
  closedReasonCode: ['closed_reason_code', 'plain'],
  closedReasonText: ['closed_reason_text', 'plain'],
  invalidKind: ['invalid_kind', 'plain'],
  originalId: ['original_id', 'plain'],
  unansweredDays: ['unanswered_days', 'plain'],
  importedUnansweredDays: ['imported_unanswered_days', 'plain'],
  lastLeftClosedAt: ['last_left_closed_at', 'instant'],
  lastContactAt: ['last_contact_at', 'instant'],
  chainStep: ['chain_step', 'plain'],
  chainSince: ['chain_since', 'instant'],
  everConsulted: ['ever_consulted', 'plain'],
  unreachable: ['unreachable', 'plain'],
  passDueOn: ['pass_due_on', 'plain'],
  passesDone: ['passes_done', 'plain'],
  actionKind: ['action_kind', 'plain'],
  actionDueAt: ['action_due_at', 'instant'],
  actionWindowFrom: ['action_window_from', 'instant'],
  actionWindowTo: ['action_window_to', 'instant'],
  actionSlot: ['action_slot', 'plain'],
  actionPoolAt: ['action_pool_at', 'instant'],
  actionEscalateAt: ['action_escalate_at', 'instant'],
  actionOwnerId: ['action_owner_id', 'plain'],
  actionTeamId: ['action_team_id', 'plain'],
  actionReasonCode: ['action_reason_code', 'plain'],
  actionReasonParams: ['action_reason_params', 'json'],
  actionSetAt: ['action_set_at', 'instant'],
  handOverId: ['hand_over_id', 'plain'],
  alertAt: ['alert_at', 'instant'],
  alertStage: ['alert_stage', 'plain'],
  claimedBy: ['claimed_by', 'plain'],
  claimedKind: ['claimed_kind', 'plain'],
  claimedName: ['claimed_name', 'plain'],
  claimedUntil: ['claimed_until', 'instant'],
  version: ['version', 'plain'],
  updatedAt: ['updated_at', 'instant'],
};
/** Never changed after the row was made. */
const FIXED: ReadonlySet<keyof EnquiryRecord> = new Set([
  'id',
  'personId',
  'siteId',
  'receivedAt',
  'receivedOn',
  'cohortMonth',
  'text',
  'utm',
  'patientKind',
  'qualified',
  'imported',
  'foundBy',
  'createdAt',
]);

const properties = Object.keys(COLUMNS) as (keyof EnquiryRecord)[];

/** `e.id, e.person_id as "personId", …` for a statement that calls the table `e`. */
export const enquiryColumns: Sql<EnquiryRecord> = sql.join(
  properties.map((property) => sql`${sql.ref(`e.${COLUMNS[property][0]}`)} as ${sql.ref(property)}`),
);

export const insertColumns: Sql = sql.join(properties.map((property) => sql.ref(COLUMNS[property][0])));

export function insertValues(record: EnquiryRecord): Sql {
  return sql.join(properties.map((property) => parameter(property, record)));
}

/** `status = $1, open = $2, …` of all that may change. */
export function assignments(record: EnquiryRecord): Sql {
  return sql.join(
    properties
      .filter((property) => !FIXED.has(property))
      .map((property) => sql`${sql.ref(COLUMNS[property][0])} = ${parameter(property, record)}`),
  );
}

/** The text of a statement does not depend on what is null: it is planned once where statements are prepared. */
function parameter(property: keyof EnquiryRecord, record: EnquiryRecord): Sql {
  const value = record[property];
  const kind = COLUMNS[property][1];
  if (kind === 'instant') return sql`${at(value as Instant | null)}::timestamptz`;
  if (kind === 'json') return sql`${value === null ? null : JSON.stringify(value)}::jsonb`;
  return sql`${value}`;
}

/** What an undo restores: all that may change, but for the version, which only grows. */
export function snapshot(record: EnquiryRecord): Partial<EnquiryRecord> {
  const kept = properties.filter((property) => !FIXED.has(property) && property !== 'version');
  return Object.fromEntries(kept.map((property) => [property, record[property]]));
}

export type CallRecord = {
  readonly id: Id;
  readonly enquiryId: Id;
  readonly personId: Id;
  readonly at: Instant;
  readonly recordedAt: Instant;
  readonly userId: Id | null;
  readonly direction: 'outbound' | 'inbound';
  readonly outcome: CallOutcome;
  readonly statusWhenMade: StatusCode;
  readonly slot: Slot | null;
  readonly phoneId: Id | null;
  readonly durationSeconds: number | null;
  readonly note: string | null;
};

export type StatusEventRecord = {
  readonly id: Id;
  readonly enquiryId: Id;
  readonly no: number;
  readonly from: StatusCode | null;
  readonly to: StatusCode;
  readonly validAt: Instant;
  readonly recordedAt: Instant;
  readonly userId: Id | null;
  /** Whose the enquiry was then. */
  readonly ownerId: Id | null;
  readonly byRule: string | null;
  readonly reasonCode: string | null;
  readonly reasonText: string | null;
  readonly evidence: Record<string, unknown> | null;
  readonly voids: Id | null;
};

/** A promise of a call-back that runs. */
export type PromiseRecord = {
  readonly id: Id;
  readonly madeAt: Instant;
  readonly windowFrom: Instant;
  readonly windowTo: Instant;
};

export type BookingRecord = {
  readonly id: Id;
  readonly enquiryId: Id;
  readonly startsAt: Instant;
  readonly durationMinutes: number;
  readonly serviceCode: string;
  readonly note: string | null;
};
