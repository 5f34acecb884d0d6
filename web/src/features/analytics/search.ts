import { FigureCode, METRIC_FILTERS, MetricBy, MetricName, MetricQuery } from '@anbu/contract';
import { z } from 'zod';
import { COMPARISONS, comparedWith, periodOf, type Period, type Span } from './periods.ts';

/** The router reads `2026` and `3` of an address as numbers. */
const text = (z.union([z.string(), z.number().transform(String)]) as unknown as z.ZodString)
  .optional()
  .catch(undefined);
const { from, to, asOf } = MetricQuery.shape;

/** Period, comparison, as-of day, cut and filters, as the address of every page of statistics keeps them. */
export const StatisticsSearch = z.object({
  from: from.catch(undefined),
  to: to.catch(undefined),
  compare: z.enum(COMPARISONS).optional().catch(undefined),
  asOf: asOf.catch(undefined),
  by: MetricBy.optional().catch(undefined),
  owner: text,
  channel: text,
  campaign: text,
  interest: text,
  patientKind: text,
  site: text,
  /** The saved view that it began with; `none`: with none, whatever the user begins with. */
  saved: text,
});
export type StatisticsSearch = z.infer<typeof StatisticsSearch>;

/** The rows behind one figure: the same words as the API's. */
export const FigureRowsSearch = StatisticsSearch.omit({ compare: true, saved: true }).extend({
  name: MetricName.optional().catch(undefined),
  figure: FigureCode.optional().catch(undefined),
  key: text,
  bucket: text,
  whole: z.boolean().optional().catch(undefined),
  /** The enquiry that is open in the work panel. */
  enquiry: text,
});
export type FigureRowsSearch = z.infer<typeof FigureRowsSearch>;

/** The period of the address; `otherwise` where it names none, or only one end. */
export function periodIn(search: StatisticsSearch, otherwise: Span, today: string): Period {
  const usual = periodOf(otherwise, today);
  const last = search.to ?? (search.from ? maxOf(search.from, usual.to) : usual.to);
  const first = search.from ?? minOf(usual.from, last);
  return first <= last ? { from: first, to: last } : { from: last, to: first };
}

const maxOf = (a: string, b: string): string => (a > b ? a : b);
const minOf = (a: string, b: string): string => (a < b ? a : b);

export type Asked = Readonly<Record<string, string>>;

/** What is asked of the server for a period. */
export function queryOf(search: StatisticsSearch, period: Period): Asked {
  const kept = ['asOf', 'by', ...METRIC_FILTERS] as const;
  const given = kept.flatMap((name) => {
    const value = search[name];
    return value ? [[name, value] as const] : [];
  });
  return { ...period, ...Object.fromEntries(given) };
}

/** The same question of the period that it is compared with; null where nothing is compared. */
export function comparedQueryOf(search: StatisticsSearch, period: Period): Asked | null {
  return search.compare ? queryOf(search, comparedWith(period, search.compare)) : null;
}

/** How many filters narrow what is shown. */
export const filtersOn = (search: StatisticsSearch): number => METRIC_FILTERS.filter((name) => search[name]).length;

/** Where the rows of a figure stand on the screen; null for an address of another list. */
export function rowsOf(drill: string): FigureRowsSearch | null {
  const found = /^(?:\/api\/v1)?\/metrics\/([a-z-]+)\/rows\?(.*)$/.exec(drill);
  if (!found) return null;
  const query = Object.fromEntries(new URLSearchParams(found[2]));
  return FigureRowsSearch.parse({ ...query, name: found[1], whole: query['whole'] === 'true' || undefined });
}
