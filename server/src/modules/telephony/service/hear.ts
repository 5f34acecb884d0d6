import { newId, type Id } from '../../../kernel/ids.ts';
import { DAY, plus, SECOND, type Instant } from '../../../kernel/instant.ts';
import { parsePhone } from '../../../kernel/phone.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { textOf } from '../../../platform/i18n.ts';
import { recordCall, receiveEnquiry, type EnquiryRecord } from '../../enquiries/index.ts';
import { findOrganisation } from '../../identity/index.ts';
import { searchPersonIds } from '../../people/index.ts';
import { afterSignal, onlyMatch, proposedOutcome, talkSeconds } from '../rules/call.ts';
import type { CallSignal } from '../rules/signal.ts';
import { findUserAt } from '../store/agent-store.ts';
import { insertCall, lockExternal, updateCall } from '../store/call-store.ts';
import { NOT_REFUSED, OUR_CALL, WRAP_UP_SECONDS, type CallRow, type ExchangeRow } from '../vocabulary.ts';
import { openEnquiryOf } from './open-enquiry.ts';
import { regionOf } from './region.ts';

export const MOST_MATCHES = 8;

type Place = Pick<ExchangeRow, 'id' | 'siteId' | 'recordingAnnounced' | 'recordingDays'>;

/**
 * An exchange told of a call. Locked by the call, so that what comes twice or late changes nothing; the screens hear it with the commit. At its end the
 * call finds its enquiry: a missed one is a call-back at once (A16), any other one waits for its record (`record.ts`).
 */
export async function hearSignal(tx: Tx, exchange: Place, heard: CallSignal): Promise<CallRow> {
  const before = await lockExternal(tx, exchange.id, heard.call);
  const region = await regionOf(tx, exchange.siteId);
  const number = heard.number === null ? null : parsePhone(heard.number, region);
  const mayRecord = exchange.recordingAnnounced && before?.recordingWord !== 'refused';
  const signal = {
    ...heard,
    number: number?.ok ? number.value : null,
    recording: mayRecord ? heard.recording : null,
  };
  const course = afterSignal(before, signal, tx.now);
  if (before && course === before) return before;
  const speaks = course.state === 'answered';
  const isMoved = before !== null && before.state === 'answered' && course.extension !== before.extension;
  const personId =
    before?.personId ??
    (course.number === null ? null : onlyMatch(await searchPersonIds(tx, course.number, MOST_MATCHES, region)));
  const moved: CallRow = {
    ...(before ?? fresh(exchange.id, heard.call)),
    ...course,
    personId,
    userId: isMoved
      ? await userAt(tx, exchange.id, course.extension)
      : (before?.userId ?? (await userAt(tx, exchange.id, course.extension))),
    consulted: speaks && !isMoved && course.heldAt !== null ? (before?.consulted ?? null) : null,
    recordingOn: speaks && (before?.recordingOn ?? false),
    recordingUntil:
      course.recording === null ? null : (before?.recordingUntil ?? plus(tx.now, exchange.recordingDays * DAY)),
  };
  const isEnd = moved.endedAt !== null && (before === null || before.endedAt === null);
  const row = isEnd ? await afterEnd(tx, exchange, orRefused(moved, tx.now)) : moved;
  await (before ? updateCall(tx, row) : insertCall(tx, row));
  if (isEnd) tellEnd(tx, row);
  else tellCall(tx, row, row.state === 'ringing' || row.state === 'answered' ? row.state : 'changed');
  return row;
}

/** A call that we ordered and that never rang at the person's: its maker sees that it did not come about, as of an order that was refused. */
function orRefused(row: CallRow, now: Instant): CallRow {
  if (row.end !== 'failed' || row.refusedAct !== null || !row.externalId.startsWith(OUR_CALL)) return row;
  return { ...row, refusedAct: 'dial', refusedWhy: 'telephony.order.not_rung', refusedAt: now };
}

async function userAt(tx: Tx, exchangeId: Id, extension: string | null): Promise<Id | null> {
  return extension === null ? null : findUserAt(tx, exchangeId, extension);
}

