import type { Id } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { Tx } from '../db/index.ts';

/** An event as a subscriber gets it. */
export type DeliveredEvent = {
  readonly id: Id;
  readonly type: string;
  readonly at: Instant;
  readonly personId: Id | null;
  readonly actorId: Id | null;
  readonly payload: Readonly<Record<string, unknown>>;
};

/** Runs once per event, in one transaction with the mark that it did; throwing tries again later, in the end a dead letter. */
export type Subscriber = {
  readonly name: string;
  /** Event types; `*` is every type. */
  readonly types: readonly string[];
  readonly handle: (tx: Tx, event: DeliveredEvent) => Promise<void>;
  /** Many at once, in order: all or none. Where it throws, the events go through `handle` one by one. */
  readonly handleBatch?: (tx: Tx, events: readonly DeliveredEvent[]) => Promise<void>;
  /** So many in one transaction at most, where larger batches cost less each. */
  readonly batch?: number;
};
