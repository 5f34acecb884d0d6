import { z } from 'zod';
import { distinct, page, text } from './common.ts';
import { HoldReason, InvalidKind, StatusCode } from './statuses.ts';

/** What the rows of a rule have in common, beside their label: all that is named must fit. */
export const RowRule = z
  .strictObject({
    calls: z.int().min(0).max(999).optional(),
    has: z.enum(['bookingOn', 'visitOn', 'recontactOn']).optional(),
    /** Words in the memo. */
    text: text(100).optional(),
    user: text(200).optional(),
  })
  .meta({ id: 'RowRule' });
/** Rows by number, a group of those that are asked together, or all of a label, all of a label that fit a rule. Null takes it back. */
export const RowDecisionInput = z.strictObject({
  rows: z.array(z.int().positive()).min(1).max(1000).optional(),
  group: text(300).optional(),
  label: text(200).optional(),
  when: RowRule.optional(),
  decided: StatusCode.nullable(),
  invalidKind: InvalidKind.nullish(),
  holdReasons: distinct(z.array(HoldReason).max(10)).optional(),
});
export const RowsDecided = z.object({ rows: z.int() });
export const DecisionUndone = z.object({ act: z.int() });

/** A row of the list as it is shown to who decides; names and memos are masked for who may not read people. */
export const RowExample = z
  .object({
    row: z.int(),
    name: z.string().nullable(),
    receivedOn: z.string().nullable(),
    user: z.string().nullable(),
    calls: z.int().nullable(),
    bookingOn: z.string().nullable(),
    visitOn: z.string().nullable(),
    recontactOn: z.string().nullable(),
    text: z.string().nullable(),
  })
  .meta({ id: 'RowExample' });
/** Rows of one label between which and two statuses the assistant does not decide. `choices`: the likeliest first. */
export const StatusQuestion = z
  .object({
    group: z.string(),
    label: z.string(),
    count: z.int(),
    confidence: z.number(),
    choices: z.array(StatusCode),
    examples: z.array(RowExample),
  })
  .meta({ id: 'StatusQuestion' });
export const StatusQuestionPage = page(StatusQuestion);

/** Each status is in one: 1–2, 3–9 and 17, 10, 11, 12–13, 14–15, 16, the other ends, 20. `unknown`: the label's name alone does not say it. */
export const Standing = z.enum([
  'uncalled',
  'unconnected',
  'consulting',
  'held',
  'booked',
  'lostBooking',
  'visited',
  'closed',
  'invalid',
  'unknown',
]);
const Tally = z.object({
  uncalled: z.int(),
  unconnected: z.int(),
  consulting: z.int(),
  held: z.int(),
  booked: z.int(),
  lostBooking: z.int(),
  visited: z.int(),
  closed: z.int(),
  invalid: z.int(),
  unknown: z.int(),
});
export const StatusEffect = z
  .object({
    asOf: z.string(),
    enquiries: z.int(),
    asked: z.int(),
    /** Unconnected ÷ (enquiries − invalid); null below ten. */
    unconnectedBefore: z.number().nullable(),
    unconnectedAfter: z.number().nullable(),
    before: Tally,
    after: Tally,
    months: z.array(z.object({ month: z.string(), enquiries: z.int(), before: Tally, after: Tally })),
    flows: z.array(z.object({ from: Standing, to: Standing, count: z.int() })),
  })
  .meta({ id: 'StatusEffect' });
export type StatusEffect = z.infer<typeof StatusEffect>;
export type StatusQuestion = z.infer<typeof StatusQuestion>;
export type RowExample = z.infer<typeof RowExample>;
