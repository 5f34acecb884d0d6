import { addMonths, type CalendarMonth } from '../kernel/calendar-day.ts';

/** The story in numbers: shares of the enquiries of a month that count (metrics.md, Cohort: without INVALID). */
export type MonthOfStory = {
  /** Months before this one. */
  readonly ago: number;
  /** Weight of the month's inflow; a whole year is `ENQUIRIES`. */
  readonly inflow: number;
  /** First booking made by the end of the month. */
  readonly sameMonth: number;
  /** First booking made by now. */
  readonly byNow: number;
  /** Never connected at the end of the month. */
  readonly unconnected: number;
};

/** The current month, the scenes and those of before come on top. */
export const ENQUIRIES = 3_800;
/** From this many months ago on, everybody is called every day for five days, and to the seventh. */
export const CADENCE_SINCE = 6;
/** Before it nobody was called more often than this. */
export const CALLS_BEFORE = 3;

/**
 * A year: half of it as it used to be, with 46 % never reached, then the cadence. Two cohorts are those that the practice
 * published: its June went from 18 % to 24 % by following up, its September to 28 %.
 */
const YEAR: readonly MonthOfStory[] = [
  { ago: 12, inflow: 0.92, sameMonth: 0.17, byNow: 0.205, unconnected: 0.46 },
  { ago: 11, inflow: 0.95, sameMonth: 0.168, byNow: 0.205, unconnected: 0.465 },
  { ago: 10, inflow: 0.9, sameMonth: 0.172, byNow: 0.21, unconnected: 0.455 },
  { ago: 9, inflow: 0.97, sameMonth: 0.17, byNow: 0.215, unconnected: 0.46 },
  { ago: 8, inflow: 1, sameMonth: 0.175, byNow: 0.22, unconnected: 0.46 },
  { ago: 7, inflow: 0.98, sameMonth: 0.178, byNow: 0.225, unconnected: 0.46 },
  { ago: 6, inflow: 1, sameMonth: 0.18, byNow: 0.23, unconnected: 0.3 },
  { ago: 5, inflow: 1.02, sameMonth: 0.185, byNow: 0.24, unconnected: 0.27 },
  { ago: 4, inflow: 1.05, sameMonth: 0.195, byNow: 0.25, unconnected: 0.25 },
  { ago: 3, inflow: 1.06, sameMonth: 0.205, byNow: 0.262, unconnected: 0.24 },
  { ago: 2, inflow: 1.08, sameMonth: 0.215, byNow: 0.275, unconnected: 0.23 },
  { ago: 1, inflow: 1.12, sameMonth: 0.22, byNow: 0.25, unconnected: 0.23 },
  { ago: 0, inflow: 1.15, sameMonth: 0.17, byNow: 0.17, unconnected: 0.25 },
];

/** The year before `month`, oldest first, with the published June and September where they fall. */
export function storyOf(month: CalendarMonth): readonly (MonthOfStory & { readonly month: CalendarMonth })[] {
  return YEAR.map((row) => {
    const named = addMonths(month, -row.ago);
    const number = named.slice(5);
    // A cohort that is a month old had no time for the gain.
    const published =
      row.ago < 2
        ? {}
        : number === '06'
          ? { sameMonth: 0.18, byNow: 0.24 }
          : number === '09'
            ? { sameMonth: 0.215, byNow: 0.28 }
            : {};
    return { ...row, ...published, month: named };
  });
}

/** New patients by channel, eleven months as published (metrics.md), and what came later. */
export const CHANNELS: readonly (readonly [string, number])[] = [
  ['referral', 735],
  ['internet', 361],
  ['magazine', 175],
  ['sign', 153],
  ['sms', 94],
  ['building', 18],
  ['web_form', 120],
  ['phone', 70],
  ['chat', 45],
  ['unknown', 30],
];

export const INTERESTS: readonly (readonly [string, number])[] = [
  ['implant', 30],
  ['orthodontics', 20],
  ['cavity', 13],
  ['laminate', 9],
  ['wisdom_tooth', 9],
  ['scaling', 8],
  ['whitening', 6],
  ['check_up', 5],
];

export const CAMPAIGNS: Readonly<Partial<Record<string, readonly string[]>>> = {
  internet: ['네이버 검색광고', '블로그 체험기', '임플란트 상담 이벤트', '플레이스 예약'],
  sms: ['정기검진 안내 문자', '스케일링 보험 안내'],
  magazine: ['지역생활 잡지', '아파트 소식지'],
  web_form: ['홈페이지 빠른상담', '교정 비용 계산'],
};

/** Weight of the hours of a day in which people ask. */
export const HOURS: readonly (readonly [number, number])[] = [
  [7, 1],
  [8, 3],
  [9, 8],
  [10, 13],
  [11, 12],
  [12, 9],
  [13, 8],
  [14, 9],
  [15, 8],
  [16, 8],
  [17, 7],
  [18, 6],
  [19, 4],
  [20, 4],
  [21, 4],
  [22, 3],
  [23, 1],
  [0, 1],
];
/** Monday to Sunday. */
export const WEEKDAY_WEIGHTS = [1.35, 1.15, 1.05, 1.05, 1, 0.7, 0.42] as const;
