import type { StreamEvent } from '@anbu/contract';
import type { Id } from '../../kernel/ids.ts';
import { must, ok } from '../../kernel/outcome.ts';
import { systemActor, type Database, type Tx } from '../db/index.ts';
import type { Listener } from './listener.ts';
import { findStreamPosition, listStreamEvents, STREAM_CHANNEL, type StreamEntry } from './store.ts';

const POLL = 5_000;
const BATCH = 500;
/** Further behind than this, reading everything again is cheaper than telling all of it. */
const MOST_MISSED = 2_000;

export type StreamMessage = { readonly position: number; readonly event: StreamEvent };
export type StreamListener = {
  readonly onEvent: (message: StreamMessage) => void;
  /** What happened after the position asked for is not kept: read everything again; events go on after the position given. */
  readonly onReset: (position: number) => void;
  /** From now on, asked for without a position, is from here: what was read before may lack what happened until now. */
  readonly onBegins?: (position: number) => void;
};

/** `position` null = not placed yet. */
type Subscription = { position: number | null; readonly after: number | null; readonly listener: StreamListener };
type Channel = { readonly subscriptions: Set<Subscription>; running: Promise<void> | null; again: boolean };

export type StreamLog = { warn(fields: object, text: string): void };

/**
 * What the screens are told, in the order of positions, in every process that serves. NOTIFY only wakes; the rows are the truth.
 *
 *     const unsubscribe = stream.subscribe(orgId, lastEventId, { onEvent, onReset });
 */
export class Stream {
  readonly #db: Database;
  readonly #channels = new Map<Id, Channel>();
  readonly #timer: NodeJS.Timeout;
  readonly #unlisten: () => void;
  readonly #log: StreamLog | undefined;
  #closed = false;

  constructor(options: { db: Database; listener: Listener; log?: StreamLog; pollMilliseconds?: number }) {
    this.#db = options.db;
    this.#log = options.log;
    this.#unlisten = options.listener.on(STREAM_CHANNEL, (payload) => this.#wake(payload));
    this.#timer = setInterval(() => this.#wake(null), options.pollMilliseconds ?? POLL).unref();
  }

  /**
   * Calls `onEvent` once for each event of the organisation after the position, in order and without a gap; null = from now on.
   * Whether the receiver may see an event is its own check.
   */
  subscribe(orgId: Id, after: number | null, listener: StreamListener): () => void {
    const subscription: Subscription = { position: null, after, listener };
    let channel = this.#channels.get(orgId);
    if (!channel) this.#channels.set(orgId, (channel = { subscriptions: new Set(), running: null, again: false }));
    const joined = channel;
    joined.subscriptions.add(subscription);
    this.#pump(orgId, joined);
    return () => {
      joined.subscriptions.delete(subscription);
      if (joined.subscriptions.size === 0 && this.#channels.get(orgId) === joined) this.#channels.delete(orgId);
    };
  }

  /** The events after a position; `reset` where some of them are no longer kept, the position is not of this database, or they are too many. */
  async since(orgId: Id, position: number): Promise<StreamEntry[] | 'reset'> {
    return this.#read(orgId, async (tx) =>
      isKept(await findStreamPosition(tx), position) ? listStreamEvents(tx, position, MOST_MISSED) : 'reset',
    );
  }

  /** The newest position: what a client that has read everything now stands at. */
  async position(orgId: Id): Promise<number> {
    return this.#read(orgId, async (tx) => (await findStreamPosition(tx)).position);
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearInterval(this.#timer);
    this.#unlisten();
    const running = [...this.#channels.values()].flatMap((channel) => channel.running ?? []);
    this.#channels.clear();
    await Promise.all(running);
  }

  #wake(payload: string | null): void {
    if (payload === null) {
      for (const [orgId, channel] of this.#channels) this.#pump(orgId, channel);
      return;
    }
    const orgId = payload.slice(0, payload.indexOf(':'));
    const channel = this.#channels.get(orgId);
    if (channel) this.#pump(orgId, channel);
  }

  #pump(orgId: Id, channel: Channel): void {
    if (channel.running) {
      channel.again = true;
      return;
    }
    channel.running = this.#deliver(orgId, channel)
      .catch((error: unknown) => this.#log?.warn({ err: error, orgId }, 'the stream could not be read'))
      .finally(() => {
        channel.running = null;
        if (!channel.again || this.#closed) return;
        channel.again = false;
        this.#pump(orgId, channel);
      });
  }

  async #deliver(orgId: Id, channel: Channel): Promise<void> {
    for (;;) {
      const subscriptions = [...channel.subscriptions];
      if (subscriptions.length === 0 || this.#closed) return;
      await this.#place(orgId, subscriptions);
      const from = Math.min(...subscriptions.map((subscription) => subscription.position!));
      const entries = await this.#read(orgId, (tx) => listStreamEvents(tx, from, BATCH));
      for (const { position, ...event } of entries) {
        for (const subscription of subscriptions) {
          if (position <= subscription.position! || !channel.subscriptions.has(subscription)) continue;
          subscription.position = position;
          this.#call(() => subscription.listener.onEvent({ position, event }));
        }
      }
      if (entries.length < BATCH) return;
    }
  }

  async #place(orgId: Id, subscriptions: readonly Subscription[]): Promise<void> {
    const fresh = subscriptions.filter((subscription) => subscription.position === null);
    if (fresh.length === 0) return;
    const head = await this.#read(orgId, findStreamPosition);
    for (const subscription of fresh) {
      const { after } = subscription;
      subscription.position = after !== null && isKept(head, after) ? after : head.position;
      if (after === null) this.#call(() => subscription.listener.onBegins?.(head.position));
      else if (after !== subscription.position) this.#call(() => subscription.listener.onReset(head.position));
    }
  }

  #call(receive: () => void): void {
    try {
      receive();
    } catch (error) {
      this.#log?.warn({ err: error }, 'a receiver of the stream failed');
    }
  }

  async #read<T>(orgId: Id, work: (tx: Tx) => Promise<T>): Promise<T> {
    return must(await this.#db.inTx(systemActor(orgId, 'stream'), async (tx) => ok(await work(tx)), 'snapshot'));
  }
}

function isKept(head: { position: number; prunedTo: number }, position: number): boolean {
  return position >= head.prunedTo && position <= head.position && head.position - position <= MOST_MISSED;
}
