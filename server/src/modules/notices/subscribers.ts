import { ROLE_PERMISSIONS, type MessageState, type Role } from '@anbu/contract';
import { isId, type Id } from '../../kernel/ids.ts';
import { DAY, instant, MINUTE, parseInstant, plus, type Instant } from '../../kernel/instant.ts';
import type { Tx } from '../../platform/db/index.ts';
import type { DeliveredEvent, Subscriber } from '../../platform/outbox/index.ts';
import { reportTold } from '../analytics/index.ts';
import { withdrawMessage } from '../channels/index.ts';
import { findDataRequest, findDuty, noticesSent, stopOf, type StopToConfirm } from '../consents/index.ts';
import { waitingAlerts } from '../enquiries/index.ts';
import { listMembers, siteCalendar } from '../identity/index.ts';
import { owedInformation, owedOnArrival, owedOnBooking, owedOnCancelling } from './rules/owed.ts';
import { settingsOf } from './service/seed.ts';
import { findBookingFacts, findEnquiryFacts, findLastTold } from './store/fact-store.ts';
import {
  insertOwed,
  lockOutdated,
  updateBecame,
  updateEnded,
  updateTriedNow,
  type Became,
} from './store/notice-store.ts';
import { listContacts } from './store/setting-store.ts';
import type { NoticeParams, Owed } from './vocabulary.ts';

const MEMBER = { personId: null, bookingId: null, params: {} } as const;
/** Where no rule says how long a stop may be confirmed. */
const STOP_DAYS = 1;
/** Of what an alert was about she may be told late, but not the next day. */
const ALERT_MINUTES = 60;
const REPORT_DAYS = 7;
const REQUEST_DAYS = 3;
const AGAIN_DAYS = 30;

function idIn(event: DeliveredEvent, field: string): Id | null {
  const value = event.payload[field];
  return typeof value === 'string' && isId(value) ? value : null;
}

function instantIn(event: DeliveredEvent, field: string): Instant | null {
  const value = event.payload[field];
  if (typeof value === 'string') return parseInstant(value);
  return typeof value === 'number' && Number.isSafeInteger(value) ? instant(value) : null;
}

async function onEnquiry(tx: Tx, event: DeliveredEvent): Promise<void> {
  const enquiryId = idIn(event, 'enquiryId');
  const enquiry = enquiryId === null ? null : await findEnquiryFacts(tx, enquiryId);
  if (enquiryId === null || enquiry === null) return;
  const settings = await settingsOf(tx);
  const owed: Owed[] = [];
  switch (event.type) {
    case 'enquiries.received':
      owed.push(...owedOnArrival(enquiry, await siteCalendar(tx, enquiry.siteId), settings, tx.now));
      if (enquiry.ownerId !== null) owed.push(...(await assigned(tx, enquiry.ownerId, enquiryId, event)));
      break;
    case 'enquiries.assigned':
      if (enquiry.ownerId !== null && event.payload['kind'] !== 'hand_over') {
        owed.push(...(await assigned(tx, enquiry.ownerId, enquiryId, event)));
      }
      break;
    case 'enquiries.information_due': {
      const code = event.payload['code'];
      const at = instantIn(event, 'at');
      const unansweredDays = Number(event.payload['unansweredDays']);
      if ((code === 'after_unanswered_day' || code === 'before_sixth_call') && at !== null) {
        owed.push(
          ...owedInformation({ enquiryId, personId: enquiry.personId, code, unansweredDays, at }, settings, tx.now),
        );
      }
      break;
    }
    case 'enquiries.booked': {
      const bookingId = idIn(event, 'bookingId');
      const booking = bookingId === null ? null : await findBookingFacts(tx, bookingId);
      if (booking?.live) owed.push(...owedOnBooking(booking, await siteCalendar(tx, booking.siteId), settings, tx.now));
      break;
    }
    case 'enquiries.status_changed':
      if (event.payload['to'] === 'CANCELLED' && event.payload['from'] !== 'NO_SHOW') {
        const eventId = idIn(event, 'statusEventId') ?? event.id;
        owed.push(...owedOnCancelling({ id: enquiryId, personId: enquiry.personId, eventId }, settings, tx.now));
      }
      break;
  }
  await insertOwed(tx, owed);
  await withdrawOutdated(tx, enquiryId);
}

/** What speaks of a booking that was moved or cancelled is not said any more: neither what waits here nor what waits for its way out (T6). */
async function withdrawOutdated(tx: Tx, enquiryId: Id): Promise<void> {
  const outdated = await lockOutdated(tx, enquiryId);
  for (const { messageId } of outdated) if (messageId !== null) await withdrawMessage(tx, messageId);
  await updateEnded(
    tx,
    outdated.map(({ id }) => id),
    'void',
    'notices.why.booking_over',
  );
}

