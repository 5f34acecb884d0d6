import { useQuery } from '@tanstack/react-query';
import { SavedViewPage, type SavedView, type ViewList } from '@anbu/contract';
import { api } from './client.ts';
import { keys } from './keys.ts';

/** Saved views of a list that the user may use, in her order. `undefined` until they are there. */
export function useSavedViews(list: ViewList): readonly SavedView[] | undefined {
  const views = useQuery({
    queryKey: keys.views(list),
    queryFn: ({ signal }) => api.get('/views', SavedViewPage, { query: { list }, signal }),
    staleTime: 60_000,
  });
  // Without its views a list is still a list.
  return views.isError ? [] : views.data?.items;
}
