import { newId, type Id } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { countOpenEnquiries, touchLastContact } from '../../people/index.ts';
import { unansweredDays } from '../rules/index.ts';
import type { Decision, InformationDue, Practice, StatusEvent } from '../rules/index.ts';
import { snapshot, type CallRecord, type EnquiryRecord } from '../store/enquiry-row.ts';
import { updateEnquiry, updateHoldsLifted } from '../store/enquiry-store.ts';
import {
  findLastBookingId,
  insertAct,
  insertBooking,
  insertPromise,
  updateBookingEnded,
  updatePromiseEnded,
  type ActRows,
  type BookingEnd,
  type NewStatusEvent,
} from '../store/history-store.ts';
import { dropLostOwner } from './owners.ts';
import { recordAfter, type Loaded } from './state-of.ts';
import { takenOver } from './take-over.ts';

/** What an act adds to a decision of the rules. */
export type Act = {
  readonly kind:
    | 'call'
    | 'transition'
    | 'assign'
    | 'hand_over'
    | 'claim'
    | 'hand_back'
    | 'reply'
    | 'visit'
    | 'move_action'
    | 'edit'
    | 'duplicate'
    | 'consent';
  readonly call?: CallRecord;
  readonly reasonText?: string | null;
  readonly evidence?: Record<string, unknown> | null;
  /** By a rule and not by hand: the rule's name in the history. */
  readonly byRule?: string;
  /** Columns that the rules do not know. */
  readonly columns?: Partial<EnquiryRecord>;
  readonly bookingNote?: string | null;
  /** The number that the call found dead. */
  readonly phoneMarked?: ActRows['phoneMarked'] | null;
  /** What was written with the act: the archive keeps it. */
  readonly note?: string | null;
  /** The customer answered by this channel. */
  readonly reply?: {
    readonly channel: string;
    readonly at: Instant;
    readonly duplicateId?: Id;
    readonly incomingId?: Id;
    readonly answer?: string;
  };
};

/**
 * Writes a decision: the row, the history, bookings, promises, what an undo needs; tells the others. The caller holds the row's lock, and the person's
 * where the act may open or close it or is a contact. Gives the row as it now is.
 */
export async function saveDecision(
  tx: Tx,
  loaded: Loaded,
  decided: Decision,
  site: Practice,
  act: Act,
): Promise<EnquiryRecord> {
  const { record: before, state: known } = loaded;
  const decision = await takenOver(tx, before, decided, site, act.kind);
  const derived = { unansweredDays: unansweredDays(decision.state, site).u, now: tx.now };
  const record = { ...recordAfter(before, known, decision, derived), ...seen(tx, before, decision), ...act.columns };
  if (!before.qualified) record.qualified = qualifies(record, act);
  if (record.status !== before.status) Object.assign(record, closedReason(record, decision, act));
  if (record.open && !before.open) await dropLostOwner(tx, record);
  const made: ActRows = {};
  const consent = consentIn(before, record, act);
  if (consent) {
    made.consent = { kind: consent, lifted: await updateHoldsLifted(tx, record.personId) };
    record.contactHold = false;
  }
  if (act.call) made.callId = act.call.id;
  if (act.phoneMarked) made.phoneMarked = act.phoneMarked;
  await updateEnquiry(tx, before, record);
  const events = eventsOf(tx, record, decision.events, act);
  made.statusEventIds = events.map(({ id }) => id);
  await saveBooking(tx, loaded, decision, record, made, act.bookingNote ?? null);
  await savePromise(tx, loaded, decision, made);
  const { actionWindowTo: windowTo, firstResponseSeconds: responseSeconds, bornConnected: born } = record;
  made.after = { windowTo, responseSeconds, born };
  const actId = await insertAct(tx, record, {
    kind: act.kind,
    note: act.note ?? null,
    before: snapshot(before),
    made,
    call: act.call ?? null,
    events,
  });
  if (record.open !== before.open)
    await countOpenEnquiries(tx, [{ personId: record.personId, by: record.open ? 1 : -1 }]);
  if (record.lastContactAt !== null && record.lastContactAt !== before.lastContactAt) {
    await touchLastContact(tx, record.personId, record.lastContactAt);
  }
  tell(tx, before, record, decision, { ...act, id: actId }, made);
  return record;
}

