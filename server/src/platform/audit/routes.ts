import { AuditPage, AuditQuery, AuditVerification } from '@anbu/contract';
import type { AuditEntry } from '@anbu/contract';
import { formatInstant, parseInstant } from '../../kernel/instant.ts';
import { ok } from '../../kernel/outcome.ts';
import type { Actor } from '../db/index.ts';
import { route, type Route } from '../http/route.ts';
import { hasText, textOf } from '../i18n.ts';
import { decodeAtAndId, encodeAtAndId } from '../keyset.ts';
import { listAudit, type AuditRow } from './store.ts';
import { verifyChain } from './verify.ts';

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
    summary: 'Checks the whole chain of seals',
    tag: 'audit',
    permission: 'audit.read',
    reply: AuditVerification,
    handler: async (tx) => {
      const verification = await verifyChain(tx);
      tx.audit({ action: 'audit.verified', changes: { intact: [null, verification.intact] } });
      return ok(verification);
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
