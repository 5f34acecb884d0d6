import {
  METRICS,
  NONE,
  type CountedEnquiryPage,
  type FigureCode,
  type MetricName,
  type MetricRowsQuery,
} from '@anbu/contract';
import { z } from 'zod';
import { ok, refuse, refuseAt, type Outcome } from '../../../kernel/outcome.ts';
import { may, type Tx } from '../../../platform/db/index.ts';
import { decodeCursor, encodeCursor } from '../../../platform/keyset.ts';
import { listByIds, viewRows } from '../../enquiries/index.ts';
import { bucketOf, hasRows, SUMS } from '../rules/figures.ts';
import { isGiven } from '../rules/given.ts';
import {
  countCounted,
  listBuckets,
  listCounted,
  type Filters,
  type RowsAsked,
  type Scope,
} from '../store/metric-store.ts';
import { meaningOf } from './metrics.ts';
import { readQuestion } from './question.ts';

/**
 * The enquiries that a figure counts, as the board shows them, by the same sums: as many as the figure says (P6). The read leaves one line. Refuses 403
 * request.forbidden for who may not read enquiries; by field metrics.figure_unknown, metrics.figure_without_rows, metrics.key_without_by,
 * field.format on `cursor`, and what `readQuestion` refuses.
 */
export async function rowsOf(
  tx: Tx,
  name: MetricName,
  query: MetricRowsQuery,
): Promise<Outcome<z.input<typeof CountedEnquiryPage>>> {
  if (!may(tx.actor, 'enquiries.read')) return refuse('request.forbidden', { permission: 'enquiries.read' }, 403);
  const { key, bucket, limit } = query;
  const codes: readonly FigureCode[] = METRICS[name];
  const figure = query.figure ?? METRICS[name][0];
  if (!codes.includes(figure)) return refuseAt('figure', 'metrics.figure_unknown');
  if (!hasRows(figure)) return refuseAt('figure', 'metrics.figure_without_rows');
  if (key !== undefined && query.by === undefined) return refuseAt('by', 'metrics.key_without_by');
  const cursor = query.cursor === undefined ? null : z.tuple([z.uuid()]).safeParse(decodeCursor(query.cursor));
  if (cursor?.success === false) return refuseAt('cursor', 'field.format', { expected: 'cursor' });
  const read = await readQuestion(tx, query);
  if (!read.ok) return read;
  const { from, to, asOfDay, filters } = read.value;
  const { found, of } = SUMS[figure];
  const part = query.whole ? (of ?? found) : found;
  if (isGiven(part.measure)) return refuseAt('figure', 'metrics.figure_without_rows');
  const scope: Scope = { from, to, measures: [part.measure], asOf: asOfDay, byHour: true };
  const buckets = (await listBuckets(tx, scope)).filter(
    (one) => part.holds(one) && (bucket === undefined || bucketOf(name, part.measure, one) === bucket),
  );
  const asked: RowsAsked = { scope, buckets, filters: withKey(filters, query) };
  const rows = await listCounted(tx, asked, { after: cursor?.data[0] ?? null, limit: limit + 1 });
  const shown = rows.slice(0, limit);
  const last = rows.length > limit ? shown.at(-1) : undefined;
  const total = query.total ? await countCounted(tx, asked) : null;
  return ok({
    items: await viewItems(tx, shown),
    nextCursor: last ? encodeCursor([last.id]) : null,
    figure,
    definition: meaningOf(figure),
    ...(total ? { value: total.value, total: total.enquiries } : {}),
  });
}

/** Of the row that was opened; with a filter of the same kind both hold. */
function withKey(filters: Filters, { by, key }: MetricRowsQuery): Filters {
  if (by === undefined || key === undefined) return filters;
  return { ...filters, [by]: [key === NONE ? '' : key] };
}

async function viewItems(tx: Tx, rows: readonly { id: string; times: number }[]) {
  const records = new Map(
    (
      await listByIds(
        tx,
        rows.map(({ id }) => id),
      )
    ).map((record) => [record.id, record]),
  );
  const views = await viewRows(
    tx,
    rows.flatMap(({ id }) => records.get(id) ?? []),
  );
  const timesOf = new Map(rows.map(({ id, times }) => [id, times]));
  return views.map((enquiry) => ({ enquiry, times: timesOf.get(enquiry.id) ?? 1 }));
}
