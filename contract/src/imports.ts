import { z } from 'zod';
import { Id, InstantText, PageQuery, Params, Reason, distinct, page, text } from './common.ts';
import { HoldReason, InvalidKind, Likelihood, StatusCode } from './statuses.ts';

export const ImportKind = z.enum(['people', 'enquiries', 'consents']).meta({ id: 'ImportKind' });
export type ImportKind = z.infer<typeof ImportKind>;
/** `waiting`: fully analysed, and something is asked. `done` of a dry run: fully analysed, nothing entered; it may still be applied. */
export const ImportState = z.enum(['running', 'waiting', 'done', 'failed']);

/** What is said of a column of the file: not used, or known by its cells only. */
export const ImportColumn = Reason.extend({ column: z.string(), level: z.enum(['warning', 'note']) });
export const Import = z
  .object({
    id: Id,
    kind: ImportKind,
    fileName: z.string(),
    state: ImportState,
    phase: z.enum(['upload', 'analyse', 'apply', 'undo']),
    progress: z.object({ done: z.int(), total: z.int().nullable() }),
    dryRun: z.boolean(),
    /** Null of a workbook. */
    encoding: z.string().nullable(),
    /** The sheet of a workbook that is read, and all that people see; none of a text. */
    sheet: z.string().nullable(),
    sheets: z.array(z.string()),
    /** Our field → the file's header. */
    mapping: z.record(z.string(), z.string()),
    /** The name of the known mapping that it was read by. */
    mappedBy: z.string().nullable(),
    headers: z.array(
      z.object({
        name: z.string(),
        filled: z.number(),
        samples: z.array(z.string()),
        field: z.string().nullable(),
        /** By what the field was found. */
        how: z.enum(['given', 'named', 'content']).nullable(),
        /** May be the status of a list without one: a question is open. */
        asked: z.boolean(),
      }),
    ),
    /** Every column that is not used, and every one that was known by its cells only. */
    columns: z.array(ImportColumn),
    /** What is asked before the rows can be entered; empty where nothing is. */
    questions: z.array(Reason),
    /** The fields that this kind of import knows, the required ones first. */
    fields: z.array(z.object({ field: z.string(), required: z.boolean() })),
    /** Of each group one field needs a column. */
    needs: z.array(z.array(z.string())),
    counts: z
      .object({
        rows: z.int(),
        created: z.int(),
        updated: z.int(),
        merged: z.int(),
        skipped: z.int(),
        rejected: z.int(),
      })
      .nullable(),
    /** Labels that rows are entered by, that are no governed status and wait for a decision. */
    undecidedLabels: z.int(),
    error: z.object({ code: z.string(), params: Params, text: z.string() }).nullable(),
    createdAt: InstantText,
    appliedAt: InstantText.nullable(),
    /** Null while nothing is entered. `until`: it may be taken back so long; null once it is. `kept`: rows of which something stays. */
    undo: z
      .object({
        until: InstantText.nullable(),
        possible: z.boolean(),
        at: InstantText.nullable(),
        by: z.string().nullable(),
        kept: z.int(),
      })
      .nullable(),
  })
  .meta({ id: 'Import' });
export type Import = z.infer<typeof Import>;
export const ImportPage = page(Import);
export const ImportOutcome = z.enum(['created', 'updated', 'merged', 'skipped', 'rejected']);
export const ImportRow = z
  .object({
    row: z.int(),
    outcome: ImportOutcome,
    /** `warning`: the row is taken, but not all of it as it stands. Left out where there is nothing to say. */
    level: z.enum(['error', 'warning', 'note']).optional(),
    column: z.string().optional(),
    value: z.string().optional(),
    code: z.string().optional(),
    params: Params.optional(),
    text: z.string().optional(),
  })
  .meta({ id: 'ImportRow' });
export type ImportRow = z.infer<typeof ImportRow>;
export const ImportReport = page(ImportRow).extend({ counts: Import.shape.counts, columns: z.array(ImportColumn) });
/** A row of which something stays though the import was taken back. */
export const ImportKept = Reason.extend({ row: z.int(), personId: Id.nullable() }).meta({ id: 'ImportKept' });
export type ImportKept = z.infer<typeof ImportKept>;
export const ImportKeptPage = page(ImportKept);
export const ImportReportQuery = PageQuery.extend({ outcome: ImportOutcome.optional() });
/** Our field → header; null: the field has no column. What is not named is proposed. */
export const ImportMappingInput = z.strictObject({
  mapping: z.record(z.string().max(60), z.string().max(200).nullable()),
});
/** Which column was what in a list that was entered. `mapping`: our field → header. */
export const KnownImportMapping = z
  .object({
    id: Id,
    kind: ImportKind,
    name: z.string(),
    headers: z.array(z.string()),
    mapping: z.record(z.string(), z.string()),
    usedAt: InstantText,
    usedBy: z.string(),
  })
  .meta({ id: 'KnownImportMapping' });
