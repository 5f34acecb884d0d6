import { useInfiniteQuery, type QueryKey } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { Page } from '@anbu/contract';
import type { z } from 'zod';
import { api, type Query } from './client.ts';

export type Pages<T> = {
  items: readonly T[];
  /** Exact only when it was asked for (`total: true`). */
  total: number | undefined;
  isPending: boolean;
  isFetchingMore: boolean;
  hasMore: boolean;
  error: unknown;
  loadMore: () => void;
  retry: () => void;
};

/** A list page by page, by its cursor. `usePages(keys.people.list(query), '/people', PersonPage, query)` */
export function usePages<T>(
  queryKey: QueryKey,
  path: string,
  schema: z.ZodType<Page<T> | { items: T[]; nextCursor: string | null; total?: number | undefined }>,
  query: Query = {},
  options: { enabled?: boolean; pageSize?: number } = {},
): Pages<T> {
  const pages = useInfiniteQuery({
    queryKey,
    enabled: options.enabled ?? true,
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      api.get(path, schema, {
        query: { limit: sizeOf(pageParam, options.pageSize), ...query, cursor: pageParam },
        signal,
      }),
    getNextPageParam: (last) => last.nextCursor ?? undefined,
  });
  // A list of a hundred thousand is put together at each page: concat copies, flatMap would walk it.
  const items = useMemo(() => ([] as T[]).concat(...(pages.data?.pages.map((page) => page.items) ?? [])), [pages.data]);
  return {
    items,
    total: pages.data?.pages[0]?.total,
    isPending: pages.isPending && pages.fetchStatus !== 'idle',
    isFetchingMore: pages.isFetchingNextPage,
    hasMore: pages.hasNextPage,
    error: pages.data ? null : pages.error,
    loadMore: () => {
      if (pages.hasNextPage && !pages.isFetchingNextPage) void pages.fetchNextPage();
    },
    retry: () => void pages.refetch(),
  };
}

const FIRST_PAGE = 100;
/** As many as the API gives at once. */
const NEXT_PAGE = 200;

/** The first page is soon there; who goes on wants many. */
function sizeOf(cursor: string, pageSize: number | undefined): number {
  return pageSize ?? (cursor === '' ? FIRST_PAGE : NEXT_PAGE);
}
