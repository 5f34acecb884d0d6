import type { Database } from '../../../platform/db/index.ts';
import type { Log } from '../../../platform/log.ts';
import type { MarkKeys } from '../../channels/index.ts';
import type { Outgoing } from '../../../platform/outgoing/index.ts';

export type MailDeps = {
  readonly database: Database;
  readonly secrets: {
    seal(text: string, purpose: string): string;
    open(sealed: string, purpose: string): string;
  };
  readonly outgoing: Outgoing;
  /** The keys of the marks of our own messages. */
  readonly receiptKeys: MarkKeys['receiptKeys'];
  /** Where the own receiving end listens; null = it is off. */
  readonly listen: { readonly host: string; readonly port: number } | null;
  readonly random: () => number;
  /** A steady clock in milliseconds, for waits alone. */
  readonly steady: () => number;
  readonly log: Log;
};

/** What a sealed text is for: one does not open as another. */
export const SECRET_PURPOSE = 'mail.password';
