import { STANDARD_PRESETS, type Presets } from '@anbu/contract';
import { HOUR, instant, parseInstant } from '../../../kernel/instant.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { must } from '../../../kernel/outcome.ts';
import { parseSiteCalendar, type SiteCalendarInput } from '../../../kernel/site-calendar.ts';
import { dayOf, minuteOfDay, offsetAt } from '../../../kernel/zoned-time.ts';
import { calendarDay } from '../../../kernel/calendar-day.ts';
import type { StatusCode } from '../vocabulary.ts';
import { nextActionOnEntering } from './entering.ts';
import { practiceOf, type Practice } from './practice.ts';
import { newState } from './state.ts';
import type { EnquiryState, NextAction } from './state.ts';

/** Builders for the tests of these rules. */
export function aPractice(input: SiteCalendarInput, changes: Partial<Presets> = {}): Practice {
  return practiceOf(must(parseSiteCalendar(input)), { ...STANDARD_PRESETS, ...changes });
}

const weekday = [
  ['09:30', '13:00'],
  ['14:00', '18:30'],
];

/** Slots on weekdays AM 09:30–11:00, PM 14:00–16:00, EV 17:00–18:30; on Saturday AM 09:30–11:00, EV 11:30–13:00. */
export const seoul: Practice = aPractice({
  timeZone: 'Asia/Seoul',
  hours: { mon: weekday, tue: weekday, wed: weekday, thu: weekday, fri: weekday, sat: [['09:30', '13:00']] },
  closures: ['2026-09-24', '2026-09-25', '2026-09-26', '2026-10-05', '2026-10-09', '2026-12-25'],
});

export const neverOpen: Practice = aPractice({ timeZone: 'Asia/Seoul', hours: {} });

export function siteEveryDay(
  timeZone: string,
  ranges: readonly (readonly [string, string])[],
  callingLimits: readonly [string, string] = ['08:00', '21:00'],
): Practice {
  const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
  const hours = Object.fromEntries(days.map((day) => [day, ranges]));
  return aPractice({ timeZone, hours, callingLimits });
}

/** Site time of 2026, `11-02 10:00`. A repeated hour is the first of the two. */
export function at(text: string, site: Practice = seoul): Instant {
  const parsed = parseInstant(`2026-${text.replace(' ', 'T')}:00Z`);
  if (parsed === null) throw new RangeError(text);
  // Test times are never within a change of clocks, so that the offset a moment around is the right one.
  const guess = instant(parsed - offsetAt(site.timeZone, parsed));
  return instant(parsed - offsetAt(site.timeZone, guess));
}

/** `11-02 10:00`, site time. */
export function shown(moment: Instant, site: Practice = seoul): string {
  const minute = minuteOfDay(site.timeZone, moment);
  const clock = [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, '0')).join(':');
  return `${dayOf(site.timeZone, moment).slice(5)} ${clock}`;
}

/** `CALL 11-02 17:00–18:30 EV` (due–end of window), or `none`. */
export function described(action: NextAction | null, site: Practice = seoul): string {
  if (!action) return 'none';
  const end = shown(action.windowTo, site).slice(6);
  return `${action.kind} ${shown(action.dueAt, site)}–${end}${action.slot ? ` ${action.slot}` : ''}`;
}

/** An enquiry that entered `status` on Monday 2 November at 10:00 with what that status needs; received the day before. */
export function anEnquiry(changes: Partial<EnquiryState> = {}): EnquiryState {
  const status: StatusCode = changes.status ?? 'WAITING';
  const since = changes.statusSince ?? at('11-02 10:00');
  const state: EnquiryState = {
    ...newState(instant(since - 24 * HOUR), status),
    statusSince: since,
    chainSince: since,
    ownerId: 'owner',
    promise: status === 'CALLBACK' ? { dueAt: at('11-03 15:00'), by: 'us' } : null,
    recontactOn: status === 'HOLD' ? calendarDay('2026-11-10') : null,
    booking: status === 'BOOKED' ? { startsAt: at('11-12 15:00'), durationMinutes: 30, serviceCode: 'implant' } : null,
    passDueOn: status === 'UNREACHED' ? calendarDay('2026-12-01') : null,
    ...changes,
  };
  if ('nextAction' in changes) return state;
  const nextAction = nextActionOnEntering(status, state, seoul, since);
  const promised = status === 'CALLBACK' && nextAction !== null && !('openPromise' in changes);
  if (!promised) return { ...state, nextAction };
  const { windowFrom, windowTo } = nextAction;
  return { ...state, nextAction, openPromise: { madeAt: since, windowFrom, windowTo } };
}
