import type { MetricBy } from '@anbu/contract';
import type { CalendarMonth } from '../../../kernel/calendar-day.ts';
import type { Line } from './table.ts';

/** What is summed though no enquiry counts as it: somebody entered it for a month. */
export const GIVEN_MEASURES = ['spend', 'goal'] as const;
export type GivenMeasure = (typeof GIVEN_MEASURES)[number];
/** By what each was entered: by anything else it cannot be cut. */
const ENTERED_BY = { spend: 'channel', goal: 'site' } as const satisfies Record<GivenMeasure, MetricBy>;

export function isGiven(measure: string): measure is GivenMeasure {
  return (GIVEN_MEASURES as readonly string[]).includes(measure);
}

type Entered = { readonly month: CalendarMonth; readonly key: string; readonly value: number | null };
type Cut = {
  readonly by: MetricBy | null;
  readonly filters: Readonly<Partial<Record<MetricBy, readonly string[]>>>;
};

/** As lines of a table; none where the question cuts by what it was not entered by, because nobody knows whose part it is. */
export function givenLines(measure: GivenMeasure, entered: readonly Entered[], { by, filters }: Cut): Line[] {
  const own = ENTERED_BY[measure];
  if (Object.keys(filters).some((name) => name !== own) || (by !== null && by !== own)) return [];
  const wanted = filters[own];
  return entered.flatMap(({ month, key, value }) =>
    value === null || (wanted && !wanted.includes(key))
      ? []
      : [{ month, key: by === null ? '' : key, measure, bucket: '', n: value }],
  );
}
