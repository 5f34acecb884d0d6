import { z } from 'zod';
import { Id } from './common.ts';
import { ListCode } from './enquiries.ts';
import { MonthText } from './filters.ts';

/** Whole won: the currency has no smaller unit. */
export const MOST_SPEND_WON = 100_000_000_000;
const VersionSeen = z.int().min(0).max(2_147_483_647);

/** `from`, `to`: months, both included; left out: the twelve months up to this one. */
export const MonthsQuery = z.strictObject({ from: MonthText.optional(), to: MonthText.optional() });
export type MonthsQuery = z.infer<typeof MonthsQuery>;

/** What was spent on a channel in a month, as somebody entered it (C11). No item: nobody has entered anything yet. */
export const ChannelSpend = z
  .object({
    month: MonthText,
    channel: z.string(),
    /** Null: taken away again. */
    amountWon: z.int().nullable(),
    /** To be given with a change. */
    version: z.int(),
  })
  .meta({ id: 'ChannelSpend' });
export type ChannelSpend = z.infer<typeof ChannelSpend>;
export const ChannelSpendList = z.object({ items: z.array(ChannelSpend) });

export const ChannelSpendInput = z
  .strictObject({
    entries: z
      .array(
        z.strictObject({
          month: MonthText,
          channel: ListCode,
          /** Null takes it away: unknown again, which is not none. */
          amountWon: z.int().min(0).max(MOST_SPEND_WON).nullable(),
          /** 0 while there was none. */
          version: VersionSeen,
        }),
      )
      .min(1)
      .max(300),
  })
  .meta({ id: 'ChannelSpendInput' });
export type ChannelSpendInput = z.infer<typeof ChannelSpendInput>;

/** How many first bookings a site is to have in a month (screen 21). Goals of users and teams are `goals` (A20). */
export const BookingGoal = z
  .object({ month: MonthText, siteId: Id, bookings: z.int().nullable(), version: z.int() })
  .meta({ id: 'BookingGoal' });
export type BookingGoal = z.infer<typeof BookingGoal>;
export const BookingGoalList = z.object({ items: z.array(BookingGoal) });

export const BookingGoalInput = z
  .strictObject({
    entries: z
      .array(
        z.strictObject({
          month: MonthText,
          siteId: Id,
          bookings: z.int().min(0).max(100_000).nullable(),
          version: VersionSeen,
        }),
      )
      .min(1)
      .max(300),
  })
  .meta({ id: 'BookingGoalInput' });
export type BookingGoalInput = z.infer<typeof BookingGoalInput>;
