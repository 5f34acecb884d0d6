import { useNavigate } from '@tanstack/react-router';
import { useTime } from '../../i18n/index.ts';
import type { Period, Span } from './periods.ts';
import { comparedQueryOf, periodIn, queryOf, type Asked, type StatisticsSearch } from './search.ts';

export type PageQuestion = {
  readonly search: StatisticsSearch;
  readonly period: Period;
  readonly query: Asked;
  /** Of the period that it is compared with. */
  readonly compared: Asked | null;
  readonly put: (change: Partial<StatisticsSearch>) => void;
};

/** What a page of statistics asks, out of its address. `usual`: the period where the address names none. */
export function useQuestion(search: StatisticsSearch, usual: Span): PageQuestion {
  const { today } = useTime();
  const navigate = useNavigate();
  const period = periodIn(search, usual, today);
  return {
    search,
    period,
    query: queryOf(search, period),
    compared: comparedQueryOf(search, period),
    put: (change) =>
      void navigate({ to: '.', search: { ...search, saved: search.saved ?? 'none', ...change }, replace: true }),
  };
}
