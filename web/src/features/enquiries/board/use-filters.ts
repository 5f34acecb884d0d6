import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import { EnquiryCounts, type EnquiryColumn } from '@anbu/contract';
import { api, keys } from '../../../api/index.ts';
import { listFilters, type ListFilters } from '../../views/list-filters.ts';

const route = getRouteApi('/app/enquiries');
export type EnquiriesSearch = ReturnType<typeof route.useSearch>;

/** Only what filters: what is open and how it is drawn is no part of the question. */
export function useFilters() {
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/enquiries' });
  const { view, enquiry, columns: _columns, saved: _saved, ...query } = search;
  const { status: _status, sort: _sort, ...others } = query;
  const shared: ListFilters = listFilters('enquiries', search, (change, replace) => {
    // The names are those of the table, and the route reads each value anew.
    void navigate({ search: (old) => change(old) as EnquiriesSearch, replace });
  });
  return {
    ...shared,
    view: view ?? 'list',
    open: enquiry,
    query,
    /** Without the status: what the chips count, what a column of the board asks. */
    others,
    // Columns of this list alone are read from its address.
    columns: shared.columns as readonly EnquiryColumn[],
    set: (changes: Partial<EnquiriesSearch>) => shared.put(changes),
  };
}
export type Filters = ReturnType<typeof useFilters>;

export function useCounts(filters: Filters): EnquiryCounts | undefined {
  const counts = useQuery({
    queryKey: keys.enquiries.counts(filters.others),
    queryFn: ({ signal }) => api.get('/enquiries/counts', EnquiryCounts, { query: filters.others, signal }),
    placeholderData: (old) => old,
  });
  return counts.data;
}
type EnquiryCounts = ReturnType<typeof EnquiryCounts.parse>;
