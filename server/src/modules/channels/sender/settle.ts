import type { Id } from '../../../kernel/ids.ts';
import { plus } from '../../../kernel/instant.ts';
import { must, ok } from '../../../kernel/outcome.ts';
import type { Actor, Database, Tx } from '../../../platform/db/index.ts';
import { waitAfter } from '../../../platform/outbox/index.ts';
import { noteToldAfterwards } from '../../consents/index.ts';
import { MOVES_OF_ANSWERS } from '../rules/states.ts';
import { tryNextChannels } from '../service/fallback.ts';
import type { ChannelsDeps } from '../service/deps.ts';
import { applyEarly } from '../service/receipts.ts';
import { returnedOf } from '../service/returns.ts';
import { tellChanged } from '../service/told.ts';
import {
  insertQueued,
  insertTasks,
  insertVerdicts,
  listBatchesOfOthers,
  removeBatches,
  updateStates,
  updateTasksDecided,
  type StateChange,
} from '../store/queue-store.ts';
import { NOT_BEGUN, type Handed } from '../transports/index.ts';
import type { MessageRow, TransportRow } from '../vocabulary.ts';
import type { HandedOver } from './hand-over.ts';

const MOST_TRIES = 8;

export type Settle = {
  readonly db: Database;
  readonly actor: Actor;
  readonly row: TransportRow;
  readonly idempotent: boolean;
  readonly random: () => number;
  readonly refused: ChannelsDeps['refused'];
};

export type Answered = {
  readonly answers: readonly Handed[];
  /** Of those that went: what was reported by now, by the number of the other end. */
  readonly reported: ReadonlyMap<string, 'delivered' | 'read'>;
  readonly uncommitted: HandedOver['uncommitted'];
  /** The batch with which all that was taken is written. */
  readonly ended: Id | null;
};

/** Writes what became of messages of a batch: sent, failed, to be tried again, or unknown with a task for somebody (R3). All or nothing. */
export async function settle(
  { db, actor, row, idempotent, random, refused }: Settle,
  batch: readonly MessageRow[],
  { answers, reported, uncommitted, ended }: Answered,
): Promise<void> {
  const byId = new Map(batch.map((message) => [message.id, message]));
  const changes = answers.map((answer): StateChange & { readonly wait?: number } => {
    const { id } = answer;
    const { tries, personId, madeBy } = byId.get(id)!;
    if (answer.kind === 'sent') {
      const { providerId } = answer;
      return { id, state: reported.get(providerId ?? '') ?? 'sent', why: null, providerId };
    }
    if (answer.kind === 'failed') return { id, state: 'failed', why: answer.why };
    // A centre that takes the same number once may be asked again, however the answer was lost.
    if (answer.kind === 'unknown' && !idempotent) return { id, state: 'unknown', why: answer.why };
    if (answer.why === NOT_BEGUN) return { id, state: 'queued', why: null, wait: 0 };
    if (tries >= MOST_TRIES || (personId === null && madeBy !== null && tries >= 2))
      return { id, state: 'failed', why: answer.why };
    const asked = answer.kind === 'again' ? answer.waitMilliseconds : null;
    return { id, state: 'queued', why: answer.why, wait: Math.max(asked ?? 0, waitAfter(tries, random())) };
  });
  const becomes = new Map(changes.map((change) => [change.id, change.state]));
  const refusals = answers.flatMap((answer) => {
    const said = 'said' in answer && becomes.get(answer.id) === 'failed' ? answer.said : undefined;
    const message = said && returnedOf(byId.get(answer.id)!);
    return said && message ? [{ message, said }] : [];
  });
  const work = async (tx: Tx) => {
    // Persons are held before messages: it may stop an address.
    for (const { message, said } of refusals) await refused(tx, message, said);
    if (uncommitted) {
      await insertVerdicts(tx, uncommitted.verdicts);
      await noteToldAfterwards(tx, uncommitted.told);
    }
    const changed = await updateStates(tx, changes, MOVES_OF_ANSWERS);
    const now = new Map(changed.map((message) => [message.id, message]));
    await insertQueued(
      tx,
      changes.flatMap(({ id, wait }) =>
        wait === undefined || now.get(id)?.state !== 'queued' ? [] : [{ id, lane: row.id, nextAt: plus(tx.now, wait) }],
      ),
    );
    const of = (...states: MessageRow['state'][]) => changed.filter(({ state }) => states.includes(state));
    const went = of('sent', 'delivered', 'read');
    await insertTasks(tx, idsOf(of('unknown')));
    // Somebody else found it left in the middle; now its answer is there.
    await updateTasksDecided(tx, idsOf(went), 'heard');
    await tryNextChannels(tx, of('failed'));
    tellChanged(
      tx,
      changed.filter(({ state }) => state !== 'queued'),
      { hadNotGone: true },
    );
    await applyEarly(
      tx,
      row.id,
      went.flatMap(({ providerId }) => providerId ?? []),
    );
    if (ended !== null) await removeBatches(tx, row.id, [ended]);
    return ok(null);
  };
  must(await db.inTxAgain(actor, work));
}

const MOST_BATCHES = 20;

/**
 * Whoever handed these over died before all was written: with a number that counts once they are said again, else somebody looks. Gives how many batches;
 * `own` are those of this process.
 */
export async function settleLeftInTheMiddle(
  { db, actor, row, idempotent }: Omit<Settle, 'random' | 'refused'>,
  own: readonly Id[],
): Promise<number> {
  return must(
    await db.inTxAgain(actor, async (tx) => {
      const batches = await listBatchesOfOthers(tx, row.id, own, MOST_BATCHES);
      if (batches.length === 0) return ok(0);
      const state = idempotent ? 'queued' : 'unknown';
      const ids = [...new Set(batches.flatMap(({ messageIds }) => messageIds))];
      const changed = await updateStates(
        tx,
        ids.map((id) => ({ id, state, why: 'left_in_the_middle' })),
        LEFT,
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
      await removeBatches(tx, row.id, idsOf(batches));
      return ok(batches.length);
    }),
  );
}

/** What was written before its process died stays as it is. */
const LEFT: readonly string[] = ['sending>queued', 'sending>unknown'];

function idsOf(rows: readonly { readonly id: Id }[]): Id[] {
  return rows.map(({ id }) => id);
}
