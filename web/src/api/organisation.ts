import { useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import {
  ListItemPage,
  SitePage,
  StatusPage,
  TeamPage,
  UserPage,
  type ListItem,
  type Site,
  type Status,
  type StatusCode,
  type Team,
  type User,
} from '@anbu/contract';
import { useT } from '../i18n/store.ts';
import { api } from './client.ts';
import { keys } from './keys.ts';
import { useSharedData } from './shared-data.ts';

// What nearly every screen names and what seldom changes: read once, then by live events.
const SELDOM = { staleTime: 10 * 60_000 };
const EVERYTHING = { limit: 200 };
const NONE: readonly never[] = [];

export function useSites(): readonly Site[] {
  const sites = useSharedData({
    queryKey: keys.sites,
    queryFn: ({ signal }) => api.get('/sites', SitePage, { query: EVERYTHING, signal }),
    ...SELDOM,
  });
  return sites?.items ?? NONE;
}

/** The site with this id, else the first one. */
export function useSite(siteId?: string): Site | undefined {
  const sites = useSites();
  return sites.find((site) => site.id === siteId) ?? sites[0];
}

/** Puts an answer of the server into the list at once: the next act needs its version. */
export function useKeepSite(): (site: Site) => void {
  const client = useQueryClient();
  return (site) =>
    client.setQueryData<z.output<typeof SitePage>>(
      keys.sites,
      (page) => page && { ...page, items: page.items.map((old) => (old.id === site.id ? site : old)) },
    );
}

export function useUsers(): readonly User[] {
  const users = useSharedData({
    queryKey: keys.users,
    queryFn: ({ signal }) => api.get('/users', UserPage, { query: EVERYTHING, signal }),
    ...SELDOM,
  });
  return users?.items ?? NONE;
}

/** The name of a colleague; null for nobody or not yet known. */
export function useUserName(): (id: string | null | undefined) => string | null {
  const users = useUsers();
  // Until the names are there somebody's is not nobody's.
  const unknown = users.length === 0 ? '…' : null;
  return (id) => (id ? (users.find((user) => user.id === id)?.name ?? unknown) : null);
}

export function useTeams(): readonly Team[] {
  const teams = useSharedData({
    queryKey: keys.teams,
    queryFn: ({ signal }) => api.get('/teams', TeamPage, { query: EVERYTHING, signal }),
    ...SELDOM,
  });
  return teams?.items ?? NONE;
}

export function useStatuses(): readonly Status[] {
  const statuses = useSharedData({
    queryKey: keys.statuses,
    queryFn: ({ signal }) => api.get('/statuses', StatusPage, { query: EVERYTHING, signal }),
    staleTime: Infinity,
  });
  return statuses?.items ?? NONE;
}

/** The governed name of a status in the language shown; until the list is there, as it is shipped. */
export function useStatusName(): (code: StatusCode) => string {
  const t = useT();
  const statuses = useStatuses();
  return (code) => statuses.find((status) => status.code === code)?.names[t.language] ?? t(`enquiries.status.${code}`);
}

function useList(path: '/interests' | '/source-channels', key: readonly string[]): readonly ListItem[] {
  const list = useSharedData({
    queryKey: key,
    queryFn: ({ signal }) => api.get(path, ListItemPage, { query: EVERYTHING, signal }),
    ...SELDOM,
  });
  return list?.items ?? NONE;
}
export const useInterests = () => useList('/interests', keys.interests);
export const useSourceChannels = () => useList('/source-channels', keys.sourceChannels);

/** The name of a list's item in the language shown; the code itself where it is unknown, nothing until the list is there. */
export function useListName(items: readonly ListItem[]): (code: string) => string {
  const t = useT();
  return (code) => items.find((item) => item.code === code)?.names[t.language] ?? (items.length > 0 ? code : '');
}
