import { z } from 'zod';
import { Id, InstantText, PageQuery, Version, page, text } from './common.ts';
import { CallInput } from './enquiries.ts';
import { PersonHit } from './people.ts';
import { StatusCode } from './statuses.ts';

/** How an exchange speaks: Asterisk's manager (AMI), its REST interface (ARI), or signed HTTP messages of any other one. */
export const ExchangeKind = z.enum(['ami', 'ari', 'webhook']);
export type ExchangeKind = z.infer<typeof ExchangeKind>;

const Host = z
  .string()
  .max(253)
  .regex(/^[a-z0-9]([a-z0-9.:-]*[a-z0-9])?$/i, { error: 'host' })
  .toLowerCase();
const Port = z.int().min(1).max(65_535);
/** Letters, digits and marks that a field of the protocol may hold: no line break begins another field (S5). */
const Word = z.string().regex(/^[A-Za-z0-9_.@/{}-]{1,80}$/, { error: 'word' });
const Extension = z.string().regex(/^\d{2,6}$/, { error: 'extension' });
/** Printable characters without a line break. */
const Credential = z
  .string()
  .refine((value) => value.isWellFormed(), { params: { code: 'field.bad_character' } })
  .regex(/^[^\u0000-\u001f\u007f\u0085\u2028\u2029]{1,200}$/u, { error: 'credential' });
const HttpsUrl = z
  .url({ protocol: /^https$/ })
  .max(300)
  .refine((url) => url.startsWith('https://') && url.isWellFormed(), {
    params: { code: 'field.format', expected: 'https://' },
  });

const RecordingDays = z.int().min(1).max(3_650);

const fields = {
  name: text(120),
  site: Id.optional(),
  host: Host.nullable().default(null),
  port: Port.nullable().default(null),
  /** TLS to the exchange. */
  tls: z.boolean().default(false),
  username: Credential.nullable().default(null),
  /** Given anew to change it; it is never shown. */
  password: Credential.optional(),
  /** `PJSIP/{extension}`: how the exchange reaches a telephone of ours. */
  channel: Word.refine((value) => value.includes('{extension}'), {
    params: { code: 'telephony.channel_without_extension' },
  }).default('PJSIP/{extension}'),
  /** Where the dial plan calls numbers outside. */
  context: Word.default('from-internal'),
  /** What the called person sees. */
  callerNumber: z
    .string()
    .regex(/^\+?\d{3,20}$/, { error: 'number' })
    .nullable()
    .default(null),
  /** Where recordings are found; the exchange's own name of the file is put behind it. */
  recordingBase: HttpsUrl.nullable().default(null),
  /** Callers are told that calls are recorded. Without it no recording is linked. Spec: rules.md, recording. */
  recordingAnnounced: z.boolean().default(false),
  /** The exchange stands where all who speak must agree to be recorded. Of numbers in such a state of the US it holds anyhow. */
  recordingConsent: z.boolean().default(false),
  /** So many days a recording is linked. */
  recordingDays: RecordingDays.default(90),
  active: z.boolean().default(true),
};
export const ExchangeInput = z.strictObject({ kind: ExchangeKind, ...fields }).meta({ id: 'ExchangeInput' });
export type ExchangeInput = z.infer<typeof ExchangeInput>;
export const ExchangePatch = z
  .strictObject({
    name: fields.name.optional(),
    site: Id.optional(),
    host: Host.nullable().optional(),
    port: Port.nullable().optional(),
    tls: z.boolean().optional(),
    username: Credential.nullable().optional(),
    password: Credential.optional(),
    channel: fields.channel.unwrap().optional(),
    context: Word.optional(),
    callerNumber: z
      .string()
      .regex(/^\+?\d{3,20}$/, { error: 'number' })
      .nullable()
      .optional(),
    recordingBase: HttpsUrl.nullable().optional(),
    recordingAnnounced: z.boolean().optional(),
    recordingConsent: z.boolean().optional(),
    recordingDays: RecordingDays.optional(),
    active: z.boolean().optional(),
    version: Version.optional(),
  })
  .meta({ id: 'ExchangePatch' });
export type ExchangePatch = z.infer<typeof ExchangePatch>;

