import { z } from 'zod';
import { Id, InstantText, PageQuery, Reason, Version, page, text } from './common.ts';
import { MessageState } from './messages.ts';

/** By what people write to us. A letter comes as its scan, brought by a member. */
export const RECEIVED_CHANNELS = ['sms', 'chat', 'email', 'fax', 'letter'] as const;
export const ReceivedChannel = z.enum(RECEIVED_CHANNELS).meta({ id: 'ReceivedChannel' });
export type ReceivedChannel = z.infer<typeof ReceivedChannel>;

/** One person has the address; several have it; nobody; a member said whose it is. */
export const IncomingMatch = z.enum(['person', 'shared', 'unknown', 'by_hand']).meta({ id: 'IncomingMatch' });
export type IncomingMatch = z.infer<typeof IncomingMatch>;

/** What it did by itself: a stop word; 1, 2, 3 to a question of a booking; an answer to an enquiry. */
export const IncomingEffect = z
  .enum(['none', 'stopped', 'confirmed', 'change_asked', 'cancelled', 'replied'])
  .meta({ id: 'IncomingEffect' });
export type IncomingEffect = z.infer<typeof IncomingEffect>;

export const IncomingState = z.enum(['open', 'done', 'spam']).meta({ id: 'IncomingState' });
export type IncomingState = z.infer<typeof IncomingState>;

const Who = z.object({ id: Id, name: z.string().nullable() });

export const IncomingMessage = z
  .object({
    id: Id,
    channel: ReceivedChannel,
    from: z.string().nullable(),
    /** As a reader writes it: 010-2283-2943. */
    fromShown: z.string().nullable(),
    fromName: z.string().nullable(),
    to: z.string().nullable(),
    subject: z.string().nullable(),
    text: z.string(),
    receivedAt: InstantText,
    match: IncomingMatch,
    person: Who.nullable(),
    /** Our message that it answers. */
    replyToId: Id.nullable(),
    enquiryId: Id.nullable(),
    effect: IncomingEffect,
    problem: Reason.nullable(),
    state: IncomingState,
    ownerId: Id.nullable(),
    doneAt: InstantText.nullable(),
    files: z.array(z.object({ id: Id, name: z.string(), mediaType: z.string(), bytes: z.int() })),
    version: Version,
  })
  .meta({ id: 'IncomingMessage' });
export type IncomingMessage = z.infer<typeof IncomingMessage>;
export const IncomingPage = page(IncomingMessage);
/** Beside the scan: who writes, as the envelope says. */
export const ScannedLetter = z.strictObject({ from: text(120).optional() });

export const INBOX_VIEWS = ['open', 'mine', 'unassigned', 'unmatched', 'done', 'spam'] as const;
export const InboxView = z.enum(INBOX_VIEWS);
export type InboxView = z.infer<typeof InboxView>;
/** `mine` is of whoever asks. */
export const InboxQuery = PageQuery.extend({ view: InboxView.default('open') });

/** Of what waits. More than 999 are 1000. */
export const InboxCounts = z
  .object({ open: z.int(), mine: z.int(), unassigned: z.int(), unmatched: z.int() })
  .meta({ id: 'InboxCounts' });
export type InboxCounts = z.infer<typeof InboxCounts>;

/** One line of what was written back and forth with an address by a channel. */
export const ThreadLine = z
  .object({
    id: Id,
    direction: z.enum(['in', 'out']),
    at: InstantText,
    subject: z.string().nullable(),
    text: z.string(),
    /** Of ours: what became of it. */
    state: MessageState.nullable(),
    effect: IncomingEffect.nullable(),
    /** Who has the address beside her, and to whom this one went. */
    person: Who.nullable(),
  })
  .meta({ id: 'ThreadLine' });
export type ThreadLine = z.infer<typeof ThreadLine>;

export const IncomingDetail = IncomingMessage.extend({
  /** The last fifty, the oldest first. */
  thread: z.array(ThreadLine),
  /** Whose it may be: who has the address. */
  candidates: z.array(Who.extend({ lastWrittenTo: z.boolean() })),
  viewers: z.array(z.object({ userId: Id, name: z.string() })),
}).meta({ id: 'IncomingDetail' });
export type IncomingDetail = z.infer<typeof IncomingDetail>;

export const InboxAssign = z.strictObject({ ownerId: Id.nullable(), version: Version }).meta({ id: 'InboxAssign' });
/** `keepAddress`: it is hers from now on. */
export const InboxMatch = z
  .strictObject({ personId: Id, keepAddress: z.boolean().default(false), version: Version })
  .meta({ id: 'InboxMatch' });
export const InboxEnquiry = z
  .strictObject({ name: text(100).optional(), site: Id.optional(), version: Version })
  .meta({ id: 'InboxEnquiry' });
export const InboxSettle = z.strictObject({ state: IncomingState, version: Version }).meta({ id: 'InboxSettle' });
