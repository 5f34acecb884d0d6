import type { Tx } from '../../platform/db/index.ts';
import type { DeliveredEvent, Subscriber } from '../../platform/outbox/index.ts';
import { draftsOf, TOLD_EVENTS } from './rules.ts';
import { insertEntries, listTexts } from './store.ts';

/** Free text is copied when the event is told, from rows that nobody rewrites: late or again, it is what was written. */
async function tell(tx: Tx, events: readonly DeliveredEvent[]): Promise<void> {
  const drafts = events.flatMap(draftsOf);
  const texts = await listTexts(
    tx,
    drafts.flatMap((draft) => draft.textOf ?? []),
  );
  await insertEntries(tx, drafts, texts);
}

export const timelineSubscribers: readonly Subscriber[] = [
  { name: 'timeline', types: TOLD_EVENTS, handle: (tx, event) => tell(tx, [event]), handleBatch: tell },
];
