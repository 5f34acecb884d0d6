import { z } from 'zod';
import { Day, Id, InstantText, Language, PageQuery, TimeZone, Version, distinct, page, text } from './common.ts';
import { DataRequest } from './data-requests.ts';
import { ConsentState, Explanation, Jurisdiction, MessageChannel, Purpose, VERDICTS } from './gate.ts';

/** contact: may be told; health: data on health may be used for it; guardian: said for a child by her verified guardian. */
export const ConsentKind = z
  .enum(['contact', 'health', 'third_party', 'guardian', 'recording'])
  .meta({ id: 'ConsentKind' });
export type ConsentKind = z.infer<typeof ConsentKind>;

/** How it was said. What staff enter is one of STAFF_SOURCES; the others come about by themselves. */
export const STAFF_SOURCES = ['call', 'counter', 'paper', 'form', 'message', 'reconfirmation'] as const;
export const ConsentSource = z
  .enum([...STAFF_SOURCES, 'web', 'preferences', 'one_click', 'stop_word', 'import', 'system'])
  .meta({ id: 'ConsentSource' });
export type ConsentSource = z.infer<typeof ConsentSource>;

export const STAFF_STOP_REASONS = ['request', 'complaint', 'deceased', 'registry', 'internal', 'pause'] as const;
export const StopReason = z
  .enum([...STAFF_STOP_REASONS, 'stop_word', 'one_click', 'preferences', 'bounce', 'minor'])
  .meta({ id: 'StopReason' });
export type StopReason = z.infer<typeof StopReason>;

/** A scan, a photograph or a signed form that proves a consent; its type is what its bytes say. */
export const ConsentEvidence = z
  .object({ id: Id, name: z.string(), mediaType: z.string(), sizeBytes: z.int() })
  .meta({ id: 'ConsentEvidence' });
export type ConsentEvidence = z.infer<typeof ConsentEvidence>;

/** One thing that somebody said, as it was written down. Never changed. */
export const Consent = z
  .object({
    id: Id,
    kind: ConsentKind,
    purpose: Purpose,
    channel: MessageChannel,
    night: z.boolean(),
    state: ConsentState,
    at: InstantText,
    recordedAt: InstantText,
    recordedByName: z.string().nullable(),
    /** It came with a list that was taken back, and counts for nothing. */
    takenBack: z.boolean(),
    source: ConsentSource,
    evidenceText: z.string().nullable(),
    evidenceFile: ConsentEvidence.nullable(),
    textVersion: z.int().nullable(),
    givenById: Id.nullable(),
    /** To be confirmed before that day. */
    confirmBy: Day.nullable(),
    expiresOn: Day.nullable(),
  })
  .meta({ id: 'Consent' });
export type Consent = z.infer<typeof Consent>;
export const ConsentPage = page(Consent);

export const ConsentStanding = z.enum(['granted', 'withdrawn', 'none']).meta({ id: 'ConsentStanding' });
/** How it stands for one purpose and channel, by day and in the night. */
export const ConsentLine = z
  .object({
    kind: ConsentKind,
    purpose: Purpose,
    channel: MessageChannel,
    day: ConsentStanding,
    night: ConsentStanding,
    since: InstantText.nullable(),
    source: ConsentSource.nullable(),
    confirmBy: Day.nullable(),
  })
  .meta({ id: 'ConsentLine' });
export type ConsentLine = z.infer<typeof ConsentLine>;

/** A stop of a person, or of a number or address whoever holds it. `purposes`, `channels` null = all. */
export const Suppression = z
  .object({
    id: Id,
    personId: Id.nullable(),
    personName: z.string().nullable(),
    address: z.string().nullable(),
    purposes: z.array(Purpose).nullable(),
    channels: z.array(MessageChannel).nullable(),
    reason: StopReason,
    note: z.string().nullable(),
    at: InstantText,
    recordedByName: z.string().nullable(),
    until: InstantText.nullable(),
    liftedAt: InstantText.nullable(),
    liftedByName: z.string().nullable(),
    liftEvidence: z.string().nullable(),
    /** Neither lifted nor over. */
    active: z.boolean(),
  })
  .meta({ id: 'Suppression' });
export type Suppression = z.infer<typeof Suppression>;
export const SuppressionPage = page(Suppression);

/** Whose law and clock hold for somebody of whom neither her number nor a colleague says it; null = as the first site. */
export const PlaceDefault = z
  .object({
    jurisdiction: Jurisdiction.nullable(),
    timeZone: z.string().nullable(),
    byNumber: z.boolean(),
    /** What that comes to today. */
    now: z.object({ jurisdiction: Jurisdiction, timeZone: z.string().nullable() }),
    revision: z.int(),
    reason: z.string().nullable(),
    changedByName: z.string().nullable(),
    changedAt: InstantText.nullable(),
  })
  .meta({ id: 'PlaceDefault' });
export type PlaceDefault = z.infer<typeof PlaceDefault>;
export const PlaceDefaultInput = z
  .strictObject({
    jurisdiction: Jurisdiction.nullable(),
    timeZone: TimeZone.nullable(),
    byNumber: z.boolean(),
    reason: text(500),
    revision: z.int().min(0).max(1_000_000),
  })
  .meta({ id: 'PlaceDefaultInput' });
