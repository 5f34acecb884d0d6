import { newId, type Id } from '../../../kernel/ids.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { MOVES_OF_ANSWERS } from '../rules/states.ts';
import { lockMessagesOf } from '../store/message-store.ts';
import {
  insertEarlyReceipts,
  listCrossedReceipts,
  takeEarlyReceipts,
  updateStates,
  updateTasksDecided,
  type Changed,
  type StateChange,
} from '../store/queue-store.ts';
import type { Receipt } from '../transports/types.ts';
import type { MessageRow } from '../vocabulary.ts';
import { tryNextChannels } from './fallback.ts';
import { tellChanged } from './told.ts';

/** A message's receipts in the order in which they count: what says more comes last. */
const WEIGHT: Readonly<Record<Receipt['state'], number>> = { sent: 0, failed: 1, delivered: 2, read: 3 };

/**
 * What the other end reports of our messages, in any order and any number of times: each moves its message forwards or does nothing (R10). A number that
 * no message has yet is kept: its answer may still be on the way.
 */
export async function hearReceipts(
  tx: Tx,
  transportId: Id,
  receipts: readonly Receipt[],
  /** `known`: those of others in the same account are among them, and are nothing to us. */
  { known: onlyKnown = false }: { readonly known?: boolean } = {},
): Promise<number> {
  const known = receipts.filter(({ messageId, providerId }) => messageId !== null || providerId !== null);
  const rows = await lockMessagesOf(
    tx,
    transportId,
    known.flatMap(({ messageId }) => messageId ?? []),
    known.flatMap(({ providerId }) => providerId ?? []),
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  const byProvider = new Map(rows.flatMap((row) => (row.providerId === null ? [] : [[row.providerId, row] as const])));
  const early: Receipt[] = [];
  const changes = new Map<Id, StateChange & { readonly weight: number }>();
  for (const receipt of known) {
    const row = byId.get(receipt.messageId ?? '') ?? byProvider.get(receipt.providerId ?? '');
    if (!row) {
      if (receipt.providerId !== null && !onlyKnown) early.push(receipt);
      continue;
    }
    const weight = WEIGHT[receipt.state];
    if ((changes.get(row.id)?.weight ?? -1) >= weight) continue;
    changes.set(row.id, { id: row.id, state: receipt.state, why: receipt.why, providerId: receipt.providerId, weight });
  }
  await insertEarlyReceipts(
    tx,
    transportId,
    early.map(({ providerId, state, why }) => ({ id: newId(), providerId: providerId ?? '', state, why })),
  );
  return (await moveOn(tx, [...changes.values()], byId)).length;
}

async function moveOn(
  tx: Tx,
  changes: readonly StateChange[],
  before: ReadonlyMap<Id, Pick<MessageRow, 'state'>>,
): Promise<Changed[]> {
  // What failed says why; the statement keeps it only then.
  const changed = await updateStates(
    tx,
    changes.map((change) => ({ ...change, why: change.state === 'failed' ? (change.why ?? 'undelivered') : null })),
    MOVES_OF_ANSWERS,
  );
  await updateTasksDecided(
    tx,
    changed.filter(({ id }) => before.get(id)?.state === 'unknown').map(({ id }) => id),
    'heard',
  );
  await tryNextChannels(
    tx,
    changed.filter(({ state }) => state === 'failed'),
  );
  tellChanged(tx, changed);
  return changed;
}

/** Receipts that came before the numbers that are known now. */
export async function applyEarly(tx: Tx, transportId: Id, providerIds: readonly string[]): Promise<void> {
  if (providerIds.length === 0) return;
  const early = await takeEarlyReceipts(tx, transportId, providerIds);
  if (early.length === 0) return;
  await hearReceipts(
    tx,
    transportId,
    early.map(({ providerId, state, why }) => ({ providerId, messageId: null, state, why })),
  );
}

/** A receipt that was kept in the very moment in which its answer was written. */
export async function applyCrossed(tx: Tx, transportId: Id): Promise<void> {
  await applyEarly(tx, transportId, await listCrossedReceipts(tx, transportId, 1_000));
}
