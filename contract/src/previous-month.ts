import { z } from 'zod';
import { Day, Id, InstantText, PageQuery, page } from './common.ts';
import { TodayItem } from './desk.ts';
import { MonthText } from './filters.ts';
import { CallOutcome, Slot } from './statuses.ts';

/** Why an enquiry is on the list of a month: `lost` is unreached after a consultation, apart from who was never connected. Spec: domain §1, §2. */
export const PreviousMonthGroup = z
  .enum(['unreached', 'lost', 'hold', 'cancelled', 'no_show'])
  .meta({ id: 'PreviousMonthGroup' });
export type PreviousMonthGroup = z.infer<typeof PreviousMonthGroup>;
/**
 * `todo`: a pass is still to do. `due`: what a pass is for: done, or still there to be done. `done`: called. `connected`, `booked`, `visited`: since
 * that pass. `all`: everything that the month left.
 */
export const PreviousMonthShow = z.enum(['todo', 'due', 'done', 'connected', 'booked', 'visited', 'all']);
export type PreviousMonthShow = z.infer<typeof PreviousMonthShow>;
const PassNo = z.union([z.literal(1), z.literal(2)]);

/** `month` is the one that left them, at the site's clock; the month before this one where none is named. */
export const PreviousMonthQuery = PageQuery.extend({
  month: MonthText.optional(),
  /** `me`, a user's id, `none` (of the team), or `all`. */
  owner: z.union([z.enum(['me', 'all', 'none']), Id]).default('all'),
  group: PreviousMonthGroup.optional(),
  show: PreviousMonthShow.default('todo'),
  /** Of which pass `show` is meant; either where none is named. */
  pass: z.enum(['1', '2']).optional(),
});
export type PreviousMonthQuery = z.infer<typeof PreviousMonthQuery>;

export const PassState = z
  .object({
    pass: PassNo,
    /** Null where the enquiry left the list before. */
    dueOn: Day.nullable(),
    doneAt: InstantText.nullable(),
    outcome: CallOutcome.nullable(),
    byUserId: Id.nullable(),
  })
  .meta({ id: 'PassState' });
export type PassState = z.infer<typeof PassState>;

/** An item of Today with what the month's end made of it. */
export const PreviousMonthItem = TodayItem.extend({
  group: PreviousMonthGroup,
  enteredAt: InstantText,
  /** The pass that is to do next; null when both are done or it left the list. */
  nextPass: PassNo.nullable(),
  passes: z.array(PassState),
  /** A pass is not done by a call in the same part of the day as this one. */
  lastCall: z
    .object({ at: InstantText, outcome: CallOutcome, slot: Slot.nullable(), userId: Id.nullable() })
    .nullable(),
}).meta({ id: 'PreviousMonthItem' });
export type PreviousMonthItem = z.infer<typeof PreviousMonthItem>;
export const PreviousMonthPage = page(PreviousMonthItem).extend({ month: MonthText });

/** A number and the address of the rows that it counts. */
export const DrilledFigure = z.object({ value: z.int(), drill: z.string() }).meta({ id: 'DrilledFigure' });
export type DrilledFigure = z.infer<typeof DrilledFigure>;
/** A call, a booking or a visit counts for the last pass before it, so for one. */
export const PassProgress = z
  .object({
    pass: PassNo,
    due: DrilledFigure,
    done: DrilledFigure,
    connected: DrilledFigure,
    booked: DrilledFigure,
    visited: DrilledFigure,
  })
  .meta({ id: 'PassProgress' });
export type PassProgress = z.infer<typeof PassProgress>;
export const PreviousMonthOwner = z
  .object({ ownerId: Id.nullable(), name: z.string().nullable(), todo: DrilledFigure, passes: z.array(PassProgress) })
  .meta({ id: 'PreviousMonthOwner' });
export type PreviousMonthOwner = z.infer<typeof PreviousMonthOwner>;
export const PreviousMonthSummary = z
  .object({
    month: MonthText,
    /** When each pass begins at the site that is meant where none is named; null when its month has no open day. */
    dueOn: z.array(Day.nullable()),
    listed: DrilledFigure,
    todo: DrilledFigure,
    groups: z.array(z.object({ group: PreviousMonthGroup, ...DrilledFigure.shape })),
    passes: z.array(PassProgress),
    /** Of who owns them now, by name; null = of nobody, last. */
    owners: z.array(PreviousMonthOwner),
  })
  .meta({ id: 'PreviousMonthSummary' });
export type PreviousMonthSummary = z.infer<typeof PreviousMonthSummary>;
export const PreviousMonthSummaryQuery = PreviousMonthQuery.pick({ month: true });
