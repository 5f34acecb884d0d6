import type { Id } from '../../kernel/ids.ts';
import type { Tx } from '../../platform/db/index.ts';
import type { DeliveredEvent, Subscriber } from '../../platform/outbox/index.ts';
import { countsOtherwise, recount } from './service/count.ts';
import { reportSubscriber } from './service/reports.ts';
import { lockProgress } from './store/progress-store.ts';

/** Whatever changes a figure tells one of these: an act tells `changed` beside what it says in particular. */
export const COUNTED_EVENTS = [
  'enquiries.received',
  'enquiries.imported',
  'enquiries.changed',
  'enquiries.assigned',
  'enquiries.corrected',
  'enquiries.taken_back',
] as const;

/** Each enquiry of the batch once. */
async function count(tx: Tx, events: readonly DeliveredEvent[]): Promise<void> {
  const progress = await lockProgress(tx);
  // Who tells these events writes the id of an enquiry into each.
  const changed = await recount(
    tx,
    events.map(({ payload }) => payload['enquiryId'] as Id),
    progress,
  );
  // Screens read again when it is counted, which is later than the act.
  if (changed.some(countsOtherwise)) tx.emit({ type: 'analytics.counted', payload: {} });
}

/** The enquiries of a list change the same sums: of many at once each is written once. */
const BATCH = 1_000;

export const analyticsSubscribers: readonly Subscriber[] = [
  {
    name: 'analytics',
    types: COUNTED_EVENTS,
    handle: (tx, event) => count(tx, [event]),
    handleBatch: count,
    batch: BATCH,
  },
  reportSubscriber,
];
