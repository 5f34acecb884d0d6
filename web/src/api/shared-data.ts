import {
  hashKey,
  QueryObserver,
  useQueryClient,
  type QueryClient,
  type QueryKey,
  type QueryObserverOptions,
} from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';

type Options<T> = Pick<
  QueryObserverOptions<T>,
  'queryKey' | 'queryFn' | 'staleTime' | 'enabled' | 'refetchInterval'
> & { queryKey: QueryKey };
type Shared = { readonly subscribe: (listener: () => void) => () => void };

const known = new WeakMap<QueryClient, Map<string, Shared>>();

/**
 * What `useQuery(options).data` gives, watched once for all who ask: a list has hundreds of cells that name a colleague, a status or a time of the
 * site, and an observer for each costs more than the cell.
 */
export function useSharedData<T>(options: Options<T>): T | undefined {
  const client = useQueryClient();
  const { subscribe } = sharedOf(client, options);
  return useSyncExternalStore(subscribe, () => client.getQueryData<T>(options.queryKey));
}

function sharedOf<T>(client: QueryClient, options: Options<T>): Shared {
  const all = known.get(client) ?? new Map<string, Shared>();
  known.set(client, all);
  const name = hashKey([options.queryKey, options.enabled !== false]);
  const found = all.get(name) ?? watchOnce(client, options);
  all.set(name, found);
  return found;
}

/** Watches while anybody listens. */
function watchOnce<T>(client: QueryClient, options: Options<T>): Shared {
  const listeners = new Set<() => void>();
  let stop = () => {};
  return {
    subscribe(listener) {
      listeners.add(listener);
      if (listeners.size === 1) {
        stop = new QueryObserver(client, options).subscribe(() => {
          for (const one of listeners) one();
        });
      }
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) stop();
      };
    },
  };
}
