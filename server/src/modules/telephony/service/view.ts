import type { CallerMatch, PhoneCall } from '@anbu/contract';
import { EnquiryQuery } from '@anbu/contract';
import type { Id } from '../../../kernel/ids.ts';
import { formatInstant, type Instant } from '../../../kernel/instant.ts';
import { formatPhone, type PhoneNumber } from '../../../kernel/phone.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { textOf } from '../../../platform/i18n.ts';
import { findEnquiries, viewRows } from '../../enquiries/index.ts';
import { getPerson, mayReadPeople, personHits } from '../../people/index.ts';
import { proposedOutcome, talkSeconds } from '../rules/call.ts';
import { actsOn } from '../rules/acts.ts';
import { needsConsent, recordingState, type RecordingState } from '../rules/recording.ts';
import { findExchange } from '../store/exchange-store.ts';
import type { CallRow, ExchangeRow } from '../vocabulary.ts';
import { chooseOpen } from './open-enquiry.ts';

type Place = Pick<ExchangeRow, 'kind' | 'active' | 'recordingAnnounced' | 'recordingConsent'>;

export function recordingOf(row: CallRow, exchange: Place, now: Instant): RecordingState {
  return recordingState(row, { announced: exchange.recordingAnnounced, consent: exchange.recordingConsent }, now);
}

/** Who spoke hears the recording, and who supervises. */
export function mayListen(tx: Tx, row: Pick<CallRow, 'userId'>): boolean {
  const { userId, permissions } = tx.actor;
  return permissions.has('enquiries.supervise') || (userId !== null && row.userId === userId);
}

/** As `viewCall`, of one call. */
export async function viewOwn(tx: Tx, row: CallRow): Promise<PhoneCall> {
  const exchange = await findExchange(tx, row.exchangeId);
  if (!exchange) throw new Error('a call without its exchange');
  return viewCall(tx, row, exchange);
}

/** The number is shown to who may read people, nobody else. */
export function viewCall(tx: Tx, row: CallRow, exchange: Place): PhoneCall {
  const recording = recordingOf(row, exchange, tx.now);
  const acts = exchange.active ? actsOn(row, exchange.kind, recording) : [];
  const number = mayReadPeople(tx) ? row.number : null;
  const when = (at: Instant | null) => (at === null ? null : formatInstant(at));
  const { id, direction, state, extension, userId, personId, enquiryId } = row;
  return {
    id,
    direction,
    state,
    extension,
    userId,
    personId,
    enquiryId,
    number,
    numberDisplay: number === null ? null : formatPhone(number as PhoneNumber),
    rangAt: formatInstant(row.rangAt),
    answeredAt: when(row.answeredAt),
    endedAt: when(row.endedAt),
    talkSeconds: talkSeconds(row),
    outcome: row.end,
    proposed: proposedOutcome(row.end),
    recorded: row.recordedCallId !== null,
    recordDueAt: when(row.recordDueAt),
    hasRecording: recording === 'linked',
    recording,
    recordingUntil: row.recording === null ? null : when(row.recordingUntil),
    asksConsent: exchange.recordingAnnounced && needsConsent({ consent: exchange.recordingConsent }, row.number),
    mayListen: recording === 'linked' && mayListen(tx, row),
    heldAt: when(row.heldAt),
    consulted: row.consulted,
    acts: [...acts],
    steerable: acts.length > 0,
    refused: viewRefused(tx, row),
  };
}

/** What the exchange did not take, in the reader's words. */
function viewRefused(tx: Tx, { refusedAct, refusedWhy, refusedAt }: CallRow): PhoneCall['refused'] {
  if (refusedAct === null || refusedWhy === null || refusedAt === null) return null;
  const why = { code: refusedWhy, text: textOf(tx.actor.language, refusedWhy, {}) };
  return { act: refusedAct, at: formatInstant(refusedAt), why };
}

/** Who has the number, and what one must know before the first word. The read leaves its lines. */
export async function viewMatches(tx: Tx, personIds: readonly Id[], userId: Id | null): Promise<CallerMatch[]> {
  const hits = await personHits(tx, personIds);
  const [only] = personIds;
  const known = personIds.length === 1 && only !== undefined ? await detailsOf(tx, only, userId) : NOTHING;
  return personIds.flatMap((id) => {
    const person = hits.get(id);
    return person ? [{ person, ...known }] : [];
  });
}

type Details = Omit<CallerMatch, 'person'>;
const NOTHING: Details = { doNotContact: false, cautions: [], enquiry: null, nextAppointmentAt: null };

async function detailsOf(tx: Tx, personId: Id, userId: Id | null): Promise<Details> {
  const person = mayReadPeople(tx) ? await getPerson(tx, personId) : null;
  const found = await findEnquiries(tx, EnquiryQuery.parse({ personId, limit: 20 }));
  const records = found.ok ? found.value.records : [];
  const [open = null, booked = null] = [
    chooseOpen(records, userId),
    records.find(({ status }) => status === 'BOOKED') ?? null,
  ];
  const [row] = booked ? await viewRows(tx, [booked]) : [];
  return {
    doNotContact: person?.ok ? person.value.doNotContact : false,
    cautions: person?.ok
      ? person.value.memos
          .filter(({ pinned }) => pinned)
          .map(({ text }) => text)
          .slice(0, 3)
      : [],
    enquiry: open && { id: open.id, status: open.status, ownerId: open.ownerId },
    nextAppointmentAt: row?.booking?.startsAt ?? null,
  };
}
