import { useQuery } from '@tanstack/react-query';
import { ReportPage } from '@anbu/contract';
import { api, keys } from '../../../api/index.ts';

/** The reports that the reader made or gets. While one is being made it is looked at again. */
export function useReports() {
  return useQuery({
    queryKey: keys.metrics.reports,
    queryFn: ({ signal }) => api.get('/reports', ReportPage, { signal }),
    refetchInterval: ({ state }) =>
      state.data?.items.some(({ lastRun }) => lastRun?.state === 'waiting') ? 1_500 : false,
  });
}
