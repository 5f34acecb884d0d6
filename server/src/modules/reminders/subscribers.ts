import { isId } from '../../kernel/ids.ts';
import type { Tx } from '../../platform/db/index.ts';
import type { DeliveredEvent, Subscriber } from '../../platform/outbox/index.ts';
import { currentPresets } from '../enquiries/index.ts';
import { insertDeliveries, type Raised } from './store/delivery-store.ts';

/** Each telling of an alert becomes one delivery for each browser of its person; the sender takes them when their minutes are over. */
async function queue(tx: Tx, events: readonly DeliveredEvent[]): Promise<void> {
  const raised = events.flatMap(({ payload }): Raised[] => {
    const { alertId, userId, ring = 0 } = payload;
    const known = typeof alertId === 'string' && isId(alertId) && typeof userId === 'string' && isId(userId);
    return known && typeof ring === 'number' ? [{ alertId, userId, ring }] : [];
  });
  const { pushMinutes } = (await currentPresets(tx)).reminder;
  await insertDeliveries(tx, raised, pushMinutes);
}

export const remindersSubscribers: readonly Subscriber[] = [
  {
    name: 'reminders.push',
    types: ['enquiries.alert_raised'],
    handle: (tx, event) => queue(tx, [event]),
    handleBatch: queue,
  },
];
