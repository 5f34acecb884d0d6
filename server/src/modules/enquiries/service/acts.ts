import type { CallInput, Transition } from '@anbu/contract';
import { newId, type Id } from '../../../kernel/ids.ts';
import { ok, refuseFields, type Outcome } from '../../../kernel/outcome.ts';
import { slotOf } from '../../../kernel/slots.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { changePhone, getPerson } from '../../people/index.ts';
import { afterCall, applyTransition, firstResponse } from '../rules/index.ts';
import type { CallRecord, EnquiryRecord } from '../store/enquiry-row.ts';
import { findEnquiry } from '../store/enquiry-store.ts';
import { listStatusEvents, type ActRows } from '../store/history-store.ts';
import { isDeadNumber } from '../vocabulary.ts';
import { NO_CLAIM } from './claims.ts';
import { checkCode } from './lists.ts';
import { openForAct, ruleActor, type Opened } from './load.ts';
import { readInstant, readTransition } from './request.ts';
import { saveDecision } from './save.ts';
import { statusAtTime } from './state-of.ts';

/**
 * A call is recorded and the rules run over the whole list. Refuses what `openForAct`, `afterCall` and `checkTransition` refuse, and
 * enquiries.service_unknown. Spec: domain §2, §3; contract `POST /enquiries/:id/calls`.
 */
export async function recordCall(tx: Tx, id: Id, input: CallInput): Promise<Outcome<EnquiryRecord>> {
  const opened = await openForAct(tx, id, input.version);
  if (!opened.ok) return opened;
  const { record, state, site } = opened.value;
  const at = input.at === undefined ? ok(tx.now) : readInstant(input.at, 'at', record.receivedAt);
  if (!at.ok) return at;
  const then = input.then ? readTransition(input.then, record.receivedAt, 'then.') : ok(undefined);
  if (!then.ok) return then;
  const checked = await checkReferences(tx, opened.value, input.then, 'then.');
  if (!checked.ok) return checked;
  const called = await checkPhone(tx, record.personId, input.phoneId);
  if (!called.ok) return called;
  const statusWhenMade = await statusWhen(tx, record, at.value);
  const dead = isDeadNumber(input.outcome) ? await markNumberDead(tx, record.personId, input) : ok(NO_NUMBER);
  if (!dead.ok) return dead;
  const call = {
    at: at.value,
    outcome: input.outcome,
    direction: input.direction,
    statusWhenMade,
    otherNumbers: dead.value.left,
  };
  const decision = afterCall(state, then.value ? { ...call, then: then.value } : call, site, tx.now, ruleActor(tx));
  if (!decision.ok) return decision;
  const row: CallRecord = {
    id: newId(),
    enquiryId: id,
    personId: record.personId,
    at: at.value,
    recordedAt: tx.now,
    userId: tx.actor.userId,
    direction: input.direction,
    outcome: input.outcome,
    statusWhenMade,
    slot: slotOf(site, at.value),
    phoneId: input.phoneId ?? null,
    durationSeconds: input.durationSeconds ?? null,
    note: input.note ?? null,
  };
  const attempt = { ...call, byHuman: tx.actor.kind !== 'system' };
  const columns = { ...firstResponse(record, attempt, record.receivedAt, site), ...NO_CLAIM };
  return ok(
    await saveDecision(tx, opened.value, decision.value, site, {
      kind: 'call',
      call: row,
      columns,
      reasonText: input.then?.reasonText ?? null,
      evidence: input.then?.evidence ?? null,
      bookingNote: input.then?.appointment?.note ?? null,
      phoneMarked: dead.value.marked,
    }),
  );
}

/** Refuses what `openForAct` and `checkTransition` refuse, enquiries.service_unknown, enquiries.original_unknown. */
export async function transition(tx: Tx, id: Id, body: Transition): Promise<Outcome<EnquiryRecord>> {
  const opened = await openForAct(tx, id, body.version);
  if (!opened.ok) return opened;
  const { state, site } = opened.value;
  const request = readTransition(body, state.receivedAt);
  if (!request.ok) return request;
  const decision = applyTransition(state, request.value, { actor: ruleActor(tx), site, at: tx.now, now: tx.now });
  if (!decision.ok) return decision;
  const checked = await checkReferences(tx, opened.value, body, '');
  if (!checked.ok) return checked;
  return ok(
    await saveDecision(tx, opened.value, decision.value, site, {
      kind: 'transition',
      reasonText: body.reasonText ?? null,
      evidence: body.evidence ?? null,
      bookingNote: body.appointment?.note ?? null,
      columns: NO_CLAIM,
    }),
  );
}

/** The called number is one of the person's. Refuses enquiries.phone_unknown on `phoneId`. */
async function checkPhone(tx: Tx, personId: Id, phoneId: Id | undefined): Promise<Outcome<null>> {
  if (phoneId === undefined) return ok(null);
  const person = await getPerson(tx, personId);
  if (!person.ok) return person;
  if (person.value.phones.some((phone) => phone.id === phoneId)) return ok(null);
  return refuseFields([{ field: 'phoneId', code: 'enquiries.phone_unknown', params: {} }]);
}

/** What the rules cannot know: whether the named original, the service and the file exist. */
async function checkReferences(
  tx: Tx,
  { record }: Opened,
  body: Pick<Transition, 'originalId' | 'appointment' | 'evidence'> | undefined,
  prefix: string,
): Promise<Outcome<null>> {
  if (body?.originalId) {
    const original = body.originalId === record.id ? null : await findEnquiry(tx, body.originalId);
    if (!original)
      return refuseFields([{ field: `${prefix}originalId`, code: 'enquiries.original_unknown', params: {} }]);
  }
  // No module keeps files of evidence yet: there is none to name.
  if (body?.evidence?.fileId) {
    return refuseFields([{ field: `${prefix}evidence.fileId`, code: 'enquiries.file_unknown', params: {} }]);
  }
  if (body?.appointment) {
    return checkCode(tx, 'interest', body.appointment.serviceCode, `${prefix}appointment.serviceCode`);
  }
  return ok(null);
}

/** A backdated call belongs to the status that was valid then. */
async function statusWhen(tx: Tx, record: EnquiryRecord, at: number): Promise<EnquiryRecord['status']> {
  if (at >= record.statusSince) return record.status;
  const events = await listStatusEvents(tx, record.id);
  return statusAtTime(events, at as EnquiryRecord['statusSince']) ?? record.status;
}

/** `left`: usable numbers beside it. `marked`: what it was before, for an undo. */
type DeadNumber = { readonly left: number; readonly marked: NonNullable<ActRows['phoneMarked']> | null };
const NO_NUMBER: DeadNumber = { left: 0, marked: null };

/** The called number is marked. Without `phoneId` it was the first usable one. */
async function markNumberDead(tx: Tx, personId: Id, input: CallInput): Promise<Outcome<DeadNumber>> {
  const person = await getPerson(tx, personId);
  if (!person.ok) return person;
  const usable = person.value.phones.filter((phone) => phone.state === 'ok');
  const called = input.phoneId ? person.value.phones.find((phone) => phone.id === input.phoneId) : usable[0];
  if (!called) return ok(NO_NUMBER);
  const state = input.outcome === 'DISCONNECTED' ? 'disconnected' : 'wrong';
  const marked = await changePhone(tx, personId, called.id, { state });
  if (!marked.ok) return marked;
  const left = usable.filter((phone) => phone.id !== called.id).length;
  return ok({ left, marked: { id: called.id, was: called.state } });
}
