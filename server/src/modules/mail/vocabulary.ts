import type { MailAuth, MailboxKind, MailSecurity, ReceivedKind, ReceivedState } from '@anbu/contract';
import type { Id } from '../../kernel/ids.ts';
import type { Instant } from '../../kernel/instant.ts';

export type MailboxRow = {
  readonly id: Id;
  readonly name: string;
  readonly kind: MailboxKind;
  readonly address: string;
  /** Of IMAP, as the next four. */
  readonly host: string | null;
  readonly port: number | null;
  readonly security: MailSecurity | null;
  readonly username: string | null;
  readonly folder: string | null;
  readonly auth: MailAuth;
  readonly clientId: string | null;
  readonly tokenUrl: string | null;
  /** A password, or as `service/sign-in.ts` writes it. */
  readonly sealed: string | null;
  readonly active: boolean;
  readonly version: number;
  readonly uidValidity: number | null;
  readonly nextUid: number | null;
  readonly stuckUid: number | null;
  readonly stuckTries: number;
  readonly failures: number;
  readonly halted: boolean;
  readonly restUntil: Instant | null;
  readonly lastError: string | null;
  readonly lastErrorAt: Instant | null;
  readonly lastReadAt: Instant | null;
};

export type ReceivedRow = {
  readonly id: Id;
  readonly mailboxId: Id;
  readonly fingerprint: string;
  readonly receivedAt: Instant;
  readonly sizeBytes: number;
  readonly recipient: string | null;
  readonly state: ReceivedState;
  readonly kind: ReceivedKind | null;
  readonly result: string | null;
  readonly tries: number;
  readonly settledAt: Instant | null;
  readonly messageId: Id | null;
};
