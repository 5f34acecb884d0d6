import { ENQUIRY_FILTERS, EnquirySort } from '@anbu/contract';
import { z } from 'zod';
import { filterSearch, text } from './filter-search.ts';

/** The filters of the board, its columns and its order as the address keeps them. */
export const EnquiriesSearch = z.object({
  ...filterSearch(ENQUIRY_FILTERS),
  q: text,
  sort: EnquirySort.optional().catch(undefined),
  columns: text,
  view: z.enum(['list', 'board']).optional().catch(undefined),
  /** The saved view that it began with; `none`: with all of them, whatever the list usually begins with. */
  saved: text,
  /** The enquiry that is open in the work panel. */
  enquiry: text,
});
