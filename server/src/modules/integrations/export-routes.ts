import { Export, ExportInput, ExportPage, ExportQuery, IdParams, Nothing } from '@anbu/contract';
import { Attachment, route, type Route } from '../../platform/http/route.ts';
import { acknowledgeExport, exportDownload, exportsOf, readExport, startExport } from './service/list-exports.ts';

/** Which permission a list needs to leave says `EXPORT_NEEDS`; each sees what it made. */
const shared = { tag: 'exports', permission: 'signed-in' } as const;

export const exportsRoutes: readonly Route[] = [
  route({
    ...shared,
    method: 'POST',
    path: '/exports',
    operationId: 'startExport',
    summary: 'A list as it is shown, as a file; short ones are done at once, long ones by a job',
    body: ExportInput,
    reply: Export,
    status: 201,
    location: '/exports/:id',
    handler: (tx, { body }) => startExport(tx, body),
  }),
  route({
    ...shared,
    method: 'GET',
    path: '/exports',
    operationId: 'listExports',
    summary: "The caller's exports; with unusual=true those of everybody that no administrator has looked at",
    query: ExportQuery,
    reply: ExportPage,
    handler: (tx, { query }) => exportsOf(tx, query),
  }),
  route({
    ...shared,
    method: 'GET',
    path: '/exports/:id',
    operationId: 'getExport',
    summary: 'How far an export is',
    params: IdParams,
    reply: Export,
    handler: (tx, { params }) => readExport(tx, params.id),
  }),
  route({
    ...shared,
    method: 'GET',
    path: '/exports/:id/file',
    operationId: 'downloadExport',
    summary: 'The file, for who made it, while it is kept',
    params: IdParams,
    produces: 'application/octet-stream',
    reply: Attachment,
    handler: (tx, { params }) => exportDownload(tx, params.id),
  }),
  route({
    method: 'POST',
    path: '/exports/:id/acknowledge',
    operationId: 'acknowledgeExport',
    summary: 'An administrator has looked at an unusual export',
    tag: 'exports',
    permission: 'audit.read',
    params: IdParams,
    reply: Nothing,
    handler: (tx, { params }) => acknowledgeExport(tx, params.id),
  }),
];
