import { z } from 'zod';
import { Id, InstantText, PageQuery, page, text } from './common.ts';
import { ListColumn, ViewList, type ViewList as List } from './lists.ts';
import type { Permission } from './permissions.ts';
import { ViewQuery } from './views.ts';

export const EXPORT_FORMATS = ['csv', 'xlsx'] as const;
/** All that who takes a list out of the house must have. */
export const EXPORT_NEEDS = {
  enquiries: ['enquiries.export'],
  people: ['people.export'],
  statistics: ['metrics.read', 'enquiries.export'],
} as const satisfies Record<List, readonly Permission[]>;

/** A list as it is shown: the filters and order of its address, its columns. `reason` is kept in the audit (S13). */
export const ExportInput = z
  .strictObject({
    list: ViewList,
    format: z.enum(EXPORT_FORMATS).default('csv'),
    query: ViewQuery.default({}),
    columns: z.array(ListColumn).max(40).default([]),
    reason: text(500, 2),
  })
  .meta({ id: 'ExportInput' });
export type ExportInput = z.infer<typeof ExportInput>;

export const Export = z
  .object({
    id: Id,
    list: ViewList,
    format: z.enum(EXPORT_FORMATS),
    state: z.enum(['running', 'done', 'failed', 'expired']),
    /** Rows written so far, and of how many; null: not known before the end. */
    done: z.int(),
    total: z.int().nullable(),
    reason: z.string(),
    /** More than the organisation takes for usual: its administrators are told. */
    unusual: z.boolean(),
    acknowledgedAt: InstantText.nullable(),
    byId: Id.nullable(),
    byName: z.string(),
    createdAt: InstantText,
    /** Until when the file is kept. */
    expiresAt: InstantText,
    fileName: z.string(),
  })
  .meta({ id: 'Export' });
export type Export = z.infer<typeof Export>;
export const ExportPage = page(Export);
/** `unusual`: those of everybody that nobody has looked at yet; else the caller's own. */
export const ExportQuery = PageQuery.extend({ unusual: z.stringbool().optional() });
