import { z } from 'zod';
import { Id, InstantText, TimeZone } from './common.ts';

/** Whose law a message goes by: that of the person who is told. */
export const JURISDICTIONS = ['KR', 'US', 'CN'] as const;
export const Jurisdiction = z.enum(JURISDICTIONS).meta({ id: 'Jurisdiction' });
export type Jurisdiction = z.infer<typeof Jurisdiction>;

/** How a person is told. `sms` stands for SMS, LMS and MMS; `web` for what a browser or a page of ours shows. */
export const MESSAGE_CHANNELS = ['phone', 'sms', 'alimtalk', 'email', 'fax', 'letter', 'web'] as const;
export const MessageChannel = z.enum(MESSAGE_CHANNELS).meta({ id: 'MessageChannel' });
export type MessageChannel = z.infer<typeof MessageChannel>;

/** What a message is for: care = clinical safety, service = what she asked for, as an appointment. */
export const PURPOSES = ['care', 'service', 'survey', 'marketing', 'renewal'] as const;
export const Purpose = z.enum(PURPOSES).meta({ id: 'Purpose' });
export type Purpose = z.infer<typeof Purpose>;

export const VERDICTS = ['ALLOW', 'DEFER', 'DENY'] as const;
export const ConsentState = z.enum(['granted', 'withdrawn']).meta({ id: 'ConsentState' });
export type ConsentState = z.infer<typeof ConsentState>;

/** Somebody who is no person of ours, for a question to the rules alone. */
const InlineRecipient = z.strictObject({
  jurisdiction: Jurisdiction,
  timeZone: TimeZone,
  consents: z
    .array(
      z.strictObject({
        purpose: Purpose,
        channel: MessageChannel,
        night: z.boolean().default(false),
        state: ConsentState,
        at: InstantText,
      }),
    )
    .max(200)
    .default([]),
  /** Everything to her is stopped. */
  suppressed: z.boolean().optional(),
});

/** Either a person, or somebody described in the question. `senderId`: one of the organisation's senders; left out, no sender is judged. */
export const GateQuestion = z
  .strictObject({
    personId: Id.optional(),
    recipient: InlineRecipient.optional(),
    channel: MessageChannel,
    purpose: Purpose,
    text: z.string().max(20_000).optional(),
    subject: z.string().max(1_000).optional(),
    senderId: Id.optional(),
    at: InstantText,
  })
  .refine(({ personId, recipient }) => (personId === undefined) !== (recipient === undefined), {
    path: ['recipient'],
    params: { code: 'gate.one_recipient' },
  })
  .meta({ id: 'GateQuestion' });
export type GateQuestion = z.infer<typeof GateQuestion>;

/** One sentence in the three languages of the product. */
export const Explanation = z.object({ ko: z.string(), en: z.string(), zh: z.string() }).meta({ id: 'Explanation' });
export type Explanation = z.infer<typeof Explanation>;
export const GateAnswer = z
  .object({
    verdict: z.enum(VERDICTS),
    /** DEFER: it may go from then on. */
    until: InstantText.optional(),
    code: z.string(),
    /** The rule that decided, and what it rests on. */
    rule: z.string().optional(),
    source: z.string().optional(),
    /** The same in the three languages. */
    law: Explanation.optional(),
    /** Why, and what would make it allowed. */
    explanation: Explanation,
    reason: Explanation,
    remedy: Explanation.nullable(),
    /** What should be looked at before it goes, though nothing forbids it. */
    warnings: z.array(Explanation),
  })
  .meta({ id: 'GateAnswer' });
export type GateAnswer = z.infer<typeof GateAnswer>;
