import { STATISTICS_COMPARISONS } from '@anbu/contract';

/** Months as `2026-11`; both ends of a period belong to it. */
export type Period = { readonly from: string; readonly to: string };

const indexOf = (month: string): number => Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1;
const monthAt = (index: number): string =>
  `${String(Math.floor(index / 12)).padStart(4, '0')}-${String((index % 12) + 1).padStart(2, '0')}`;

export const addMonths = (month: string, by: number): string => monthAt(indexOf(month) + by);

export const lengthOf = ({ from, to }: Period): number => indexOf(to) - indexOf(from) + 1;

/** All months of a period in order; none where it is turned around. */
export function monthsOf(period: Period): readonly string[] {
  return Array.from({ length: Math.max(0, lengthOf(period)) }, (_, at) => addMonths(period.from, at));
}

export const COMPARISONS = STATISTICS_COMPARISONS;
export type Comparison = (typeof COMPARISONS)[number];

/** The period that one is compared with: as long and right before it, or the same months a year before. */
export function comparedWith(period: Period, comparison: Comparison): Period {
  const back = comparison === 'year' ? 12 : lengthOf(period);
  return { from: addMonths(period.from, -back), to: addMonths(period.to, -back) };
}

export const SPANS = ['this', 'last', 'last3', 'last6', 'last12', 'year'] as const;
export type Span = (typeof SPANS)[number];

/** Periods that people ask for by name. `today` is the calendar day at the site. */
export function periodOf(span: Span, today: string): Period {
  const month = today.slice(0, 7);
  switch (span) {
    case 'this':
      return { from: month, to: month };
    case 'last':
      return { from: addMonths(month, -1), to: addMonths(month, -1) };
    case 'last3':
      return { from: addMonths(month, -2), to: month };
    case 'last6':
      return { from: addMonths(month, -5), to: month };
    case 'last12':
      return { from: addMonths(month, -11), to: month };
    case 'year':
      return { from: `${month.slice(0, 4)}-01`, to: month };
  }
}

/** The name of a period, the first that fits; null: chosen month by month. */
export function spanOf({ from, to }: Period, today: string): Span | null {
  return (
    SPANS.find((span) => {
      const period = periodOf(span, today);
      return period.from === from && period.to === to;
    }) ?? null
  );
}