/** A missed call is an enquiry once somebody spoke with her, or she asked in another way too. Spec: product A16. */
function qualifies({ everConsulted, status }: EnquiryRecord, { kind, call }: Act): boolean {
  return (
    call?.outcome === 'CONNECTED' || kind === 'reply' || kind === 'duplicate' || everConsulted || status === 'VISITED'
  );
}

/** The kind of evidence that the person wants contact again: recorded by itself, or given on leaving her refusal. */
function consentIn(before: EnquiryRecord, record: EnquiryRecord, act: Act): string | null {
  const left = before.status === 'DO_NOT_CONTACT' && record.status !== 'DO_NOT_CONTACT';
  const kind = act.kind === 'consent' || left ? act.evidence?.['kind'] : null;
  return typeof kind === 'string' ? kind : null;
}

/** A hand-over is told to its receiver until she acts herself, or it is somebody else's. */
function seen(tx: Tx, before: EnquiryRecord, { state }: Decision): Partial<EnquiryRecord> {
  return tx.actor.userId === before.ownerId || state.ownerId !== before.ownerId ? { handOverId: null } : {};
}

function closedReason(record: EnquiryRecord, decision: Decision, act: Act): Partial<EnquiryRecord> {
  if (record.open || record.status === 'VISITED') return { closedReasonCode: null, closedReasonText: null };
  const reasonCode = decision.events.at(-1)?.reason.params['reasonCode'];
  return {
    closedReasonCode: typeof reasonCode === 'string' ? reasonCode : (record.invalidKind ?? null),
    closedReasonText: act.reasonText ?? null,
  };
}

function eventsOf(tx: Tx, record: EnquiryRecord, events: readonly StatusEvent[], act: Act): NewStatusEvent[] {
  return events.map((event) => {
    const byHand = !act.byRule && event.reason.code === 'enquiries.status.by_hand';
    const reasonCode = event.reason.params['reasonCode'];
    return {
      id: newId(),
      enquiryId: record.id,
      from: event.from,
      to: event.to,
      validAt: event.at,
      recordedAt: tx.now,
      userId: tx.actor.userId,
      ownerId: record.ownerId,
      byRule: byHand ? null : (act.byRule ?? event.reason.code),
      reasonCode: typeof reasonCode === 'string' ? reasonCode : null,
      reasonText: act.reasonText ?? null,
      evidence: act.evidence ?? null,
      voids: null,
    };
  });
}

const BOOKING_ENDS: Partial<Record<EnquiryRecord['status'], BookingEnd>> = {
  CANCELLED: 'cancelled',
  NO_SHOW: 'no_show',
  VISITED: 'visited',
};

async function saveBooking(
  tx: Tx,
  loaded: Loaded,
  { state }: Decision,
  record: EnquiryRecord,
  made: ActRows,
  note: string | null,
): Promise<void> {
  const old = loaded.booking;
  const booking = state.booking;
  const stays = old && booking && state.status === 'BOOKED' && sameBooking(old, booking);
  if (stays || (!old && !booking)) return;
  if (old) {
    const ended = await updateBookingEnded(tx, record.id, BOOKING_ENDS[state.status] ?? 'released', tx.now);
    if (ended) made.bookingEnded = ended;
  }
  if (!booking || state.status !== 'BOOKED') return;
  const id = newId();
  await insertBooking(tx, { id, enquiryId: record.id, ...booking, note }, await findLastBookingId(tx, record.id));
  made.bookingMade = id;
  tx.emit({
    type: 'enquiries.booked',
    personId: record.personId,
    payload: {
      enquiryId: record.id,
      bookingId: id,
      startsAt: booking.startsAt,
      serviceCode: booking.serviceCode,
      at: tx.now,
    },
  });
}

function sameBooking(a: { startsAt: number; durationMinutes: number; serviceCode: string }, b: typeof a): boolean {
  return a.startsAt === b.startsAt && a.durationMinutes === b.durationMinutes && a.serviceCode === b.serviceCode;
}

