import { parseDay, WEEKDAYS } from './calendar-day.ts';
import type { CalendarDay, Weekday } from './calendar-day.ts';
import { ok, refuseFields } from './outcome.ts';
import type { FieldRefusal, Outcome } from './outcome.ts';
import { isTimeZone } from './zoned-time.ts';

/** From and to as `HH:MM` of the wall; `24:00` may end a day. */
export type TimeRange = readonly [string, string];
export type WeekHours = Readonly<Record<Weekday, readonly TimeRange[]>>;

/**
 * When a site is open. Breaks are the gaps between ranges. `closures` are whole days, public holidays included.
 * A value: never changed after it was made, because what is computed from it is remembered with it.
 */
export type SiteCalendar = {
  readonly timeZone: string;
  readonly hours: WeekHours;
  readonly closures: ReadonlySet<CalendarDay>;
  readonly callingLimits: TimeRange;
  readonly slots: SlotPlan;
};

/** Where the parts of a calling day lie: AM from opening to `morningTo`, PM between its two times, EV the last minutes before closing. */
export type SlotPlan = {
  readonly morningTo: string;
  readonly afternoonFrom: string;
  readonly afternoonTo: string;
  readonly eveningMinutes: number;
  /** Under this a slot does not exist. */
  readonly shortestMinutes: number;
};

export const DEFAULT_SLOTS: SlotPlan = {
  morningTo: '11:00',
  afternoonFrom: '14:00',
  afternoonTo: '16:00',
  eveningMinutes: 90,
  shortestMinutes: 30,
};

export const DEFAULT_CALLING_LIMITS: TimeRange = ['08:00', '21:00'];

export type SiteCalendarInput = {
  readonly timeZone: string;
  readonly hours: Readonly<Partial<Record<string, readonly (readonly string[])[]>>>;
  readonly closures?: readonly string[];
  readonly callingLimits?: readonly string[];
};

/** Minutes after midnight of a time that was checked before. */
export function minutesOf(time: string): number {
  return parseTimeOfDay(time) ?? 0;
}

/** `09:30` → 570, `24:00` → 1440; null for 25:00, 9:30, 24:01. */
export function parseTimeOfDay(text: string): number | null {
  const match = /^(\d{2}):(\d{2})$/.exec(text);
  if (!match) return null;
  const minutes = Number(match[1]) * 60 + Number(match[2]);
  return Number(match[2]) < 60 && minutes <= 1440 ? minutes : null;
}

/**
 * A weekday left out is closed; ranges may come in any order and may touch. Refuses, each by the field's name:
 * site.unknown_time_zone, site.unknown_weekday, site.bad_time, site.ends_before_start, site.hours_overlap, site.bad_day.
 */
export function parseSiteCalendar(input: SiteCalendarInput): Outcome<SiteCalendar> {
  const errors: FieldRefusal[] = [];
  if (!isTimeZone(input.timeZone)) {
    errors.push({ field: 'timeZone', code: 'site.unknown_time_zone', params: { value: input.timeZone } });
  }
  const hours = parseWeekHours(input.hours, errors);
  const closures = new Set<CalendarDay>();
  (input.closures ?? []).forEach((text, index) => {
    const day = parseDay(text);
    if (day) closures.add(day);
    else errors.push({ field: `closures.${index}`, code: 'site.bad_day', params: { value: text } });
  });
  const limits = parseRange(input.callingLimits ?? DEFAULT_CALLING_LIMITS, 'callingLimits', errors);
  if (errors.length > 0 || !limits) return refuseFields(errors);
  return ok({ timeZone: input.timeZone, hours, closures, callingLimits: limits, slots: DEFAULT_SLOTS });
}

function parseWeekHours(input: SiteCalendarInput['hours'], errors: FieldRefusal[]): WeekHours {
  for (const name of Object.keys(input)) {
    if (!WEEKDAYS.some((weekday) => weekday === name)) {
      errors.push({ field: `hours.${name}`, code: 'site.unknown_weekday', params: { value: name } });
    }
  }
  const parse = (weekday: Weekday): readonly TimeRange[] => {
    const ranges = (input[weekday] ?? []).flatMap((range, index) => {
      const field = `hours.${weekday}.${index}`;
      const parsed = parseRange(range, field, errors);
      return parsed ? [{ field, range: parsed }] : [];
    });
    // Both parts are HH:MM, so that text order is time order.
    ranges.sort((a, b) => (a.range[0] < b.range[0] ? -1 : a.range[0] > b.range[0] ? 1 : 0));
    ranges.forEach((current, index) => {
      const previous = ranges[index - 1];
      if (previous && current.range[0] < previous.range[1]) {
        errors.push({
          field: current.field,
          code: 'site.hours_overlap',
          params: { from: current.range[0], to: current.range[1], other: previous.range.join('–') },
        });
      }
    });
    return ranges.map(({ range }) => range);
  };
  return {
    mon: parse('mon'),
    tue: parse('tue'),
    wed: parse('wed'),
    thu: parse('thu'),
    fri: parse('fri'),
    sat: parse('sat'),
    sun: parse('sun'),
  };
}

function parseRange(range: readonly string[], field: string, errors: FieldRefusal[]): TimeRange | null {
  const [from, to] = range;
  const bad = [from, to].findIndex((text) => text === undefined || parseTimeOfDay(text) === null);
  if (bad >= 0 || from === undefined || to === undefined || range.length !== 2) {
    const index = bad < 0 ? 2 : bad;
    errors.push({ field: `${field}.${index}`, code: 'site.bad_time', params: { value: range[index] ?? null } });
    return null;
  }
  if (to <= from) {
    errors.push({ field: `${field}.1`, code: 'site.ends_before_start', params: { from, to } });
    return null;
  }
  return [from, to];
}
