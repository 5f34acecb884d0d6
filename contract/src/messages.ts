import { z } from 'zod';
import { LetterPage } from './letters.ts';
import { codeFilter, Day, Id, InstantText, Language, PageQuery, Reason, page, text } from './common.ts';
import { Purpose } from './gate.ts';
import { VariableValues } from './templates.ts';
import { typed } from './typed.ts';
import { OCCASION_CODES, OccasionCode } from './notices.ts';
import { SENT_CHANNELS, SentChannel } from './transports.ts';

/** The longest text that any channel of ours carries. */
export const LONGEST_TEXT = 20_000;

/** What carriers charge by: up to 90 bytes, up to 2,000, longer. */
export const SIZE_CLASSES = ['SMS', 'LMS', 'MMS'] as const;
export const SizeClass = z.enum(SIZE_CLASSES).meta({ id: 'SizeClass' });
export type SizeClass = z.infer<typeof SizeClass>;

export const MeasureInput = z.strictObject({ text: typed(LONGEST_TEXT) }).meta({ id: 'MeasureInput' });

/**
 * `encoding` CP949 where it holds the whole text, else UCS2; `bytes` in it, and by them `class`. `unencodable`: each character that CP949 does not
 * hold, once. `segments`: parts that a gateway sends, in `alphabet`: of GSM-7 160 characters or 153 of several, of UCS2 70 or 67.
 */
export const Measure = z
  .object({
    bytes: z.int(),
    class: SizeClass,
    encoding: z.enum(['CP949', 'UCS2']),
    segments: z.int(),
    alphabet: z.enum(['GSM7', 'UCS2']),
    unencodable: z.array(z.string()),
  })
  .meta({ id: 'Measure' });
export type Measure = z.infer<typeof Measure>;

export const MESSAGE_STATES = [
  'draft',
  'gated',
  'queued',
  'sending',
  'sent',
  'delivered',
  'read',
  'replied',
  'refused',
  'expired',
  'unknown',
  'failed',
] as const;
export const MessageState = z.enum(MESSAGE_STATES).meta({ id: 'MessageState' });
export type MessageState = z.infer<typeof MessageState>;

/** What is wished for: by a template with values, or written by hand. `to` left out: the person's first usable number or address. */
const wish = {
  personId: Id,
  channel: SentChannel,
  templateId: Id.optional(),
  values: VariableValues.default({}),
  purpose: Purpose.optional(),
  subject: text(200).optional(),
  text: typed(4_000).optional(),
  language: Language.optional(),
  to: text(254).optional(),
  enquiryId: Id.optional(),
  /** Not before then. */
  sendAt: InstantText.optional(),
  /** After that it helps nobody, and is not sent. */
  usefulUntil: InstantText.optional(),
};
/** `dedupeKey`: the second wish with the same key is told of the first message. */
export const MessageInput = z.strictObject({ ...wish, dedupeKey: text(200).optional() }).meta({ id: 'MessageInput' });
export type MessageInput = z.infer<typeof MessageInput>;
export const MessagePreviewInput = z.strictObject(wish).meta({ id: 'MessagePreviewInput' });
export type MessagePreviewInput = z.infer<typeof MessagePreviewInput>;

export const Money = z.object({ minor: z.int(), currency: z.string() });

/** What the gate said: the sentence in the reader's language, and what would make it allowed. */
export const MessageVerdict = z
  .object({
    verdict: z.enum(['ALLOW', 'DEFER', 'DENY']),
    at: InstantText,
    until: InstantText.nullable(),
    reason: Reason,
    remedy: Reason.nullable(),
    rule: z.string().nullable(),
    /** What the rule rests on. */
    law: Reason.nullable(),
  })
  .meta({ id: 'MessageVerdict' });
export type MessageVerdict = z.infer<typeof MessageVerdict>;

/** What a person will be told by itself, and what the gate says of it at that time, as far as its words are not written yet. */
export const NoticePlanned = z
  .object({
    id: Id,
    occasion: OccasionCode,
    channel: SentChannel,
    dueAt: InstantText,
    usefulUntil: InstantText,
    /** Why it waits though its time has come. */
    reason: Reason.nullable(),
    verdict: MessageVerdict,
  })
  .meta({ id: 'NoticePlanned' });
export type NoticePlanned = z.infer<typeof NoticePlanned>;
export const NoticePlannedPage = page(NoticePlanned);
export type NoticePlannedPage = z.infer<typeof NoticePlannedPage>;

/** A page of A4 in points, from the left and the top: lines by their baselines, and rules. */
export const PageSheet = z
  .object({
    lines: z.array(z.object({ text: z.string(), x: z.number(), y: z.number(), size: z.number(), bold: z.boolean() })),
    rules: z.array(z.object({ x: z.number(), y: z.number(), width: z.number() })),
  })
  .meta({ id: 'PageSheet' });
export type PageSheet = z.infer<typeof PageSheet>;

/** As it would arrive. `html` for e-mail; `measure` for what is counted in bytes; `sheets` for what is printed. */
export const Proof = z
  .object({
    channel: SentChannel,
    to: z.string().nullable(),
    subject: z.string().nullable(),
    text: z.string(),
    html: z.string().nullable(),
    measure: Measure.nullable(),
    sheets: z.array(PageSheet).nullable(),
    cost: Money.nullable(),
    /** Of a letter: its pages as they are printed. */
    pages: z.array(LetterPage).nullable(),
    /** Why it could not go by any way out, or why the wording is refused. */
    faults: z.array(Reason),
  })
  .meta({ id: 'Proof' });
