import { z } from 'zod';
import { EnquiryRow } from './enquiries.ts';
import { Id, InstantText, PageQuery, Reason, distinct, page, text } from './common.ts';

/** Tabs of Today that this release fills. */
export const TodayTab = z.enum([
  'all',
  'late',
  'promise',
  'new',
  'unconnected',
  'hold',
  'cancelled',
  'booked',
  'passes',
]);
export type TodayTab = z.infer<typeof TodayTab>;
export const TodayQuery = PageQuery.extend({
  /** `me`, a user's id, or `all`. */
  owner: z.union([z.enum(['me', 'all']), Id]).default('me'),
  team: Id.optional(),
  tab: TodayTab.default('all'),
});
export type TodayQuery = z.infer<typeof TodayQuery>;
export const TodayItem = z
  .object({ enquiry: EnquiryRow, why: Reason, dueAt: InstantText, late: z.boolean(), pool: z.boolean() })
  .meta({ id: 'TodayItem' });
export type TodayItem = z.infer<typeof TodayItem>;
export const TodayPage = page(TodayItem);

export const TodaySummary = z
  .object({
    left: z.int(),
    late: z.int(),
    doneToday: z.int(),
    /** Minutes of opening time; null with nothing answered yet. */
    firstResponseMedianMinutes: z.number().nullable(),
    bookedToday: z.int(),
    bookedSameDayLastWeek: z.int(),
    /** How many were left at each full hour of the site's day so far. */
    course: z.array(z.object({ at: InstantText, left: z.int() })),
    tabs: z.array(z.object({ tab: TodayTab, count: z.int() })),
  })
  .meta({ id: 'TodaySummary' });
export type TodaySummary = z.infer<typeof TodaySummary>;
export const TodayNextInput = z.strictObject({ team: Id.optional(), tab: TodayTab.optional(), after: Id.optional() });
/** The item by its fields, and once more as `item`, which is null when there is none. */
export const TodayNext = TodayItem.partial().extend({ item: TodayItem.nullable() }).meta({ id: 'TodayNext' });
export type TodayNext = z.infer<typeof TodayNext>;

/** An alert that stays until it is answered: a promise near or due, a call that fell to the pool, one for the team leader. */
export const Alert = z
  .object({
    id: Id,
    enquiryId: Id,
    personName: z.string().nullable(),
    kind: z.enum(['promise_soon', 'promise_due', 'pool', 'escalated', 'handed_over', 'handed_back', 'passed_on']),
    /** How often it was told again. */
    ring: z.int().min(0),
    at: InstantText,
    dueAt: InstantText,
    /** From when lateness is counted: `dueAt` of what has an hour, the end of the part of the day of what has none. */
    lateSince: InstantText,
    reason: Reason,
    /** Of a hand-over: how many there are, and what was said with them. */
    count: z.int().nullable(),
    note: z.string().nullable(),
  })
  .meta({ id: 'Alert' });
export type Alert = z.infer<typeof Alert>;
export const AlertPage = page(Alert);
/** Why somebody answers an alert later. `from_notification` is said by the button of a notification, where nobody chooses. */
export const SNOOZE_REASONS = [
  'on_the_phone',
  'with_patient',
  'away',
  'person_asked',
  'from_notification',
  'other',
] as const;
export const SnoozeReason = z.enum(SNOOZE_REASONS).meta({ id: 'SnoozeReason' });
export type SnoozeReason = z.infer<typeof SnoozeReason>;
/** Without `minutes` the organisation's usual interval; a note explains `other`. */
export const AlertSnooze = z
  .strictObject({ reason: SnoozeReason, minutes: z.int().min(1).max(120).optional(), note: text(200).optional() })
  .meta({ id: 'AlertSnooze' });
export type AlertSnooze = z.infer<typeof AlertSnooze>;
export const AlertSnoozed = z.object({ until: InstantText }).meta({ id: 'AlertSnoozed' });
export const AlertEscalate = z.strictObject({ note: text(200).optional() }).meta({ id: 'AlertEscalate' });
export type AlertEscalate = z.infer<typeof AlertEscalate>;
/** How many were told. */
export const AlertEscalated = z.object({ told: z.int() }).meta({ id: 'AlertEscalated' });

/** Somebody has a person open on a screen right now. */
export const Viewer = z
  .object({ personId: Id, userId: Id, name: z.string(), since: InstantText })
  .meta({ id: 'Viewer' });
export type Viewer = z.infer<typeof Viewer>;
export const ViewerPage = page(Viewer);
/** `here` false: the screen was left. */
export const ViewingInput = z.strictObject({ here: z.boolean() });

/** What was put on paper: the list of a day, or one person. */
export const PrintInput = z.strictObject({
  what: z.enum(['day_list', 'person']),
  personIds: distinct(z.array(Id).min(1).max(2_000)),
});