/** As `hearSignal`, from a line: recordings of calls that are not ours are passed over, and what became of orders of somebody else's. */
export async function hearLine(tx: Tx, exchange: Place, heard: CallSignal): Promise<void> {
  const isOfKnown =
    heard.what === 'recorded' || (heard.what === 'ended' && heard.number === null && heard.call.startsWith(OUR_CALL));
  if (isOfKnown && (await lockExternal(tx, exchange.id, heard.call)) === null) return;
  await hearSignal(tx, exchange, heard);
}

/** The screens hear it, by ids alone: who may not see the person learns nothing. `changed`: by an act of ours. */
export function tellCall(tx: Tx, row: CallRow, what: 'ringing' | 'answered' | 'changed' = 'changed'): void {
  tx.emit({ type: `telephony.${what}`, personId: row.personId, payload: { callId: row.id, userId: row.userId } });
}

/** The archive of the person hears it too: once for each person that it is said to be. */
export function tellEnd(tx: Tx, row: CallRow): void {
  const { id: callId, userId, direction, end: outcome, rangAt: at } = row;
  const payload = { callId, userId, direction, outcome, seconds: talkSeconds(row), at };
  tx.emit({ type: 'telephony.ended', personId: row.personId, payload });
}

function fresh(exchangeId: Id, externalId: string) {
  return {
    id: newId(),
    exchangeId,
    externalId,
    enquiryId: null,
    recordedCallId: null,
    recordDueAt: null,
    notedBy: null,
    consulted: null,
    recordingOn: false,
    recordingWord: null,
    recordingUntil: null,
    ...NOT_REFUSED,
  };
}

async function afterEnd(tx: Tx, exchange: Place, row: CallRow): Promise<CallRow> {
  if (row.state === 'missed' && row.direction === 'inbound') return missed(tx, exchange, row);
  const outcome = proposedOutcome(row.end);
  if (outcome === null || row.personId === null || row.recordedCallId !== null) return row;
  const enquiry = row.enquiryId ?? (await openEnquiryOf(tx, row.personId, row.userId))?.id ?? null;
  if (enquiry === null) return row;
  const wait = outcome === 'CONNECTED' ? WRAP_UP_SECONDS.spoken : WRAP_UP_SECONDS.unanswered;
  return { ...row, enquiryId: enquiry, recordDueAt: plus(tx.now, wait * SECOND) };
}

/**
 * Nobody answered her. A known person: the next action of her open enquiry is due now. Without one, or of an unknown number: an enquiry outside the cohorts
 * until somebody speaks with her. Of a family's number nobody is guessed: the enquiry is of the number. Spec: product A16.
 */
async function missed(tx: Tx, exchange: Place, row: CallRow): Promise<CallRow> {
  if (row.number === null) return row;
  const open = row.personId === null ? null : await openEnquiryOf(tx, row.personId, null);
  if (open) {
    const recorded = await recordCall(tx, open.id, { outcome: 'NO_ANSWER', direction: 'inbound' });
    return recorded.ok ? { ...row, enquiryId: open.id, recordedCallId: callJustRecorded(tx) } : row;
  }
  const { language } = await findOrganisation(tx);
  const received = await receiveEnquiry(
    tx,
    {
      person: row.personId === null ? { phone: row.number } : { id: row.personId },
      site: exchange.siteId,
      sourceChannel: 'phone',
      interests: [],
      text: textOf(language, 'telephony.missed_enquiry', {}),
    },
    { qualified: false },
  );
  if (!received.ok) return row;
  const { personId }: EnquiryRecord = received.value;
  return { ...row, personId, enquiryId: received.value.originalId ?? received.value.id };
}

/** The id of the record that this transaction has just made. */
export function callJustRecorded(tx: Tx): Id | null {
  const event = tx.events.findLast(({ type }) => type === 'enquiries.call_recorded');
  const id = event?.payload['callId'];
  return typeof id === 'string' ? (id as Id) : null;
}