/** Who gave it to herself knows; who does not wish to be told is not. */
async function assigned(tx: Tx, memberId: Id, enquiryId: Id, event: DeliveredEvent): Promise<Owed[]> {
  if (memberId === event.actorId || !(await wishes(tx, memberId))) return [];
  const subject = `${enquiryId} ${memberId}`;
  const usefulUntil = plus(tx.now, ALERT_MINUTES * MINUTE);
  return [
    { ...MEMBER, occasion: 'enquiry_assigned', subject, memberId, enquiryId, refId: null, dueAt: tx.now, usefulUntil },
  ];
}

async function wishes(tx: Tx, memberId: Id): Promise<boolean> {
  const contact = (await listContacts(tx, [memberId])).get(memberId);
  return contact !== undefined && (contact.bySms || contact.byEmail);
}

async function onAlert(tx: Tx, event: DeliveredEvent): Promise<void> {
  const [alertId, userId, enquiryId] = [idIn(event, 'alertId'), idIn(event, 'userId'), idIn(event, 'enquiryId')];
  if (alertId === null || userId === null || !(await wishes(tx, userId))) return;
  const { ring } = event.payload;
  // A hand-over has no ring: it is told once, however many enquiries it holds.
  const handedOver = typeof ring !== 'number';
  const occasion = handedOver ? 'enquiry_assigned' : 'alert_raised';
  // Told again, it rings on the page and in the browser; by text once.
  if (!handedOver && ring > 0) return;
  const [alert] = handedOver ? [] : await waitingAlerts(tx, [alertId]);
  const params: NoticeParams = alert ? { kind: alert.kind } : {};
  const minutes = handedOver ? 0 : ((await settingsOf(tx)).get('alert_raised')?.minutes ?? 5);
  // From when she was alerted, however late this is heard.
  const dueAt = plus(event.at, minutes * MINUTE);
  await insertOwed(tx, [
    {
      ...{ occasion, subject: `${alertId} ${userId}`, memberId: userId, personId: null, bookingId: null },
      enquiryId: handedOver ? null : enquiryId,
      ...{
        refId: handedOver ? null : alertId,
        params,
        dueAt,
        usefulUntil: plus(tx.now, (minutes + ALERT_MINUTES) * MINUTE),
      },
    },
  ]);
}

async function onConsent(tx: Tx, event: DeliveredEvent): Promise<void> {
  const base = { memberId: null, enquiryId: null, bookingId: null, dueAt: tx.now } as const;
  if (event.type === 'consents.confirmation_due') {
    const refId = idIn(event, 'suppressionId');
    const stop = refId === null ? null : await stopOf(tx, refId);
    if (refId === null || !stop) return;
    const { personId, params } = await whomStopped(tx, stop);
    if (personId === undefined) return;
    const usefulUntil = stop.until ?? plus(stop.at, STOP_DAYS * DAY);
    if (usefulUntil <= tx.now) return;
    return insertOwed(tx, [
      { ...base, occasion: 'stop_confirmed', subject: refId, personId, refId, params, usefulUntil },
    ]);
  }
  const refId = idIn(event, 'dutyId');
  const duty = refId === null ? null : await findDuty(tx, refId);
  if (refId === null || !duty) return;
  const occasion = duty.kind === 'result_notice' ? 'consent_result' : 'consent_again';
  // What the law asks by a day is still owed after it.
  const usefulUntil = Math.max(duty.dueAt, plus(tx.now, AGAIN_DAYS * DAY)) as Instant;
  const { personId } = duty;
  await insertOwed(tx, [{ ...base, occasion, subject: refId, personId, refId, params: {}, usefulUntil }]);
}

/**
 * Who is told that a number is stopped. Of a number that several hold, who of them was written to at it last: she is answered. Where nobody was, nobody
 * is guessed, and the notice says why it does not go.
 */
async function whomStopped(tx: Tx, { address, personIds, at, everything }: StopToConfirm) {
  const shared = personIds.length > 1;
  const told = shared && address !== null ? await findLastTold(tx, personIds, address) : null;
  const params = {
    at,
    everything: Number(everything),
    shared: Number(shared),
    known: Number(!shared || told !== null),
  };
  return { personId: told ?? personIds[0], params };
}

