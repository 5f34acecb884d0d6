import { getRouteApi, useNavigate } from '@tanstack/react-router';
import type { PeopleColumn } from '@anbu/contract';
import { listFilters } from '../views/list-filters.ts';

const route = getRouteApi('/app/people');
export type PeopleSearch = ReturnType<typeof route.useSearch>;

/** The list of people as its address has it. */
export function usePeopleFilters() {
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/people' });
  const { columns: _columns, saved: _saved, ...query } = search;
  const shared = listFilters('people', search, (change, replace) => {
    // The names are those of the table, and the route reads each value anew.
    void navigate({ search: (old) => change(old) as PeopleSearch, replace });
  });
  // Columns of this list alone are read from its address.
  return { ...shared, query, columns: shared.columns as readonly PeopleColumn[] };
}
export type PeopleFilters = ReturnType<typeof usePeopleFilters>;
