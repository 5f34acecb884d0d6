import type { HandOver, HandOverPreview } from '@anbu/contract';
import type { z } from 'zod';
import type { Id } from '../../../../kernel/ids.ts';
import { formatInstant, MINUTE, plus } from '../../../../kernel/instant.ts';
import { notFound, ok, refuse, type Outcome } from '../../../../kernel/outcome.ts';
import { may, type Tx } from '../../../../platform/db/index.ts';
import { mayReadPeople } from '../../../people/index.ts';
import {
  findHandOver,
  listHandOvers,
  listItems,
  listItemsOf,
  type HandOverItem,
  type HandOverRow,
} from '../../store/hand-over-store.ts';
import { currentPresets } from '../presets.ts';
import { give } from './give.ts';
import { planHandOver, type HandOverOrder, type NotGiven, type Planned } from './plan.ts';
import { keepOwners, loadsOf } from './receivers.ts';

/** With what fills the sentence of each refusal. */
type Shown = z.input<typeof HandOver> & { readonly refused: (NotGiven & { readonly text: string })[] };

/** Who would get how many, and what could not be given; changes nothing. Refuses what `planHandOver` refuses. */
export async function previewHandOver(tx: Tx, order: HandOverOrder): Promise<Outcome<z.input<typeof HandOverPreview>>> {
  const plan = await planHandOver(tx, order, { lock: false });
  if (!plan.ok) return plan;
  const counts = countBy(plan.value.give.map(({ ownerId }) => ownerId));
  const loads = await loadsOf(
    tx,
    [...counts.keys()].filter((id) => id !== null),
  );
  const reasons = Map.groupBy(plan.value.refused, ({ code }) => code);
  return ok({
    count: plan.value.give.length,
    receivers: [...counts]
      .map(([userId, count]) => ({ userId, count, load: userId === null ? 0 : (loads.get(userId) ?? 0) }))
      .sort((a, b) => b.count - a.count || String(a.userId).localeCompare(String(b.userId))),
    refused: [...reasons].map(([code, rows]) => ({
      code,
      params: rows[0]?.params ?? {},
      text: '',
      count: rows.length,
    })),
  });
}

/**
 * One act: one note, one undo. What somebody else works on, or what changed hands meanwhile, is left and named. Refuses what `planHandOver`
 * refuses, and enquiries.hand_over_nothing where nothing can be given.
 */
export async function handOver(tx: Tx, order: HandOverOrder): Promise<Outcome<Shown>> {
  const plan = await planHandOver(tx, order, { lock: true });
  if (!plan.ok) return plan;
  if (plan.value.give.length === 0) {
    const [first] = plan.value.refused;
    return first
      ? refuse(first.code, first.params, first.code === 'request.not_found' ? 404 : 409)
      : refuse('enquiries.hand_over_nothing');
  }
  const planned = await withOwners(tx, plan.value.give);
  const { id } = await give(tx, planned, {
    ...{ kind: order.to.kind, note: order.note ?? null, absenceId: order.absenceId ?? null },
  });
  return shown(tx, id, plan.value.refused);
}

/** Of a share, who is no owner any more gets nothing: it is the team's. */
export async function withOwners(tx: Tx, planned: readonly Planned[]): Promise<readonly Planned[]> {
  const kept = await keepOwners(
    tx,
    planned.flatMap(({ ownerId }) => ownerId ?? []),
  );
  return planned.map((one) => (one.ownerId === null || kept.has(one.ownerId) ? one : { ...one, ownerId: null }));
}

export async function getHandOver(tx: Tx, id: Id): Promise<Outcome<Shown>> {
  return shown(tx, id, []);
}

/** The latest ones: of everybody for who may assign, else those that one made or got. */
export async function latestHandOvers(tx: Tx, limit: number): Promise<Shown[]> {
  const rows = await listHandOvers(tx, may(tx.actor, 'enquiries.assign') ? null : tx.actor.userId, limit);
  const items = Map.groupBy(
    await listItemsOf(
      tx,
      rows.map(({ id }) => id),
    ),
    ({ handOverId }) => handOverId,
  );
  const { work } = await currentPresets(tx);
  return rows.map((row) => view(tx, row, items.get(row.id) ?? [], [], work.undoMinutes));
}

export async function shown(tx: Tx, id: Id, refused: readonly NotGiven[]): Promise<Outcome<Shown>> {
  const row = await findHandOver(tx, id);
  if (!row) return notFound('hand_over');
  const { work } = await currentPresets(tx);
  return ok(view(tx, row, await listItems(tx, id), refused, work.undoMinutes));
}

function view(
  tx: Tx,
  row: HandOverRow,
  items: readonly HandOverItem[],
  refused: readonly NotGiven[],
  undoMinutes: number,
): Shown {
  const counts = countBy(items.map(({ toOwnerId }) => toOwnerId));
  const count = (outcome: HandOverItem['outcome']) => items.filter((item) => item.outcome === outcome).length;
  return {
    id: row.id,
    at: formatInstant(row.at),
    madeBy: row.madeBy,
    kind: row.kind,
    // What somebody wrote may name anybody.
    note: mayReadPeople(tx) ? row.note : null,
    absenceId: row.absenceId,
    returnedAt: row.returnedAt === null ? null : formatInstant(row.returnedAt),
    undoneAt: row.undoneAt === null ? null : formatInstant(row.undoneAt),
    undoUntil: undoUntil(tx, row, undoMinutes),
    receivers: [...counts].map(([userId, number]) => ({ userId, count: number })),
    given: items.length,
    returned: count('returned'),
    kept: count('kept'),
    undone: count('undone'),
    refused: refused.map((one) => ({ ...one, text: '' })),
  };
}

function undoUntil(tx: Tx, { madeBy, at, undoneAt, returnedAt }: HandOverRow, undoMinutes: number): string | null {
  if (madeBy === null || madeBy !== tx.actor.userId || undoneAt !== null || returnedAt !== null) return null;
  const until = plus(at, undoMinutes * MINUTE);
  return until >= tx.now ? formatInstant(until) : null;
}

function countBy(ids: readonly (Id | null)[]): Map<Id | null, number> {
  const counts = new Map<Id | null, number>();
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
  return counts;
}
