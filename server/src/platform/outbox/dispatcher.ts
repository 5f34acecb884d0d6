import type { Id } from '../../kernel/ids.ts';
import { must, ok } from '../../kernel/outcome.ts';
import { systemActor, type Database, type Tx } from '../db/index.ts';
import type { Listener } from '../stream/listener.ts';
import { describeFailure, MOST_ATTEMPTS, waitAfter } from './backoff.ts';
import { withStream } from './flush.ts';
import * as store from './store.ts';
import type { Claimed, FailedDelivery, Lane } from './store.ts';
import type { Subscriber } from './types.ts';

export type DispatcherLog = {
  warn(fields: object, text: string): void;
  error(fields: object, text: string): void;
};

export type DispatcherMetrics = {
  delivered(subscriber: string, count: number, seconds: number): void;
  failed(subscriber: string, dead: boolean): void;
};

export type DispatcherOptions = {
  readonly db: Database;
  /** The same list as `flushOutbox` got; the stream is added by itself. */
  readonly subscribers: readonly Subscriber[];
  /** The process's LISTEN connection, started by its owner; without it polling alone. */
  readonly listener?: Listener;
  readonly log: DispatcherLog;
  readonly metrics?: DispatcherMetrics;
  readonly pollMilliseconds?: number;
  readonly batch?: number;
  /** Lanes at a time, each with one connection of the pool. */
  readonly parallel?: number;
  /** Milliseconds to wait after that many failed attempts. For tests. */
  readonly waitAfter?: (attempts: number) => number;
};

export type Dispatcher = {
  /** Delivers everything that is due now and gives the number of deliveries made. */
  runOnce(): Promise<number>;
  /** No new batch starts; the running ones end. */
  stop(): Promise<void>;
};

const POLL = 5_000;
const BATCH = 250;

/**
 * Hands events to subscribers, at least until each took it once.
 *
 * A *lane* is one subscriber in one organisation. One worker at a time holds a lane (a lock to the end of its transaction), takes the
 * oldest due deliveries in the order in which their transactions wrote them, runs the handler for each and marks them, all in one
 * transaction: killed at any moment, either all of a batch happened or nothing did. Transactions that touched the same person or
 * enquiry waited for each other, so their events arrive in the order of their commits. A delivery that failed waits and comes later than
 * its successors: only that may change the order. It is undone alone (savepoint), holds back nobody, and after 8 attempts is a dead letter.
 */
export function startDispatcher(options: DispatcherOptions): Dispatcher {
  const dispatcher = new Lanes(options);
  const unlisten = options.listener?.on(store.OUTBOX_CHANNEL, () => dispatcher.wake());
  const timer = setInterval(() => dispatcher.wake(), options.pollMilliseconds ?? POLL).unref();
  dispatcher.wake();
  return {
    runOnce: () => dispatcher.run(),
    stop: async () => {
      clearInterval(timer);
      unlisten?.();
      await dispatcher.stop();
    },
  };
}

class Lanes {
  readonly #options: DispatcherOptions;
  readonly #subscribers: ReadonlyMap<string, Subscriber>;
  #running: Promise<number> | null = null;
  #again = false;
  #stopping = false;

  constructor(options: DispatcherOptions) {
    this.#options = options;
    this.#subscribers = new Map(withStream(options.subscribers).map((subscriber) => [subscriber.name, subscriber]));
  }

