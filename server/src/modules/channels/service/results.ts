import { DAY, formatInstant, MINUTE, plus } from '../../../kernel/instant.ts';
import type { Id } from '../../../kernel/ids.ts';
import { must, ok } from '../../../kernel/outcome.ts';
import { systemActor } from '../../../platform/db/index.ts';
import { listOrganisationIds } from '../../identity/index.ts';
import { listAsked, type Asked } from '../store/result-store.ts';
import { askSolapi, type Results } from '../transports/solapi.ts';
import { secretsOf } from './open.ts';
import type { ChannelsDeps } from './deps.ts';
import { hearReceipts } from './receipts.ts';

/** What is not known after this the carrier does not say any more. */
const ASKED_FOR = 3 * DAY;
const MOST_PAGES = 20;

/**
 * Of providers that report only when they are asked: what became of the messages that are on their way, for each way out that has any. One that does not
 * answer keeps nobody waiting; the next sweep asks again. Gives how many messages moved on.
 */
export async function sweepResults(deps: ChannelsDeps): Promise<number> {
  let moved = 0;
  for (const orgId of await listOrganisationIds(deps.database)) {
    const actor = systemActor(orgId, 'channels');
    const asked = must(
      await deps.database.inTx(actor, async (tx) => ok(await listAsked(tx, plus(tx.now, -ASKED_FOR))), 'read'),
    );
    for (const way of asked) {
      try {
        moved += await ask(deps, orgId, way);
      } catch (error) {
        deps.log.warn({ err: error, transport: way.row.id }, 'a provider did not say what became of messages');
      }
    }
  }
  return moved;
}

async function ask(deps: ChannelsDeps, orgId: Id, { row, oldest }: Asked): Promise<number> {
  const options = { settings: row.settings, secrets: secretsOf(deps, row), outgoing: deps.outgoing };
  const span = {
    from: formatInstant(plus(oldest, -MINUTE)),
    to: formatInstant(plus(await deps.database.now(), MINUTE)),
  };
  let moved = 0;
  let after: string | null = null;
  for (let page = 0; page < MOST_PAGES; page++) {
    const { receipts, next }: Results = await askSolapi(options, { ...span, after });
    moved += must(
      await deps.database.inTxAgain(systemActor(orgId, 'channels'), async (tx) =>
        ok(await hearReceipts(tx, row.id, receipts, { known: true })),
      ),
    );
    if (next === null) break;
    after = next;
  }
  return moved;
}
