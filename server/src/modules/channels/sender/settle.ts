import type { Id } from '../../../kernel/ids.ts';
import { plus } from '../../../kernel/instant.ts';
import { must, ok } from '../../../kernel/outcome.ts';
import type { Actor, Database, Tx } from '../../../platform/db/index.ts';
import { waitAfter } from '../../../platform/outbox/index.ts';
import { noteTold } from '../../consents/index.ts';
import { MOVES_OF_ANSWERS } from '../rules/states.ts';
import { tryNextChannels } from '../service/fallback.ts';
import { applyEarly } from '../service/receipts.ts';
import { tellChanged } from '../service/told.ts';
import {
  insertQueued,
  insertTasks,
  insertVerdicts,
  updateStates,
  updateTasksDecided,
  type StateChange,
} from '../store/queue-store.ts';
import { NOT_BEGUN } from '../transports/pump.ts';
import type { Handed } from '../transports/index.ts';
import type { MessageRow, TransportRow } from '../vocabulary.ts';
import type { HandedOver } from './hand-over.ts';

const MOST_TRIES = 8;

export type Settle = {
  readonly db: Database;
  readonly actor: Actor;
  readonly row: TransportRow;
  readonly idempotent: boolean;
  readonly random: () => number;
};

/** Writes what became of a batch: sent, failed, to be tried again, or unknown with a task for somebody (R3). All or nothing. */
export async function settle(
  { db, actor, row, idempotent, random }: Settle,
  batch: readonly MessageRow[],
  answers: readonly Handed[],
  uncommitted: HandedOver['uncommitted'],
): Promise<void> {
  const byId = new Map(batch.map((message) => [message.id, message]));
  const changes = answers.map((answer): StateChange & { readonly wait?: number } => {
    const { id } = answer;
    const { tries, personId } = byId.get(id)!;
    if (answer.kind === 'sent') return { id, state: 'sent', why: null, providerId: answer.providerId };
    if (answer.kind === 'failed') return { id, state: 'failed', why: answer.why };
    // A centre that takes the same number once may be asked again, however the answer was lost.
    if (answer.kind === 'unknown' && !idempotent) return { id, state: 'unknown', why: answer.why };
    if (answer.why === NOT_BEGUN) return { id, state: 'queued', why: null, wait: 0 };
    if (tries >= MOST_TRIES || (personId === null && tries >= 2)) return { id, state: 'failed', why: answer.why };
    const asked = answer.kind === 'again' ? answer.waitMilliseconds : null;
    return { id, state: 'queued', why: answer.why, wait: Math.max(asked ?? 0, waitAfter(tries, random())) };
  });
  const work = async (tx: Tx) => {
    if (uncommitted) {
      await insertVerdicts(tx, uncommitted.verdicts);
      await noteTold(tx, uncommitted.told);
    }
    const changed = await updateStates(tx, changes, MOVES_OF_ANSWERS);
    const now = new Map(changed.map((message) => [message.id, message]));
    await insertQueued(
      tx,
      changes.flatMap(({ id, wait }) =>
        wait === undefined || now.get(id)?.state !== 'queued' ? [] : [{ id, lane: row.id, nextAt: plus(tx.now, wait) }],
      ),
    );
    const of = (state: MessageRow['state']) => changed.filter((message) => message.state === state);
    await insertTasks(tx, idsOf(of('unknown')));
    // Somebody else found it left in the middle; now its answer is there.
    if (of('sent').length > 0) await updateTasksDecided(tx, idsOf(of('sent')), 'heard');
    await tryNextChannels(tx, of('failed'));
    tellChanged(
      tx,
      changed.filter(({ state }) => state !== 'queued'),
    );
    await applyEarly(
      tx,
      row.id,
      of('sent').flatMap(({ providerId }) => providerId ?? []),
    );
    return ok(null);
  };
  must(await db.inTxAgain(actor, work));
}

/** Whoever handed these over died before the answer was written: with a number that counts once they are said again, else somebody looks. */
export async function settleLeftInTheMiddle(
  { db, actor, row, idempotent }: Omit<Settle, 'random'>,
  list: (tx: Tx) => Promise<readonly Id[]>,
): Promise<number> {
  return must(
    await db.inTx(actor, async (tx) => {
      const ids = await list(tx);
      const state = idempotent ? 'queued' : 'unknown';
      const changed = await updateStates(
        tx,
        ids.map((id) => ({ id, state, why: 'left_in_the_middle' })),
        MOVES_OF_ANSWERS,
      );
      if (idempotent) {
        await insertQueued(
          tx,
          changed.map(({ id }) => ({ id, lane: row.id, nextAt: tx.now })),
        );
      } else {
        await insertTasks(tx, idsOf(changed));
        tellChanged(tx, changed);
      }
      return ok(changed.length);
    }),
  );
}

function idsOf(rows: readonly MessageRow[]): Id[] {
  return rows.map(({ id }) => id);
}
