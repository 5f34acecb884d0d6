import {
  IdParams,
  Import,
  ImportAccepted,
  ImportForm,
  ImportKeptPage,
  ImportMappingInput,
  ImportMappingName,
  ImportPage,
  ImportReport,
  ImportReportQuery,
  ImportSheetInput,
  ImportStatusRowPage,
  KnownImportMapping,
  KnownImportMappingPage,
  PageQuery,
  StatusLabelPage,
  StatusDecision,
  StatusMappingInput,
} from '@anbu/contract';
import { z } from 'zod';
import { isId, type Id } from '../../kernel/ids.ts';
import { instant, type Instant } from '../../kernel/instant.ts';
import { notFound, ok, refuse, refuseFields, type Outcome } from '../../kernel/outcome.ts';
import { Attachment, route, withExamples, type Route } from '../../platform/http/route.ts';
import { EXAMPLES } from './examples.ts';
import { assistantRoutes } from './routes-assistant.ts';
import { applyImport, chooseSheet, remap } from './service/acts.ts';
import { forgetMapping, knownMappings, renameMapping } from './service/known-mappings.ts';
import { decideLabels, statusLabels, statusRows } from './service/labels.ts';
import { rejectedFile, rejectedWorkbook } from './service/rejected.ts';
import { report } from './service/report.ts';
import { keptRows, undoImport } from './service/undo.ts';
import { startImport } from './service/upload.ts';
import { viewImport, viewListed } from './service/views.ts';
import type { GivenMapping } from './rules/mapping.ts';
import { findImport, listImports } from './store/import-store.ts';
import { XLSX_TYPE } from '../../platform/sheets/index.ts';

const shared = { tag: 'imports', permission: 'imports.run' } as const;
const Row = z.coerce.number().int().min(0).max(2_147_483_647);

