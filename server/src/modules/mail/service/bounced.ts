import type { Tx } from '../../../platform/db/index.ts';
import { hearReceipts, type Returned, type Said } from '../../channels/index.ts';
import { stopTelling, unsubscribe } from '../../consents/index.ts';
import type { FaxWord } from '../rules/fax-word.ts';
import type { Delivery } from '../rules/report.ts';
import { DOUBTS, verdictOf } from '../rules/suppress.ts';
import { plainWords } from '../rules/words.ts';
import { countDoubts, insertBounce, isStopped } from '../store/bounce-store.ts';

/**
 * A server says what became of a message. Failed: so it is, and an address at which nobody is gets nothing any more; at once, or after three failures in
 * thirty days where the reason may pass. Delayed: it may still arrive. The same report again changes nothing (R10). Spec: RFC 3464; decision 0026.
 */
export async function hearDelivery(tx: Tx, message: Returned, delivery: Delivery): Promise<string> {
  const { id, transportId, channel, to } = message;
  const { action, status, diagnostic } = delivery;
  const address = to.toLowerCase();
  if (action === 'failed' || action === 'delayed') {
    const verdict = verdictOf(status);
    await insertBounce(tx, { messageId: id, address, action, status, verdict, diagnostic });
    if (action === 'delayed') return 'delayed';
    // Persons are held before messages, as by whoever hands them over.
    // A fax by mail goes to a number: what came back says nothing of an address of hers.
    if (channel === 'email') await stopWhereDead(tx, address, verdict);
    await hearReceipts(tx, transportId, [{ providerId: null, messageId: id, state: 'failed', why: whyOf(status) }]);
    return 'failed';
  }
  // The mail that carries a fax arrives at who faxes it: the fax itself is still to be called.
  const state = action === 'delivered' && channel !== 'fax' ? 'delivered' : 'sent';
  await hearReceipts(tx, transportId, [{ providerId: null, messageId: id, state, why: null }]);
  return action;
}

/** Whoever faxes what is mailed to it says whether it arrived. */
export async function hearFaxWord(tx: Tx, { id, transportId }: Returned, { state, why }: FaxWord): Promise<string> {
  await hearReceipts(tx, transportId, [{ providerId: null, messageId: id, state, why }]);
  return `fax_${state}`;
}

/** A server refused a message while it was handed over: of the address that counts as a report of the same. The message is moved by who handed it over. */
export async function hearRefusal(tx: Tx, { id, channel, to }: Returned, said: Said): Promise<void> {
  const address = to.toLowerCase();
  const { status, words, of } = said;
  const verdict = verdictOf(status, of);
  await insertBounce(tx, { messageId: id, address, action: 'failed', status, verdict, diagnostic: plainWords(words) });
  if (channel === 'email') await stopWhereDead(tx, address, verdict);
}

/** `bounced_5_1_1`: with the status, where it says one. */
function whyOf(status: string | null): string {
  return status === null ? 'sent_back' : `bounced_${status.replaceAll('.', '_')}`;
}

async function stopWhereDead(tx: Tx, address: string, verdict: ReturnType<typeof verdictOf>): Promise<void> {
  if (verdict === 'ours' || (await isStopped(tx, address, 'bounce'))) return;
  if (verdict === 'doubtful' && (await countDoubts(tx, address, DOUBTS.days)) < DOUBTS.many) return;
  await stop(tx, address, 'bounce');
}

/** Somebody called it unwanted: what sells goes to that address no more. Care and service go on. Spec: RFC 5965. */
export async function hearComplaint(tx: Tx, { channel, to }: Returned): Promise<void> {
  if (channel !== 'email') return;
  const address = to.toLowerCase();
  if (!(await isStopped(tx, address, 'complaint'))) await stop(tx, address, 'complaint');
}

async function stop(tx: Tx, address: string, reason: 'bounce' | 'complaint'): Promise<void> {
  const stopped = await stopTelling(tx, {
    personId: null,
    address,
    purposes: reason === 'bounce' ? null : ['marketing', 'renewal', 'survey'],
    channels: ['email'],
    reason,
    note: null,
    until: null,
  });
  if (!stopped.ok) throw new Error('a stop of an address is never refused');
}

/** Her mail program asks for her that it end: as one click does (RFC 2369, RFC 8058). Nothing is sent in answer. */
export async function hearLeave(tx: Tx, { personId, purpose }: Returned): Promise<string> {
  if (personId === null) return 'nobody';
  const ended = await unsubscribe(tx, { personId, purpose, channel: 'email' });
  return ended.ok ? 'left' : 'nobody';
}
