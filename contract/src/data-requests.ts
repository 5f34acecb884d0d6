import { z } from 'zod';
import { Id, InstantText, PageQuery, page, text } from './common.ts';
import { MessageChannel, Purpose } from './gate.ts';

export const DATA_REQUEST_KINDS = ['copy', 'deletion', 'correction'] as const;
export const DataRequestKind = z.enum(DATA_REQUEST_KINDS).meta({ id: 'DataRequestKind' });
export type DataRequestKind = z.infer<typeof DataRequestKind>;
export const DATA_REQUEST_OUTCOMES = ['done', 'partly', 'refused'] as const;
export type DataRequestOutcome = (typeof DATA_REQUEST_OUTCOMES)[number];
export const DATA_REQUEST_SOURCES = ['call', 'counter', 'paper', 'form', 'message'] as const;
export type DataRequestSource = (typeof DATA_REQUEST_SOURCES)[number] | 'preferences';

/** A copy, the deletion or the correction of her data; to be answered by its day, ten days after it was asked for. */
export const DataRequest = z
  .object({
    id: Id,
    personId: Id,
    personName: z.string().nullable(),
    kind: DataRequestKind,
    /** What is wrong and how it should be, in her words. */
    wish: z.string().nullable(),
    source: z.enum([...DATA_REQUEST_SOURCES, 'preferences']),
    askedAt: InstantText,
    dueAt: InstantText,
    /** Open, and its day is over. */
    late: z.boolean(),
    ownerId: Id.nullable(),
    ownerName: z.string().nullable(),
    settledAt: InstantText.nullable(),
    settledByName: z.string().nullable(),
    outcome: z.enum(DATA_REQUEST_OUTCOMES).nullable(),
    /** What was given, and how. */
    answer: z.string().nullable(),
  })
  .meta({ id: 'DataRequest' });
export type DataRequest = z.infer<typeof DataRequest>;
export const DataRequestPage = page(DataRequest);
/** What the caller sees to: her own that are near their day or late; who leads also nobody's, and everybody's late ones. */
export const DataRequestsDue = z
  .object({ near: z.int().min(0), late: z.int().min(0), nextDueAt: InstantText.nullable() })
  .meta({ id: 'DataRequestsDue' });
export type DataRequestsDue = z.infer<typeof DataRequestsDue>;
export const DataRequestQuery = PageQuery.extend({
  state: z.enum(['open', 'settled']).default('open'),
  owner: z.enum(['me', 'none']).optional(),
  personId: Id.optional(),
});
export const DataRequestInput = z
  .strictObject({
    personId: Id,
    kind: DataRequestKind,
    source: z.enum(DATA_REQUEST_SOURCES),
    wish: text(2_000).optional(),
  })
  .refine(({ kind, wish }) => kind !== 'correction' || wish !== undefined, {
    path: ['wish'],
    params: { code: 'field.required' },
  })
  .meta({ id: 'DataRequestInput' });
export type DataRequestInput = z.infer<typeof DataRequestInput>;
export const DataRequestOwner = z.strictObject({ memberId: Id.nullable() });
export const DataRequestAnswer = z.strictObject({
  answer: text(2_000),
  outcome: z.enum(DATA_REQUEST_OUTCOMES).default('done'),
});

/** What the law asks of us by a day: the result of a consent told, a consent confirmed before its second year is over. */
export const CONSENT_DUTIES = ['result_notice', 'reconfirmation'] as const;
export const ConsentDuty = z
  .object({
    id: Id,
    kind: z.enum(CONSENT_DUTIES),
    personId: Id,
    personName: z.string().nullable(),
    purpose: Purpose,
    channel: MessageChannel,
    night: z.boolean(),
    /** `announced`: its time has come, and who sends was told. */
    state: z.enum(['waiting', 'announced']),
    consentAt: InstantText,
    dueAt: InstantText,
    late: z.boolean(),
  })
  .meta({ id: 'ConsentDuty' });
export type ConsentDuty = z.infer<typeof ConsentDuty>;
export const ConsentDutyPage = page(ConsentDuty);
export const ConsentDutyQuery = PageQuery.extend({ kind: z.enum(CONSENT_DUTIES).default('reconfirmation') });
