import type { MessageState } from '@anbu/contract';
import type { Id } from '../../../kernel/ids.ts';
import { Payload } from '../../../kernel/payload.ts';
import type { Tx } from '../../../platform/db/index.ts';
import type { DeliveredEvent } from '../../../platform/outbox/index.ts';
import { noticesSent } from '../../consents/index.ts';
import { updateBecame, type Became } from '../store/notice-store.ts';

/** What became of messages: for the screen, and for the duties that a sent notice ends. */
export async function onMessages(tx: Tx, events: readonly DeliveredEvent[]): Promise<void> {
  const told = new Map<Id, Became>();
  for (const event of events) {
    const items = event.type === 'channels.message_changed' ? [event.payload] : event.payload['items'];
    for (const item of Array.isArray(items) ? (items as readonly Readonly<Record<string, unknown>>[]) : []) {
      const payload = new Payload(item);
      const [messageId, state] = [payload.id('messageId'), payload.code('state') as MessageState | null];
      if (messageId === null || state === null) continue;
      told.set(messageId, { messageId, state, why: payload.code('why'), at: payload.instant('at') });
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
