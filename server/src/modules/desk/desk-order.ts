/** A row of a queue and where it stands in it. Ids are unique over all organisations. */
export type Placed = { readonly score: number; readonly actionDueAt: number | null; readonly id: string };

/** The order of Today, which is the same in every organisation: the priority first, then what is due earlier, then the older. */
export function compareRows(a: Placed, b: Placed): number {
  if (a.score !== b.score) return b.score - a.score;
  const [due, otherDue] = [a.actionDueAt ?? 0, b.actionDueAt ?? 0];
  if (due !== otherDue) return due - otherDue;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

/** Several queues as one, each of which stands in this order; the first `limit`, with the queue that each row is of. */
export function mergeQueues<Row extends Placed, Of>(
  queues: readonly { readonly of: Of; readonly rows: readonly Row[] }[],
  limit: number,
): { readonly of: Of; readonly row: Row }[] {
  const all = queues.flatMap(({ of, rows }) => rows.map((row) => ({ of, row })));
  return all.sort((a, b) => compareRows(a.row, b.row)).slice(0, limit);
}
