import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import {
  ENQUIRY_FILTER_NAMES,
  EnquiryColumn,
  EnquiryCounts,
  filterParameters,
  STANDARD_COLUMNS,
  type EnquiryFilterName,
  type SavedView,
} from '@anbu/contract';
import { api, keys } from '../../../api/index.ts';
import type { FilterParameter } from '../../../routes/enquiry-search.ts';

const route = getRouteApi('/app/enquiries');
export type EnquiriesSearch = ReturnType<typeof route.useSearch>;

/** Only what filters: what is open and how it is drawn is no part of the question. */
export function useFilters() {
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/enquiries' });
  const { view, enquiry, columns, saved, ...query } = search;
  const { status: _status, sort: _sort, ...others } = query;
  const on = ENQUIRY_FILTER_NAMES.filter((name) => parametersOf(name).some((one) => search[one] !== undefined));
  return {
    view: view ?? 'list',
    open: enquiry,
    saved,
    /** All that a saved view keeps. */
    kept: keptOf(search),
    query,
    /** Without the status: what the chips count, what a column of the board asks. */
    others,
    on,
    count: on.filter((name) => name !== 'status').length,
    columns: columnsOf(columns),
    set: (changes: Partial<EnquiriesSearch>) =>
      void navigate({ search: (old) => ({ ...old, ...changes }), replace: !('enquiry' in changes) }),
    remove: (name: EnquiryFilterName) =>
      void navigate({
        search: (old) => ({ ...old, ...Object.fromEntries(parametersOf(name).map((one) => [one, undefined])) }),
        replace: true,
      }),
    show: (one: SavedView | null) => void navigate({ search: one ? searchOf(one) : { saved: 'none' } }),
    /** Without filters; how it is drawn and which columns stand is kept. */
    clear: () =>
      void navigate({
        search: ({ view, columns }) => ({ saved: 'none', view, columns }) as EnquiriesSearch,
        replace: true,
      }),
  };
}
export type Filters = ReturnType<typeof useFilters>;

export function parametersOf(name: EnquiryFilterName) {
  return Object.keys(filterParameters(name)) as FilterParameter[];
}

/** In the order that was chosen; what is no column is left out. */
export function columnsOf(text: string | undefined): readonly EnquiryColumn[] {
  const chosen = (text ?? '').split(',').flatMap((one) => {
    const column = EnquiryColumn.safeParse(one);
    return column.success ? [column.data] : [];
  });
  return chosen.length > 0 ? [...new Set(chosen)] : STANDARD_COLUMNS;
}

/** The address as texts: what is saved, and by which two addresses are compared. */
export function keptOf({ enquiry: _enquiry, saved: _saved, ...search }: EnquiriesSearch): Record<string, string> {
  const given = Object.entries(search).filter(([, value]) => value !== undefined && value !== '');
  return Object.fromEntries(given.map(([name, value]) => [name, String(value)]));
}

/** What of the address is the question: how it is drawn and its columns are told apart. */
export function exportQuery({ columns: _columns, view: _view, ...query }: Record<string, string>) {
  return query;
}

/** The address of a saved view, without what holds no longer: that is said beside it. */
export function searchOf({ id, query, issues }: SavedView): EnquiriesSearch {
  const kept = Object.entries(query).flatMap(([name, text]) => {
    const own = issues.filter(({ parameter }) => parameter === name);
    if (own.some(({ code }) => code === 'not_permitted')) return [];
    const gone = new Set(own.map(({ value }) => value));
    const left = text.split(',').filter((value) => !gone.has(value.trim()));
    return left.length > 0 ? [[name, own.length > 0 ? left.join(',') : text] as const] : [];
  });
  // The router reads them as it reads the address: true is a flag, 3 a number.
  const search = kept.map(([name, text]) => [name, /^(true|false|\d{1,3})$/.test(text) ? JSON.parse(text) : text]);
  return { ...(Object.fromEntries(search) as EnquiriesSearch), saved: id };
}

export function useCounts(filters: Filters): EnquiryCounts | undefined {
  const counts = useQuery({
    queryKey: keys.enquiries.counts(filters.others),
    queryFn: ({ signal }) => api.get('/enquiries/counts', EnquiryCounts, { query: filters.others, signal }),
    placeholderData: (old) => old,
  });
  return counts.data;
}
type EnquiryCounts = ReturnType<typeof EnquiryCounts.parse>;