  wake(): void {
    if (this.#running) {
      this.#again = true;
      return;
    }
    void this.run().catch((error: unknown) => this.#options.log.error({ err: error }, 'the outbox could not be read'));
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#running?.catch(() => undefined);
  }

  /** One run at a time in a process; who asks meanwhile gets the run that follows. */
  async run(): Promise<number> {
    while (this.#running) await this.#running.catch(() => undefined);
    this.#again = false;
    this.#running = this.#drain();
    try {
      return await this.#running;
    } finally {
      this.#running = null;
      if (this.#again && !this.#stopping) this.wake();
    }
  }

  async #drain(): Promise<number> {
    let delivered = 0;
    // Handlers emit events of their own: as long as a round delivered something, there may be another.
    for (let round = -1; round !== 0 && !this.#stopping;) {
      const lanes = await store.listLanes(this.#options.db, [...this.#subscribers.keys()]);
      round = 0;
      const next = lanes.values();
      const work = async () => {
        for (const lane of next) round += await this.#drainLane(lane);
      };
      await Promise.all(Array.from({ length: this.#options.parallel ?? 3 }, work));
      delivered += round;
    }
    return delivered;
  }

  async #drainLane(lane: Lane): Promise<number> {
    const subscriber = this.#subscribers.get(lane.subscriber)!;
    const limit = this.#options.batch ?? subscriber.batch ?? BATCH;
    let delivered = 0;
    try {
      for (;;) {
        if (this.#stopping) return delivered;
        const batch = await this.#deliverBatch(lane.orgId, subscriber, limit);
        delivered += batch.done;
        if (batch.claimed < limit) return delivered;
      }
    } catch (error) {
      // The database went away, or the batch could not commit: the deliveries are due as before.
      this.#options.log.error(
        { err: error, orgId: lane.orgId, subscriber: lane.subscriber },
        'a batch was not delivered',
      );
      return delivered;
    }
  }

  async #deliverBatch(orgId: Id, subscriber: Subscriber, limit: number): Promise<{ claimed: number; done: number }> {
    const began = performance.now();
    const actor = systemActor(orgId, `outbox.${subscriber.name}`);
    const result = must(
      await this.#options.db.inTx(actor, async (tx) => {
        if (!(await store.lockLane(tx, subscriber.name))) return ok({ claimed: 0, done: 0, failed: [] });
        const claimed = await store.lockDeliveries(tx, subscriber.name, limit);
        if (claimed.length === 0) return ok({ claimed: 0, done: 0, failed: [] });
        const failures = await this.#handle(tx, subscriber, claimed);
        const done = claimed.filter((event) => !failures.has(event.id)).map((event) => event.id);
        const failed = claimed
          .filter((event) => failures.has(event.id))
          .map((event) => this.#failed(event, failures.get(event.id)));
        if (done.length > 0) await store.updateDone(tx, subscriber.name, done);
        if (failed.length > 0) await store.updateFailed(tx, subscriber.name, failed);
        return ok({ claimed: claimed.length, done: done.length, failed });
      }),
    );
    if (result.done > 0) {
      this.#options.metrics?.delivered(subscriber.name, result.done, (performance.now() - began) / 1_000);
    }
    for (const { eventId, error, dead } of result.failed) {
      this.#options.metrics?.failed(subscriber.name, dead);
      const fields = { orgId, subscriber: subscriber.name, eventId, failure: error };
      if (dead) this.#options.log.error(fields, 'a delivery is a dead letter');
      else this.#options.log.warn(fields, 'a delivery failed and is tried again');
    }
    return result;
  }

  /** Runs the handlers; gives the error of each event that failed. What a failed one did, emitted or audited is undone. */
  async #handle(tx: Tx, subscriber: Subscriber, events: readonly Claimed[]): Promise<Map<Id, unknown>> {
    const failures = new Map<Id, unknown>();
    const { handleBatch } = subscriber;
    if (handleBatch && events.length > 1) {
      if ((await attempt(tx, () => handleBatch(tx, events))) === null) return failures;
    }
    for (const event of events) {
      const failure = await attempt(tx, () => subscriber.handle(tx, event));
      if (failure !== null) failures.set(event.id, failure.error);
    }
    return failures;
  }

  #failed(event: Claimed, error: unknown): FailedDelivery {
    const attempts = event.attempts + 1;
    const wait = this.#options.waitAfter ?? ((failed: number) => waitAfter(failed, Math.random()));
    return {
      eventId: event.id,
      error: describeFailure(error),
      waitMilliseconds: wait(attempts),
      dead: attempts >= MOST_ATTEMPTS,
    };
  }
}

/** Null where it went well. A connection that is lost fails the savepoint too, and with it the whole batch. */
async function attempt(tx: Tx, work: () => Promise<void>): Promise<{ error: unknown } | null> {
  const { length: events } = tx.events;
  const { length: lines } = tx.auditRecords;
  await store.setSavepoint(tx);
  try {
    await work();
    await store.releaseSavepoint(tx);
    return null;
  } catch (error) {
    await store.rollBackToSavepoint(tx);
    tx.events.length = events;
    tx.auditRecords.length = lines;
    return { error };
  }
}
