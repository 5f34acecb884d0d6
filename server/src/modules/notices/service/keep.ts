import type { Id } from '../../../kernel/ids.ts';
import { DAY, plus } from '../../../kernel/instant.ts';
import { ok } from '../../../kernel/outcome.ts';
import { systemActor, type Database } from '../../../platform/db/index.ts';
import { removeOldNotices } from '../store/notice-store.ts';

const KEPT_DAYS = 400;
const AT_ONCE = 5_000;

/** What was said by itself more than a year ago is in the archive of messages; that it was owed is nobody's business any more. */
export async function forgetOldNotices(db: Database, orgIds: readonly Id[]): Promise<void> {
  for (const orgId of orgIds) {
    for (let removed = AT_ONCE; removed === AT_ONCE;) {
      const outcome = await db.inTx(systemActor(orgId, 'notices'), async (tx) =>
        ok(await removeOldNotices(tx, plus(tx.now, -KEPT_DAYS * DAY), AT_ONCE)),
      );
      removed = outcome.ok ? outcome.value : 0;
    }
  }
}
