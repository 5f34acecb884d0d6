import type { Report, ReportRun, ReportSchedule } from '@anbu/contract';
import { useT, useTime } from '../../../i18n/index.ts';

/** Of January 2026: only the names of its week are taken. */
const A_MONDAY = 5;
export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
type Weekday = (typeof WEEKDAYS)[number];

export const clockOf = (minuteOfDay: number): string =>
  `${String(Math.floor(minuteOfDay / 60)).padStart(2, '0')}:${String(minuteOfDay % 60).padStart(2, '0')}`;

export function useWeekdayName(): (day: Weekday) => string {
  const time = useTime();
  return (day) => time.weekday(`2026-01-${String(A_MONDAY + WEEKDAYS.indexOf(day)).padStart(2, '0')}`);
}

/** 매월 1일 08:00 · 진료일만 */
export function useSayWhen(): (schedule: ReportSchedule) => string {
  const t = useT();
  const weekday = useWeekdayName();
  return ({ every, weekdays, dayOfMonth, minuteOfDay, openDaysOnly }) => {
    const time = clockOf(minuteOfDay);
    const when =
      every === 'day'
        ? t('reports.when.day', { time })
        : every === 'week'
          ? t('reports.when.week', {
              time,
              days: t.list(WEEKDAYS.filter((day) => weekdays.includes(day)).map(weekday)),
            })
          : t('reports.when.month', { time, day: dayOfMonth });
    return openDaysOnly ? `${when} · ${t('reports.openDays')}` : when;
  };
}

/** 예약률 · 지난달 · 경로별 */
export function useSayWhat(): (report: Pick<Report, 'query' | 'period'>) => string {
  const t = useT();
  return ({ query, period }) =>
    [
      t(`statistics.page.${query.page}`),
      t(`reports.period.${period}`),
      ...(query.by ? [t('reports.by', { by: t(`statistics.by.${query.by}`) })] : []),
    ].join(' · ');
}

export const fileOf = (run: ReportRun, format: string): string => `/api/v1/report-runs/${run.id}/file?format=${format}`;