/** `off` = nobody connects; of a webhook: `waiting` until its first message. */
export const ConnectionState = z.enum(['off', 'waiting', 'connecting', 'connected', 'failed']);
export type ConnectionState = z.infer<typeof ConnectionState>;
export const Exchange = z
  .object({
    id: Id,
    kind: ExchangeKind,
    name: z.string(),
    siteId: Id,
    host: z.string().nullable(),
    port: z.int().nullable(),
    tls: z.boolean(),
    username: z.string().nullable(),
    channel: z.string(),
    context: z.string(),
    callerNumber: z.string().nullable(),
    recordingBase: z.string().nullable(),
    recordingAnnounced: z.boolean(),
    recordingConsent: z.boolean(),
    recordingDays: z.int(),
    active: z.boolean(),
    /** Of a webhook: where its messages go. */
    path: z.string().nullable(),
    oldSecretUntil: InstantText.nullable(),
    state: ConnectionState,
    stateSince: InstantText.nullable(),
    /** Why it is not connected: a code of the catalogue. */
    error: z.object({ code: z.string(), text: z.string() }).nullable(),
    lastHeardAt: InstantText.nullable(),
    version: z.int(),
  })
  .meta({ id: 'Exchange' });
export type Exchange = z.infer<typeof Exchange>;
export const ExchangePage = page(Exchange);
/** The signing secret of a webhook, shown once; null for the others. */
export const ExchangeMade = Exchange.extend({ secret: z.string().nullable() }).meta({ id: 'ExchangeMade' });
export type ExchangeMade = z.infer<typeof ExchangeMade>;

/** An address inside the own network that may be called: an act of an administrator, with the reason (S9). */
export const AllowedHostInput = z.strictObject({ host: Host, port: Port, reason: text(400) });
export const AllowedHost = z
  .object({
    id: Id,
    host: z.string(),
    port: z.int(),
    reason: z.string(),
    allowedBy: Id.nullable(),
    allowedAt: InstantText,
  })
  .meta({ id: 'AllowedHost' });
export type AllowedHost = z.infer<typeof AllowedHost>;
export const AllowedHostPage = page(AllowedHost);

export const AgentState = z.enum(['available', 'on_call', 'wrap_up', 'away']);
export type AgentState = z.infer<typeof AgentState>;
/** A colleague at her telephone. `since`: when she came into this state. */
export const PhoneAgent = z
  .object({
    userId: Id,
    name: z.string(),
    exchangeId: Id.nullable(),
    extension: z.string().nullable(),
    state: AgentState,
    since: InstantText.nullable(),
  })
  .meta({ id: 'PhoneAgent' });
export type PhoneAgent = z.infer<typeof PhoneAgent>;
export const PhoneAgentPage = page(PhoneAgent);
/** Null takes the telephone away. */
export const ExtensionInput = z.strictObject({
  telephone: z.strictObject({ exchangeId: Id, extension: Extension }).nullable(),
});
export const OwnPhoneInput = z.strictObject({ state: z.enum(['available', 'away']) });

export const PhoneCallState = z.enum(['ringing', 'answered', 'ended', 'missed']);
export const CallAct = z.enum([
  'hang_up',
  'hold',
  'resume',
  'transfer',
  'consult',
  'complete',
  'return',
  'record',
  'stop_record',
]);
export type CallAct = z.infer<typeof CallAct>;
/** `expired` = its time is over; `not_announced` = callers are not told, so none is linked. */
export const RecordingState = z.enum(['none', 'not_announced', 'needs_consent', 'refused', 'on', 'linked', 'expired']);
export type RecordingState = z.infer<typeof RecordingState>;
export const PhoneCall = z
  .object({
    id: Id,
    direction: z.enum(['inbound', 'outbound']),
    state: PhoneCallState,
    /** E.164; null = withheld, or the reader may not read people. */
    number: z.string().nullable(),
    numberDisplay: z.string().nullable(),
    extension: z.string().nullable(),
    userId: Id.nullable(),
    personId: Id.nullable(),
    enquiryId: Id.nullable(),
    rangAt: InstantText,
    answeredAt: InstantText.nullable(),
    endedAt: InstantText.nullable(),
    talkSeconds: z.int().nullable(),
    outcome: z.enum(['answered', 'busy', 'no_answer', 'failed']).nullable(),
    /** What the record of the call would say; null = nothing to record. */
    proposed: z.enum(['CONNECTED', 'NO_ANSWER', 'BUSY']).nullable(),
    /** Recorded at the enquiry, by hand or by itself. */
    recorded: z.boolean(),
    /** When it is recorded by itself; null = it is not. */
    recordDueAt: InstantText.nullable(),
    hasRecording: z.boolean(),
    recording: RecordingState,
    /** Until when it is linked. */
    recordingUntil: InstantText.nullable(),
    /** She must agree before she is recorded: at our end or at hers all must. */
    asksConsent: z.boolean(),
    /** There is a recording, and the reader may hear it. */
    mayListen: z.boolean(),
    /** Since when the person waits. */
    heldAt: InstantText.nullable(),
    /** The telephone of ours that is asked whether it takes the call. */
    consulted: z.string().nullable(),
    /** What the program can do with it now. */
    acts: z.array(CallAct),
    /** Whether the program can end or transfer it. */
    steerable: z.boolean(),
    /** The last order that the exchange did not take, and why; null once it takes one. */
    refused: z
      .object({
        act: z.enum(['dial', ...CallAct.options]),
        at: InstantText,
        why: z.object({ code: z.string(), text: z.string() }),
      })
      .nullable(),
  })
  .meta({ id: 'PhoneCall' });
