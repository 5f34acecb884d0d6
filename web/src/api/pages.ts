import { useInfiniteQuery, useQueryClient, type InfiniteData, type QueryKey } from '@tanstack/react-query';
import { useMemo, useRef } from 'react';
import type { Page } from '@anbu/contract';
import type { z } from 'zod';
import { api, type Query } from './client.ts';
import { isInSight, type Sight } from './sight.ts';

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
  /** Which rows are shown: of a long list only these are read anew when something changes, the others when they come in sight. */
  see: (first: number, last: number) => void;
};

/** Lists of more pages are long. */
const MANY = 10;
const FIRST_PAGE = 30;
/** As many as the API gives at once. */
const NEXT_PAGE = 200;

/** A list page by page, by its cursor. `usePages(keys.people.list(query), '/people', PersonPage, query)` */
export function usePages<T>(
  queryKey: QueryKey,
  path: string,
  schema: z.ZodType<Page<T> | { items: T[]; nextCursor: string | null; total?: number | undefined }>,
  query: Query = {},
  options: { enabled?: boolean; pageSize?: number } = {},
): Pages<T> {
  const rereading = useRereading<T>(queryKey);
  const pages = useInfiniteQuery({
    queryKey,
    enabled: options.enabled ?? true,
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      rereading.keep(pageParam) ??
      // The first page is soon there; who goes on wants many.
      api.get(path, schema, {
        query: {
          limit: options.pageSize ?? (pageParam === '' ? FIRST_PAGE : NEXT_PAGE),
          ...query,
          cursor: pageParam,
        },
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
    see: (first, last) => rereading.see({ first, last }, pages.isFetching),
  };
}

type ListPage<T> = Page<T> | { items: T[]; nextCursor: string | null; total?: number | undefined };

/**
 * A list that is read anew is read from its beginning, page after page. Of a long one the pages out of sight stay as they were and are read when they
 * come in sight; behind a page whose end has moved the rest is left away and read again by who scrolls on.
 */
function useRereading<T>(queryKey: QueryKey) {
  const client = useQueryClient();
  const sight = useRef<Sight>(null);
  const place = useRef(0);
  /** Cursors of the pages that stayed as they were, of this list. */
  const kept = useRef({ list: '', cursors: new Set<string>() });
  const keptOf = () => {
    const list = JSON.stringify(queryKey);
    if (kept.current.list !== list) kept.current = { list, cursors: new Set() };
    return kept.current.cursors;
  };
  const stateOf = () => client.getQueryState<InfiniteData<ListPage<T>, string>>(queryKey);
  return {
    /** The page as it was; null where it has to be read. */
    keep(cursor: string): ListPage<T> | null {
      place.current = cursor === '' ? 0 : place.current + 1;
      const state = stateOf();
      const pages = state?.data?.pages ?? [];
      const isMore = state?.fetchMeta?.fetchMore !== undefined;
      const sizes = pages.map(({ items }) => items.length);
      if (isMore || pages.length <= MANY || isInSight(sizes, place.current, sight.current)) {
        keptOf().delete(cursor);
        return null;
      }
      keptOf().add(cursor);
      const index = state?.data?.pageParams.indexOf(cursor) ?? -1;
      return pages[index] ?? { items: [], nextCursor: cursor };
    },
    see(now: NonNullable<Sight>, isFetching: boolean): void {
      sight.current = now;
      const cursors = keptOf();
      const { pages = [], pageParams = [] } = (cursors.size > 0 && !isFetching && stateOf()?.data) || {};
      const sizes = pages.map(({ items }) => items.length);
      const isOld = pageParams.some((cursor, at) => sizes[at] && cursors.has(cursor) && isInSight(sizes, at, now));
      if (isOld) void client.invalidateQueries({ queryKey, exact: true });
    },
  };
}
