import type { StreamEvent } from '@anbu/contract';
import type { DeliveredEvent, Subscriber } from '../outbox/types.ts';
import { appendToStream } from './store.ts';

/** What leaves for the screens: the type and ids, nothing else of the payload. */
export function reduced(event: DeliveredEvent): StreamEvent {
  const ids: Record<string, string | null> = {};
  if (event.personId !== null) ids['personId'] = event.personId;
  for (const [name, value] of Object.entries(event.payload)) {
    if (/Id$/.test(name) && (value === null || typeof value === 'string')) ids[name] = value;
  }
  return { type: event.type, ids, by: event.actorId };
}

/** The dispatcher hands over every event, one organisation at a time: here it gets its position. */
export const streamSubscriber: Subscriber = {
  name: 'stream',
  types: ['*'],
  handle: (tx, event) => appendToStream(tx, [reduced(event)]),
  handleBatch: (tx, events) => appendToStream(tx, events.map(reduced)),
};
