import type { Id } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { ok, refuse, type Outcome } from '../../../kernel/outcome.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { afterBookingConfirmed, afterReply, applyTransition } from '../rules/index.ts';
import type { EnquiryRecord } from '../store/enquiry-row.ts';
import { findBookedAt } from '../store/history-store.ts';
import { openForAct, ruleActor, type Opened } from './load.ts';
import { saveDecision } from './save.ts';

/** What the customer says of her booking without a call: she comes, wants another time, or does not come. */
export type BookingAnswer = 'confirm' | 'change' | 'cancel';

export type BookingAnswered = {
  readonly answer: BookingAnswer;
  /** When the booking was asked about: what was booked after that was not meant. */
  readonly askedAt: Instant;
  readonly channel: string;
  readonly at: Instant;
  readonly text: string;
  /** The message that said it, which the archive tells of by itself. */
  readonly incomingId: Id;
};

/**
 * The booking of an enquiry as its customer answers: confirmed, its step is done and the chain goes on; another time is the owner's next action at once;
 * cancelled, by the patient. Refuses enquiries.not_booked 409 where nothing is booked, or was booked after the question. Spec: domain §1, B7.
 */
export async function answerBooking(tx: Tx, id: Id, said: BookingAnswered): Promise<Outcome<EnquiryRecord>> {
  const opened = await openForAct(tx, id, undefined);
  if (!opened.ok) return opened;
  const { record, booking } = opened.value;
  const bookedAt = booking && (await findBookedAt(tx, booking.id));
  if (record.status !== 'BOOKED' || bookedAt === null || bookedAt > said.askedAt) {
    return refuse('enquiries.not_booked', { status: record.status }, 409);
  }
  const decision = decide(tx, opened.value, said);
  if (!decision.ok) return decision;
  const { channel, at, incomingId, answer } = said;
  return ok(
    await saveDecision(tx, opened.value, decision.value, opened.value.site, {
      kind: 'reply',
      byRule: 'enquiries.status.replied',
      note: said.text,
      reply: { channel, at, incomingId, answer },
    }),
  );
}

function decide(tx: Tx, { state, site }: Opened, { answer, at }: BookingAnswered) {
  if (answer === 'confirm') return ok(afterBookingConfirmed(state, at, site, tx.now));
  const replied = afterReply(state, at, site).state;
  const request = answer === 'change' ? { to: 'RESCHEDULING' } : { to: 'CANCELLED', cancelledBy: 'patient' };
  return applyTransition(replied, request, { actor: ruleActor(tx), site, at: tx.now, now: tx.now });
}
