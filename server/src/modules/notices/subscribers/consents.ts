import { DAY, plus, type Instant } from '../../../kernel/instant.ts';
import { Payload } from '../../../kernel/payload.ts';
import type { Tx } from '../../../platform/db/index.ts';
import type { DeliveredEvent } from '../../../platform/outbox/index.ts';
import { findDuty, stopOf, type StopToConfirm } from '../../consents/index.ts';
import { findLastTold } from '../store/fact-store.ts';
import { insertOwed } from '../store/notice-store.ts';

/** Where no rule says how long a stop may be confirmed. */
const STOP_DAYS = 1;
const AGAIN_DAYS = 30;

/** A stop is confirmed once; what the law asks by a day is told. */
export async function onConsent(tx: Tx, event: DeliveredEvent): Promise<void> {
  const base = { memberId: null, enquiryId: null, bookingId: null, dueAt: tx.now } as const;
  if (event.type === 'consents.confirmation_due') {
    const refId = new Payload(event.payload).id('suppressionId');
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
  const refId = new Payload(event.payload).id('dutyId');
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