export type PhoneCall = z.infer<typeof PhoneCall>;
export const PhoneCallPage = page(PhoneCall.extend({ person: PersonHit.nullable() }));
export type PhoneCallPage = z.infer<typeof PhoneCallPage>;
export const PhoneCallQuery = PageQuery.extend({
  missed: z.stringbool().optional(),
  /** With a recording that is kept. */
  recorded: z.stringbool().optional(),
  direction: z.enum(['inbound', 'outbound']).optional(),
  personId: Id.optional(),
  userId: Id.optional(),
  from: InstantText.optional(),
  to: InstantText.optional(),
});

/** Who may be calling, and what one must know before the first word. */
export const CallerMatch = z
  .object({
    person: PersonHit,
    doNotContact: z.boolean(),
    /** Pinned memos: what to mind. */
    cautions: z.array(z.string()),
    enquiry: z.object({ id: Id, status: StatusCode, ownerId: Id.nullable() }).nullable(),
    nextAppointmentAt: InstantText.nullable(),
  })
  .meta({ id: 'CallerMatch' });
export type CallerMatch = z.infer<typeof CallerMatch>;

/** What the bar shows: one call at most. */
export const PhoneNow = z
  .object({
    /** Whether the organisation has a telephone exchange at all. */
    hasExchange: z.boolean(),
    /** The caller's own telephone; null = she has none. */
    extension: z.string().nullable(),
    /** Whether she can be called by a click. */
    canDial: z.boolean(),
    state: AgentState.nullable(),
    call: PhoneCall.nullable(),
    matches: z.array(CallerMatch),
    /** So many more calls ring. */
    others: z.int(),
  })
  .meta({ id: 'PhoneNow' });
export type PhoneNow = z.infer<typeof PhoneNow>;

/** The own telephone rings first; then the person is called. */
export const DialInput = z.strictObject({ personId: Id, phoneId: Id.optional() });
export const TransferInput = z.strictObject({ extension: Extension });
export const SteerInput = z.strictObject({ act: CallAct.exclude(['hang_up', 'transfer', 'consult']) });
export const RecordingWordInput = z.strictObject({ word: z.enum(['agreed', 'refused']) });
export const CallPersonInput = z.strictObject({ personId: Id });
/** A new enquiry in two fields; the number is the caller's. */
export const CallEnquiryInput = z.strictObject({
  name: text(120).optional(),
  interest: z
    .string()
    .regex(/^[a-z0-9_]{1,40}$/)
    .optional(),
});
export const CallEnquiryMade = z
  .object({ call: PhoneCall, enquiryId: Id, personId: Id })
  .meta({ id: 'CallEnquiryMade' });
/** As the record of a call, without what the exchange knows. */
export const CallRecordInput = CallInput.omit({ direction: true, at: true, durationSeconds: true, phoneId: true }).meta(
  {
    id: 'CallRecordInput',
  },
);
export type CallRecordInput = z.infer<typeof CallRecordInput>;
export const CallRecording = z.object({ url: z.string() }).meta({ id: 'CallRecording' });

/** A message of an exchange that signs: one event of one call. */
export const PhoneEvent = z
  .object({
    /** The exchange's own id of the call. */
    call: z.string().min(1).max(150),
    event: z.enum(['ringing', 'answered', 'moved', 'held', 'resumed', 'ended']),
    direction: z.enum(['inbound', 'outbound']),
    number: z.string().max(40).nullable().default(null),
    /** Of ours: those that ring; the one that answered. */
    extensions: z.array(Extension).max(50).default([]),
    outcome: z.enum(['answered', 'busy', 'no_answer', 'failed']).nullable().default(null),
    cause: z.int().min(0).max(127).nullable().default(null),
    recordingUrl: HttpsUrl.nullable().default(null),
  })
  .meta({ id: 'PhoneEvent' });
export type PhoneEvent = z.infer<typeof PhoneEvent>;
export const PhoneEventReceipt = z.object({ callId: Id, state: PhoneCallState }).meta({ id: 'PhoneEventReceipt' });
