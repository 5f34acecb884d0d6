import { z } from 'zod';
import { Id, InstantText, Version, distinct, page, text } from './common.ts';
import { ENQUIRY_FILTER_SHAPE, EnquirySort } from './enquiry-filters.ts';
import { LISTS, ViewList, type ViewList as List } from './lists.ts';
import { PEOPLE_FILTER_SHAPE, PeopleSort } from './people-list.ts';
import { StatisticsQuery } from './statistics.ts';

function columnsOf(list: List) {
  const { columns } = LISTS[list];
  return z
    .string()
    .max(500)
    .refine((value) => value.split(',').every((column) => (columns as readonly string[]).includes(column)), {
      params: { code: 'field.not_allowed', allowed: [...columns] },
    })
    .optional();
}

/** What a view of each list may hold: the parameters of its address, as texts. */
export const VIEW_QUERIES = {
  enquiries: z.strictObject({
    ...ENQUIRY_FILTER_SHAPE,
    q: text(200).optional(),
    sort: EnquirySort.optional(),
    columns: columnsOf('enquiries'),
    view: z.enum(['list', 'board']).optional(),
  }),
  people: z.strictObject({
    ...PEOPLE_FILTER_SHAPE,
    q: text(200).optional(),
    sort: PeopleSort.optional(),
    columns: columnsOf('people'),
  }),
  statistics: StatisticsQuery,
} as const satisfies Record<List, z.ZodType>;

export const ViewQuery = z.record(z.string().max(40), z.string().max(2000));
export type ViewQuery = z.infer<typeof ViewQuery>;

/** `me`: private; `organisation`: everybody's; else a team. */
const SharedWith = z.union([z.enum(['me', 'organisation']), Id]);

/** Something in a view that holds no longer: the value is gone, or the reader may not ask for it. */
export const ViewIssue = z
  .object({ parameter: z.string(), value: z.string(), code: z.enum(['gone', 'not_permitted']) })
  .meta({ id: 'ViewIssue' });
export type ViewIssue = z.infer<typeof ViewIssue>;

/** Filters, columns and order of a list under a name (A12). Each reader's own: the place in her menu and whether the list begins with it. */
export const SavedView = z
  .object({
    id: Id,
    list: ViewList,
    name: z.string(),
    query: ViewQuery,
    sharedWith: SharedWith,
    makerId: Id,
    makerName: z.string(),
    /** Whether the reader may rename, change or delete it. */
    changeable: z.boolean(),
    isDefault: z.boolean(),
    issues: z.array(ViewIssue),
    updatedAt: InstantText,
    version: Version,
  })
  .meta({ id: 'SavedView' });
export type SavedView = z.infer<typeof SavedView>;
export const SavedViewPage = page(SavedView);

const ViewName = text(60);
export const SavedViewInput = z
  .strictObject({ list: ViewList, name: ViewName, query: ViewQuery, sharedWith: SharedWith.default('me') })
  .meta({ id: 'SavedViewInput' });
export type SavedViewInput = z.infer<typeof SavedViewInput>;
export const SavedViewPatch = z
  .strictObject({
    name: ViewName.optional(),
    query: ViewQuery.optional(),
    sharedWith: SharedWith.optional(),
    version: Version.optional(),
  })
  .meta({ id: 'SavedViewPatch' });
export type SavedViewPatch = z.infer<typeof SavedViewPatch>;
/** With which the list begins; null: with all of it. */
export const DefaultViewInput = z.strictObject({ list: ViewList, viewId: Id.nullable() });
export const ViewOrderInput = z.strictObject({ list: ViewList, ids: distinct(z.array(Id).max(200)) });
export const ViewListQuery = z.strictObject({ list: ViewList.default('enquiries') });
