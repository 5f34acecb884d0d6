import type { Id } from '../../../kernel/ids.ts';
import { MINUTE, plus } from '../../../kernel/instant.ts';
import { Payload } from '../../../kernel/payload.ts';
import type { Tx } from '../../../platform/db/index.ts';
import type { DeliveredEvent } from '../../../platform/outbox/index.ts';
import { withdrawMessage } from '../../channels/index.ts';
import { siteCalendar } from '../../identity/index.ts';
import { owedInformation, owedOnArrival, owedOnBooking, owedOnCancelling } from '../rules/owed.ts';
import { settingsOf } from '../service/seed.ts';
import { findBookingFacts, findEnquiryFacts } from '../store/fact-store.ts';
import { insertOwed, lockOutdated, updateEnded } from '../store/notice-store.ts';
import type { Owed } from '../vocabulary.ts';
import { owedToMember, wishes } from './owed-to-member.ts';

/** That somebody has it is news for an hour. */
const ASSIGNED_MINUTES = 60;

/** What an enquiry, its bookings and its owner owe; what was owed of a booking that stands no more is taken back. */
export async function onEnquiry(tx: Tx, event: DeliveredEvent): Promise<void> {
  const payload = new Payload(event.payload);
  const enquiryId = payload.id('enquiryId');
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
      if (enquiry.ownerId !== null && payload.code('kind') !== 'hand_over') {
        owed.push(...(await assigned(tx, enquiry.ownerId, enquiryId, event)));
      }
      break;
    case 'enquiries.information_due': {
      const code = payload.code('code');
      const at = payload.instant('at');
      const unansweredDays = payload.number('unansweredDays') ?? 0;
      if ((code === 'after_unanswered_day' || code === 'before_sixth_call') && at !== null) {
        owed.push(
          ...owedInformation({ enquiryId, personId: enquiry.personId, code, unansweredDays, at }, settings, tx.now),
        );
      }
      break;
    }
    case 'enquiries.booked': {
      const bookingId = payload.id('bookingId');
      const booking = bookingId === null ? null : await findBookingFacts(tx, bookingId);
      if (booking?.live) owed.push(...owedOnBooking(booking, await siteCalendar(tx, booking.siteId), settings, tx.now));
      break;
    }
    case 'enquiries.status_changed':
      if (payload.code('to') === 'CANCELLED' && payload.code('from') !== 'NO_SHOW') {
        const eventId = payload.id('statusEventId') ?? event.id;
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
  const usefulUntil = plus(tx.now, ASSIGNED_MINUTES * MINUTE);
  return [owedToMember({ occasion: 'enquiry_assigned', subject, memberId, enquiryId, dueAt: tx.now, usefulUntil })];
}
