import { addDays } from '../kernel/calendar-day.ts';
import { newId } from '../kernel/ids.ts';
import { MINUTE, type Instant } from '../kernel/instant.ts';
import { must, ok, type Outcome } from '../kernel/outcome.ts';
import type { SiteCalendar } from '../kernel/site-calendar.ts';
import { dayOf, instantAt } from '../kernel/zoned-time.ts';
import type { Actor, Database, Tx } from '../platform/db/index.ts';
import type { DeliveredEvent, Subscriber } from '../platform/outbox/index.ts';
import type { Clinic } from './clinic.ts';
import { hurry } from './hurry.ts';

/** `of`: whom it is about; what is about different ones may be under way together. Null: nothing else meanwhile. */
type Item = {
  readonly at: Instant;
  readonly no: number;
  readonly of: object | null;
  readonly run: () => Promise<void>;
  readonly after?: () => void;
};

const TOGETHER = 6;
const APART = 45 * MINUTE;

/**
 * Time as it passes: what is planned happens in its order, each day in one transaction, each act by its actor at its time through the services.
 * What the services tell is delivered to the subscribers within the day, with the actor and the time of its act: nothing waits in the outbox.
 */
export class World {
  readonly clinic: Clinic;
  readonly site: SiteCalendar;
  readonly now: Instant;
  /** Where the acts stand. */
  clock: Instant;
  acts = 0;
  readonly #db: Database;
  readonly #subscribers: readonly Subscriber[];
  readonly #agenda: Item[] = [];
  #planned = 0;
  #tx: Tx | null = null;
  #told: DeliveredEvent[] = [];

  constructor(options: {
    db: Database;
    subscribers: readonly Subscriber[];
    clinic: Clinic;
    site: SiteCalendar;
    from: Instant;
    now: Instant;
  }) {
    this.#db = options.db;
    this.#subscribers = options.subscribers;
    this.clinic = options.clinic;
    this.site = options.site;
    this.clock = options.from;
    this.now = options.now;
  }

  /** Never before the clock; what lies after now does not happen any more. `run` reads the clock before it waits for anything. */
  plan(at: Instant, run: () => Promise<void>, more: { of?: object; after?: () => void } = {}): void {
    const when = Math.max(at, this.clock) as Instant;
    if (when > this.now) return;
    const { of = null, after } = more;
    push(this.#agenda, { at: when, no: this.#planned++, of, run, ...(after ? { after } : {}) });
  }

  async act<T>(actor: Actor, work: (tx: Tx) => Promise<Outcome<T>>): Promise<T> {
    const day = this.#tx;
    if (!day) throw new Error('an act belongs to a day');
    // Of its own, so that what acts under way together tell is not mixed up.
    const tx = Object.assign(day.as(actor, this.clock), { events: [], auditRecords: [] });
    const value = must(await work(tx));
    this.acts += 1;
    this.#collect(tx);
    day.auditRecords.push(...tx.auditRecords);
    return value;
  }

  /** Days until now; `after` hears of each, and may plan more. */
  async live(after: () => Promise<void>): Promise<void> {
    const zone = this.site.timeZone;
    for (let day = dayOf(zone, this.clock); this.clock < this.now; day = addDays(day, 1)) {
      const end = Math.min(instantAt(zone, addDays(day, 1), 0), this.now) as Instant;
      if ((this.#agenda[0]?.at ?? end) < end || end === this.now) await this.#day(end);
      this.clock = end;
      await after();
    }
  }

  async #day(end: Instant): Promise<void> {
    must(
      await this.#db.inTx(this.clinic.system, async (tx) => {
        const calmDown = hurry(tx.client);
        try {
          this.#tx = tx;
          for (let batch = this.#batch(end); batch.length > 0; batch = this.#batch(end)) await this.#carryOut(batch);
          await this.#tell(tx.as(this.clinic.system, end));
          this.#tx = null;
        } finally {
          calmDown();
        }
        return ok(null);
      }),
    );
  }

  /** The next of the agenda, with those soon after it that are about others. */
  #batch(end: Instant): Item[] {
    const batch: Item[] = [];
    for (let item = this.#agenda[0]; item; item = this.#agenda[0]) {
      const [first] = batch;
      if (item.at > end || (item.at === end && end !== this.now)) break;
      if (first && (item.of === null || item.at > first.at + APART || batch.some(({ of }) => of === item.of))) break;
      pop(this.#agenda);
      batch.push(item);
      if (item.of === null || batch.length === TOGETHER) break;
    }
    return batch;
  }

  async #carryOut(batch: readonly Item[]): Promise<void> {
    const results = await Promise.allSettled(
      batch.map((item) => {
        this.clock = item.at;
        return item.run();
      }),
    );
    // Only when nothing is under way any more may the transaction end.
    for (const result of results) if (result.status === 'rejected') throw result.reason;
    for (const { at, after } of batch) {
      this.clock = at;
      after?.();
    }
  }

  #collect(tx: Tx): void {
    const actorId = tx.actor.userId;
    for (const { type, payload, personId = null } of tx.events) {
      this.#told.push({ id: newId(), type, at: tx.now, personId, actorId, payload });
    }
    tx.events.length = 0;
  }

  /** Subscribers may tell something themselves: until nobody does. */
  async #tell(tx: Tx): Promise<void> {
    while (this.#told.length > 0) {
      const told = this.#told;
      this.#told = [];
      for (const { types, handle, handleBatch } of this.#subscribers) {
        const theirs = told.filter(({ type }) => types.includes(type) || types.includes('*'));
        if (theirs.length === 0) continue;
        if (handleBatch) await handleBatch(tx, theirs);
        else for (const event of theirs) await handle(tx, event);
      }
      this.#collect(tx);
    }
  }
}

function isBefore(a: Item, b: Item): boolean {
  return a.at < b.at || (a.at === b.at && a.no < b.no);
}

/** A binary heap: the earliest first. */
function push(heap: Item[], item: Item): void {
  let place = heap.length;
  heap.push(item);
  while (place > 0) {
    const above = (place - 1) >> 1;
    const other = heap[above];
    if (!other || !isBefore(item, other)) break;
    heap[place] = other;
    place = above;
  }
  heap[place] = item;
}

function pop(heap: Item[]): void {
  const last = heap.pop();
  if (!last || heap.length === 0) return;
  let place = 0;
  for (;;) {
    const left = heap[2 * place + 1];
    const right = heap[2 * place + 2];
    const smaller = left && right && isBefore(right, left) ? right : left;
    if (!smaller || !isBefore(smaller, last)) break;
    heap[place] = smaller;
    place = smaller === left ? 2 * place + 1 : 2 * place + 2;
  }
  heap[place] = last;
}
