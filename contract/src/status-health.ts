import { z } from 'zod';
import { Day, Id, Reason } from './common.ts';
import { StatusCode } from './statuses.ts';

/** What the page says of the use of the statuses, in its order. `invalid` compares a person with everybody. */
export const HEALTH_MEASURES = [
  'hold_overdue',
  'hold_then_visit',
  'callback_no_time',
  'declined_other',
  'declined_words',
  'no_call',
  'invalid',
  'corrected',
  'reopened',
] as const;
export const HealthMeasure = z.enum(HEALTH_MEASURES).meta({ id: 'HealthMeasure' });
export type HealthMeasure = z.infer<typeof HealthMeasure>;

/** Days of the site, both included. Without them: the thirty days up to today. */
export const StatusHealthQuery = z.strictObject({ from: Day.optional(), to: Day.optional() });

/** So many enquiries; `drill` is the address that shows just these, below /api/v1 and of the board alike. */
export const Counted = z.object({ count: z.int(), drill: z.string() }).meta({ id: 'Counted' });
export type Counted = z.infer<typeof Counted>;
const Share = z.object({ code: HealthMeasure, found: Counted, of: Counted });

export const StatusHealth = z
  .object({
    from: Day,
    to: Day,
    /** A correction counts within so many days. */
    correctionDays: z.int(),
    /** Who chose a status in fewer enquiries has no line: shares of few say nothing. */
    leastUses: z.int(),
    uses: Counted,
    statuses: z.array(
      z.object({
        status: StatusCode,
        /** Enquiries in which it was set, by whatever; imports left out. */
        uses: Counted,
        /** Of these, where a person chose it. */
        chosen: Counted,
        users: z.array(Counted.extend({ userId: Id })),
      }),
    ),
    measures: z.array(Share.extend({ statuses: z.array(StatusCode), definition: Reason })),
    users: z.array(z.object({ userId: Id, chosen: Counted, measures: z.array(Share) })),
    /** How many people were left out of `users`. */
    fewer: z.int(),
  })
  .meta({ id: 'StatusHealth' });
export type StatusHealth = z.infer<typeof StatusHealth>;
