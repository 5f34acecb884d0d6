import { z } from 'zod';
import { Day, InstantText, ListFilter, PageQuery, Reason, codeFilter, page } from './common.ts';
import { MonthText } from './filters.ts';
import { EnquiryRow } from './enquiries.ts';
import { PatientKind } from './statuses.ts';

/** A figure is a number of enquiries, calls or promises, or what is computed of such numbers. */
export type FigureUnit = 'count' | 'share' | 'points' | 'ratio' | 'minutes' | 'won';

/**
 * Every figure of the lead desk (A14), as a table. `rows`: it opens the list of what it counts; a share opens the rows of its numerator and, by
 * `ofDrill`, those of its denominator. What it means stands in the catalogue: `metrics.figure.<code>` its name, `metrics.means.<code>` its definition.
 */
export const FIGURES = {
  /** L(m): of the cohort, without INVALID and unqualified ones. */
  enquiries: { unit: 'count', rows: true },
  sameMonthBooked: { unit: 'count', rows: true },
  nextMonthBooked: { unit: 'count', rows: true },
  byNowBooked: { unit: 'count', rows: true },
  /** Of `byNowBooked`: a visit without a booking. */
  withoutBooking: { unit: 'count', rows: true },
  visited: { unit: 'count', rows: true },
  sameMonth: { unit: 'share', rows: true },
  nextMonth: { unit: 'share', rows: true },
  byNow: { unit: 'share', rows: true },
  visitRate: { unit: 'share', rows: true },
  gainPoints: { unit: 'points', rows: false },
  gainRatio: { unit: 'ratio', rows: false },
  unconnected: { unit: 'count', rows: true },
  neverCalled: { unit: 'count', rows: true },
  lost: { unit: 'count', rows: true },
  open: { unit: 'count', rows: true },
  neglected: { unit: 'count', rows: true },
  unconnectedShare: { unit: 'share', rows: true },
  neverCalledShare: { unit: 'share', rows: true },
  lostShare: { unit: 'share', rows: true },
  neglectedShare: { unit: 'share', rows: true },
  invalid: { unit: 'count', rows: true },
  invalidShare: { unit: 'share', rows: true },
  /** Those that a first response may be asked of; `responded`: that had one. */
  responseDue: { unit: 'count', rows: true },
  responded: { unit: 'count', rows: true },
  within5: { unit: 'share', rows: true },
  within30: { unit: 'share', rows: true },
  responseMedian: { unit: 'minutes', rows: false },
  responseP90: { unit: 'minutes', rows: false },
  promisesDue: { unit: 'count', rows: true },
  promisesKept: { unit: 'count', rows: true },
  promisesKeptShare: { unit: 'share', rows: true },
  /** Connected at this attempt; by attempt. */
  connected: { unit: 'count', rows: true },
  /** So many attempts and not connected yet. */
  notConnected: { unit: 'count', rows: true },
  /** Connected at this attempt or an earlier one ÷ all of `attempts`. */
  connectedBy: { unit: 'share', rows: false },
  newPatients: { unit: 'count', rows: true },
  channelShare: { unit: 'share', rows: true },
  bookings: { unit: 'count', rows: true },
  reconsulted: { unit: 'count', rows: true },
  tries: { unit: 'count', rows: true },
  connects: { unit: 'count', rows: true },
  connectRate: { unit: 'share', rows: true },
  /** Of the enquiries of a month, those of this channel. */
  enquiryShare: { unit: 'share', rows: true },
  /** What was entered of a channel and a month; nothing is inferred. */
  spend: { unit: 'won', rows: false },
  costPerEnquiry: { unit: 'won', rows: false },
  costPerBooked: { unit: 'won', rows: false },
  costPerNewPatient: { unit: 'won', rows: false },
  /** First bookings that a site was to have in the month, as entered. */
  bookingGoal: { unit: 'count', rows: false },
  goalReached: { unit: 'share', rows: true },
} as const satisfies Record<string, { readonly unit: FigureUnit; readonly rows: boolean }>;
export type FigureCode = keyof typeof FIGURES;
export const FIGURE_CODES = Object.keys(FIGURES) as FigureCode[];
// The list of keys is not empty.
export const FigureCode = z.enum(FIGURE_CODES as [FigureCode, ...FigureCode[]]).meta({ id: 'FigureCode' });

