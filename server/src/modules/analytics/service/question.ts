import { METRIC_FILTERS, NONE, commaList, type MetricBy, type MetricQuery } from '@anbu/contract';
import { addDays, addMonths, monthOf, type CalendarDay, type CalendarMonth } from '../../../kernel/calendar-day.ts';
import { isId } from '../../../kernel/ids.ts';
import { plus, type Instant } from '../../../kernel/instant.ts';
import { ok, refuseFields, type FieldRefusal, type Outcome } from '../../../kernel/outcome.ts';
import { dayOf, instantAt } from '../../../kernel/zoned-time.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { defaultSite } from '../../identity/index.ts';
import type { Filters } from '../store/metric-store.ts';

const USUAL_MONTHS = 12;
export const MOST_MONTHS = 60;

/** A query with everything resolved. */
export type Question = {
  readonly from: CalendarMonth;
  readonly to: CalendarMonth;
  readonly months: readonly CalendarMonth[];
  /** Null: now. */
  readonly asOfDay: CalendarDay | null;
  readonly asOf: Instant;
  readonly partial: ReadonlySet<CalendarMonth>;
  readonly by: MetricBy | null;
  readonly filters: Filters;
};

/** Refuses by field metrics.period_reversed and metrics.period_too_long { months } on `to`, metrics.as_of_future on `asOf`, field.format on a filter. */
export async function readQuestion(tx: Tx, query: Partial<MetricQuery>): Promise<Outcome<Question>> {
  const { timeZone: zone } = await defaultSite(tx);
  const today = dayOf(zone, tx.now);
  // The contract has checked that these are days and months of the calendar.
  const asked = query.asOf as CalendarDay | undefined;
  const asOfDay = asked === undefined || asked === today ? null : asked;
  const last = monthOf(asOfDay ?? today);
  const to = (query.to as CalendarMonth | undefined) ?? last;
  const from = (query.from as CalendarMonth | undefined) ?? addMonths(to, 1 - USUAL_MONTHS);
  const errors: FieldRefusal[] = [];
  if (from > to) errors.push({ field: 'to', code: 'metrics.period_reversed', params: {} });
  else if (addMonths(from, MOST_MONTHS - 1) < to) {
    errors.push({ field: 'to', code: 'metrics.period_too_long', params: { months: MOST_MONTHS } });
  }
  if (asOfDay !== null && asOfDay > today) errors.push({ field: 'asOf', code: 'metrics.as_of_future', params: {} });
  const filters = readFilters(query, errors);
  if (errors.length > 0) return refuseFields(errors);
  const months: CalendarMonth[] = [];
  for (let month = from; month <= to; month = addMonths(month, 1)) months.push(month);
  // A month is over when the day after is in another one; now, while it is still running, it is not.
  const reached = asOfDay === null ? monthOf(today) : monthOf(addDays(asOfDay, 1));
  const isPartial = (month: CalendarMonth) => month >= reached;
  const partial = new Set([...months, addMonths(to, 1)].filter(isPartial));
  const asOf = asOfDay === null ? tx.now : plus(instantAt(zone, addDays(asOfDay, 1), 0), -1);
  return ok({ from, to, months, asOfDay, asOf, partial, by: query.by ?? null, filters });
}

function readFilters(query: Partial<MetricQuery>, errors: FieldRefusal[]): Filters {
  const filters: Partial<Record<MetricBy, readonly string[]>> = {};
  for (const name of METRIC_FILTERS) {
    const given = query[name];
    // A campaign is a text of people: it may have a comma.
    const values =
      given === undefined ? [] : name === 'campaign' && typeof given === 'string' ? [given] : commaList(given);
    if (values.length === 0) continue;
    const isName = (value: string) => value === NONE || (name !== 'owner' && name !== 'site') || isId(value);
    if (!values.every(isName)) errors.push({ field: name, code: 'field.format', params: { expected: 'id' } });
    filters[name] = values.map((value) => (value === NONE ? '' : value));
  }
  return filters;
}
