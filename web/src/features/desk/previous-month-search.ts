import { PreviousMonthQuery } from '@anbu/contract';
import { z } from 'zod';

const { show, group } = PreviousMonthQuery.shape;

/** The rows of one figure, or of the list, as the address of the screen; the same words as the API's. */
export const PreviousMonthSearch = z.object({
  month: PreviousMonthQuery.shape.month.catch(undefined),
  owner: z.string().optional().catch(undefined),
  show: show.unwrap().optional().catch(undefined),
  pass: z
    .union([z.literal(1), z.literal(2)])
    .optional()
    .catch(undefined),
  group: group.catch(undefined),
  enquiry: z.string().optional().catch(undefined),
});
export type PreviousMonthSearch = z.infer<typeof PreviousMonthSearch>;

/** Where the rows of a figure stand on the screen. */
export function searchOf(drill: string): PreviousMonthSearch {
  const { pass, ...rest } = Object.fromEntries(new URLSearchParams(drill.slice(drill.indexOf('?'))));
  return PreviousMonthSearch.parse({ ...rest, ...(pass ? { pass: Number(pass) } : {}) });
}
