import { METRIC_BY } from '@anbu/contract';
import type { CalendarDay } from '../../../kernel/calendar-day.ts';
import type { Dimensions } from './history.ts';
import type { Span } from './spans.ts';

export const DIMENSIONS = ['all', ...METRIC_BY] as const;
export type Dimension = (typeof DIMENSIONS)[number];
export type Counted = { readonly dimensions: Dimensions; readonly spans: readonly Span[] };

/** So much more (or less) of a sum; `knownOn` null: of now. */
export type Change = Pick<Span, 'month' | 'measure' | 'bucket'> & {
  readonly dimension: Dimension;
  readonly value: string;
  readonly knownOn: CalendarDay | null;
  readonly n: number;
};

/** Under which values of each dimension an enquiry counts. '' = has none. Of several interests it counts under each. */
export function valuesOf({
  ownerId,
  channel,
  campaign,
  interests,
  patientKind,
  siteId,
}: Dimensions): [Dimension, string][] {
  const ofInterest = interests.length === 0 ? [''] : [...new Set(interests)];
  return [
    ['all', ''],
    ['owner', ownerId ?? ''],
    ['channel', channel],
    ['campaign', campaign ?? ''],
    ...ofInterest.map((one): [Dimension, string] => ['interest', one]),
    ['patientKind', patientKind],
    ['site', siteId],
  ];
}

/** What the sums change by when enquiries that counted as `before` count as `after`; what changes nothing is left out. In the order of its keys. */
export function changesBetween(before: readonly Counted[], after: readonly Counted[]): Change[] {
  const sums = new Map<string, { change: Omit<Change, 'n'>; n: number }>();
  const add = (change: Omit<Change, 'n'>, n: number) => {
    const { dimension, month, measure, value, bucket, knownOn } = change;
    const key = [dimension, month, measure, value, bucket, knownOn ?? ''].join('\u0000');
    const sum = sums.get(key);
    if (sum) sum.n += n;
    else sums.set(key, { change, n });
  };
  const count = ({ dimensions, spans }: Counted, sign: 1 | -1) => {
    const values = valuesOf(dimensions);
    for (const { month, measure, bucket, since, until, n } of spans) {
      for (const [dimension, value] of values) {
        const of = { dimension, value, month, measure, bucket };
        add({ ...of, knownOn: since }, sign * n);
        if (until !== null) add({ ...of, knownOn: until }, -sign * n);
        else add({ ...of, knownOn: null }, sign * n);
      }
    }
  };
  for (const one of before) count(one, -1);
  for (const one of after) count(one, 1);
  return [...sums.entries()]
    .filter(([, { n }]) => n !== 0)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { change, n }]) => ({ ...change, n }));
}
