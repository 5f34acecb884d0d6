import { PEOPLE_FILTERS, PeopleSort } from '@anbu/contract';
import { z } from 'zod';
import { filterSearch, text } from './filter-search.ts';

/** The filters of the list of people, its columns and its order as the address keeps them. */
export const PeopleSearch = z.object({
  ...filterSearch(PEOPLE_FILTERS),
  q: text,
  sort: PeopleSort.optional().catch(undefined),
  columns: text,
  /** The saved view that it began with; `none`: with all of them, whatever the list usually begins with. */
  saved: text,
});
