import type { Id } from '../../../kernel/ids.ts';
import { plus, type Instant } from '../../../kernel/instant.ts';
import { must, ok } from '../../../kernel/outcome.ts';
import type { Actor, Database, Tx } from '../../../platform/db/index.ts';
import { waitAfter } from '../../../platform/outbox/index.ts';
import { noteToldAfterwards } from '../../consents/index.ts';
import { afterAnswer } from '../rules/after-answer.ts';
import { MOVES_OF_ANSWERS } from '../rules/states.ts';
import { tryNextChannels } from '../service/fallback.ts';
import type { ChannelsDeps } from '../service/deps.ts';
import { applyEarly } from '../service/receipts.ts';
import { returnedOf } from '../service/returns.ts';
import { tellChanged } from '../service/told.ts';
import {
  listLeft,
  removeHandOvers,
  updateLeft,
  updateOutcomes,
  updateVerdicts,
  type Outcome,
  type Parting,
} from '../store/hand-over-store.ts';
import {
  insertQueued,
  insertTasks,
  insertVerdicts,
  updateStates,
  updateTasksDecided,
  type Changed,
} from '../store/queue-store.ts';
import type { Handed } from '../transports/index.ts';
import type { TransportRow } from '../vocabulary.ts';
import { keepHere, type HandedOver, type Taken } from './hand-over.ts';

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
  /** Which verdict let each go, where it has it with others. */
  readonly shared: HandedOver['shared'];
  /** All that was taken is written with these. */
  readonly isLast: boolean;
};

/** Writes what became of messages of a batch: sent, failed, to be tried again, or unknown with a task for somebody (R3). All or nothing. */
export async function settle(
  { db, actor, row, idempotent, random, refused }: Settle,
  taken: Taken,
  { answers, reported, uncommitted, shared, isLast }: Answered,
): Promise<void> {
  const byId = new Map(taken.messages.map((message) => [message.id, message]));
  const changes = answers.map((answer): Outcome & { readonly waitMilliseconds: number | null } => {
    const { id, tries, personId, madeBy } = byId.get(answer.id)!;
    const tried = { tries, isTest: personId === null && madeBy !== null, idempotent };
    const { state, ...after } = afterAnswer(answer, tried, (times) => waitAfter(times, random()));
    const providerId = answer.kind === 'sent' ? answer.providerId : null;
    const known = state === 'sent' ? (reported.get(providerId ?? '') ?? 'sent') : state;
    return { id, ...after, state: known, providerId, verdictId: shared.get(id) ?? null, tries };
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
      await keepHere(tx, row.id, uncommitted.staying);
    }
    const moved = await updateOutcomes(tx, changes, { moves: MOVES_OF_ANSWERS, takenAt: taken.takenAt });
    if (moved.size < changes.length) await updateVerdicts(tx, sharedOf(changes.filter(({ id }) => !moved.has(id))));
    const changed = changes
      .filter(({ id }) => moved.has(id))
      .map((change) => changedOf(byId.get(change.id)!, change, tx.now));
    await insertQueued(
      tx,
      changes.flatMap(({ id, waitMilliseconds }) =>
        waitMilliseconds === null || !moved.has(id)
          ? []
          : [{ id, lane: row.id, nextAt: plus(tx.now, waitMilliseconds) }],
      ),
    );
    const of = (...states: Changed['state'][]) => changed.filter(({ state }) => states.includes(state));
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
    if (isLast) await removeHandOvers(tx, row.id, [taken.id]);
    return ok(null);
  };
  must(await db.inTxAgain(actor, work));
}

function sharedOf(changes: readonly Outcome[]): Map<Id, Id> {
  return new Map(changes.flatMap(({ id, verdictId }) => (verdictId === null ? [] : [[id, verdictId] as const])));
}

const SETTLED: readonly Changed['state'][] = ['delivered', 'read', 'unknown', 'failed'];
const WENT: readonly Changed['state'][] = ['sent', 'delivered', 'read'];

/** As its row says now. */
function changedOf(
  { id, personId, channel, enquiryId, occasion }: Parting,
  { state, why, providerId }: Outcome,
  now: Instant,
): Changed {
  const times = { sentAt: WENT.includes(state) ? now : null, settledAt: SETTLED.includes(state) ? now : null };
  return { id, personId, channel, state, why, enquiryId, providerId, occasion, ...times };
}

const MOST_HAND_OVERS = 20;

/**
 * Whoever handed these over died before all was written: with a number that counts once they are said again, else somebody looks. Gives how many hand-overs;
 * `own` are those of this process.
 */
export async function settleLeftInTheMiddle(
  { db, actor, row, idempotent }: Omit<Settle, 'random' | 'refused'>,
  own: readonly Id[],
): Promise<number> {
  return must(
    await db.inTxAgain(actor, async (tx) => {
      const left = await listLeft(tx, row.id, own, MOST_HAND_OVERS);
      if (left.length === 0) return ok(0);
      for (const one of left) await updateLeft(tx, one);
      const state = idempotent ? 'queued' : 'unknown';
      const ids = [...new Set(left.flatMap(({ messageIds }) => messageIds))];
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
      await removeHandOvers(tx, row.id, idsOf(left));
      return ok(left.length);
    }),
  );
}

/** What was written before its process died stays as it is. */
const LEFT: readonly string[] = ['sending>queued', 'sending>unknown'];

function idsOf(rows: readonly { readonly id: Id }[]): Id[] {
  return rows.map(({ id }) => id);
}
