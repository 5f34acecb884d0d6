import { z } from 'zod';
import { Id, InstantText, PageQuery, Reason, Version, page, text } from './common.ts';
import { typed } from './typed.ts';

export const MAILBOX_KINDS = ['imap', 'smtp'] as const;
export const MailboxKind = z.enum(MAILBOX_KINDS).meta({ id: 'MailboxKind' });
export type MailboxKind = z.infer<typeof MailboxKind>;
export const MAIL_SECURITIES = ['tls', 'starttls', 'none'] as const;
export const MailSecurity = z.enum(MAIL_SECURITIES);
export type MailSecurity = z.infer<typeof MailSecurity>;

/** How a mailbox is signed in to: by a password, or by access that a provider gives for a while (OAuth 2). */
export const MAIL_AUTHS = ['password', 'oauth'] as const;
export const MailAuth = z.enum(MAIL_AUTHS).meta({ id: 'MailAuth' });
export type MailAuth = z.infer<typeof MailAuth>;

const fields = {
  name: text(120),
  /** To whom people write; `@domain` of the receiving end takes whatever comes to that domain. */
  address: text(254, 3),
  host: text(253).nullable(),
  port: z.int().min(1).max(65_535).nullable(),
  security: MailSecurity.nullable(),
  username: text(254).nullable(),
  /** Left out or empty: as it is. It is shown to nobody. */
  password: typed(1_000),
  auth: MailAuth,
  clientId: text(254).nullable(),
  /** Where access is renewed. */
  tokenUrl: text(500).nullable(),
  /** As the password: left out or empty, they stay. */
  clientSecret: typed(1_000),
  refreshToken: typed(8_000),
  folder: text(254).nullable(),
  active: z.boolean(),
};

export const MailboxInput = z
  .strictObject({
    ...fields,
    kind: MailboxKind,
    host: fields.host.default(null),
    port: fields.port.default(null),
    security: fields.security.default(null),
    username: fields.username.default(null),
    password: fields.password.optional(),
    auth: fields.auth.default('password'),
    clientId: fields.clientId.default(null),
    tokenUrl: fields.tokenUrl.default(null),
    clientSecret: fields.clientSecret.optional(),
    refreshToken: fields.refreshToken.optional(),
    folder: fields.folder.default(null),
    active: fields.active.default(true),
  })
  .meta({ id: 'MailboxInput' });
export type MailboxInput = z.infer<typeof MailboxInput>;
export const MailboxPatch = z
  .strictObject({
    name: fields.name.optional(),
    address: fields.address.optional(),
    host: fields.host.optional(),
    port: fields.port.optional(),
    security: fields.security.optional(),
    username: fields.username.optional(),
    password: fields.password.optional(),
    auth: fields.auth.optional(),
    clientId: fields.clientId.optional(),
    tokenUrl: fields.tokenUrl.optional(),
    clientSecret: fields.clientSecret.optional(),
    refreshToken: fields.refreshToken.optional(),
    folder: fields.folder.optional(),
    active: fields.active.optional(),
    version: Version.optional(),
  })
  .meta({ id: 'MailboxPatch' });
export type MailboxPatch = z.infer<typeof MailboxPatch>;

export const Mailbox = z
  .object({
    id: Id,
    name: z.string(),
    kind: MailboxKind,
    address: z.string(),
    host: z.string().nullable(),
    port: z.int().nullable(),
    security: MailSecurity.nullable(),
    username: z.string().nullable(),
    auth: MailAuth,
    clientId: z.string().nullable(),
    tokenUrl: z.string().nullable(),
    /** Whether the password, or what renews access, is there. */
    passwordSet: z.boolean(),
    folder: z.string().nullable(),
    active: z.boolean(),
    version: z.int(),
    /** How it goes: what waits, what could not be taken, what failed last, and until when it is left alone. */
    waiting: z.int(),
    failed: z.int(),
    failures: z.int(),
    /** Not tried any more until somebody changes it: the password was not taken. */
    halted: z.boolean(),
    restUntil: InstantText.nullable(),
    lastError: Reason.nullable(),
    lastErrorAt: InstantText.nullable(),
    lastReadAt: InstantText.nullable(),
  })
  .meta({ id: 'Mailbox' });
export type Mailbox = z.infer<typeof Mailbox>;
export const MailboxPage = page(Mailbox)
  .extend({
    /** Where the own receiving end listens; null where it is off. */
    listensAt: z.string().nullable(),
  })
  .meta({ id: 'MailboxPage' });
export type MailboxPage = z.infer<typeof MailboxPage>;

/** Whether the other end answers, knows us and has the folder; `error` says what it said instead. */
export const MailboxTested = z
  .object({ ok: z.boolean(), error: Reason.nullable(), milliseconds: z.int() })
  .meta({ id: 'MailboxTested' });

/** What a mail server said of a message of ours: in its own words, whatever language they are in. */
export const MessageReturned = z
  .object({
    returned: z
      .object({
        action: z.enum(['failed', 'delayed']),
        /** By RFC 3463, e.g. `5.1.1`. */
        status: z.string().nullable(),
        words: z.string().nullable(),
        at: InstantText,
      })
      .nullable(),
  })
  .meta({ id: 'MessageReturned' });
export type MessageReturned = z.infer<typeof MessageReturned>;

export const RECEIVED_STATES = ['waiting', 'done', 'failed', 'dropped'] as const;
export const ReceivedState = z.enum(RECEIVED_STATES).meta({ id: 'ReceivedState' });
export type ReceivedState = z.infer<typeof ReceivedState>;
export const RECEIVED_KINDS = ['reply', 'bounce', 'complaint', 'leave', 'auto', 'own'] as const;
export const ReceivedKind = z.enum(RECEIVED_KINDS).meta({ id: 'ReceivedKind' });
export type ReceivedKind = z.infer<typeof ReceivedKind>;

/** A mail that came in, without what it says. */
export const ReceivedMail = z
  .object({
    id: Id,
    mailboxId: Id,
    receivedAt: InstantText,
    sizeBytes: z.int(),
    state: ReceivedState,
    kind: ReceivedKind.nullable(),
    result: Reason.nullable(),
    tries: z.int(),
  })
  .meta({ id: 'ReceivedMail' });
export type ReceivedMail = z.infer<typeof ReceivedMail>;
export const ReceivedMailPage = page(ReceivedMail);
export const ReceivedMailQuery = PageQuery.extend({ state: ReceivedState.optional() });