/** What the rules say of the promise: how the one that ran ended, and the one that was made. */
async function savePromise(
  tx: Tx,
  { record, promise, state: known }: Loaded,
  { state, promiseEnded }: Decision,
  made: ActRows,
): Promise<void> {
  if (promise && promiseEnded) {
    await updatePromiseEnded(tx, promise.id, promiseEnded.result, promiseEnded.at);
    made.promiseEnded = promise.id;
    made.promiseResult = promiseEnded.result;
  }
  const { openPromise } = state;
  if (!openPromise || openPromise === known.openPromise || !state.promise) return;
  const { by, dueAt: promisedAt } = state.promise;
  const id = newId();
  await insertPromise(tx, { ...openPromise, id, enquiryId: record.id, by, promisedAt });
  made.promiseMade = id;
}

function tell(
  tx: Tx,
  before: EnquiryRecord,
  record: EnquiryRecord,
  decision: Decision,
  act: Act & { readonly id: Id },
  made: ActRows,
): void {
  const personId = record.personId;
  if (act.call) {
    const { id: callId, outcome, direction, at } = act.call;
    tx.emit({
      type: 'enquiries.call_recorded',
      personId,
      payload: { enquiryId: record.id, callId, outcome, direction, at },
    });
  }
  decision.events.forEach((event, index) => {
    const payload = {
      enquiryId: record.id,
      from: event.from,
      to: event.to,
      statusEventId: made.statusEventIds?.[index] ?? null,
      reasonCode: event.reason.params['reasonCode'] ?? null,
      byRule: event.reason.code,
      at: event.at,
    };
    tx.emit({ type: 'enquiries.status_changed', personId, payload });
    if (event.to === 'VISITED') {
      const { statusEventId } = payload;
      tx.emit({ type: 'enquiries.visited', personId, payload: { enquiryId: record.id, statusEventId, at: event.at } });
    }
  });
  if (record.ownerId !== before.ownerId) {
    tx.emit({
      type: 'enquiries.assigned',
      personId,
      payload: { enquiryId: record.id, ownerId: record.ownerId, actId: act.id, kind: act.kind, at: tx.now },
    });
  }
  if (act.reply) {
    tx.emit({ type: 'enquiries.replied', personId, payload: { enquiryId: record.id, actId: act.id, ...act.reply } });
  }
  if (made.consent) {
    const { kind, lifted } = made.consent;
    tx.emit({
      type: 'enquiries.consent_recorded',
      personId,
      payload: { enquiryId: record.id, actId: act.id, kind, at: tx.now },
    });
    for (const enquiryId of lifted.filter((id) => id !== record.id)) {
      tx.emit({ type: 'enquiries.changed', personId, payload: { enquiryId, kind: 'consent' } });
    }
  }
  tellInformation(tx, record, decision.information);
  tx.emit({ type: 'enquiries.changed', personId, payload: { enquiryId: record.id, kind: act.kind } });
  tx.audit({
    action: `enquiries.${act.kind}`,
    entity: 'enquiry',
    entityId: record.id,
    personIds: [personId],
    changes: {
      ...(record.status === before.status ? {} : { status: [before.status, record.status] as const }),
      ...(record.ownerId === before.ownerId ? {} : { ownerId: [before.ownerId, record.ownerId] as const }),
      ...(record.actionDueAt === before.actionDueAt
        ? {}
        : { actionDueAt: [before.actionDueAt, record.actionDueAt] as const }),
      ...(made.consent ? { contactHold: [made.consent.lifted.length > 0, false] as const } : {}),
    },
  });
}

/** A message is due: told here, sent through the gate by the module that sends. Nothing is due to who has not consented anew. */
export function tellInformation(
  tx: Tx,
  record: Pick<EnquiryRecord, 'id' | 'personId' | 'contactHold'>,
  due: readonly InformationDue[],
): void {
  if (record.contactHold) return;
  for (const { code, unansweredDays: days, at } of due) {
    tx.emit({
      type: 'enquiries.information_due',
      personId: record.personId,
      payload: { enquiryId: record.id, code, unansweredDays: days, at },
    });
  }
}
