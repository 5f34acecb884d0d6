import {
  commaList,
  filterOfParameter,
  LISTS,
  type FilterTable,
  type Permission,
  type ViewIssue,
  type ViewList,
  type ViewQuery,
} from '@anbu/contract';

/** What the organisation has now, by whose names the values of a filter are. What is not here is not judged. */
export type There = Readonly<Partial<Record<string, ReadonlySet<string>>>>;

/** Values with a meaning of their own. */
const ALWAYS = new Set(['me', 'none']);

/**
 * What of a view holds no longer for a reader: filters that she may not ask for, and values that the organisation has no longer (a colleague who left,
 * a channel out of use). The screen says so and leaves them out.
 */
export function issuesOf(
  list: ViewList,
  query: ViewQuery,
  there: There,
  mayAsk: (permission: Permission) => boolean,
): ViewIssue[] {
  return Object.entries(query).flatMap(([parameter, text]): ViewIssue[] => {
    if (parameter === 'q') return mayAsk('people.read') ? [] : [{ parameter, value: text, code: 'not_permitted' }];
    const filter = filterOf(list, parameter);
    if (filter === undefined) return [];
    if (filter.needs && !mayAsk(filter.needs)) return [{ parameter, value: text, code: 'not_permitted' }];
    const known = filter.kind === 'listed' ? there[filter.of] : undefined;
    if (!known) return [];
    return commaList(text)
      .filter((value) => !ALWAYS.has(value) && !known.has(value))
      .map((value) => ({ parameter, value, code: 'gone' }));
  });
}

const NAMES = {
  enquiries: filterOfParameter(LISTS.enquiries.filters),
  people: filterOfParameter(LISTS.people.filters),
  statistics: filterOfParameter(LISTS.statistics.filters),
};

function filterOf(list: ViewList, parameter: string) {
  const name = NAMES[list].get(parameter);
  const filters: FilterTable = LISTS[list].filters;
  return name === undefined ? undefined : filters[name];
}
