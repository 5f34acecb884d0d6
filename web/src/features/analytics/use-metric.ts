import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { Metric, type FigureCode, type Figure, type MetricName, type MetricRow } from '@anbu/contract';
import { api, keys } from '../../api/index.ts';
import type { Asked } from './search.ts';

/** A statistic; null asks nothing. What is still being counted is asked again until it is whole. */
export function useMetric(name: MetricName, query: Asked | null): UseQueryResult<Metric> {
  return useQuery({
    queryKey: keys.metrics.of(name, query),
    queryFn: ({ signal }) => api.get(`/metrics/${name}`, Metric, { query: query ?? {}, signal }),
    enabled: query !== null,
    placeholderData: (old, last) => (last?.queryKey[1] === name ? old : undefined),
    refetchInterval: ({ state }) => (state.data?.complete === false ? 4_000 : false),
  });
}

/** The row of all months and keys together. */
export const wholeOf = (metric: Metric | undefined): MetricRow | undefined =>
  metric?.totals.find(({ of, bucket }) => of === 'all' && bucket === null);

/** The rows of all keys together, by month. */
export function byMonth(metric: Metric): ReadonlyMap<string, MetricRow> {
  const rows = metric.rows.filter(({ of, bucket, month }) => of === 'all' && bucket === null && month !== null);
  return new Map(rows.map((row) => [row.month ?? '', row]));
}

/** The rows of each key over all months, as the server orders them. */
export const byKey = (metric: Metric): readonly MetricRow[] => metric.totals.filter(({ of }) => of !== 'all');

export const figureOf = (row: MetricRow | undefined, code: FigureCode): Figure | undefined => row?.figures[code];
export const valueOf = (row: MetricRow | undefined, code: FigureCode): number | null =>
  row?.figures[code]?.value ?? null;
