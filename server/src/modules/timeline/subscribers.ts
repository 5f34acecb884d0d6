import type { Tx } from '../../platform/db/index.ts';
import type { DeliveredEvent, Subscriber } from '../../platform/outbox/index.ts';
import { draftsOf, TOLD_EVENTS } from './rules.ts';
import { insertEntries, listTexts } from './store.ts';

/** Pages that show a person are told of up to so many by name; of more, that there is something. */
const TOLD_BY_NAME = 20;

/**
 * Free text is copied when the event is told, from rows that nobody rewrites: late or again, it is what was written. Screens read again when it stands in
 * the archive, which is later than the act.
 */
async function tell(tx: Tx, events: readonly DeliveredEvent[]): Promise<void> {
  const drafts = events.flatMap(draftsOf);
  const texts = await listTexts(
    tx,
    drafts.flatMap((draft) => draft.textOf ?? []),
  );
  if ((await insertEntries(tx, drafts, texts)) === 0) return;
  const persons = new Set(drafts.map(({ personId }) => personId));
  if (persons.size > TOLD_BY_NAME) tx.emit({ type: 'timeline.told', payload: {} });
  else for (const personId of persons) tx.emit({ type: 'timeline.told', personId, payload: {} });
}

export const timelineSubscribers: readonly Subscriber[] = [
  { name: 'timeline', types: TOLD_EVENTS, handle: (tx, event) => tell(tx, [event]), handleBatch: tell },
];
