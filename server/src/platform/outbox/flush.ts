import type { Flush } from '../db/index.ts';
import { streamSubscriber } from '../stream/subscriber.ts';
import { insertEvents } from './store.ts';
import type { Subscriber } from './types.ts';

/** The stream of the screens gets every event, whoever else does. */
export function withStream(subscribers: readonly Subscriber[]): readonly Subscriber[] {
  return [...subscribers, streamSubscriber];
}

/** Writes the transaction's events, and one delivery for each subscriber of their type, with its commit. */
export function flushOutbox(subscribers: readonly Subscriber[]): Flush {
  const everyone = withStream(subscribers);
  const names = new Set(everyone.map((subscriber) => subscriber.name));
  if (names.size !== everyone.length) throw new Error('two subscribers have the same name');
  const byType = new Map<string, readonly string[]>();
  const subscribersOf = (type: string) => {
    let found = byType.get(type);
    if (!found) {
      found = everyone.filter((s) => s.types.includes(type) || s.types.includes('*')).map((s) => s.name);
      byType.set(type, found);
    }
    return found;
  };
  return async (tx) => {
    if (tx.events.length > 0) await insertEvents(tx, tx.events, subscribersOf);
  };
}
