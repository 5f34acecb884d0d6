import { DeadLetterPage, Id, PageQuery, text } from '@anbu/contract';
import { z } from 'zod';
import { formatInstant, instant, type Instant } from '../../kernel/instant.ts';
import { ok, refuse } from '../../kernel/outcome.ts';
import { route, type Route } from '../http/route.ts';
import { CursorInstant, decodeCursor, encodeCursor } from '../keyset.ts';
import { listDeadLetters, updateReplayed } from './store.ts';

const Cursor = z.tuple([CursorInstant, z.uuid(), text(80)]);

/** Neither = every dead letter of the organisation. */
export const DeadLetterReplay = z
  .strictObject({ subscriber: text(80).optional(), eventIds: z.array(Id).min(1).max(1_000).optional() })
  .meta({ id: 'DeadLetterReplay' });
export const DeadLetterReplayed = z.object({ replayed: z.int() }).meta({ id: 'DeadLetterReplayed' });

export const outboxRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/dead-letters',
    operationId: 'listDeadLetters',
    summary: 'Events that a subscriber failed to take, newest first',
    tag: 'jobs',
    permission: 'jobs.manage',
    query: PageQuery,
    reply: DeadLetterPage,
    mode: 'read',
    handler: async (tx, { query }) => {
      let after: { at: Instant; id: string; subscriber: string } | null = null;
      if (query.cursor !== undefined) {
        const cursor = Cursor.safeParse(decodeCursor(query.cursor));
        if (!cursor.success) return refuse('request.bad_cursor', {}, 400);
        after = { at: instant(cursor.data[0]), id: cursor.data[1], subscriber: cursor.data[2] };
      }
      const rows = await listDeadLetters(tx, query.limit + 1, after);
      const items = rows.slice(0, query.limit);
      const last = rows.length > query.limit ? items.at(-1) : undefined;
      return ok({
        items: items.map((row) => ({ ...row, failedAt: formatInstant(row.failedAt) })),
        nextCursor: last ? encodeCursor([last.failedAt, last.eventId, last.subscriber]) : null,
      });
    },
  }),
  route({
    method: 'POST',
    path: '/dead-letters/replay',
    operationId: 'replayDeadLetters',
    summary: 'Delivers dead letters again, with all attempts',
    tag: 'jobs',
    permission: 'jobs.manage',
    body: DeadLetterReplay,
    reply: DeadLetterReplayed,
    handler: async (tx, { body }) => {
      const replayed = await updateReplayed(tx, body);
      tx.audit({ action: 'dead-letters.replayed', changes: { replayed: [0, replayed] } });
      return ok({ replayed });
    },
  }),
];
