import { z } from 'zod';
import { Day, distinct, Id, InstantText, Language, Version, page, text } from './common.ts';
import { Purpose } from './gate.ts';
import { SENT_CHANNELS, SentChannel } from './transports.ts';
import { typed } from './typed.ts';

/** What a variable holds. `text` alone may run over several lines; `link` is an address that stands in the message as a short one of our own. */
export const VARIABLE_TYPES = ['line', 'text', 'number', 'money', 'day', 'time', 'url', 'link'] as const;
export const VariableType = z.enum(VARIABLE_TYPES);
export type VariableType = z.infer<typeof VariableType>;

/** Variables that every template may use: they come from the person and the practice. `preferences` is the address of her page of consents. */
export const OWN_VARIABLES = ['personName', 'clinicName', 'preferences'] as const;
export type OwnVariable = (typeof OWN_VARIABLES)[number];

export const VariableName = z.string().regex(/^[a-z][a-zA-Z0-9]{0,39}$/);
export const TemplateVariable = z.strictObject({ name: VariableName, type: VariableType, sample: text(500) });
export type TemplateVariable = z.infer<typeof TemplateVariable>;

/** What is said in one language. `#{name}` stands for a variable. */
export const TemplateBody = z.strictObject({ subject: text(200).nullable().default(null), text: typed(4_000) });
export type TemplateBody = z.infer<typeof TemplateBody>;
export const TemplateBodies = z.strictObject({
  ko: TemplateBody.optional(),
  en: TemplateBody.optional(),
  zh: TemplateBody.optional(),
});
export type TemplateBodies = z.infer<typeof TemplateBodies>;

const content = {
  variables: z.array(TemplateVariable).max(40),
  bodies: TemplateBodies,
  /** The name under which the provider knows it (AlimTalk). */
  providerCode: text(80).nullable(),
};
const fields = {
  name: text(120),
  purpose: Purpose,
  /** In the order in which they are tried. */
  channels: distinct(z.array(SentChannel).min(1).max(SENT_CHANNELS.length)),
  /** It speaks of a treatment or a diagnosis. */
  health: z.boolean(),
  active: z.boolean(),
};
export const TemplateInput = z
  .strictObject({
    ...fields,
    ...content,
    health: fields.health.default(false),
    active: fields.active.default(true),
    variables: content.variables.default([]),
    providerCode: content.providerCode.default(null),
  })
  .meta({ id: 'TemplateInput' });
export type TemplateInput = z.infer<typeof TemplateInput>;
/** A change of what is written makes the next version, which is a draft. */
export const TemplatePatch = z
  .strictObject({
    name: fields.name.optional(),
    purpose: fields.purpose.optional(),
    channels: fields.channels.optional(),
    health: fields.health.optional(),
    active: fields.active.optional(),
    variables: content.variables.optional(),
    bodies: content.bodies.optional(),
    providerCode: content.providerCode.optional(),
    version: Version.optional(),
  })
  .meta({ id: 'TemplatePatch' });
export type TemplatePatch = z.infer<typeof TemplatePatch>;

/** Approved: with the number of a review and its last day, where one is prescribed; with who signed for a benefit that it promises, and until when. */
export const TemplateApproval = z
  .strictObject({
    reviewNumber: text(80).nullable().default(null),
    expiresOn: Day.nullable().default(null),
    signOff: z
      .strictObject({ reference: text(200), until: Day })
      .nullable()
      .default(null),
  })
  .meta({ id: 'TemplateApproval' });
export type TemplateApproval = z.infer<typeof TemplateApproval>;

export const TemplateState = z.enum(['draft', 'approved', 'withdrawn']);
export type TemplateState = z.infer<typeof TemplateState>;
export const TemplateVersion = z
  .object({
    no: z.int(),
    variables: z.array(TemplateVariable),
    bodies: TemplateBodies,
    providerCode: z.string().nullable(),
    state: TemplateState,
    reviewNumber: z.string().nullable(),
    expiresOn: Day.nullable(),
    signOff: z.string().nullable(),
    signedOffUntil: Day.nullable(),
    writtenBy: Id.nullable(),
    writtenAt: InstantText,
    decidedBy: Id.nullable(),
    decidedAt: InstantText.nullable(),
  })
  .meta({ id: 'TemplateVersion' });
export type TemplateVersion = z.infer<typeof TemplateVersion>;

/** `latest` is what was written last, `approved` what is sent: the highest one that is approved and not expired. */
export const Template = z
  .object({
    id: Id,
    name: z.string(),
    purpose: Purpose,
    channels: z.array(SentChannel),
    health: z.boolean(),
    active: z.boolean(),
    latest: TemplateVersion,
    approved: TemplateVersion.nullable(),
    version: z.int(),
  })
  .meta({ id: 'Template' });
export type Template = z.infer<typeof Template>;
export const TemplatePage = page(Template);
export const TemplateVersionPage = page(TemplateVersion);
export const TemplateVersionParams = z.strictObject({ id: Id, no: z.coerce.number().int().min(1).max(1_000_000) });

/** Values of a template's variables: texts as they are written; money and numbers without signs, days YYYY-MM-DD, times HH:MM. */
export const VariableValues = z.record(VariableName, typed(4_000));
export type VariableValues = z.infer<typeof VariableValues>;

/** As it would arrive, from what stands in an editor: nothing is stored. Values that are left out are the samples. */
export const TemplateProof = z
  .strictObject({
    channel: SentChannel,
    purpose: Purpose,
    language: Language,
    body: TemplateBody,
    variables: content.variables.default([]),
    values: VariableValues.default({}),
  })
  .meta({ id: 'TemplateProof' });
export type TemplateProof = z.infer<typeof TemplateProof>;

/** A test, with the samples, to an address or a number of one's own. It passes no gate, is marked as a test, and names who sent it. */
export const TemplateTest = z
  .strictObject({ channel: SentChannel, language: Language, to: text(254) })
  .meta({ id: 'TemplateTest' });
export type TemplateTest = z.infer<typeof TemplateTest>;