export type PlaceDefaultInput = z.infer<typeof PlaceDefaultInput>;

export const PersonConsents = z
  .object({
    personId: Id,
    /** By whose law and clock she is told; `said` = entered by hand, else by her number and the practice. */
    place: z.object({ jurisdiction: Jurisdiction, timeZone: z.string().nullable(), said: z.boolean() }),
    lines: z.array(ConsentLine),
    suppressions: z.array(Suppression),
    /** Open ones. */
    requests: z.array(DataRequest),
    version: z.int().min(0),
  })
  .meta({ id: 'PersonConsents' });
export type PersonConsents = z.infer<typeof PersonConsents>;

const ConsentEntry = z.strictObject({
  kind: ConsentKind.default('contact'),
  purpose: Purpose,
  channel: MessageChannel,
  night: z.boolean().default(false),
  state: ConsentState,
});
export const ConsentsInput = z
  .strictObject({
    entries: z.array(ConsentEntry).min(1).max(70),
    source: z.enum(STAFF_SOURCES),
    /** What she said, or where the paper lies. */
    evidence: text(2_000),
    /** Now, where it is not said. */
    at: InstantText.optional(),
    /** Of the same person, brought before. */
    evidenceFileId: Id.optional(),
    textId: Id.optional(),
    /** The guardian, for a child. */
    givenById: Id.optional(),
    expiresOn: Day.optional(),
  })
  .meta({ id: 'ConsentsInput' });
export type ConsentsInput = z.infer<typeof ConsentsInput>;

/** Null = as her number and the practice say. */
export const PlaceInput = z
  .strictObject({ jurisdiction: Jurisdiction.nullable(), timeZone: TimeZone.nullable() })
  .meta({ id: 'PlaceInput' });

export const SuppressionInput = z
  .strictObject({
    personId: Id.optional(),
    /** A phone number as people write it, or an e-mail address. */
    address: text(254, 3).optional(),
    purposes: distinct(z.array(Purpose).min(1)).optional(),
    channels: distinct(z.array(MessageChannel).min(1)).optional(),
    reason: z.enum(STAFF_STOP_REASONS),
    note: text(2_000).optional(),
    /** Of a pause, and of nothing else. */
    until: InstantText.optional(),
  })
  .refine(({ personId, address }) => (personId === undefined) !== (address === undefined), {
    path: ['address'],
    params: { code: 'consents.person_or_address' },
  })
  .refine(({ reason, until }) => (reason === 'pause') === (until !== undefined), {
    path: ['until'],
    params: { code: 'consents.pause_ends' },
  })
  .meta({ id: 'SuppressionInput' });
export type SuppressionInput = z.infer<typeof SuppressionInput>;
export const LiftInput = z.strictObject({ evidence: text(2_000) });
export const SuppressionQuery = PageQuery.extend({
  personId: Id.optional(),
  address: z.string().max(254).optional(),
  active: z.enum(['true', 'false']).optional(),
  /** Stops of persons, or of numbers and addresses. */
  of: z.enum(['person', 'address']).optional(),
  reason: StopReason.optional(),
});

/** A national do-not-call list as it was brought; `asOf` is the day that its keeper gives it. `unread`: lines that are no number. */
export const DoNotCallList = z
  .object({
    id: Id,
    jurisdiction: Jurisdiction,
    asOf: Day,
    numbers: z.int(),
    unread: z.int(),
    fileName: z.string(),
    broughtByName: z.string().nullable(),
    broughtAt: InstantText,
  })
  .meta({ id: 'DoNotCallList' });
export type DoNotCallList = z.infer<typeof DoNotCallList>;
export const DoNotCallListPage = page(DoNotCallList);
/** Beside the file, one number a line. */
export const DoNotCallListInput = z.strictObject({ jurisdiction: Jurisdiction, asOf: Day });
export type DoNotCallListInput = z.infer<typeof DoNotCallListInput>;

/** What the gate would say of a person at a moment, for each purpose and channel. */
export const WhyQuery = z.strictObject({ at: InstantText.optional() });
export const WhyCell = z.object({
  purpose: Purpose,
  channel: MessageChannel,
  verdict: z.enum(VERDICTS),
  code: z.string(),
  until: InstantText.nullable(),
  reason: Explanation,
  remedy: Explanation.nullable(),
  rule: z.string().nullable(),
  source: z.string().nullable(),
  law: Explanation.nullable(),
});
export type WhyCell = z.infer<typeof WhyCell>;
export const WhyTable = z
  .object({ at: InstantText, timeZone: z.string(), cells: z.array(WhyCell) })
  .meta({ id: 'WhyTable' });
export type WhyTable = z.infer<typeof WhyTable>;

/** The page on which she says herself what she wants to hear. Who has the address may use it. */
export const PreferenceLink = z.object({ url: z.string(), expiresAt: InstantText }).meta({ id: 'PreferenceLink' });
export type PreferenceLink = z.infer<typeof PreferenceLink>;

