import { z } from 'zod';
import { ENQUIRY_COLUMNS, ENQUIRY_FILTERS, ENQUIRY_SORTS, STANDARD_COLUMNS } from './enquiry-filters.ts';
import type { FilterTable } from './filters.ts';
import { PEOPLE_COLUMNS, PEOPLE_FILTERS, PEOPLE_SORTS, STANDARD_PEOPLE_COLUMNS } from './people-list.ts';
import type { Permission } from './permissions.ts';
import { STATISTICS_FILTERS } from './statistics.ts';

/** Lists that are cut by filters, of which views are kept and files are made. */
export const VIEW_LISTS = ['enquiries', 'people', 'statistics'] as const;
export const ViewList = z.enum(VIEW_LISTS).meta({ id: 'ViewList' });
export type ViewList = z.infer<typeof ViewList>;
/** What it needs to see one. */
export const LIST_NEEDS = {
  enquiries: 'enquiries.read',
  people: 'people.read',
  statistics: 'metrics.read',
} as const satisfies Record<ViewList, Permission>;

export type ListTable = {
  readonly filters: FilterTable;
  /** The first one is what a list has that nobody has ordered. */
  readonly sorts: readonly string[];
  readonly columns: readonly string[];
  readonly standard: readonly string[];
};

/** What each list is: one mechanism of views, columns and exports serves all (A12). */
export const LISTS = {
  enquiries: {
    filters: ENQUIRY_FILTERS,
    sorts: ENQUIRY_SORTS,
    columns: ENQUIRY_COLUMNS,
    standard: STANDARD_COLUMNS,
  },
  people: {
    filters: PEOPLE_FILTERS,
    sorts: PEOPLE_SORTS,
    columns: PEOPLE_COLUMNS,
    standard: STANDARD_PEOPLE_COLUMNS,
  },
  /** The pages of statistics (A14): figures have no order and no columns of one's own. */
  statistics: { filters: STATISTICS_FILTERS, sorts: [], columns: [], standard: [] },
} as const satisfies Record<ViewList, ListTable>;

/** A column of any list. */
export const ListColumn = z.enum([...new Set([...ENQUIRY_COLUMNS, ...PEOPLE_COLUMNS])]).meta({ id: 'ListColumn' });
export type ListColumn = z.infer<typeof ListColumn>;
