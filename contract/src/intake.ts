import { z } from 'zod';
import { Id, InstantText, Language, PageQuery, Reason, Version, page, text } from './common.ts';
import { EnquiryInput } from './enquiries.ts';

/** Where enquiries come in from outside. */
export const IntakeKind = z.enum(['web_form', 'webhook', 'chat']);
export type IntakeKind = z.infer<typeof IntakeKind>;

const code = z.string().regex(/^[a-z0-9_]{1,40}$/);
/** An origin, as a browser names it: scheme, host, port. */
const Origin = z.string().regex(/^https?:\/\/[a-z0-9.-]{1,253}(:\d{1,5})?$/i, { error: 'origin' });
/** A path into a JSON body: `lead.answers.0.value`. */
const JsonPath = text(400).regex(/^[^\s.]{1,80}(\.[^\s.]{1,80}){0,9}$/u, { error: 'path' });

/** Fields of ours that a foreign body may be mapped to. */
export const INTAKE_FIELDS = [
  'person.name',
  'person.phone',
  'person.email',
  'text',
  'interests',
  'sourceChannel',
  'campaign',
  'receivedAt',
  'id',
] as const;
export const IntakeField = z.enum(INTAKE_FIELDS);
export const IntakeMapping = z.partialRecord(IntakeField, JsonPath);
export type IntakeMapping = z.infer<typeof IntakeMapping>;

const FormWords = z.strictObject({
  title: text(120).optional(),
  intro: text(1_000).optional(),
  thanks: text(1_000).optional(),
  privacy: text(4_000).optional(),
});
/** The practice's own words on the form; what is left out is the catalogue's. */
export const IntakeTexts = z.strictObject({
  ko: FormWords.optional(),
  en: FormWords.optional(),
  zh: FormWords.optional(),
});
export type IntakeTexts = z.infer<typeof IntakeTexts>;

const fields = {
  name: text(120),
  site: Id.optional(),
  sourceChannel: code,
  campaign: text(120).nullable().default(null),
  /** Those to choose from on the form; none = the question is not asked. */
  interests: z.array(code).max(40).default([]),
  allowedOrigins: z.array(Origin).max(20).default([]),
  language: Language.default('ko'),
  texts: IntakeTexts.default({}),
  mapping: IntakeMapping.default({}),
  active: z.boolean().default(true),
};
export const IntakeSourceInput = z.strictObject({ kind: IntakeKind, ...fields }).meta({ id: 'IntakeSourceInput' });
export type IntakeSourceInput = z.infer<typeof IntakeSourceInput>;
export const IntakeSourcePatch = z
  .strictObject({
    name: fields.name.optional(),
    site: Id.optional(),
    sourceChannel: code.optional(),
    campaign: text(120).nullable().optional(),
    interests: z.array(code).max(40).optional(),
    allowedOrigins: z.array(Origin).max(20).optional(),
    language: Language.optional(),
    texts: IntakeTexts.optional(),
    mapping: IntakeMapping.optional(),
    active: z.boolean().optional(),
    version: Version.optional(),
  })
  .meta({ id: 'IntakeSourcePatch' });
export type IntakeSourcePatch = z.infer<typeof IntakeSourcePatch>;

export const IntakeSource = z
  .object({
    id: Id,
    kind: IntakeKind,
    name: z.string(),
    /** Below the public address: `/p/enquiry/…` of a form, `/api/v1/intake/…` of a webhook or chat. */
    path: z.string(),
    siteId: Id,
    sourceChannel: z.string(),
    campaign: z.string().nullable(),
    interests: z.array(z.string()),
    allowedOrigins: z.array(z.string()),
    language: Language,
    texts: IntakeTexts,
    mapping: IntakeMapping,
    active: z.boolean(),
    /** Until then the former secret counts too. */
    oldSecretUntil: InstantText.nullable(),
    version: z.int(),
  })
  .meta({ id: 'IntakeSource' });
export type IntakeSource = z.infer<typeof IntakeSource>;
export const IntakeSourcePage = page(IntakeSource);
/** The signing secret is shown once; null for a form. */
export const IntakeSourceMade = IntakeSource.extend({ secret: z.string().nullable() }).meta({ id: 'IntakeSourceMade' });
export type IntakeSourceMade = z.infer<typeof IntakeSourceMade>;

export const IntakeState = z.enum(['accepted', 'rejected', 'suspected', 'dismissed']);
export type IntakeState = z.infer<typeof IntakeState>;
export const IntakeRequest = z
  .object({
    id: Id,
    sourceId: Id,
    receivedAt: InstantText,
    state: IntakeState,
    /** Why it was not taken over, or is suspected. */
    reasons: z.array(Reason.extend({ field: z.string().nullable() })),
    /** What came in, in full. */
    raw: z.unknown(),
    enquiryId: Id.nullable(),
    personId: Id.nullable(),
    decidedBy: Id.nullable(),
    decidedAt: InstantText.nullable(),
  })
  .meta({ id: 'IntakeRequest' });
export type IntakeRequest = z.infer<typeof IntakeRequest>;
export const IntakeRequestPage = page(IntakeRequest);
export const IntakeRequestQuery = PageQuery.extend({ state: IntakeState.optional(), source: Id.optional() });
/** Taken over by hand: what was wrong or missing may be given. */
export const IntakeAcceptInput = z.strictObject({
  person: z.strictObject({ name: text(120).optional(), phone: text(40).optional() }).optional(),
});

/** A signed message in our own shape: what it leaves out, its source says. */
export const SignedEnquiry = EnquiryInput.partial({ sourceChannel: true }).meta({ id: 'SignedEnquiry' });
/** A message of a chat: the first one of a conversation is an enquiry, the next ones are replies to it. */
export const ChatMessage = z
  .object({
    conversation: z.string().min(1).max(200),
    text: text(4_000),
    user: z
      .object({ name: text(120).optional(), phone: text(40).optional(), email: z.string().max(254).optional() })
      .default({}),
  })
  .meta({ id: 'ChatMessage' });
export type ChatMessage = z.infer<typeof ChatMessage>;
/** What somebody wrote in a chat in which we answer. */
export const ReceivedChat = z
  .object({
    /** The other end's name of the conversation: the answer goes back to it. */
    conversation: text(200),
    text: text(4_000),
    user: z.object({ name: text(120).optional(), phone: text(40).optional(), email: text(254).optional() }).default({}),
  })
  .meta({ id: 'ReceivedChat' });
export type ReceivedChat = z.infer<typeof ReceivedChat>;
/** What a sender hears of a signed message. The reasons are codes: nothing of it is said back. */
export const IntakeReceipt = z
  .object({
    requestId: Id.nullable(),
    state: IntakeState,
    enquiryId: Id.nullable(),
    reasons: z.array(z.object({ code: z.string(), field: z.string().nullable() })),
  })
  .meta({ id: 'IntakeReceipt' });
export type IntakeReceipt = z.infer<typeof IntakeReceipt>;