export type Proof = z.infer<typeof Proof>;
export const MessagePreview = z.object({ proof: Proof, verdict: MessageVerdict }).meta({ id: 'MessagePreview' });
export type MessagePreview = z.infer<typeof MessagePreview>;

export const Message = z
  .object({
    id: Id,
    personId: Id.nullable(),
    /** Null of nobody, and of whom no name is known any more. */
    personName: z.string().nullable(),
    channel: SentChannel,
    purpose: Purpose,
    state: MessageState,
    why: Reason.nullable(),
    /** What would make it allowed, and from when on, where the gate lets it wait or refused it. */
    remedy: Reason.nullable(),
    to: z.string().nullable(),
    subject: z.string().nullable(),
    text: z.string(),
    language: Language,
    templateId: Id.nullable(),
    templateNo: z.int().nullable(),
    enquiryId: Id.nullable(),
    /** By what it was sent by itself; null: somebody sent it. */
    occasion: OccasionCode.nullable(),
    /** The message that failed before, by another channel. */
    fallbackOf: Id.nullable(),
    class: SizeClass.nullable(),
    segments: z.int().nullable(),
    cost: Money.nullable(),
    transportId: Id.nullable(),
    madeBy: Id.nullable(),
    madeAt: InstantText,
    sendAt: InstantText,
    handedAt: InstantText.nullable(),
    sentAt: InstantText.nullable(),
    settledAt: InstantText.nullable(),
    /** When a short link in it was opened first, where the organisation notes that. */
    openedAt: InstantText.nullable(),
    /** Of one that waits: from when on it may leave. */
    waitsUntil: InstantText.nullable(),
    /** Nobody knows whether it arrived, and somebody must look. */
    asksForDecision: z.boolean(),
    /** Its way out is for practice: nothing left. */
    practice: z.boolean(),
  })
  .meta({ id: 'Message' });
export type Message = z.infer<typeof Message>;
export const MessagePage = page(Message);
export const MessageWithVerdicts = Message.extend({ verdicts: z.array(MessageVerdict) }).meta({
  id: 'MessageWithVerdicts',
});
export type MessageWithVerdicts = z.infer<typeof MessageWithVerdicts>;
export const MessageQuery = PageQuery.extend({
  person: Id.optional(),
  state: codeFilter(MESSAGE_STATES).optional(),
  channel: codeFilter(SENT_CHANNELS).optional(),
  why: z.string().max(80).optional(),
  /** Those that were sent by themselves; `hand`: those that somebody sent. */
  occasion: codeFilter(['hand', ...OCCASION_CODES]).optional(),
  from: Day.optional(),
  to: Day.optional(),
  /** Those of unknown outcome that nobody has looked at. */
  open: z.enum(['1']).optional(),
});

/** A fax that a server of one's own received: who called, as the exchange told, and the pages as a PDF. `error`: why it broke off. */
export const ReceivedFax = z
  .strictObject({
    from: z.string().max(100),
    name: z.string().max(120),
    device: z.string().max(100),
    error: z.string().max(300),
    pages: z.int().min(0).max(1_000),
    receivedAt: InstantText.nullable(),
    file: z.base64(),
  })
  .meta({ id: 'ReceivedFax' });
export type ReceivedFax = z.infer<typeof ReceivedFax>;

/** What somebody found out of a message whose outcome was unknown. */
export const MessageDecision = z
  .strictObject({ decision: z.enum(['arrived', 'send_again', 'leave']) })
  .meta({ id: 'MessageDecision' });

/** By which way a message of a channel would leave now. A channel that has none is missing. `practice`: nothing leaves. */
export const MessageWayPage = page(z.object({ channel: SentChannel, name: z.string(), practice: z.boolean() })).meta({
  id: 'MessageWayPage',
});
export type MessageWayPage = z.infer<typeof MessageWayPage>;

/** Left out: the last thirty days. */
export const DeliveryBoardQuery = z.strictObject({
  from: Day.optional(),
  to: Day.optional(),
  /** Of those alone, as in the list. */
  occasion: codeFilter(['hand', ...OCCASION_CODES]).optional(),
});
/** Messages by the day on which they were made, at the first site. Each number leads to its rows: `drill` is their address. */
export const DeliveryBoard = z
  .object({
    from: Day,
    to: Day,
    timeZone: z.string(),
    total: z.int(),
    days: z.array(z.object({ day: Day, channel: SentChannel, state: MessageState, count: z.int() })),
    states: z.array(z.object({ state: MessageState, count: z.int(), drill: z.string() })),
    refusals: z.array(z.object({ reason: Reason, state: MessageState, count: z.int(), drill: z.string() })),
    costs: z.array(z.object({ channel: SentChannel, currency: z.string(), minor: z.int(), count: z.int() })),
    waiting: z.int(),
    openTasks: z.int(),
    /** Messages with a short link, and those whose link was opened; null where the organisation notes no openings. */
    links: z.object({ sent: z.int(), opened: z.int() }).nullable(),
  })
  .meta({ id: 'DeliveryBoard' });
export type DeliveryBoard = z.infer<typeof DeliveryBoard>;
