import { useQuery } from '@tanstack/react-query';
import { BookingGoalList, ChannelSpendList, Nothing } from '@anbu/contract';
import { api, keys, useAct } from '../../api/index.ts';
import { useT } from '../../i18n/index.ts';
import type { GivenCell } from './given-grid.tsx';
import type { Period } from './periods.ts';

const UNKNOWN: GivenCell = { value: null, version: 0 };
type Entry = { month: string; key: string; value: number | null; version: number };

/** What was spent by channel and month, and how it is changed. */
export function useSpend(period: Period) {
  const t = useT();
  const spend = useQuery({
    queryKey: keys.metrics.spend(period),
    queryFn: ({ signal }) => api.get('/channel-spend', ChannelSpendList, { query: period, signal }),
  });
  const save = useAct({
    run: ({ month, key: channel, value: amountWon, version }: Entry) =>
      api.put('/channel-spend', Nothing, { entries: [{ month, channel, amountWon, version }] }),
    refresh: [keys.metrics.all],
    done: t('statistics.spend.saved'),
  });
  const cells = new Map(
    spend.data?.items.map(({ month, channel, amountWon, version }) => [
      `${month} ${channel}`,
      { value: amountWon, version },
    ]),
  );
  return { query: spend, save, cellOf: (month: string, key: string) => cells.get(`${month} ${key}`) ?? UNKNOWN };
}

/** How many first bookings each site is to have by month, and how that is changed. */
export function useBookingGoals(period: Period) {
  const t = useT();
  const goals = useQuery({
    queryKey: keys.metrics.goals(period),
    queryFn: ({ signal }) => api.get('/booking-goals', BookingGoalList, { query: period, signal }),
  });
  const save = useAct({
    run: ({ month, key: siteId, value: bookings, version }: Entry) =>
      api.put('/booking-goals', Nothing, { entries: [{ month, siteId, bookings, version }] }),
    refresh: [keys.metrics.all],
    done: t('goals.saved'),
  });
  const cells = new Map(
    goals.data?.items.map(({ month, siteId, bookings, version }) => [
      `${month} ${siteId}`,
      { value: bookings, version },
    ]),
  );
  return { query: goals, save, cellOf: (month: string, key: string) => cells.get(`${month} ${key}`) ?? UNKNOWN };
}
