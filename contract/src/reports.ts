import { z } from 'zod';
import { Day, Id, InstantText, Language, PageQuery, Reason, Version, distinct, page, text } from './common.ts';
import { StatisticsQuery } from './statistics.ts';

/** What a report is about: relative to the day on which it is made. Months are whole ones that are over, but for `thisMonth`. */
export const REPORT_PERIODS = [
  'yesterday',
  'lastWeek',
  'thisMonth',
  'lastMonth',
  'last3Months',
  'last12Months',
] as const;
export const ReportPeriod = z.enum(REPORT_PERIODS).meta({ id: 'ReportPeriod' });
export type ReportPeriod = z.infer<typeof ReportPeriod>;
export const REPORT_FORMATS = ['pdf', 'xlsx', 'csv'] as const;
export const ReportFormat = z.enum(REPORT_FORMATS).meta({ id: 'ReportFormat' });
export type ReportFormat = z.infer<typeof ReportFormat>;
export const REPORT_WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
const Weekday = z.enum(REPORT_WEEKDAYS);

/**
 * When it is made, by the clock on the wall of its site. A day that a month does not have is its last one. `openDaysOnly`: a daily one is left out on
 * days on which the site is closed, another waits for the next day on which it is open.
 */
export const ReportSchedule = z
  .strictObject({
    every: z.enum(['day', 'week', 'month']),
    /** With `week`. */
    weekdays: distinct(z.array(Weekday).max(7)).default([]),
    /** With `month`. */
    dayOfMonth: z.int().min(1).max(31).default(1),
    /** Minutes after midnight. */
    minuteOfDay: z.int().min(0).max(1439),
    openDaysOnly: z.boolean().default(false),
  })
  .meta({ id: 'ReportSchedule' });
export type ReportSchedule = z.infer<typeof ReportSchedule>;

const Listed = text(2_000).optional();
/** A page of statistics: how it is cut and compared, filters as comma lists. Its months come from the period of the report. */
export const ReportQuery = z
  .strictObject({
    page: StatisticsQuery.shape.page,
    compare: StatisticsQuery.shape.compare,
    by: StatisticsQuery.shape.by,
    owner: Listed,
    channel: Listed,
    campaign: text(120).optional(),
    interest: Listed,
    patientKind: Listed,
    site: Listed,
  })
  .meta({ id: 'ReportQuery' });
export type ReportQuery = z.infer<typeof ReportQuery>;

export const ReportInput = z
  .strictObject({
    name: text(80),
    query: ReportQuery,
    period: ReportPeriod,
    formats: distinct(z.array(ReportFormat).min(1).max(3)),
    language: Language,
    siteId: Id.optional(),
    schedule: ReportSchedule,
    /** Colleagues who may read statistics. */
    recipients: distinct(z.array(Id).min(1).max(100)),
    /** Its files go with the mail; not where it names colleagues. Left out: the mail holds a link behind the sign-in. */
    attach: z.boolean().optional(),
  })
  .meta({ id: 'ReportInput' });
export type ReportInput = z.infer<typeof ReportInput>;
export const ReportPatch = ReportInput.partial()
  .extend({ paused: z.boolean().optional(), version: Version })
  .meta({ id: 'ReportPatch' });
export type ReportPatch = z.infer<typeof ReportPatch>;

export const ReportRun = z
  .object({
    id: Id,
    reportId: Id,
    reportName: z.string(),
    state: z.enum(['waiting', 'done', 'failed']),
    /** Somebody asked for it; else its time had come. */
    byHand: z.boolean(),
    /** For which moment it was made. */
    dueAt: InstantText,
    finishedAt: InstantText.nullable(),
    /** The days that it is about. */
    from: Day,
    to: Day,
    error: Reason.nullable(),
    /** Files that are still kept. */
    files: z.array(z.object({ format: ReportFormat, bytes: z.int(), fileName: z.string() })),
    /** The caller has not looked at it yet. */
    unseen: z.boolean(),
  })
  .meta({ id: 'ReportRun' });
export type ReportRun = z.infer<typeof ReportRun>;
export const ReportRunPage = page(ReportRun);

/** A page of statistics as a file, again and again, for colleagues (screen 23). */
export const Report = z
  .object({
    id: Id,
    name: z.string(),
    query: ReportQuery,
    period: ReportPeriod,
    formats: z.array(ReportFormat),
    language: Language,
    siteId: Id,
    timeZone: z.string(),
    schedule: ReportSchedule,
    recipients: z.array(z.object({ userId: Id, name: z.string() })),
    attach: z.boolean(),
    makerId: Id,
    makerName: z.string(),
    paused: z.boolean(),
    /** Null: paused, or a site that never opens. */
    nextRunAt: InstantText.nullable(),
    lastRun: ReportRun.nullable(),
    /** Whether the caller may change it, run it and take it away. */
    changeable: z.boolean(),
    version: Version,
  })
  .meta({ id: 'Report' });
export type Report = z.infer<typeof Report>;
export const ReportPage = page(Report).extend({
  /** Runs that wait for the caller to look at them. */
  unseen: z.int(),
});
export const ReportRunQuery = PageQuery;
export const ReportFileQuery = z.strictObject({ format: ReportFormat.default('pdf') });
