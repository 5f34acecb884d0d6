import { newId } from '../kernel/ids.ts';
import type { Instant } from '../kernel/instant.ts';
import type { SiteCalendar } from '../kernel/site-calendar.ts';
import type { Tx } from '../platform/db/index.ts';
import type { DeliveredEvent, Subscriber } from '../platform/outbox/index.ts';

/** When and where what came lately is told, and who hears of it. */
export type Lately = {
  readonly now: Instant;
  readonly site: SiteCalendar;
  readonly subscribers: readonly Subscriber[];
};

/** What the services told is heard at once, with the actor and time of the act, and what the hearers tell too: nothing waits in the outbox. */
export async function tell(tx: Tx, subscribers: readonly Subscriber[]): Promise<void> {
  while (tx.events.length > 0) {
    const events = tx.events.splice(0).map(({ type, payload, personId = null }): DeliveredEvent => ({
      ...{ id: newId(), type, at: tx.now, personId, actorId: tx.actor.userId, payload },
    }));
    for (const { types, handle, handleBatch } of subscribers) {
      const theirs = events.filter(({ type }) => types.includes(type) || types.includes('*'));
      if (theirs.length > 0 && handleBatch) await handleBatch(tx, theirs);
      else for (const event of theirs) await handle(tx, event);
    }
  }
}
