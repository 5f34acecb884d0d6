import { z } from 'zod';
import { distinct, Id, InstantText, Reason, Version, page, text } from './common.ts';
import { SENT_CHANNELS, SentChannel } from './transports.ts';

type Timing = 'minutes' | 'days' | null;
type OccasionOf = {
  /** A customer, through the gate; or a colleague, of whom nothing of a customer's health is said. */
  readonly to: 'person' | 'member';
  /** What of its time may be set: so many minutes later; so many days before, at a time of day. */
  readonly timing: Timing;
  readonly days?: number;
  readonly minutes?: number;
  readonly time?: string;
};

/** What Anbu sends by itself. One table for the rules, the settings, the screen and the documents. */
export const OCCASIONS = {
  enquiry_received: { to: 'person', timing: null },
  enquiry_after_hours: { to: 'person', timing: null },
  unanswered_day: { to: 'person', timing: null },
  before_sixth_call: { to: 'person', timing: null },
  booking_made: { to: 'person', timing: 'minutes', minutes: 10 },
  booking_moved: { to: 'person', timing: 'minutes', minutes: 10 },
  booking_cancelled: { to: 'person', timing: 'minutes', minutes: 10 },
  booking_day_before: { to: 'person', timing: 'days', days: 1, time: '10:00' },
  booking_same_day: { to: 'person', timing: 'minutes', minutes: 30 },
  stop_confirmed: { to: 'person', timing: null },
  consent_result: { to: 'person', timing: null },
  consent_again: { to: 'person', timing: null },
  enquiry_assigned: { to: 'member', timing: null },
  alert_raised: { to: 'member', timing: 'minutes', minutes: 5 },
  report_ready: { to: 'member', timing: null },
  request_due: { to: 'member', timing: null },
} as const satisfies Record<string, OccasionOf>;
export type Occasion = keyof typeof OCCASIONS;
export const OCCASION_CODES = Object.keys(OCCASIONS) as [Occasion, ...Occasion[]];
export const OccasionCode = z.enum(OCCASION_CODES).meta({ id: 'Occasion' });

export const MOST_NOTICE_DAYS = 7;
export const MOST_NOTICE_MINUTES = 720;
const fields = {
  active: z.boolean(),
  /** In the order in which they are tried: the first for which there is an address and a way out. */
  channels: distinct(z.array(SentChannel).min(1).max(SENT_CHANNELS.length)),
  templateId: Id,
  days: z.int().min(1).max(MOST_NOTICE_DAYS).nullable(),
  minutes: z.int().min(0).max(MOST_NOTICE_MINUTES).nullable(),
  time: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
    .nullable(),
};

/** How one occasion goes, and what became of its messages in the last thirty days. */
export const NoticeSetting = z
  .object({
    occasion: OccasionCode,
    to: z.enum(['person', 'member']),
    ...fields,
    templateName: z.string(),
    /** Null: the template has no approved version, and nothing goes until it has one. */
    approved: z.boolean(),
    lastSentAt: InstantText.nullable(),
    sent: z.int(),
    waiting: z.int(),
    /** Why messages did not go, the most frequent first: the gate, the way out, or time. `drill` = the address of the rows. */
    reasons: z.array(z.object({ reason: Reason, count: z.int(), drill: z.string().nullable() })),
    version: Version,
  })
  .meta({ id: 'NoticeSetting' });
export type NoticeSetting = z.infer<typeof NoticeSetting>;
export const NoticeSettingPage = page(NoticeSetting);
export const NoticeSettingPatch = z
  .strictObject({
    active: fields.active.optional(),
    channels: fields.channels.optional(),
    templateId: fields.templateId.optional(),
    days: fields.days.optional(),
    minutes: fields.minutes.optional(),
    time: fields.time.optional(),
    version: Version.optional(),
  })
  .meta({ id: 'NoticeSettingPatch' });
export type NoticeSettingPatch = z.infer<typeof NoticeSettingPatch>;
export const OccasionParams = z.strictObject({ occasion: OccasionCode });

/** What waits though its time has come: nothing is lost, and this says why it does not go. */
export const NoticeWaiting = z
  .object({
    id: Id,
    occasion: OccasionCode,
    personId: Id.nullable(),
    enquiryId: Id.nullable(),
    dueAt: InstantText,
    /** After that it helps nobody. */
    usefulUntil: InstantText,
    reason: Reason,
  })
  .meta({ id: 'NoticeWaiting' });
export type NoticeWaiting = z.infer<typeof NoticeWaiting>;
export const NoticeWaitingPage = page(NoticeWaiting);

const words = z.strictObject({ ko: text(500, 0), en: text(500, 0), zh: text(500, 0) });
/** What messages say of a site: the number to ask at, and the way to it. Empty = a sentence that says that we tell it by telephone. */
export const NoticePlace = z
  .object({ siteId: Id, name: z.string(), phone: z.string(), way: words, version: z.int().min(0) })
  .meta({ id: 'NoticePlace' });
export type NoticePlace = z.infer<typeof NoticePlace>;
export const NoticePlacePage = page(NoticePlace);
export const NoticePlaceInput = z
  .strictObject({ phone: text(40, 0), way: words, version: z.int().min(0).optional() })
  .meta({ id: 'NoticePlaceInput' });

/** Where a colleague is told of what is hers, if she wishes it. The e-mail is that of her sign-in. */
export const NoticeContact = z
  .object({
    email: z.string(),
    phone: z.string().nullable(),
    byEmail: z.boolean(),
    bySms: z.boolean(),
    version: z.int().min(0),
  })
  .meta({ id: 'NoticeContact' });
export type NoticeContact = z.infer<typeof NoticeContact>;
export const NoticeContactPatch = z
  .strictObject({
    phone: text(40).nullable().optional(),
    byEmail: z.boolean().optional(),
    bySms: z.boolean().optional(),
    version: z.int().min(0).optional(),
  })
  .meta({ id: 'NoticeContactPatch' });
export type NoticeContactPatch = z.infer<typeof NoticeContactPatch>;
