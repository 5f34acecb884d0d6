import { z } from 'zod';
import { Day, Id, InstantText, PageQuery, page } from './common.ts';
import { MonthText } from './filters.ts';

/**
 * What goals count (A20). `booked`: enquiries that came to a booking, or to a visit without one, for the first time in the month; it counts for who
 * owned the enquiry then. `visited`: enquiries whose visit was in the month, likewise. `firstCall`: enquiries of the month whose first call was within
 * the limit, for the owner of now. A team has what its enquiries have.
 */
export const GOAL_MEASURES = ['booked', 'visited', 'firstCall'] as const;
export const GoalMeasure = z.enum(GOAL_MEASURES).meta({ id: 'GoalMeasure' });
export type GoalMeasure = z.infer<typeof GoalMeasure>;
export const GoalOf = z.enum(['user', 'team']).meta({ id: 'GoalOf' });
export type GoalOf = z.infer<typeof GoalOf>;

const Target = z.int().min(0).max(100_000);

export const GoalFigure = z
  .object({
    measure: GoalMeasure,
    /** Null: no goal. */
    target: Target.nullable(),
    /** To be given with a change; 0 while there was none. */
    version: z.int(),
    actual: z.int(),
    /** What of the goal the opening days so far ask for; null without a goal, or in a month without an opening day. */
    expected: z.int().nullable(),
    standing: z.enum(['ahead', 'even', 'behind']).nullable(),
    /** Filters of the list of enquiries: as many rows as `actual`. */
    drill: z.record(z.string(), z.string()),
  })
  .meta({ id: 'GoalFigure' });
export type GoalFigure = z.infer<typeof GoalFigure>;

export const GoalRow = z
  .object({ of: GoalOf, id: Id, name: z.string(), figures: z.array(GoalFigure) })
  .meta({ id: 'GoalRow' });
export type GoalRow = z.infer<typeof GoalRow>;

/** `month`: left out, that of today at the site. */
export const GoalQuery = z.strictObject({ month: MonthText.optional() });
export const GoalPage = page(GoalRow).extend({
  month: MonthText,
  /** Today at the site: the figures are of now. */
  day: Day,
  openDays: z.int(),
  /** Today, if it is one, is passed. */
  openDaysPassed: z.int(),
  /** First calls count up to so many minutes of opening time. */
  limitMinutes: z.int(),
});
export type GoalPage = z.infer<typeof GoalPage>;

export const GoalsInput = z.strictObject({
  month: MonthText,
  goals: z
    .array(
      z.strictObject({
        of: GoalOf,
        id: Id,
        measure: GoalMeasure,
        /** Null takes the goal away. */
        target: Target.nullable(),
        version: z.int().min(0).max(2_147_483_647),
      }),
    )
    .min(1)
    .max(300),
});
export type GoalsInput = z.infer<typeof GoalsInput>;
export const GoalCopyInput = z.strictObject({ month: MonthText });
export const GoalsCopied = z.object({ from: MonthText, copied: z.int() }).meta({ id: 'GoalsCopied' });

/** Each change is a version: who, when, before → after. */
export const GoalChange = z
  .object({
    of: GoalOf,
    id: Id,
    name: z.string(),
    measure: GoalMeasure,
    version: z.int(),
    before: Target.nullable(),
    after: Target.nullable(),
    /** Null: a key or the program. */
    changedBy: z.string().nullable(),
    changedAt: InstantText,
  })
  .meta({ id: 'GoalChange' });
export type GoalChange = z.infer<typeof GoalChange>;
export const GoalChangeQuery = PageQuery.extend(GoalQuery.shape);
export const GoalChangePage = page(GoalChange);
