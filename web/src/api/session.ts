import { queryOptions, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { Me, type Permission } from '@anbu/contract';
import { setServerNow } from '../i18n/clock.ts';
import { api } from './client.ts';
import { keys } from './keys.ts';
import { keepPageOrganisation } from './page-organisation.ts';

export const meQuery = queryOptions({
  queryKey: keys.me,
  queryFn: async ({ signal }) => {
    const me = await api.get('/me', Me, { signal });
    setServerNow(me.now);
    keepPageOrganisation(me.organisation.slug);
    return me;
  },
  staleTime: 5 * 60_000,
});

/** Who is signed in. Only below the shell, which has loaded it. */
export function useMe(): Me {
  return useSuspenseQuery(meQuery).data;
}

/** `const can = useCan(); can('enquiries.assign')`. A hint for menus; the server decides. */
export function useCan(): (permission: Permission) => boolean {
  const me = useMe();
  return (permission) => me.permissions.includes(permission);
}

export function useRememberMe(): (me: Me) => void {
  const client = useQueryClient();
  return (me) => {
    setServerNow(me.now);
    client.setQueryData(keys.me, me);
  };
}