const RuleParams = z.record(z.string().max(40), z.union([z.string().max(40), z.number(), z.boolean()]));
const RuleForm = z.object({
  active: z.boolean(),
  params: RuleParams,
  validFrom: Day,
  validTo: Day.nullable(),
});
export const GATE_RULE_KINDS = [
  'window',
  'consent',
  'confirm',
  'minor',
  'health',
  'informational',
  'wording',
  'label',
  'subject',
  'reply',
  'sender',
  'registry',
  'postal',
  'review',
  'sign_off',
  'hold_out',
  'disclosure',
  'budget',
  'stop_reply',
] as const;
export type GateRuleKind = (typeof GATE_RULE_KINDS)[number];
export const GateRule = z
  .object({
    code: z.string(),
    kind: z.string(),
    jurisdiction: Jurisdiction,
    channels: z.array(MessageChannel),
    purposes: z.array(Purpose),
    source: z.string(),
    /** The source in the three languages. */
    law: Explanation,
    /** As shipped. */
    standard: RuleForm,
    /** What holds today; the organisation's own where `revision` > 0. */
    current: RuleForm,
    revision: z.int(),
    changes: z.array(
      RuleForm.extend({
        revision: z.int(),
        reason: z.string(),
        changedByName: z.string().nullable(),
        changedAt: InstantText,
      }),
    ),
  })
  .meta({ id: 'GateRule' });
export type GateRule = z.infer<typeof GateRule>;
export const GateRulePage = page(GateRule);
export const GateRuleParams = z.strictObject({ code: z.string().max(80) });
export const GateRuleInput = z
  .strictObject({
    active: z.boolean(),
    params: RuleParams,
    validFrom: Day,
    validTo: Day.nullable().default(null),
    /** Kept for good beside the change. */
    reason: text(500),
    /** The latest revision on the screen. */
    revision: z.int().min(0).max(1_000_000),
  })
  .meta({ id: 'GateRuleInput' });
export type GateRuleInput = z.infer<typeof GateRuleInput>;

export const ConsentText = z
  .object({
    id: Id,
    kind: ConsentKind,
    purpose: Purpose,
    language: Language,
    version: Version,
    body: z.string(),
    reason: z.string(),
    madeByName: z.string().nullable(),
    madeAt: InstantText,
  })
  .meta({ id: 'ConsentText' });
export type ConsentText = z.infer<typeof ConsentText>;
export const ConsentTextPage = page(ConsentText);
export const ConsentTextInput = z
  .strictObject({ kind: ConsentKind, purpose: Purpose, language: Language, body: text(8_000), reason: text(500) })
  .meta({ id: 'ConsentTextInput' });
export type ConsentTextInput = z.infer<typeof ConsentTextInput>;

export const Sender = z
  .object({
    id: Id,
    channel: MessageChannel,
    value: z.string(),
    name: z.string(),
    registeredOn: Day.nullable(),
    expiresOn: Day.nullable(),
    active: z.boolean(),
    version: Version,
  })
  .meta({ id: 'Sender' });
export type Sender = z.infer<typeof Sender>;
export const SenderPage = page(Sender);
export const SenderInput = z
  .strictObject({
    channel: MessageChannel,
    value: text(254),
    name: text(120),
    registeredOn: Day.nullable().default(null),
    expiresOn: Day.nullable().default(null),
  })
  .meta({ id: 'SenderInput' });
export type SenderInput = z.infer<typeof SenderInput>;
export const SenderPatch = z
  .strictObject({
    name: text(120).optional(),
    registeredOn: Day.nullable().optional(),
    expiresOn: Day.nullable().optional(),
    active: z.boolean().optional(),
    version: Version.optional(),
  })
  .meta({ id: 'SenderPatch' });
export type SenderPatch = z.infer<typeof SenderPatch>;

/** Consents of another system, a row as a list has it; `row` of the report counts from 1. Words in Korean, English or Chinese are known. */
const Cell = z.string().max(2_000);
export const ConsentImportInput = z
  .strictObject({
    rows: z
      .array(
        z.strictObject({
          /** Her number as people write it, or her e-mail address: it must name one person. */
          person: Cell,
          purpose: Cell,
          channel: Cell,
          night: Cell.default(''),
          state: Cell,
          /** When she said it: a day, or a time with its zone. */
          at: Cell,
          evidence: Cell.default(''),
        }),
      )
      .min(1)
      .max(500),
    /** Says what would come of each row, and writes nothing. */
    dryRun: z.boolean().default(false),
  })
  .meta({ id: 'ConsentImportInput' });
export type ConsentImportInput = z.infer<typeof ConsentImportInput>;
export const ConsentImportReport = z
  .object({
    counts: z.object({ rows: z.int(), created: z.int(), rejected: z.int() }),
    items: z.array(
      z.object({
        row: z.int(),
        outcome: z.enum(['created', 'rejected']),
        column: z.string().nullable(),
        code: z.string(),
        params: z.record(z.string(), z.string()),
        text: z.string(),
      }),
    ),
  })
  .meta({ id: 'ConsentImportReport' });
export type ConsentImportReport = z.infer<typeof ConsentImportReport>;
