import { z } from 'zod';
import { codeFilter, Id, InstantText, page, PageQuery, text, Version } from './common.ts';

/** What stands on a page, in points from its upper left corner: the same for the printer and for the screen. */
const Words = z.object({
  kind: z.literal('words'),
  text: z.string(),
  x: z.number(),
  /** The baseline. */
  y: z.number(),
  size: z.number(),
  bold: z.boolean(),
  quiet: z.boolean(),
  align: z.enum(['start', 'end', 'middle']),
});
const Box = z.object({
  kind: z.literal('box'),
  x: z.number(),
  y: z.number(),
  width: z.number(),
  height: z.number(),
});
export const LetterItem = z.discriminatedUnion('kind', [Words, Box]);
export type LetterItem = z.infer<typeof LetterItem>;
export const LetterPage = z
  .object({
    width: z.number(),
    height: z.number(),
    /** What can be seen through the envelope. */
    window: z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() }).nullable(),
    items: z.array(LetterItem),
  })
  .meta({ id: 'LetterPage' });
export type LetterPage = z.infer<typeof LetterPage>;

export const LETTER_STATES = ['queued', 'printed', 'posted', 'returned'] as const;
export const LetterState = z.enum(LETTER_STATES);
export type LetterState = z.infer<typeof LetterState>;
/** What the post writes on a letter that it brings back. */
export const RETURN_REASONS = ['moved', 'unknown', 'address', 'refused', 'unclaimed', 'other'] as const;
export const ReturnReason = z.enum(RETURN_REASONS);
export type ReturnReason = z.infer<typeof ReturnReason>;

/** Left out: the way out of letters that is asked first. */
export const LetterBatchInput = z.strictObject({ transportId: Id.optional() }).meta({ id: 'LetterBatchInput' });
export type LetterBatchInput = z.infer<typeof LetterBatchInput>;

/** A file of pages. Null `pages`: it is still being set. */
export const LetterPrint = z
  .object({
    id: Id,
    from: z.int(),
    to: z.int(),
    pages: z.int().nullable(),
    failed: z.boolean(),
    madeAt: InstantText,
  })
  .meta({ id: 'LetterPrint' });
export type LetterPrint = z.infer<typeof LetterPrint>;
/** `failed`: its pages could not be set; its letters wait again. */
export const LetterBatch = z
  .object({
    id: Id,
    no: z.int(),
    state: z.enum(['queued', 'printed', 'posted', 'failed']),
    letters: z.int(),
    returned: z.int(),
    byItself: z.boolean(),
    madeBy: Id.nullable(),
    madeAt: InstantText,
    printedAt: InstantText.nullable(),
    postedAt: InstantText.nullable(),
    prints: z.array(LetterPrint),
    version: z.int(),
  })
  .meta({ id: 'LetterBatch' });
export type LetterBatch = z.infer<typeof LetterBatch>;
export const LetterBatchPage = page(LetterBatch);
/** What came of collecting: null where nothing may go. `refused` by the gate or for want of an address, `later` = what only waits. */
export const LetterBatchMade = z
  .object({ batch: LetterBatch.nullable(), refused: z.int(), later: z.int() })
  .meta({ id: 'LetterBatchMade' });
export type LetterBatchMade = z.infer<typeof LetterBatchMade>;

/** What waits, and what came back that nobody has looked at. */
export const LetterOverview = z
  .object({ waiting: z.int(), oldestAt: InstantText.nullable(), toCheck: z.int(), hasWay: z.boolean() })
  .meta({ id: 'LetterOverview' });
export type LetterOverview = z.infer<typeof LetterOverview>;

/** After a jam: these letters once more, by their place in the batch. */
export const LetterReprint = z
  .strictObject({ from: z.int().min(1).max(9_999), to: z.int().min(1).max(9_999) })
  .meta({ id: 'LetterReprint' });
export type LetterReprint = z.infer<typeof LetterReprint>;
export const LetterBatchAct = z.strictObject({ version: Version }).meta({ id: 'LetterBatchAct' });

export const Letter = z
  .object({
    messageId: Id,
    batchId: Id,
    batchNo: z.int(),
    seq: z.int(),
    number: z.string(),
    personId: Id,
    address: z.array(z.string()),
    state: LetterState,
    pages: z.int().nullable(),
    returnedWhy: ReturnReason.nullable(),
    returnedAt: InstantText.nullable(),
    /** It came back, and her address is still the one that failed. */
    toCheck: z.boolean(),
  })
  .meta({ id: 'Letter' });
export type Letter = z.infer<typeof Letter>;
export const LetterList = page(Letter);
export const LetterQuery = PageQuery.extend({
  batch: Id.optional(),
  state: codeFilter(LETTER_STATES).optional(),
  /** Came back, and nobody looked at it. */
  check: z.enum(['1']).optional(),
});
/** As it is scanned or typed: spaces and hyphens do not count. */
export const LetterReturned = z.strictObject({ number: text(40), why: ReturnReason }).meta({ id: 'LetterReturned' });
export type LetterReturned = z.infer<typeof LetterReturned>;
export const LetterParams = z.strictObject({ number: z.string().regex(/^\d{10}$/) });

const layout = {
  /** Millimetres of the window from the left and the top edge of the sheet. */
  leftMm: z.int().min(0).max(200),
  topMm: z.int().min(0).max(150),
  widthMm: z.int().min(50).max(130),
  heightMm: z.int().min(25).max(70),
  returnLine: z.string().max(120),
  senderLines: z.array(z.string().max(80)).max(6),
  foldMarks: z.boolean(),
  /** Bars at the left edge that a machine reads which puts letters into envelopes. */
  machineMarks: z.boolean(),
};
/** Windows that are common: DIN 5008 forms A and B, and the Korean long envelope with its window at the right. */
export const WINDOWS = {
  kr: { leftMm: 100, topMm: 48, widthMm: 90, heightMm: 45 },
  dinB: { leftMm: 20, topMm: 45, widthMm: 90, heightMm: 45 },
  dinA: { leftMm: 20, topMm: 27, widthMm: 90, heightMm: 45 },
} as const;
export const LetterLayoutInput = z
  .strictObject({
    ...layout,
    returnLine: text(120, 0).default(''),
    senderLines: z.array(text(80)).max(6).default([]),
    version: Version.optional(),
  })
  .meta({ id: 'LetterLayoutInput' });
export type LetterLayoutInput = z.infer<typeof LetterLayoutInput>;
/** `version` 0: as shipped. */
export const LetterLayout = z
  .object({ siteId: Id, siteName: z.string(), ...layout, version: z.int() })
  .meta({ id: 'LetterLayout' });
export type LetterLayout = z.infer<typeof LetterLayout>;
export const LetterLayoutPage = page(LetterLayout);
