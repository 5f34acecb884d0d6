import { useNavigate } from '@tanstack/react-router';
import { STATISTICS_PAGE_NAMES, type SavedView, type StatisticsPage } from '@anbu/contract';
import { listFilters, searchOf, type ListFilters, type ListSearch } from '../views/list-filters.ts';
import { StatisticsSearch } from './search.ts';

export const ADDRESS = {
  desk: '/statistics',
  cohorts: '/statistics/cohorts',
  connection: '/statistics/connection',
  response: '/statistics/response',
  channels: '/statistics/channels',
} as const satisfies Record<StatisticsPage, string>;

/** Where an address with its page leads: the page is a part of the path. */
export function placeOf({ page, ...search }: ListSearch) {
  const known = STATISTICS_PAGE_NAMES.find((name) => name === page) ?? 'desk';
  return { to: ADDRESS[known], search: StatisticsSearch.parse(search) };
}

export const placeOfView = (view: SavedView) => placeOf(searchOf(view));

/** A page of statistics as lists have their address: by which views of it are kept, and files made. */
export function useStatisticsViews(page: StatisticsPage, search: StatisticsSearch): ListFilters {
  const navigate = useNavigate();
  return listFilters('statistics', { ...search, page }, (change, replace) => {
    const next = change({ ...search, page });
    void navigate({ ...placeOf({ page, ...next }), replace });
  });
}
