import type { Id } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';
import type { Decision, EnquiryState, NextAction, OpenPromise } from '../rules/state.ts';
import type { BookingRecord, CallRecord, EnquiryRecord, PromiseRecord } from '../store/enquiry-row.ts';
import { isOpenStatus } from '../vocabulary.ts';
import { firstAlertAt } from './alert-times.ts';
import { NO_CLAIM } from './claims.ts';

/** The row with what belongs to it, as the rules see it. */
export type Loaded = {
  readonly record: EnquiryRecord;
  readonly calls: readonly CallRecord[];
  readonly booking: BookingRecord | null;
  /** The one that nobody has acted on yet. */
  readonly promise: PromiseRecord | null;
  readonly state: EnquiryState;
};

export function stateOf(
  record: EnquiryRecord,
  calls: EnquiryState['calls'],
  booking: BookingRecord | null,
  openPromise: OpenPromise | null,
): EnquiryState {
  return {
    status: record.status,
    statusSince: record.statusSince,
    receivedAt: record.receivedAt,
    imported: record.imported,
    ownerId: record.ownerId,
    calls,
    importedUnansweredDays: record.importedUnansweredDays,
    lastLeftClosedAt: record.lastLeftClosedAt,
    lastContactAt: record.lastContactAt,
    promise: record.promiseBy ? { dueAt: record.promiseAt, by: record.promiseBy } : null,
    openPromise,
    recontactOn: record.recontactOn,
    holdReasons: record.holdReasons,
    likelihood: record.likelihood,
    booking: booking && {
      startsAt: booking.startsAt,
      durationMinutes: booking.durationMinutes,
      serviceCode: booking.serviceCode,
    },
    cancelledBy: record.cancelledBy,
    invalidKind: record.invalidKind,
    originalId: record.originalId,
    chainStep: record.chainStep,
    chainSince: record.chainSince,
    passDueOn: record.passDueOn,
    passesDone: record.passesDone,
    everConsulted: record.everConsulted,
    unreachable: record.unreachable,
    nextAction: nextActionOf(record),
  };
}

export function nextActionOf(record: EnquiryRecord): NextAction | null {
  const {
    actionKind,
    actionDueAt,
    actionWindowFrom,
    actionWindowTo,
    actionPoolAt,
    actionEscalateAt,
    actionReasonCode,
  } = record;
  if (!actionKind || !actionReasonCode) return null;
  if (actionDueAt === null || actionWindowFrom === null || actionWindowTo === null) return null;
  if (actionPoolAt === null || actionEscalateAt === null) return null;
  return {
    kind: actionKind,
    dueAt: actionDueAt,
    windowFrom: actionWindowFrom,
    windowTo: actionWindowTo,
    slot: record.actionSlot,
    poolAt: actionPoolAt,
    escalateAt: actionEscalateAt,
    // Written by the rules from their own type.
    reason: { code: actionReasonCode, params: (record.actionReasonParams ?? {}) as NextAction['reason']['params'] },
  };
}

/** The row after a decision, one version on. `unansweredDays` is told apart because the rules derive it. */
export function recordAfter(
  before: EnquiryRecord,
  known: EnquiryState,
  decision: Decision,
  derived: { readonly unansweredDays: number; readonly now: Instant },
): EnquiryRecord {
  const { state } = decision;
  const open = isOpenStatus(state.status);
  const sameAction = state.nextAction === known.nextAction;
  const record: EnquiryRecord = {
    ...before,
    status: state.status,
    open,
    statusSince: state.statusSince,
    ownerId: state.ownerId,
    importedUnansweredDays: state.importedUnansweredDays,
    lastLeftClosedAt: state.lastLeftClosedAt,
    lastContactAt: state.lastContactAt,
    promiseAt: state.promise?.dueAt ?? null,
    promiseBy: state.promise?.by ?? null,
    recontactOn: state.recontactOn,
    holdReasons: [...state.holdReasons],
    likelihood: state.likelihood,
    cancelledBy: state.cancelledBy,
    invalidKind: state.invalidKind,
    originalId: state.originalId,
    chainStep: state.chainStep,
    chainSince: state.chainSince,
    passDueOn: state.passDueOn,
    passesDone: state.passesDone,
    everConsulted: state.everConsulted,
    unreachable: state.unreachable,
    unansweredDays: derived.unansweredDays,
    version: before.version + 1,
    updatedAt: derived.now,
  };
  // A closed enquiry keeps no lock of work.
  if (!open) Object.assign(record, NO_CLAIM);
  if (!sameAction) setAction(record, open ? state.nextAction : null, derived.now);
  setResponsible(record);
  return record;
}

export function setAction(record: EnquiryRecord, action: NextAction | null, now: Instant): void {
  record.actionKind = action?.kind ?? null;
  record.actionDueAt = action?.dueAt ?? null;
  record.actionWindowFrom = action?.windowFrom ?? null;
  record.actionWindowTo = action?.windowTo ?? null;
  record.actionSlot = action?.slot ?? null;
  record.actionPoolAt = action?.poolAt ?? null;
  record.actionEscalateAt = action?.escalateAt ?? null;
  record.actionReasonCode = action?.reason.code ?? null;
  record.actionReasonParams = action ? { ...action.reason.params } : null;
  record.actionSetAt = action ? now : null;
  const alert = firstAlertAt(record.status, action);
  record.alertAt = alert?.at ?? null;
  record.alertStage = alert?.stage ?? 0;
}

/** The owner answers for the next action; without one the team does. */
export function setResponsible(record: EnquiryRecord): void {
  record.actionOwnerId = record.open ? record.ownerId : null;
  record.actionTeamId = record.open && record.ownerId === null ? record.teamId : null;
}

/** The status that was valid at a time, from the events that stand; the first one for a time before all. */
export function statusAtTime(
  events: readonly { id: Id; to: EnquiryRecord['status']; validAt: Instant; voids: Id | null }[],
  when: Instant,
): EnquiryRecord['status'] | null {
  const voided = new Set(events.map((event) => event.voids));
  let found: EnquiryRecord['status'] | null = null;
  for (const event of events) {
    if (event.voids !== null || voided.has(event.id)) continue;
    if (found === null || event.validAt <= when) found = event.to;
  }
  return found;
}
