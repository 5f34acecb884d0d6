import type { IncomingEffect, IncomingMatch, IncomingState, ReceivedChannel } from '@anbu/contract';
import type { Id } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';

/** What came in, as it came. */
export type Incoming = {
  /** The way by which it came: a way out that hears answers, a mailbox, a source. */
  readonly wayId: Id;
  readonly channel: ReceivedChannel;
  /** As the other end writes it; null = withheld. */
  readonly from: string | null;
  readonly fromName?: string | null;
  /** What a chat says of who writes: it may say whose it is, the first time. */
  readonly contact?: { readonly phone: string | null; readonly email: string | null };
  readonly to: string | null;
  readonly subject?: string | null;
  readonly text: string;
  /** The other end's own name of it. Null where it has none: the same words of the same sender within two minutes are the same message. */
  readonly externalId: string | null;
  /** Our message that it answers, where the protocol says so. */
  readonly inReplyTo?: Id | null;
  /** By the sender's clock; what lies ahead is now. */
  readonly receivedAt?: Instant;
  /** As it came, for whoever has to look. */
  readonly raw: Readonly<Record<string, unknown>>;
  readonly files?: readonly IncomingFile[];
  /** What could not be read of it: a code `inbox.problem.…`. */
  readonly problem?: string | null;
  /** Written by a machine, an absence note for one: kept and shown, and it answers nothing. */
  readonly automatic?: boolean;
};

export type IncomingFile = { readonly name: string; readonly mediaType: string; readonly content: Uint8Array };

export type MessageRow = {
  readonly id: Id;
  readonly wayId: Id;
  readonly channel: ReceivedChannel;
  readonly fromAddress: string | null;
  readonly fromName: string | null;
  readonly toAddress: string | null;
  readonly subject: string | null;
  readonly body: string;
  readonly receivedAt: Instant;
  readonly match: IncomingMatch;
  readonly personId: Id | null;
  readonly replyToId: Id | null;
  readonly enquiryId: Id | null;
  readonly effect: IncomingEffect;
  readonly problem: string | null;
  readonly state: IncomingState;
  readonly ownerId: Id | null;
  readonly doneAt: Instant | null;
  readonly version: number;
};

/** What became of it. `repeated`: it came before, and nothing happened. */
export type Received = { readonly id: Id; readonly repeated: boolean };
