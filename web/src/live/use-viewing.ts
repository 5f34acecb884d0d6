import { useEffect } from 'react';
import { z } from 'zod';
import { ViewerPage, type Viewer } from '@anbu/contract';
import { api } from '../api/client.ts';
import { keys } from '../api/keys.ts';
import { useCan, useMe } from '../api/session.ts';
import { useSharedData } from '../api/shared-data.ts';

/** A screen renews itself before the server forgets it after a minute. */
const RENEW_MS = 25_000;

const nobody: readonly Viewer[] = [];

/** Tells the others that this person is open here, as long as the screen is seen. */
export function useViewing(personId: string): void {
  const can = useCan();
  const may = can('people.read');
  useEffect(() => {
    if (!may) return;
    let here = false;
    const tell = (now: boolean) => {
      if (!now && !here) return;
      here = now;
      // Presence is a courtesy: where it cannot be told, the work goes on without it.
      api.post(`/people/${personId}/viewing`, z.unknown(), { here: now }).catch(() => undefined);
    };
    const onVisibility = () => tell(document.visibilityState === 'visible');
    onVisibility();
    const renew = window.setInterval(onVisibility, RENEW_MS);
    document.addEventListener('visibilitychange', onVisibility);
    return () => {
      window.clearInterval(renew);
      document.removeEventListener('visibilitychange', onVisibility);
      tell(false);
    };
  }, [personId, may]);
}

/** Others who have this person open. */
export function useOtherViewers(personId: string): readonly Viewer[] {
  const me = useMe();
  const can = useCan();
  const viewers = useSharedData({
    queryKey: keys.viewers,
    queryFn: ({ signal }) => api.get('/viewers', ViewerPage, { signal }),
    enabled: can('people.read'),
    staleTime: RENEW_MS,
    // Who closed the lid said nothing: looked at again while anybody is there.
    refetchInterval: (query) => ((query.state.data?.items.length ?? 0) > 0 ? 2 * RENEW_MS : false),
  });
  const items = viewers?.items ?? nobody;
  return items.filter((viewer) => viewer.personId === personId && viewer.userId !== me.userId);
}
