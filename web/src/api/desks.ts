import { queryOptions } from '@tanstack/react-query';
import { DeskPage } from '@anbu/contract';
import { api } from './client.ts';
import { keys } from './keys.ts';

/** The stream tells of the page's own organisation; the others are asked again, also behind another window. */
const OTHERS_EVERY_MS = 30_000;

/** Asked again by the counts, which show nobody; the list, whose reading leaves a line of the audit, only where they have changed. */
export const desksQuery = queryOptions({
  queryKey: keys.desks.counts,
  queryFn: async ({ client, signal }) => {
    const before = client.getQueryData(keys.desks.counts);
    const now = await api.get('/desks', DeskPage, { signal });
    if (before !== undefined && JSON.stringify(before) !== JSON.stringify(now)) {
      void client.invalidateQueries({ queryKey: keys.desks.lists });
    }
    return now;
  },
  refetchInterval: OTHERS_EVERY_MS,
  refetchIntervalInBackground: true,
});
