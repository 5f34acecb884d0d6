import { z } from 'zod';
import { Id, InstantText, PageQuery, Params, page } from './common.ts';

export const ImportKind = z.enum(['people', 'enquiries']).meta({ id: 'ImportKind' });
export const ImportState = z.enum(['running', 'waiting', 'done', 'failed']);
export const Import = z
  .object({
    id: Id,
    kind: ImportKind,
    fileName: z.string(),
    state: ImportState,
    phase: z.enum(['upload', 'analyse', 'apply', 'undo']),
    progress: z.object({ done: z.int(), total: z.int().nullable() }),
    dryRun: z.boolean(),
    encoding: z.string().nullable(),
    /** Our field → the file's header. */
    mapping: z.record(z.string(), z.string()),
    headers: z.array(
      z.object({ name: z.string(), filled: z.number(), samples: z.array(z.string()), field: z.string().nullable() }),
    ),
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
    error: z.object({ code: z.string(), params: Params, text: z.string() }).nullable(),
    createdAt: InstantText,
    appliedAt: InstantText.nullable(),
  })
  .meta({ id: 'Import' });
export type Import = z.infer<typeof Import>;
export const ImportPage = page(Import);
export const ImportRow = z
  .object({
    row: z.int(),
    outcome: z.enum(['created', 'updated', 'merged', 'skipped', 'rejected']),
    column: z.string().optional(),
    value: z.string().optional(),
    code: z.string().optional(),
    params: Params.optional(),
    text: z.string().optional(),
  })
  .meta({ id: 'ImportRow' });
export type ImportRow = z.infer<typeof ImportRow>;
export const ImportReport = page(ImportRow).extend({ counts: Import.shape.counts });
export const ImportReportQuery = PageQuery.extend({ outcome: ImportRow.shape.outcome.optional() });
export const ImportMappingInput = z.strictObject({ mapping: z.record(z.string().max(60), z.string().max(200)) });
export const ImportAccepted = z.object({ id: Id, state: ImportState });
