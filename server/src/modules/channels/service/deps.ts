import type { Id } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';
import type { Outcome } from '../../../kernel/outcome.ts';
import type { Database, Tx } from '../../../platform/db/index.ts';
import type { LetterLook } from '../press/index.ts';
import type { Log } from '../../../platform/log.ts';
import type { Outgoing } from '../../../platform/outgoing/index.ts';
import type { Said } from '../rules/smtp-answer.ts';
import type { HeardText } from '../transports/heard.ts';
import type { MarkKeys } from './marks.ts';
import type { Returned } from './returns.ts';

/** What came in by a way out, for whoever keeps what comes in. */
export type HeardBy = Omit<HeardText, 'atSeconds'> & {
  readonly wayId: Id;
  readonly channel: 'sms' | 'chat';
  readonly fromName?: string | null;
  /** What a chat says of who writes. */
  readonly contact?: { readonly phone: string | null; readonly email: string | null };
  readonly receivedAt?: Instant;
};

export type ChannelsDeps = {
  readonly database: Database;
  readonly secrets: {
    seal(text: string, purpose: string): string;
    open(sealed: string, purpose: string): string;
  };
  readonly outgoing: Outgoing;
  /** Mark the addresses at which a single message is reported of: the first one makes them, all know them. */
  readonly receiptKeys: MarkKeys['receiptKeys'];
  /** Where people and providers reach Anbu. */
  readonly publicUrl: URL;
  readonly random: () => number;
  /** A steady clock in milliseconds, for paces and waits alone. */
  readonly steady: () => number;
  /** Shows letters as they would be printed. */
  readonly look: LetterLook;
  /** Keeps what came in, in the transaction; the same one again does nothing. */
  readonly receive: (tx: Tx, heard: HeardBy) => Promise<Outcome<unknown>>;
  /** Keeps what a mail server said when it refused a message for good, and what that says of the address; the same again does nothing. */
  readonly refused: (tx: Tx, message: Returned, said: Said) => Promise<void>;
  readonly log: Log;
};

/** What a sealed text is for: one does not open as another. */
export const HOOK_PURPOSE = 'channels.hook';
export const SECRET_PURPOSE = 'channels.secrets';