export type KnownImportMapping = z.infer<typeof KnownImportMapping>;
export const KnownImportMappingPage = page(KnownImportMapping);
export const ImportMappingName = z.strictObject({ name: text(100) });
export const ImportAccepted = z.object({ id: Id, state: ImportState });
/** Fields of the form beside the file. `mapping` is JSON: our field → header or null. `dryRun` left out = false. */
export const ImportForm = z.strictObject({
  kind: ImportKind,
  mapping: z.string().max(20_000).optional(),
  dryRun: z.stringbool().optional(),
  site: Id.optional(),
  /** Of a workbook; its first one where it is left out. */
  sheet: text(200).optional(),
});
/** A sheet of the workbook, by its name. */
export const ImportSheetInput = z.strictObject({ sheet: text(200) });

/** One status for all rows of the label, or each row by itself. */
export const LabelDecided = z.union([StatusCode, z.literal('by-row')]);
/** A label of the file with what it may mean. `decided` of a governed name, or of one that was decided before, is its code from the start. */
export const StatusLabel = z
  .object({
    label: z.string(),
    /** All rows of the file that have it. */
    count: z.int(),
    /** Rows that are entered by it: without any nobody is asked. */
    needed: z.int(),
    users: z.array(z.object({ name: z.string(), count: z.int() })),
    proposals: z.array(
      z.object({
        code: StatusCode,
        confidence: z.number(),
        why: z.object({ code: z.string(), params: Params, text: z.string() }),
        invalidKind: InvalidKind.optional(),
        holdReasons: z.array(HoldReason).optional(),
      }),
    ),
    decided: LabelDecided.nullable(),
    invalidKind: InvalidKind.nullable(),
    holdReasons: z.array(HoldReason),
    likelihood: Likelihood.nullable(),
    governed: z.boolean(),
    /** Decided for an earlier list. */
    remembered: z.boolean(),
    /** Rows that a person must say the meaning of, were each read by itself; 0 where the label is decided. */
    asked: z.int(),
    /** What its rows are read as, the commonest first. */
    split: z.array(z.object({ code: StatusCode, count: z.int(), asked: z.int() })),
    /** As it stands in the file, by spaces, width and case. */
    spellings: z.array(z.object({ label: z.string(), count: z.int() })),
    /** The commoner label that it is a spelling of. */
    spellingOf: z.string().nullable(),
    /** The day of the last enquiry that has it. */
    lastOn: z.string().nullable(),
    /** What happened next, of `count` rows: a booking, a visit, a day to call again, a later row of the same person. */
    next: z
      .object({
        booked: z.int(),
        visited: z.int(),
        recontact: z.int(),
        again: z.int(),
        meanCalls: z.number().nullable(),
      })
      .nullable(),
    decidedBy: z.string().nullable(),
    decidedAt: InstantText.nullable(),
  })
  .meta({ id: 'StatusLabel' });
export const StatusLabelPage = page(StatusLabel);
/** What is read beside it may come back and is left alone, so that an answer can be sent as it is. */
const ReadBeside = {
  count: z.int().optional(),
  needed: z.int().optional(),
  users: z.array(z.unknown()).max(10_000).optional(),
  proposals: z.array(z.unknown()).max(1000).optional(),
  governed: z.boolean().optional(),
  remembered: z.boolean().optional(),
  asked: z.int().optional(),
  split: z.array(z.unknown()).max(100).optional(),
  spellings: z.array(z.unknown()).max(1000).optional(),
  spellingOf: z.string().nullish(),
  lastOn: z.string().nullish(),
  next: z.unknown().optional(),
  decidedBy: z.string().nullish(),
  decidedAt: z.string().nullish(),
};
export const StatusDecision = z.strictObject({
  label: z.string().max(200),
  decided: LabelDecided.nullable(),
  invalidKind: InvalidKind.nullish(),
  holdReasons: distinct(z.array(HoldReason).max(10)).optional(),
  likelihood: Likelihood.nullish(),
  ...ReadBeside,
});
export const StatusMappingInput = z.strictObject({
  items: z.array(StatusDecision).max(1000),
  nextCursor: z.null().optional(),
});
export const ImportStatusRow = z
  .object({
    row: z.int(),
    /** Null where the row has none: a blank line, or a file without a column of statuses. */
    label: z.string().nullable(),
    proposedStatus: StatusCode.nullable(),
    confidence: z.number(),
    asked: z.boolean(),
    outcome: ImportOutcome,
    /** Why the row is rejected or skipped. */
    code: z.string().optional(),
    params: Params.optional(),
    text: z.string().optional(),
  })
  .meta({ id: 'ImportStatusRow' });
export const ImportStatusRowPage = page(ImportStatusRow);
