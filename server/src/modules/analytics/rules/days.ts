import type { FigureCode } from '@anbu/contract';
import type { MetricView } from './sheets.ts';

/** What happens on a day, and is counted once: the difference of two ends of days is what was recorded between them. */
export const DAY_CODES = [
  ...(['enquiries', 'invalid', 'bookings', 'visited', 'newPatients'] as const),
  ...(['tries', 'connects', 'promisesDue', 'promisesKept', 'reconsulted'] as const),
] as const satisfies readonly FigureCode[];

/** Of each day what was recorded on it, minus what was taken back on it: `ends` are the figures at the end of the day before the first, and of each day. */
export function recordedOn(ends: readonly MetricView[], code: FigureCode): readonly number[] {
  const values = ends.map(({ totals }) => totals.find(({ of }) => of === 'all')?.figures[code]?.value ?? 0);
  return values.slice(1).map((value, at) => value - (values[at] ?? 0));
}
