import { z } from 'zod';
import { METRICS, MetricQuery, type FigureCode, type MetricName } from './analytics.ts';
import type { FilterTable } from './filters.ts';
import { PatientKind } from './statuses.ts';

type Page = { readonly metric: MetricName; readonly figures: readonly FigureCode[] };

const COHORT = ['enquiries', 'sameMonth', 'nextMonth', 'byNow', 'gainPoints', 'gainRatio', 'visitRate'] as const;
const RESPONSE = ['responseDue', 'responded', 'responseMedian', 'responseP90', 'within5', 'within30'] as const;
const PROMISES = ['promisesDue', 'promisesKept', 'promisesKeptShare'] as const;

/** The pages of statistics: what a view of one is kept of, and what a file of one holds. INVALID stands beside each rate. */
export const STATISTICS_PAGES = {
  desk: { metric: 'lead-desk', figures: METRICS['lead-desk'] },
  cohorts: { metric: 'booking-cohorts', figures: [...COHORT, 'withoutBooking', 'invalidShare'] },
  connection: {
    metric: 'unconnected',
    figures: [
      ...(['enquiries', 'unconnected', 'unconnectedShare', 'neverCalled', 'neverCalledShare', 'lost'] as const),
      ...(['lostShare', 'open', 'neglected', 'neglectedShare', 'invalidShare'] as const),
    ],
  },
  response: { metric: 'lead-desk', figures: [...RESPONSE, ...PROMISES, 'invalidShare'] },
  channels: { metric: 'acquisition-channels', figures: METRICS['acquisition-channels'] },
} as const satisfies Record<string, Page>;
export type StatisticsPage = keyof typeof STATISTICS_PAGES;
export const STATISTICS_PAGE_NAMES = Object.keys(STATISTICS_PAGES) as StatisticsPage[];

type Table = {
  readonly metric: MetricName;
  readonly figures: readonly FigureCode[];
  /** By what the question says; else of all together. */
  readonly cut: boolean;
  /** The months asked for, or the twelve up to the last of them. */
  readonly months: 'asked' | 'year';
};
const asked = (metric: MetricName, figures: readonly FigureCode[] = METRICS[metric], cut = true): Table => ({
  ...{ metric, figures, cut, months: 'asked' },
});
const COURSE = ['enquiries', 'sameMonth', 'byNow', 'unconnectedShare', 'within30', 'promisesKeptShare'] as const;

/** Every table of a page, in their order: what a file and a report of it hold. */
export const STATISTICS_TABLES: Readonly<Record<StatisticsPage, readonly Table[]>> = {
  desk: [
    asked('lead-desk', STATISTICS_PAGES.desk.figures, false),
    { metric: 'lead-desk', figures: COURSE, cut: false, months: 'year' },
  ],
  cohorts: [
    asked('booking-cohorts', STATISTICS_PAGES.cohorts.figures),
    asked('bookings', METRICS.bookings, false),
    asked('attempts', METRICS.attempts, false),
    asked('best-hours', METRICS['best-hours'], false),
  ],
  connection: [asked('unconnected', STATISTICS_PAGES.connection.figures)],
  response: [asked('first-response', [...RESPONSE, 'invalidShare']), asked('promises', PROMISES)],
  channels: [asked('acquisition-channels'), asked('channel-costs', METRICS['channel-costs'], false)],
};

/** By what the figures of a page are cut; the parameters are those of the API. */
export const STATISTICS_FILTERS = {
  owner: { kind: 'listed', of: 'user', group: 'work' },
  channel: { kind: 'listed', of: 'channel', group: 'origin' },
  campaign: { kind: 'text', most: 120, group: 'origin' },
  interest: { kind: 'listed', of: 'interest', group: 'origin' },
  patientKind: { kind: 'codes', codes: PatientKind.options, group: 'origin' },
  site: { kind: 'listed', of: 'site', group: 'work' },
} as const satisfies FilterTable;
export type StatisticsFilterName = keyof typeof STATISTICS_FILTERS;

/** The period before, as long; or the same months a year before. */
export const STATISTICS_COMPARISONS = ['previous', 'year'] as const;

/** The address of a page: what it asks, and with what it is compared. */
export const StatisticsQuery = z.strictObject({
  page: z.enum(STATISTICS_PAGE_NAMES).default('desk'),
  compare: z.enum(STATISTICS_COMPARISONS).optional(),
  ...MetricQuery.shape,
});
export type StatisticsQuery = z.infer<typeof StatisticsQuery>;
