import type { CallEnquiryMade, CallRecordInput, PhoneCall } from '@anbu/contract';
import type { z } from 'zod';
import { newId, type Id } from '../../../kernel/ids.ts';
import { notFound, ok, refuse, refuseFields, type Outcome } from '../../../kernel/outcome.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { receiveEnquiry } from '../../enquiries/index.ts';
import { getPerson, knownPersons } from '../../people/index.ts';
import { findExtension } from '../store/agent-store.ts';
import { insertCall, listNow, lockCall, updateCall } from '../store/call-store.ts';
import { findExchange } from '../store/exchange-store.ts';
import { NOT_REFUSED, OUR_CALL, type CallRow } from '../vocabulary.ts';
import type { TelephonyDeps } from './deps.ts';
import { tellCall, tellEnd } from './hear.ts';
import { openEnquiryOf } from './open-enquiry.ts';
import { checkRecordable, recordAt } from './record.ts';
import { viewCall, viewOwn } from './view.ts';

/**
 * Click to call (A16): the own telephone rings, then the person is called. Refuses telephony.users_only for a key, telephony.no_telephone,
 * telephony.cannot_dial where the exchange takes no orders, telephony.on_call 409 while she speaks, and by field telephony.phone_unknown;
 * telephony.no_number of a person without a usable number.
 */
export async function dial(
  tx: Tx,
  { steer }: TelephonyDeps,
  input: { readonly personId: Id; readonly phoneId?: Id | undefined },
): Promise<Outcome<PhoneCall>> {
  const { userId } = tx.actor;
  if (userId === null) return refuse('telephony.users_only', {}, 403);
  const telephone = await findExtension(tx, userId);
  if (!telephone) return refuse('telephony.no_telephone');
  const exchange = await findExchange(tx, telephone.exchangeId);
  if (!exchange || exchange.kind === 'webhook' || !exchange.active) return refuse('telephony.cannot_dial');
  const person = await getPerson(tx, input.personId);
  if (!person.ok) return person;
  const { phones } = person.value;
  const phone = input.phoneId
    ? phones.find(({ id }) => id === input.phoneId)
    : phones.find(({ state }) => state === 'ok');
  if (!phone && input.phoneId) return refuseFields([{ field: 'phoneId', code: 'telephony.phone_unknown', params: {} }]);
  if (!phone) return refuse('telephony.no_number');
  const live = await listNow(tx, userId, null, tx.now);
  if (live.some((one) => one.userId === userId && one.endedAt === null)) return refuse('telephony.on_call', {}, 409);
  const id = newId();
  const enquiry = await openEnquiryOf(tx, input.personId, userId);
  const row: CallRow = {
    id,
    exchangeId: exchange.id,
    externalId: `${OUR_CALL}${id}`,
    direction: 'outbound',
    state: 'ringing',
    number: phone.e164,
    ringing: [telephone.extension],
    extension: telephone.extension,
    userId,
    personId: input.personId,
    enquiryId: enquiry?.id ?? null,
    rangAt: tx.now,
    answeredAt: null,
    endedAt: null,
    end: null,
    cause: null,
    recording: null,
    recordedCallId: null,
    recordDueAt: null,
    notedBy: null,
    heldAt: null,
    consulted: null,
    ownLeg: null,
    personLeg: null,
    recordingOn: false,
    recordingWord: null,
    recordingUntil: null,
    ...NOT_REFUSED,
  };
  await insertCall(tx, row);
  tx.audit({ action: 'telephony.dialled', entity: 'phone_call', entityId: id, personIds: [input.personId] });
  tellCall(tx, row, 'ringing');
  // The exchange is asked when the row is there for its events to find, and by nobody if it never will be.
  tx.afterCommit(() => steer(tx.orgId, { kind: 'dial', callId: id }));
  return ok(viewCall(tx, row, exchange));
}

/** Which of a family it is, or that it is somebody else than was thought. Refuses telephony.person_unknown on `personId`, telephony.recorded_already. */
export async function namePerson(tx: Tx, id: Id, personId: Id): Promise<Outcome<PhoneCall>> {
  const row = await lockCall(tx, id);
  if (!row) return notFound('phone_call');
  if (row.recordedCallId !== null) return refuse('telephony.recorded_already', {}, 409);
  if ((await knownPersons(tx, [personId])).size === 0)
    return refuseFields([{ field: 'personId', code: 'telephony.person_unknown', params: {} }]);
  const enquiry = await openEnquiryOf(tx, personId, tx.actor.userId);
  const named = {
    ...row,
    personId,
    userId: row.userId ?? tx.actor.userId,
    enquiryId: enquiry?.id ?? null,
    recordDueAt: null,
  };
  await updateCall(tx, named);
  tx.audit({ action: 'telephony.person_named', entity: 'phone_call', entityId: id, personIds: [personId] });
  tellNamed(tx, row, named);
  return ok(await viewOwn(tx, named));
}

