import type { Id } from '../../../kernel/ids.ts';
import { ok, type Outcome } from '../../../kernel/outcome.ts';
import type { Tx } from '../../../platform/db/index.ts';
import type { EnquiryRecord } from '../store/enquiry-row.ts';
import { listQueueIds, type QueueCursor, type QueueQuery } from '../store/queue-store.ts';
import { claimFirst } from './assign.ts';

/** So many are tried at once: more than people who take work at the same time. */
const AT_ONCE = 50;

/**
 * The best of a queue that nobody else holds, claimed for the caller; null where there is none. `pool`: it was offered to the team. Two callers
 * never get the same. Refuses enquiries.users_only.
 */
export async function takeFirst(
  tx: Tx,
  query: Omit<QueueQuery, 'after' | 'limit'>,
  exceptId: Id | undefined,
): Promise<Outcome<{ readonly record: EnquiryRecord; readonly pool: boolean } | null>> {
  let after: QueueCursor | null = null;
  for (;;) {
    const next = await listQueueIds(tx, { ...query, after, limit: AT_ONCE });
    const claimed = await claimFirst(
      tx,
      next.map(({ id }) => id).filter((id) => id !== exceptId),
    );
    if (!claimed.ok) return claimed;
    const record = claimed.value;
    if (record) return ok({ record, pool: next.find(({ id }) => id === record.id)?.pool ?? false });
    after = next.at(-1) ?? null;
    if (next.length < AT_ONCE) return ok(null);
  }
}
