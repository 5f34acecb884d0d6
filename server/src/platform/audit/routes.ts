import { AuditCheck, AuditCheckPage, IdParams, PageQuery } from '@anbu/contract';
import { notFound, ok } from '../../kernel/outcome.ts';
import { route, type Route } from '../http/route.ts';
import { decodeAtAndId, encodeAtAndId } from '../keyset.ts';
import { startCheck, viewCheck } from './check.ts';
import { findCheck, listChecks } from './check-store.ts';

export const auditRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/audit/verify',
    operationId: 'verifyAudit',
    summary: 'Begins to check the whole chain of seals; where a check runs already, that one',
    tag: 'audit',
    permission: 'audit.read',
    reply: AuditCheck,
    status: 202,
    handler: async (tx) => ok(viewCheck(await startCheck(tx))),
  }),
  route({
    method: 'GET',
    path: '/audit/checks',
    operationId: 'listAuditChecks',
    summary: 'Checks of the chain, newest first',
    tag: 'audit',
    permission: 'audit.read',
    query: PageQuery,
    reply: AuditCheckPage,
    mode: 'read',
    handler: async (tx, { query }) => {
      const cursor = decodeAtAndId(query.cursor);
      if (!cursor.ok) return cursor;
      const rows = await listChecks(tx, query.limit + 1, cursor.value);
      const shown = rows.slice(0, query.limit);
      const last = rows.length > query.limit ? shown.at(-1) : undefined;
      const nextCursor = last ? encodeAtAndId({ at: last.startedAt, id: last.id }) : null;
      return ok({ items: shown.map(viewCheck), nextCursor });
    },
  }),
  route({
    method: 'GET',
    path: '/audit/checks/:id',
    operationId: 'readAuditCheck',
    summary: 'One check: how far it is, and what it found',
    tag: 'audit',
    permission: 'audit.read',
    params: IdParams,
    reply: AuditCheck,
    mode: 'read',
    handler: async (tx, { params }) => {
      const row = await findCheck(tx, params.id);
      return row === null ? notFound('audit_check') : ok(viewCheck(row));
    },
  }),
];
