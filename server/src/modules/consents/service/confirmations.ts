import type { ConsentDuty, ConsentDutyQuery, Page } from '@anbu/contract';
import type { z } from 'zod';
import { formatInstant } from '../../../kernel/instant.ts';
import { ok, type Outcome } from '../../../kernel/outcome.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { decodeAtAndId, pageOf } from '../../../platform/keyset.ts';
import { peopleRead } from '../../people/index.ts';
import { listOpenDuties } from '../store/duty-store.ts';

/** What the law asks of us by a day and is not done: the most urgent first. Refuses request.bad_cursor. */
export async function consentDuties(
  tx: Tx,
  query: z.output<typeof ConsentDutyQuery>,
): Promise<Outcome<Page<ConsentDuty>>> {
  const after = decodeAtAndId(query.cursor);
  if (!after.ok) return after;
  const rows = await listOpenDuties(tx, query.kind, after.value, query.limit + 1);
  const { shown, nextCursor } = pageOf(rows, query.limit, ({ dueAt, id }) => ({ at: dueAt, id }));
  if (shown.length > 0) peopleRead(tx, [...new Set(shown.map(({ personId }) => personId))]);
  return ok({
    items: shown.map(({ dueAt, consentAt, ...row }) => ({
      ...row,
      consentAt: formatInstant(consentAt),
      dueAt: formatInstant(dueAt),
      late: dueAt < tx.now,
    })),
    nextCursor,
  });
}
