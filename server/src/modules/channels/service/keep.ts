import type { Id } from '../../../kernel/ids.ts';
import { DAY, plus } from '../../../kernel/instant.ts';
import { must, ok } from '../../../kernel/outcome.ts';
import { systemActor, type Database } from '../../../platform/db/index.ts';
import { archiveMessages } from '../store/message-store.ts';
import { removeOldLinks } from '../store/link-store.ts';
import { removeOldReceipts } from '../store/queue-store.ts';

const ACTIVE_DAYS = 45;
const AT_ONCE = 1_000;
const RECEIPT_DAYS = 3;
/** Whoever opens one that is over is told so for a while. */
const LINK_DAYS = 180;

/** What is over for a month and a half goes to the archive, by month; receipts of nobody and links that are long over go. */
export async function archiveOldMessages(db: Database, orgIds: readonly Id[]): Promise<number> {
  let moved = 0;
  for (const orgId of orgIds) {
    for (let some = AT_ONCE; some === AT_ONCE; moved += some) {
      some = must(
        await db.inTx(systemActor(orgId, 'channels'), async (tx) => {
          await removeOldReceipts(tx, plus(tx.now, -RECEIPT_DAYS * DAY));
          await removeOldLinks(tx, plus(tx.now, -LINK_DAYS * DAY), AT_ONCE);
          return ok(await archiveMessages(tx, plus(tx.now, -ACTIVE_DAYS * DAY), AT_ONCE));
        }),
      );
    }
  }
  return moved;
}