const COHORT = ['enquiries', 'sameMonthBooked', 'nextMonthBooked', 'byNowBooked', 'withoutBooking', 'visited'] as const;
const COHORT_RATES = ['sameMonth', 'nextMonth', 'byNow', 'visitRate', 'gainPoints', 'gainRatio'] as const;
const CONNECTION = ['unconnected', 'neverCalled', 'lost', 'open', 'neglected'] as const;
const CONNECTION_SHARES = ['unconnectedShare', 'neverCalledShare', 'lostShare', 'neglectedShare'] as const;
const INVALID = ['invalid', 'invalidShare'] as const;
const RESPONSE = ['responseDue', 'responded', 'within5', 'within30', 'responseMedian', 'responseP90'] as const;
const PROMISES = ['promisesDue', 'promisesKept', 'promisesKeptShare'] as const;
const CALLS = ['tries', 'connects', 'connectRate'] as const;

/** Which figures each metric has, in the order of its table; what its months are: of the inflow (cohort) or of what happened. */
export const METRICS = {
  'lead-desk': [
    ...COHORT,
    ...COHORT_RATES,
    ...CONNECTION,
    ...CONNECTION_SHARES,
    ...INVALID,
    ...RESPONSE,
    ...PROMISES,
    'newPatients',
    'bookings',
    'reconsulted',
    ...CALLS,
  ],
  'booking-cohorts': [...COHORT, ...COHORT_RATES, ...INVALID],
  unconnected: ['enquiries', ...CONNECTION, ...CONNECTION_SHARES, ...INVALID],
  'first-response': [...RESPONSE, ...INVALID],
  promises: [...PROMISES],
  attempts: ['connected', 'notConnected', 'connectedBy'],
  'acquisition-channels': ['newPatients', 'channelShare'],
  'channel-costs': [
    ...(['enquiries', 'enquiryShare', 'spend', 'costPerEnquiry', 'byNowBooked', 'costPerBooked'] as const),
    ...(['newPatients', 'costPerNewPatient'] as const),
  ],
  bookings: ['bookings', 'bookingGoal', 'goalReached', 'reconsulted'],
  'reconsulted-holds': ['reconsulted', 'bookings'],
  'best-hours': [...CALLS],
  invalid: ['enquiries', ...INVALID],
} as const satisfies Record<string, readonly FigureCode[]>;
export type MetricName = keyof typeof METRICS;
export const METRIC_NAMES = Object.keys(METRICS) as MetricName[];
// The list of keys is not empty.
export const MetricName = z.enum(METRIC_NAMES as [MetricName, ...MetricName[]]).meta({ id: 'MetricName' });

export const MetricBy = z
  .enum(['owner', 'channel', 'campaign', 'interest', 'patientKind', 'site'])
  .meta({ id: 'MetricBy' });
export type MetricBy = z.infer<typeof MetricBy>;
export const METRIC_BY = MetricBy.options;

/** Shares, medians and rates of fewer say nothing: `value` is null and `of` says how many there are. */
export const LEAST_OF_A_SCORE = 10;
/** What has none (no owner, no campaign, no interest) is asked for by this word. */
export const NONE = 'none';

const Filters = {
  owner: ListFilter.optional(),
  channel: ListFilter.optional(),
  campaign: ListFilter.optional(),
  interest: ListFilter.optional(),
  patientKind: codeFilter(PatientKind.options).optional(),
  site: ListFilter.optional(),
};
export const METRIC_FILTERS = Object.keys(Filters) as (keyof typeof Filters)[];

/**
 * `from`, `to`: months, both included; left out: the twelve months up to this one. `asOf`: what was recorded by the end of that day; left out: now.
 * `by`: a row for each of these; `acquisition-channels` and `channel-costs` are by channel unless said. Two periods are compared by two questions.
 */
