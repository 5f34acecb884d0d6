import { z } from 'zod';
import { Day, Id, page } from './common.ts';

/** One consultant's work of today against her time (A20). Minutes are by the organisation's preset of each kind of action. */
export const Load = z
  .object({
    userId: Id,
    name: z.string(),
    /** Open actions due today or before. */
    due: z.int(),
    late: z.int(),
    minutes: z.int(),
    /** Where her hours come from. */
    hours: z.enum(['roster', 'opening', 'away']),
    onDutyMinutes: z.int(),
    /** What of them is planned. */
    capacityMinutes: z.int(),
    /** Minutes ÷ capacity, in per cent; null without capacity. */
    percent: z.int().nullable(),
  })
  .meta({ id: 'Load' });
export type Load = z.infer<typeof Load>;
export const LoadPage = page(Load).extend({ day: Day, plannedPercent: z.int() });