async function onReport(tx: Tx, event: DeliveredEvent): Promise<void> {
  const runId = idIn(event, 'runId');
  const report = runId === null ? null : await reportTold(tx, runId);
  if (runId === null || !report || !(await settingsOf(tx)).get('report_ready')?.active) return;
  const usefulUntil = plus(tx.now, REPORT_DAYS * DAY);
  await insertOwed(
    tx,
    report.userIds.map((memberId) => ({
      ...{ ...MEMBER, occasion: 'report_ready' as const, subject: `${runId} ${memberId}`, memberId, enquiryId: null },
      ...{ refId: runId, dueAt: tx.now, usefulUntil },
    })),
  );
}

/** Who has it is told; where nobody has it, and when it is late, all who lead. */
async function onRequest(tx: Tx, event: DeliveredEvent): Promise<void> {
  const refId = idIn(event, 'requestId');
  const request = refId === null ? null : await findDataRequest(tx, refId);
  if (refId === null || !request || request.settledAt !== null) return;
  const late = event.payload['late'] === true;
  const leading = !late && request.ownerId !== null ? [] : await leaders(tx);
  const members = new Set([...(request.ownerId === null ? [] : [request.ownerId]), ...leading]);
  const usefulUntil = plus(tx.now, REQUEST_DAYS * DAY);
  await insertOwed(
    tx,
    [...members].map((memberId) => ({
      ...{ ...MEMBER, occasion: 'request_due' as const, subject: `${refId} ${late ? 'late' : 'soon'} ${memberId}` },
      ...{ memberId, enquiryId: null, refId, params: { late: Number(late) }, dueAt: tx.now, usefulUntil },
    })),
  );
}

async function leaders(tx: Tx): Promise<Id[]> {
  const leads = ({ active, role }: { active: boolean; role: Role }) =>
    active && ROLE_PERMISSIONS[role].includes('enquiries.supervise');
  return (await listMembers(tx)).filter(leads).map(({ id }) => id);
}

/** What became of messages: for the screen, and for the duties that a sent notice ends. */
async function onMessages(tx: Tx, events: readonly DeliveredEvent[]): Promise<void> {
  const told = new Map<Id, Became>();
  for (const event of events) {
    const items = event.type === 'channels.message_changed' ? [event.payload] : event.payload['items'];
    for (const item of Array.isArray(items) ? (items as readonly Readonly<Record<string, unknown>>[]) : []) {
      const { messageId, state, why, at } = item;
      if (typeof messageId !== 'string' || !isId(messageId) || typeof state !== 'string') continue;
      const moment = typeof at === 'number' ? instant(at) : typeof at === 'string' ? parseInstant(at) : null;
      const because = typeof why === 'string' ? why : null;
      told.set(messageId, { messageId, state: state as MessageState, why: because, at: moment });
    }
  }
  if (told.size === 0) return;
  const became = await updateBecame(tx, [...told.values()]);
  // Screens read again when it stands here, which is later than the message's own event.
  if (became.length > 0) tx.emit({ type: 'notices.became', payload: {} });
  const done = became.filter(
    ({ occasion, messageState }) =>
      (occasion === 'consent_result' || occasion === 'consent_again') &&
      (messageState === 'sent' || messageState === 'delivered' || messageState === 'read'),
  );
  await noticesSent(
    tx,
    done.flatMap(({ refId }) => refId ?? []),
  );
}

/** What is heard becomes a notice, once; when its time has come it is written (`service/send.ts`). */
export const noticesSubscribers: readonly Subscriber[] = [
  {
    name: 'notices.enquiries',
    types: [
      'enquiries.received',
      'enquiries.assigned',
      'enquiries.information_due',
      'enquiries.booked',
      'enquiries.status_changed',
      'enquiries.corrected',
    ],
    handle: onEnquiry,
  },
  { name: 'notices.alerts', types: ['enquiries.alert_raised'], handle: onAlert },
  {
    name: 'notices.consents',
    types: ['consents.confirmation_due', 'consents.result_notice_due', 'consents.reconfirmation_due'],
    handle: onConsent,
  },
  { name: 'notices.requests', types: ['consents.request_due'], handle: onRequest },
  { name: 'notices.reports', types: ['analytics.report_ready'], handle: onReport },
  {
    name: 'notices.messages',
    types: ['channels.message_changed', 'channels.messages_changed'],
    handle: (tx, event) => onMessages(tx, [event]),
    handleBatch: onMessages,
  },
  {
    name: 'notices.ways',
    types: ['channels.transport_changed', 'channels.template_changed'],
    handle: (tx) => updateTriedNow(tx),
  },
];
