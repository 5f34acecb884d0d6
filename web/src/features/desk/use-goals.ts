import { useQuery } from '@tanstack/react-query';
import { GoalPage } from '@anbu/contract';
import { api, keys } from '../../api/index.ts';

/** Goals of a month; undefined: of this one, by the clock of the site. */
export function useGoals(month?: string) {
  return useQuery({
    queryKey: keys.today.goals(month),
    queryFn: ({ signal }) => api.get('/goals', GoalPage, { signal, query: { month } }),
  });
}