export const MetricQuery = z.strictObject({
  from: MonthText.optional(),
  to: MonthText.optional(),
  asOf: Day.optional(),
  by: MetricBy.optional(),
  ...Filters,
});
export type MetricQuery = z.infer<typeof MetricQuery>;
export const MetricParams = z.strictObject({ name: MetricName });

export const Figure = z
  .object({
    /**
     * Null: too few to say (`of` < 10), or not known yet. Shares and ratios as fractions of one, points as percentage points, minutes and won
     * whole.
     */
    value: z.number().nullable(),
    /** How many it is computed of, or divided by; null with a plain number. */
    of: z.int().nullable(),
    /** The address of the rows that it counts, below /api/v1; null where it has none of its own. */
    drill: z.string().nullable(),
    /** The address of the rows of its denominator. */
    ofDrill: z.string().nullable(),
  })
  .meta({ id: 'Figure' });
export type Figure = z.infer<typeof Figure>;

export const MetricRow = z
  .object({
    /** Null: of all months asked for together. */
    month: MonthText.nullable(),
    /** Whom or what the row is of, with `by`; null: of all, or of what has none (`of` tells). */
    key: z.string().nullable(),
    of: z.enum(['all', 'key', 'none']),
    /** Name of a person or a site; null where the key is a code, and where nobody has it. */
    name: z.string().nullable(),
    /** `attempts`: the number of the attempt; `best-hours`: `mon-09`. */
    bucket: z.string().nullable(),
    /** The figures of the metric, by code. */
    figures: z.partialRecord(FigureCode, Figure),
    /** The address of the rows behind its first figure. */
    drill: z.string().nullable(),
  })
  .meta({ id: 'MetricRow' });
export type MetricRow = z.infer<typeof MetricRow>;

export const Metric = z
  .object({
    name: MetricName,
    from: MonthText,
    to: MonthText,
    by: MetricBy.nullable(),
    /** What was recorded by then is in it. */
    asOf: InstantText,
    /** The day at whose end that is; null: it is now. */
    asOfDay: Day.nullable(),
    /** False: enquiries of before are still being counted; the figures grow. */
    complete: z.boolean(),
    /** Enquiries counted so far while it is not complete. */
    counted: z.int(),
    definition: Reason,
    denominator: Reason,
    /** Of each figure in the order of the table. */
    figures: z.array(
      z.object({
        code: FigureCode,
        unit: z.enum(['count', 'share', 'points', 'ratio', 'minutes', 'won']),
        definition: Reason,
      }),
    ),
    /** One for each month and key that has something; of `attempts` and `best-hours` one for each bucket. */
    rows: z.array(MetricRow),
    /** The same of all months together: one for each key, the largest first, and one of all. */
    totals: z.array(MetricRow),
    /** Months that are not over, or were not, at `asOf`. Channels leave them out of shares. */
    partial: z.array(MonthText),
    /** Keys beyond the most that are shown. */
    omitted: z.int(),
  })
  .meta({ id: 'Metric' });
export type Metric = z.infer<typeof Metric>;

/** What a `drill` says. `key` with `by`; `bucket` as in the row. */
export const MetricRowsQuery = PageQuery.extend(MetricQuery.shape).extend({
  /** Left out: the first of the metric. */
  figure: FigureCode.optional(),
  key: z.string().max(120).optional(),
  bucket: z.string().max(20).optional(),
  /** The rows of the denominator. */
  whole: z.stringbool().optional(),
  total: z.stringbool().optional(),
});
export type MetricRowsQuery = z.infer<typeof MetricRowsQuery>;

/** An enquiry as the board shows it; `times`: how often it counts (calls, promises). */
export const CountedEnquiry = z.object({ enquiry: EnquiryRow, times: z.int() }).meta({ id: 'CountedEnquiry' });
export type CountedEnquiry = z.infer<typeof CountedEnquiry>;
export const CountedEnquiryPage = page(CountedEnquiry).extend({
  figure: FigureCode,
  /** With `total`: the figure itself, the sum of `times`; and how many enquiries that is. */
  value: z.int().optional(),
  definition: Reason,
});
export type CountedEnquiryPage = z.infer<typeof CountedEnquiryPage>;