/** Whoever opens a call that rings at nobody's telephone takes it: it leaves the other screens. */
export async function take(tx: Tx, id: Id): Promise<Outcome<PhoneCall>> {
  const { userId } = tx.actor;
  if (userId === null) return refuse('telephony.users_only', {}, 403);
  const row = await lockCall(tx, id);
  if (!row) return notFound('phone_call');
  if (row.userId !== null) return ok(await viewOwn(tx, row));
  const taken = { ...row, userId };
  await updateCall(tx, taken);
  tx.audit({ action: 'telephony.taken', entity: 'phone_call', entityId: id, personIds: personsOf(row) });
  tellCall(tx, taken);
  return ok(await viewOwn(tx, taken));
}

/** A new enquiry of who calls, in two fields. Refuses telephony.no_number of a withheld one without a name, and what `receiveEnquiry` refuses. */
export async function enquireFrom(
  tx: Tx,
  id: Id,
  input: { readonly name?: string | undefined; readonly interest?: string | undefined },
): Promise<Outcome<z.input<typeof CallEnquiryMade>>> {
  const row = await lockCall(tx, id);
  if (!row) return notFound('phone_call');
  if (row.number === null && row.personId === null && input.name === undefined) return refuse('telephony.no_number');
  const exchange = await findExchange(tx, row.exchangeId);
  const person = {
    ...(input.name === undefined ? {} : { name: input.name }),
    ...(row.number === null ? {} : { phone: row.number }),
  };
  const received = await receiveEnquiry(tx, {
    person: row.personId === null ? person : { id: row.personId },
    sourceChannel: 'phone',
    interests: input.interest === undefined ? [] : [input.interest],
    ...(exchange ? { site: exchange.siteId } : {}),
  });
  if (!received.ok) return received;
  const enquiryId = received.value.originalId ?? received.value.id;
  const { personId } = received.value;
  const taken = { ...row, personId, enquiryId, userId: row.userId ?? tx.actor.userId };
  await updateCall(tx, taken);
  tellNamed(tx, row, taken);
  return ok({ call: await viewOwn(tx, taken), enquiryId, personId });
}

/** What came of the call. Refuses telephony.not_ended, telephony.recorded_already, telephony.no_enquiry, and what `recordCall` refuses. */
export async function record(tx: Tx, id: Id, said: CallRecordInput): Promise<Outcome<PhoneCall>> {
  const row = await lockCall(tx, id);
  if (!row) return notFound('phone_call');
  const checked = checkRecordable(row);
  if (!checked.ok) return checked;
  const open = row.personId === null ? null : await openEnquiryOf(tx, row.personId, tx.actor.userId);
  const enquiryId = row.enquiryId ?? open?.id;
  if (enquiryId === undefined) return refuse('telephony.no_enquiry');
  const recorded = await recordAt(tx, row, enquiryId, said);
  return recorded.ok ? ok(await viewOwn(tx, recorded.value)) : recorded;
}

/** The number is noted, nothing more is asked: the bar leaves. A record that is due comes all the same. */
export async function note(tx: Tx, id: Id): Promise<Outcome<PhoneCall>> {
  const { userId } = tx.actor;
  if (userId === null) return refuse('telephony.users_only', {}, 403);
  const row = await lockCall(tx, id);
  if (!row) return notFound('phone_call');
  const noted = { ...row, notedBy: row.notedBy ?? userId };
  await updateCall(tx, noted);
  tx.audit({ action: 'telephony.noted', entity: 'phone_call', entityId: id, personIds: personsOf(row) });
  tellCall(tx, noted);
  return ok(await viewOwn(tx, noted));
}

/** A call that is over belongs into the archive of who it turns out to be. */
function tellNamed(tx: Tx, before: CallRow, named: CallRow): void {
  if (named.endedAt !== null && named.personId !== before.personId) tellEnd(tx, named);
  else tellCall(tx, named);
}

function personsOf({ personId }: CallRow): readonly Id[] {
  return personId === null ? [] : [personId];
}
