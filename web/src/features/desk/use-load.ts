import { useQuery } from '@tanstack/react-query';
import { LoadPage } from '@anbu/contract';
import { api, keys } from '../../api/index.ts';

export function useLoad() {
  return useQuery({
    queryKey: keys.today.load,
    queryFn: ({ signal }) => api.get('/load', LoadPage, { signal }),
    placeholderData: (old) => old,
  });
}
