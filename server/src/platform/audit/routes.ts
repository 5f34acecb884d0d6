import { AuditCheck, AuditCheckPage, AuditPage, AuditQuery, IdParams, PageQuery } from '@anbu/contract';
import type { AuditEntry } from '@anbu/contract';
import { formatInstant, parseInstant } from '../../kernel/instant.ts';
import { notFound, ok } from '../../kernel/outcome.ts';
import type { Actor } from '../db/index.ts';
import { route, type Route } from '../http/route.ts';
import { hasText, textOf } from '../i18n.ts';
import { decodeAtAndId, encodeAtAndId } from '../keyset.ts';
import { startCheck, viewCheck } from './check.ts';
import { findCheck, listChecks } from './check-store.ts';
import { listAudit, type AuditRow } from './store.ts';

export const auditRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/audit',
    operationId: 'listAudit',
    summary: 'Who read or changed what, newest first',
    tag: 'audit',
    permission: 'audit.read',
    query: AuditQuery,
    reply: AuditPage,
    handler: async (tx, { query }) => {
      const cursor = decodeAtAndId(query.cursor);
      if (!cursor.ok) return cursor;
      const rows = await listAudit(tx, {
        userId: query.userId,
        personId: query.personId,
        entityId: query.entityId,
        action: query.action,
        from: query.from === undefined ? null : parseInstant(query.from),
        to: query.to === undefined ? null : parseInstant(query.to),
        before: cursor.value,
        limit: query.limit + 1,
      });
      tx.audit({ action: 'audit.read', personIds: query.personId === undefined ? [] : [query.personId] });
      const items = rows.slice(0, query.limit);
      const last = rows.length > query.limit ? items.at(-1) : undefined;
      return ok({ items: items.map((row) => view(row, tx.actor)), nextCursor: last ? encodeAtAndId(last) : null });
    },
  }),
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

function view(row: AuditRow, reader: Actor): AuditEntry {
  const { actorKind, actorName, at, ...rest } = row;
  return {
    ...rest,
    at: formatInstant(at),
    userName: actorKind === 'system' ? null : actorName,
    text: textOfEntry(row, reader),
  };
}

/** One sentence. An action without its own sentence is named by its code. */
function textOfEntry({ action, personIds }: AuditRow, { language }: Actor): string {
  const key = `audit.action.${action}`;
  const params = { action, people: personIds.length };
  return textOf(language, hasText(key) ? key : 'audit.action.other', params);
}
