import type { Id } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';
import type { Outcome } from '../../../kernel/outcome.ts';
import type { Database, Tx } from '../../../platform/db/index.ts';
import type { LetterLook } from '../press/index.ts';
import type { Log } from '../../../platform/log.ts';
import type { Outgoing } from '../../../platform/outgoing/index.ts';
import type { HeardText } from '../transports/heard.ts';

/** What came in by a way out, for whoever keeps what comes in. */
export type HeardBy = Omit<HeardText, 'atSeconds'> & {
  readonly wayId: Id;
  readonly channel: 'sms';
  readonly receivedAt?: Instant;
};

export type ChannelsDeps = {
  readonly database: Database;
  readonly secrets: {
    seal(text: string, purpose: string): string;
    open(sealed: string, purpose: string): string;
  };
  readonly outgoing: Outgoing;
  /** Marks the addresses at which a single message is reported of. */
  readonly receiptKey: Buffer;
  /** Where people and providers reach Anbu. */
  readonly publicUrl: URL;
  readonly random: () => number;
  /** A steady clock in milliseconds, for paces and waits alone. */
  readonly steady: () => number;
  /** Shows letters as they would be printed. */
  readonly look: LetterLook;
  /** Keeps what came in, in the transaction; the same one again does nothing. */
  readonly receive: (tx: Tx, heard: HeardBy) => Promise<Outcome<unknown>>;
  readonly log: Log;
};

/** What a sealed text is for: one does not open as another. */
export const SECRET_PURPOSE = 'channels.secrets';
