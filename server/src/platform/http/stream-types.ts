import type { StreamEvent } from '@anbu/contract';
import type { Id } from '../../kernel/ids.ts';

export type StreamMessage = { readonly position: number; readonly event: StreamEvent };
export type StreamListener = {
  readonly onEvent: (message: StreamMessage) => void;
  /** The position asked for is older than what is kept: the reader must read everything again. */
  readonly onReset: (position: number) => void;
  /** From now on, asked for without a position, is from here: what was read before may lack what happened until now. */
  readonly onBegins?: (position: number) => void;
};

/** What the event stream of a process gives: events of one organisation in order, from a position on. */
export type Stream = {
  /** `after` null = from now on. Gives the function that ends it. */
  subscribe(orgId: Id, after: number | null, listener: StreamListener): Promise<() => void> | (() => void);
};
