import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import { EnquiryCounts } from '@anbu/contract';
import { api, keys } from '../../../api/index.ts';

const route = getRouteApi('/app/enquiries');
export type EnquiriesSearch = ReturnType<typeof route.useSearch>;

/** Only what filters: what is open and how it is drawn is no part of the question. */
export function useFilters() {
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/enquiries' });
  const { view, enquiry, ...query } = search;
  const { status: _status, sort: _sort, ...others } = query;
  return {
    view: view ?? 'list',
    open: enquiry,
    query,
    /** Without the status: what the chips count, what a column of the board asks. */
    others,
    count: Object.entries(others).filter(([name, value]) => name !== 'q' && value !== undefined).length,
    set: (changes: Partial<EnquiriesSearch>) =>
      void navigate({ search: (old) => ({ ...old, ...changes }), replace: !('enquiry' in changes) }),
    clear: () => void navigate({ search: view ? { view } : {}, replace: true }),
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