const ROUTES: readonly Route[] = [
  route({
    ...shared,
    method: 'POST',
    path: '/imports',
    operationId: 'startImport',
    summary: 'Take a file; its analysis begins',
    upload: {},
    body: ImportForm,
    reply: ImportAccepted,
    status: 202,
    location: '/imports/:id',
    handler: async (tx, { body, upload }) => {
      if (!upload) return refuseFields([{ field: 'file', code: 'field.required', params: {} }]);
      const mapping = readMapping(body.mapping);
      if (!mapping.ok) return mapping;
      const wish = {
        kind: body.kind,
        mapping: mapping.value,
        dryRun: body.dryRun ?? false,
        site: body.site ?? null,
        sheet: body.sheet ?? null,
      };
      const started = await startImport(tx, upload, wish);
      return started.ok ? ok({ id: started.value.id, state: 'running' as const }) : started;
    },
  }),
  route({
    ...shared,
    method: 'GET',
    path: '/imports',
    operationId: 'listImports',
    summary: 'Imports, newest first, without the samples of their columns',
    query: PageQuery,
    reply: ImportPage,
    handler: async (tx, { query }) => {
      const after = query.cursor === undefined ? null : readCursor(query.cursor);
      if (query.cursor !== undefined && after === null) return badCursor();
      const records = await listImports(tx, after, query.limit + 1);
      const shown = records.slice(0, query.limit);
      const last = records.length > query.limit ? shown.at(-1) : undefined;
      const items: Import[] = [];
      for (const record of shown) items.push(await viewListed(tx, record));
      tx.audit({ action: 'imports.listed', entity: 'import' });
      return ok({ items, nextCursor: last ? `${last.createdAt}.${last.id}` : null });
    },
  }),
  route({
    ...shared,
    method: 'GET',
    path: '/imports/:id',
    operationId: 'getImport',
    summary: 'One import with its columns, mapping, progress and counts',
    params: IdParams,
    reply: Import,
    handler: async (tx, { params }) => {
      const record = await findImport(tx, params.id);
      if (!record) return notFound('import');
      tx.audit({ action: 'imports.read', entity: 'import', entityId: record.id });
      return ok(await viewImport(tx, record));
    },
  }),
  route({
    ...shared,
    method: 'PUT',
    path: '/imports/:id/mapping',
    operationId: 'mapImport',
    summary: 'Say which column is what, or that a field has none; the file is analysed anew',
    params: IdParams,
    body: ImportMappingInput,
    reply: Import,
    handler: (tx, { params, body }) => remap(tx, params.id, body.mapping),
  }),
  route({
    ...shared,
    method: 'PUT',
    path: '/imports/:id/sheet',
    operationId: 'chooseImportSheet',
    summary: 'Choose the sheet of a workbook; it is analysed anew',
    params: IdParams,
    body: ImportSheetInput,
    reply: Import,
    handler: (tx, { params, body }) => chooseSheet(tx, params.id, body.sheet),
  }),
  route({
    ...shared,
    method: 'POST',
    path: '/imports/:id/apply',
    operationId: 'applyImport',
    summary: 'Enter what the analysis found',
    params: IdParams,
    reply: Import,
    status: 202,
    handler: (tx, { params }) => applyImport(tx, params.id),
  }),
  route({
    ...shared,
    method: 'POST',
    path: '/imports/:id/undo',
    operationId: 'undoImport',
    summary: 'Take back what the import has entered, but for what people have touched since; for 7 days',
    params: IdParams,
    reply: Import,
    status: 202,
    handler: (tx, { params }) => undoImport(tx, params.id),
  }),
  route({
    ...shared,
    method: 'GET',
    path: '/imports/:id/kept',
    operationId: 'listImportKept',
    summary: 'Rows of which something stays after the import was taken back, with the reason',
    params: IdParams,
    query: PageQuery,
    reply: ImportKeptPage,
    handler: (tx, { params, query }) => behindRow(query, (page) => keptRows(tx, params.id, page)),
  }),
  route({
    ...shared,
    method: 'GET',
    path: '/imports/:id/report',
    operationId: 'getImportReport',
    summary: 'What became, or would become, of each row',
    params: IdParams,
    query: ImportReportQuery,
    reply: ImportReport,
    handler: (tx, { params, query }) =>
      behindRow(query, (page) => report(tx, params.id, { ...page, outcome: query.outcome ?? null })),
  }),
  route({
    ...shared,
    method: 'GET',
    path: '/imports/:id/rejected.csv',
    operationId: 'downloadRejected',
    summary: 'The rejected rows with their reasons, to be corrected and imported again',
    params: IdParams,
    produces: 'text/csv; charset=utf-8',
    reply: Attachment,
    handler: (tx, { params }) => rejectedFile(tx, params.id, tx.actor.language),
  }),
  route({
    ...shared,
    method: 'GET',
    path: '/imports/:id/rejected.xlsx',
    operationId: 'downloadRejectedWorkbook',
    summary: 'The rejected rows with their reasons as a workbook',
    params: IdParams,
    produces: XLSX_TYPE,
    reply: Attachment,
    handler: (tx, { params }) => rejectedWorkbook(tx, params.id, tx.actor.language),
  }),
  route({
    ...shared,
    method: 'GET',
    path: '/imports/:id/status-mapping',
    operationId: 'getStatusMapping',
    summary: "The file's status labels with proposals and decisions",
    params: IdParams,
    reply: StatusLabelPage,
    handler: async (tx, { params }) => asPage(await statusLabels(tx, params.id)),
  }),
  route({
    ...shared,
    method: 'PUT',
    path: '/imports/:id/status-mapping',
    operationId: 'decideStatusMapping',
    summary: 'Decide what labels mean',
    params: IdParams,
    body: z.union([z.array(StatusDecision).max(1000), StatusMappingInput]),
    reply: StatusLabelPage,
    handler: async (tx, { params, body }) => {
      return asPage(await decideLabels(tx, params.id, Array.isArray(body) ? body : body.items));
    },
  }),
  route({
    ...shared,
    method: 'GET',
    path: '/imports/:id/rows',
    operationId: 'listImportRows',
    summary: 'All rows of the file with their label and the status that it is read as',
    params: IdParams,
    query: PageQuery,
    reply: ImportStatusRowPage,
    handler: (tx, { params, query }) => behindRow(query, (page) => statusRows(tx, params.id, page)),
  }),
  route({
    ...shared,
    method: 'GET',
    path: '/import-mappings',
    operationId: 'listImportMappings',
    summary: 'Which column was what in lists that were entered: the next one with the same headers is mapped at once',
    query: PageQuery,
    reply: KnownImportMappingPage,
    handler: async (tx, { query }) => {
      const after = query.cursor === undefined ? null : readCursor(query.cursor);
      if (query.cursor !== undefined && after === null) return badCursor();
      const { items, last } = await knownMappings(tx, { after, limit: query.limit });
      return ok({ items, nextCursor: last ? `${last.usedAt}.${last.id}` : null });
    },
  }),
  route({
    ...shared,
    method: 'PATCH',
    path: '/import-mappings/:id',
    operationId: 'renameImportMapping',
    summary: 'Give a known mapping another name',
    params: IdParams,
    body: ImportMappingName,
    reply: KnownImportMapping,
    handler: (tx, { params, body }) => renameMapping(tx, params.id, body.name),
  }),
  route({
    ...shared,
    method: 'DELETE',
    path: '/import-mappings/:id',
    operationId: 'forgetImportMapping',
    summary: 'Forget a known mapping',
    params: IdParams,
    reply: z.null(),
    handler: (tx, { params }) => forgetMapping(tx, params.id),
  }),
];

export const importsRoutes = withExamples([...ROUTES, ...assistantRoutes], EXAMPLES);

/** A page of rows of the file behind the one that the cursor names. */
async function behindRow<T extends { readonly last: number | null }>(
  { cursor, limit }: z.output<typeof PageQuery>,
  find: (page: { after: number; limit: number }) => Promise<Outcome<T>>,
): Promise<Outcome<Omit<T, 'last'> & { nextCursor: string | null }>> {
  const after = Row.safeParse(cursor ?? 0);
  if (!after.success) return badCursor();
  const found = await find({ after: after.data, limit });
  if (!found.ok) return found;
  const { last, ...page } = found.value;
  return ok({ ...page, nextCursor: last === null ? null : String(last) });
}

function asPage<T>(outcome: Outcome<T[]>): Outcome<{ items: T[]; nextCursor: null }> {
  return outcome.ok ? ok({ items: outcome.value, nextCursor: null }) : outcome;
}

const MappingText = ImportMappingInput.shape.mapping;

function readMapping(text: string | undefined): Outcome<GivenMapping | null> {
  if (text === undefined || text.trim() === '') return ok(null);
  try {
    const parsed = MappingText.safeParse(JSON.parse(text));
    if (parsed.success) return ok(parsed.data);
  } catch {
    // No JSON: refused like any other wrong form.
  }
  return refuseFields([{ field: 'mapping', code: 'field.invalid', params: {} }]);
}

function readCursor(text: string): { at: Instant; id: Id } | null {
  const [at = '', id = ''] = text.split('.');
  return /^\d{1,14}$/.test(at) && isId(id) ? { at: instant(Number(at)), id } : null;
}

function badCursor() {
  return refuse('request.bad_cursor', {}, 400);
}
