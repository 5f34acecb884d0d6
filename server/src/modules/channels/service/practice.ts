import { newId, type Id } from '../../../kernel/ids.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { MOVES } from '../rules/states.ts';
import { removeHandOvers, takeBatch } from '../store/hand-over-store.ts';
import { updateStates } from '../store/queue-store.ts';
import { tellChanged } from './told.ts';

const MOST = 500;

/** What waits for a way out for practice is kept at once, as the sender would; for a past that is told. `arrived` false: it did not. */
export async function keepForPractice(tx: Tx, wayId: Id, arrived = true): Promise<void> {
  const batchId = newId();
  const taken = (await takeBatch(tx, wayId, batchId, MOST)).map(({ id }) => id);
  tellChanged(tx, await updateStates(tx, statesOf(taken, 'sent', null), MOVES));
  const end = arrived ? statesOf(taken, 'delivered', null) : statesOf(taken, 'failed', 'undelivered');
  tellChanged(tx, await updateStates(tx, end, MOVES));
  await removeHandOvers(tx, wayId, [batchId]);
}

function statesOf(ids: readonly Id[], state: 'sent' | 'delivered' | 'failed', why: string | null) {
  return ids.map((id) => ({ id, state, why }));
}
