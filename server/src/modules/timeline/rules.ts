import { createHash } from 'node:crypto';
import type { Params } from '@anbu/contract';
import type { Id } from '../../kernel/ids.ts';
import { formatInstant } from '../../kernel/instant.ts';
import { Payload } from '../../kernel/payload.ts';
import type { DeliveredEvent } from '../../platform/outbox/index.ts';
import type { Draft, Kind, TextSource } from './vocabulary.ts';

type Telling = {
  readonly kind: Kind;
  readonly code: (payload: Payload) => string;
  readonly params?: (payload: Payload) => Params;
  readonly text?: (payload: Payload) => TextSource | null;
  readonly ref?: (payload: Payload) => Id | null;
  readonly voids?: (payload: Payload) => readonly Id[];
};

/** How an enquiry came to be nobody's, where it was not taken from its owner by hand. */
const UNOWNED: Readonly<Record<string, string>> = {
  hand_back: 'timeline.handed_back',
  claim_ended: 'timeline.claim_ended',
};

/** What a message did by itself, in the archive's words. */
const INCOMING: Readonly<Record<string, string>> = {
  stopped: 'timeline.incoming_stopped',
  confirmed: 'timeline.incoming_confirmed',
  change_asked: 'timeline.incoming_change_asked',
  cancelled: 'timeline.incoming_cancelled',
};

/** What each event becomes in the archive: one table for the subscriber, the tests and the module's README. */
const TELLINGS: Readonly<Record<string, Telling>> = {
  'people.created': { kind: 'person', code: () => 'timeline.person_created' },
  'people.changed': {
    kind: 'person',
    code: () => 'timeline.person_changed',
    params: (payload) => ({ fields: payload.codes('fields') }),
  },
  'people.memo_written': {
    kind: 'memo',
    code: (payload) => (payload.code('act') === 'edited' ? 'timeline.memo_edited' : 'timeline.memo_written'),
    // An event of an earlier release names the memo alone.
    text: (payload) => source('memo_version', payload.id('memoVersionId') ?? payload.id('memoId')),
    ref: (payload) => payload.id('memoId'),
  },
  'people.memo_removed': {
    kind: 'memo',
    code: () => 'timeline.memo_removed',
    ref: (payload) => payload.id('memoId'),
  },
  'consents.changed': { kind: 'person', code: () => 'timeline.consents_changed' },
  'consents.stopped': {
    kind: 'person',
    code: () => 'timeline.stopped',
    ref: (payload) => payload.id('suppressionId'),
  },
  'consents.stop_lifted': {
    kind: 'person',
    code: () => 'timeline.stop_lifted',
    ref: (payload) => payload.id('suppressionId'),
  },
  'consents.data_requested': {
    kind: 'person',
    code: (payload) => {
      const kind = payload.code('kind');
      if (kind === 'correction') return 'timeline.correction_asked';
      return kind === 'deletion' ? 'timeline.deletion_asked' : 'timeline.copy_asked';
    },
    ref: (payload) => payload.id('requestId'),
  },
  'enquiries.received': {
    kind: 'enquiry',
    code: () => 'timeline.enquiry_received',
    params: (payload) => ({ sourceChannel: payload.code('sourceChannel'), interests: payload.codes('interests') }),
    text: (payload) => source('enquiry', payload.id('enquiryId')),
    ref: (payload) => payload.id('enquiryId'),
  },
  'enquiries.imported': {
    kind: 'enquiry',
    code: () => 'timeline.enquiry_imported',
    params: (payload) => ({ to: payload.code('status') }),
    text: (payload) => source('enquiry', payload.id('enquiryId')),
    ref: (payload) => payload.id('enquiryId'),
  },
  // The import that entered it is taken back: the archive keeps what it told, as what was not.
  'enquiries.taken_back': {
    kind: 'correction',
    code: () => 'timeline.taken_back',
    voids: (payload) => [payload.id('enquiryId')].flatMap((id) => id ?? []),
  },
  'enquiries.call_recorded': {
    kind: 'call',
    code: () => 'timeline.call_recorded',
    params: (payload) => ({
      outcome: payload.code('outcome'),
      direction: payload.code('direction') ?? 'outbound',
      attemptNo: payload.number('attemptNo'),
    }),
    text: (payload) => source('call', payload.id('callId')),
    ref: (payload) => payload.id('callId'),
  },
  // What the exchange saw. Once it is recorded at an enquiry the record stands in its place (`store.ts`).
  'telephony.ended': {
    kind: 'call',
    code: () => 'timeline.phone_call',
    params: (payload) => {
      const seconds = payload.number('seconds') ?? 0;
      return {
        direction: payload.code('direction') ?? 'inbound',
        outcome: payload.code('outcome'),
        minutes: Math.floor(seconds / 60),
        seconds: seconds % 60,
      };
    },
    ref: (payload) => payload.id('callId'),
  },
  'enquiries.status_changed': {
    kind: 'status',
    code: (payload) => (payload.code('from') === null ? 'timeline.status_set' : 'timeline.status_changed'),
    params: (payload) => ({
      from: payload.code('from'),
      to: payload.code('to'),
      reasonCode: payload.code('reasonCode'),
      byRule: payload.code('byRule'),
    }),
    text: (payload) => source('status_event', payload.id('statusEventId')),
    ref: (payload) => payload.id('statusEventId'),
  },
  'enquiries.booked': {
    kind: 'booking',
    code: () => 'timeline.booked',
    params: (payload) => {
      const startsAt = payload.instant('startsAt');
      return {
        startsAt: startsAt === null ? null : formatInstant(startsAt),
        serviceCode: payload.code('serviceCode'),
      };
    },
    ref: (payload) => payload.id('bookingId'),
  },
  'enquiries.visited': {
    kind: 'visit',
    code: () => 'timeline.visited',
    ref: (payload) => payload.id('statusEventId'),
  },
  'enquiries.assigned': {
    kind: 'assignment',
    code: (payload) => {
      const why = payload.code('why');
      if (why === 'late' || why === 'absent')
        return `timeline.${payload.id('ownerId') === null ? 'pooled' : 'assigned'}_${why}`;
      if (payload.id('ownerId') !== null) return 'timeline.assigned';
      return UNOWNED[payload.code('kind') ?? ''] ?? 'timeline.unassigned';
    },
    params: (payload) => ({ ownerId: payload.id('ownerId') }),
    text: (payload) => source('act', payload.id('actId')),
  },
  'enquiries.replied': {
    kind: 'message',
    code: (payload) => (payload.id('duplicateId') === null ? 'timeline.replied' : 'timeline.repeated'),
    params: (payload) => ({ channel: payload.code('channel') }),
    text: (payload) => source('enquiry', payload.id('duplicateId')) ?? source('act', payload.id('actId')),
    ref: (payload) => payload.id('duplicateId') ?? payload.id('actId'),
  },
  'inbox.received': {
    kind: 'message',
    code: (payload) => INCOMING[payload.code('effect') ?? ''] ?? 'timeline.incoming',
    params: (payload) => ({ channel: payload.code('channel'), messageId: payload.id('replyToId') }),
    text: (payload) => source('incoming', payload.id('incomingId')),
    ref: (payload) => payload.id('incomingId'),
  },
  'enquiries.consent_recorded': {
    kind: 'status',
    code: () => 'timeline.consent_recorded',
    text: (payload) => source('act', payload.id('actId')),
    ref: (payload) => payload.id('actId'),
  },
  'enquiries.corrected': {
    kind: 'correction',
    code: () => 'timeline.corrected',
    params: (payload) => ({ from: payload.code('from'), to: payload.code('to') }),
    voids: (payload) => [
      ...payload.ids('voidedEventIds'),
      ...['voidedEventId', 'voidedCallId', 'voidedBookingId', 'voidedConsentId'].flatMap(
        (field) => payload.id(field) ?? [],
      ),
    ],
  },
};

