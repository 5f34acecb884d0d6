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
import { asTable, at, columnOf, sql, type ColumnType, type Sql } from '../../../platform/db/index.ts';
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

/** Property → column and its type. The order is the order of every statement. */
const COLUMNS: Readonly<Record<keyof EnquiryRecord, readonly [column: string, type: ColumnType]>> = {
  id: ['id', 'uuid'],
  personId: ['person_id', 'uuid'],
  siteId: ['site_id', 'uuid'],
  receivedAt: ['received_at', 'timestamptz'],
  receivedOn: ['received_on', 'date'],
  cohortMonth: ['cohort_month', 'text'],
  text: ['text', 'text'],
  utm: ['utm', 'jsonb'],
  patientKind: ['patient_kind', 'text'],
  qualified: ['qualified', 'boolean'],
  imported: ['imported', 'boolean'],
  foundBy: ['found_by', 'text'],
  contactHold: ['contact_hold', 'boolean'],
  createdAt: ['created_at', 'timestamptz'],
  bornConnected: ['born_connected', 'boolean'],
  sourceChannel: ['source_channel', 'text'],
  campaign: ['campaign', 'text'],
  interests: ['interests', 'text[]'],
  status: ['status', 'text'],
  open: ['open', 'boolean'],
  statusSince: ['status_since', 'timestamptz'],
  firstResponseAt: ['first_response_at', 'timestamptz'],
  firstResponseSeconds: ['first_response_seconds', 'integer'],
  ownerId: ['owner_id', 'uuid'],
  teamId: ['team_id', 'uuid'],
  likelihood: ['likelihood', 'text'],
  holdReasons: ['hold_reasons', 'text[]'],
  recontactOn: ['recontact_on', 'date'],
  promiseAt: ['promise_at', 'timestamptz'],
  promiseBy: ['promise_by', 'text'],
  cancelledBy: ['cancelled_by', 'text'],
  closedReasonCode: ['closed_reason_code', 'text'],
  closedReasonText: ['closed_reason_text', 'text'],
  invalidKind: ['invalid_kind', 'text'],
  originalId: ['original_id', 'uuid'],
  unansweredDays: ['unanswered_days', 'integer'],
  importedUnansweredDays: ['imported_unanswered_days', 'integer'],
  lastLeftClosedAt: ['last_left_closed_at', 'timestamptz'],
  lastContactAt: ['last_contact_at', 'timestamptz'],
  chainStep: ['chain_step', 'integer'],
  chainSince: ['chain_since', 'timestamptz'],
  everConsulted: ['ever_consulted', 'boolean'],
  unreachable: ['unreachable', 'boolean'],
  passDueOn: ['pass_due_on', 'date'],
  passesDone: ['passes_done', 'integer'],
  actionKind: ['action_kind', 'text'],
  actionDueAt: ['action_due_at', 'timestamptz'],
  actionWindowFrom: ['action_window_from', 'timestamptz'],
  actionWindowTo: ['action_window_to', 'timestamptz'],
  actionSlot: ['action_slot', 'text'],
  actionPoolAt: ['action_pool_at', 'timestamptz'],
  actionEscalateAt: ['action_escalate_at', 'timestamptz'],
  actionOwnerId: ['action_owner_id', 'uuid'],
  actionTeamId: ['action_team_id', 'uuid'],
  actionReasonCode: ['action_reason_code', 'text'],
  actionReasonParams: ['action_reason_params', 'jsonb'],
  actionSetAt: ['action_set_at', 'timestamptz'],
  handOverId: ['hand_over_id', 'uuid'],
  alertAt: ['alert_at', 'timestamptz'],
  alertStage: ['alert_stage', 'integer'],
  claimedBy: ['claimed_by', 'uuid'],
  claimedKind: ['claimed_kind', 'text'],
  claimedName: ['claimed_name', 'text'],
  claimedUntil: ['claimed_until', 'timestamptz'],
  version: ['version', 'integer'],
  updatedAt: ['updated_at', 'timestamptz'],
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

/** `select … from …` of many rows: what all have alike, some forty of the columns, is one parameter each. */
export function selectRows(orgId: Id, records: readonly [EnquiryRecord, ...EnquiryRecord[]]): Sql {
  const [first, ...others] = records;
  const isAlike = (property: keyof EnquiryRecord) =>
    !Array.isArray(first[property]) && others.every((one) => one[property] === first[property]);
  const alike = new Set(properties.filter(isAlike));
  const values = properties.map((property) => {
    const [column, type] = COLUMNS[property];
    return alike.has(property) ? sql`${parameterOf(property, first)}::${sql.raw(type)}` : columnOf(column, type);
  });
  const differing = properties.filter((property) => !alike.has(property));
  const table = asTable(
    differing.map((property) => {
      const [name, type] = COLUMNS[property];
      return { name, type, values: records.map((record) => travelling(property, record)) };
    }),
  );
  return sql`select ${orgId}::uuid, ${sql.join(values)} from ${table}`;
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
  const type = COLUMNS[property][1];
  const value = parameterOf(property, record);
  return type === 'timestamptz' || type === 'jsonb' ? sql`${value}::${sql.raw(type)}` : sql`${value}`;
}

function parameterOf(property: keyof EnquiryRecord, record: EnquiryRecord): unknown {
  const value = travelling(property, record);
  return COLUMNS[property][1] === 'jsonb' && value !== null ? JSON.stringify(value) : value;
}

/** As `asTable` takes it. */
function travelling(property: keyof EnquiryRecord, record: EnquiryRecord): unknown {
  return COLUMNS[property][1] === 'timestamptz' ? at(record[property] as Instant | null) : record[property];
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
