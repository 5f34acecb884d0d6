import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { PhoneNow } from '@anbu/contract';
import { api, keys, useCan } from '../../api/index.ts';
import { useLiveEvent } from '../../live/use-live.ts';

/** What rings here now. Read again the moment that an exchange tells something: who hears a telephone does not wait for the pace of lists. */
export function usePhoneNow() {
  const can = useCan();
  const client = useQueryClient();
  const hear = useCallback(() => void client.invalidateQueries({ queryKey: keys.phone.now }), [client]);
  useLiveEvent('telephony.', hear);
  return useQuery({
    queryKey: keys.phone.now,
    queryFn: ({ signal }) => api.get('/telephony/now', PhoneNow, { signal }),
    enabled: can('enquiries.work'),
    // The second net below the stream, while something rings or is spoken.
    refetchInterval: ({ state }) => (state.data?.call ? 15_000 : false),
  });
}