/** Events that tell of messages: of one, or of many at once. Each message is told when it went, and when it did not. */
const MESSAGE_EVENTS: readonly string[] = ['channels.message_changed', 'channels.messages_changed'];
const TOLD_OF_MESSAGES: readonly string[] = ['sent', 'refused', 'expired', 'failed', 'unknown'];

export const TOLD_EVENTS: readonly string[] = [...Object.keys(TELLINGS), ...MESSAGE_EVENTS];

/** The entries of an event; none for one that tells of no person. */
export function draftsOf(event: DeliveredEvent): Draft[] {
  if (event.type === 'channels.message_changed') return messageDraft(event, event.payload, event.personId) ?? [];
  if (event.type !== 'channels.messages_changed') return [draftOf(event)].flatMap((draft) => draft ?? []);
  const { items } = event.payload;
  if (!Array.isArray(items)) return [];
  return items.flatMap((item: unknown) => {
    if (typeof item !== 'object' || item === null) return [];
    const values = item as Readonly<Record<string, unknown>>;
    return messageDraft(event, values, new Payload(values).id('personId')) ?? [];
  });
}

/** A message has one entry for each thing that became of it, however often it is told and with which others. */
function messageDraft(
  event: DeliveredEvent,
  values: Readonly<Record<string, unknown>>,
  personId: Id | null,
): Draft[] | null {
  const payload = new Payload(values);
  const [messageId, state] = [payload.id('messageId'), payload.code('state')];
  if (personId === null || messageId === null || state === null || !TOLD_OF_MESSAGES.includes(state)) return null;
  return [
    {
      at: payload.instant('at') ?? event.at,
      personId,
      kind: 'message',
      code: `timeline.message_${state}`,
      params: {
        messageChannel: payload.code('channel'),
        why: payload.code('why'),
        messageId,
        occasion: payload.code('occasion'),
      },
      textOf: source('message', messageId),
      actorId: event.actorId,
      enquiryId: payload.id('enquiryId'),
      refId: messageId,
      voids: [],
      sourceEventId: idOf(`${messageId} ${state}`),
    },
  ];
}

/** The same text, the same id. */
function idOf(text: string): Id {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** The entry of an event; null for one that tells of no person. `at` of the payload is when it happened: imports tell of the past. */
function draftOf(event: DeliveredEvent): Draft | null {
  const telling = TELLINGS[event.type];
  const payload = new Payload(event.payload);
  const personId = event.personId ?? payload.id('personId');
  // The message that said it is told by itself.
  if (!telling || personId === null || (event.type === 'enquiries.replied' && payload.id('incomingId'))) return null;
  return {
    at: payload.instant('at') ?? event.at,
    personId,
    kind: telling.kind,
    code: telling.code(payload),
    params: telling.params?.(payload) ?? {},
    textOf: telling.text?.(payload) ?? null,
    actorId: event.actorId,
    enquiryId: payload.id('enquiryId'),
    refId: telling.ref?.(payload) ?? null,
    voids: telling.voids?.(payload) ?? [],
    sourceEventId: event.id,
  };
}

function source(of: TextSource['of'], id: Id | null): TextSource | null {
  return id === null ? null : { of, id };
}
