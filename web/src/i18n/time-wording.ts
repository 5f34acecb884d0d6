import { Temporal } from 'temporal-polyfill';
import type { Translate } from './language.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Times and days as people say them, in one language and the time zone of a site. `now` is in milliseconds of the epoch. */
export type TimeWording = {
  /** 14:00 */
  time(instant: string): string;
  /** 오늘 14:00 · 어제 09:12 · 11월 22일 14:00 · 2025년 11월 22일 14:00 */
  when(instant: string, now: number): string;
  /** 오늘 · 내일 · 11월 22일 (일) */
  day(day: string, now: number): string;
  /** 11월 22일, never 어제: for the ends of a span. */
  shortDay(day: string): string;
  /** 목 */
  weekday(day: string): string;
  /** 2026년 11월 27일 금요일 */
  longDay(day: string): string;
  /** 11월 27일 (금) 15:00, whatever day it is read on: for what is kept as text. */
  fixed(instant: string): string;
  /** 방금 · 5분 전 · 2시간 전 · 3일 전; the day itself when it is more than 30 days ago */
  ago(instant: string, now: number): string;
  /** 20분 지남 · 2시간 지남 · 3일 지남; never thousands of minutes */
  overdue(instant: string, now: number): string;
  /** 10분 뒤 · 3시간 뒤 · 2일 뒤 */
  until(instant: string, now: number): string;
  /** For a queue: late → overdue, else when. */
  due(instant: string, now: number): string;
  /** 6분 · 1시간 20분 · 3일 */
  minutes(minutes: number): string;
  /** 11월 22일 일요일 */
  today(now: number): string;
  /** 2026년 11월 */
  month(month: string): string;
  /** The calendar day of an instant at the site, YYYY-MM-DD. */
  dayOf(instant: string | number): string;
};

export function timeWording(t: Translate, timeZone: string): TimeWording {
  const formats = new Map<string, Intl.DateTimeFormat>();
  const formatted = (options: Intl.DateTimeFormatOptions, at: number, zone: string) => {
    const name = zone + JSON.stringify(options);
    let known = formats.get(name);
    if (!known) formats.set(name, (known = new Intl.DateTimeFormat(t.locale, { ...options, timeZone: zone })));
    return known.format(at);
  };
  const plainDay = (at: number) =>
    Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone).toPlainDate();
  const daysBetween = (from: Temporal.PlainDate, to: Temporal.PlainDate) => from.until(to, { largestUnit: 'day' }).days;
  const epoch = (instant: string) => Date.parse(instant);
  // A list asks for the same day at each row.
  let known: { now: number; day: Temporal.PlainDate } | null = null;
  const todayAt = (now: number) => (known?.now === now ? known : (known = { now, day: plainDay(now) })).day;

  // Noon in UTC: the formatter must not move the day.
  const noonOf = (day: Temporal.PlainDate) => Date.UTC(day.year, day.month - 1, day.day, 12);
  const clock = (at: number) => formatted({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }, at, timeZone);

  const dayWord = (day: Temporal.PlainDate, today: Temporal.PlainDate, weekday: boolean): string => {
    const away = daysBetween(today, day);
    if (away === 0) return t('time.today');
    if (away === -1) return t('time.yesterday');
    if (away === 1) return t('time.tomorrow');
    const options: Intl.DateTimeFormatOptions = { month: t.language === 'en' ? 'short' : 'long', day: 'numeric' };
    if (day.year !== today.year) options.year = 'numeric';
    else if (weekday) options.weekday = 'short';
    return formatted(options, noonOf(day), 'UTC');
  };

  const wording: TimeWording = {
    time: (instant) => clock(epoch(instant)),
    when(instant, now) {
      const at = epoch(instant);
      return t('time.dayAndTime', { day: dayWord(plainDay(at), todayAt(now), false), time: clock(at) });
    },
    day: (day, now) => dayWord(Temporal.PlainDate.from(day), todayAt(now), true),
    shortDay: (day) =>
      formatted(
        { month: t.language === 'en' ? 'short' : 'long', day: 'numeric' },
        noonOf(Temporal.PlainDate.from(day)),
        'UTC',
      ),
    weekday: (day) => formatted({ weekday: 'short' }, noonOf(Temporal.PlainDate.from(day)), 'UTC'),
    longDay: (day) =>
      formatted(
        { year: 'numeric', month: 'long', day: 'numeric', weekday: 'long' },
        noonOf(Temporal.PlainDate.from(day)),
        'UTC',
      ),
    fixed(instant) {
      const at = epoch(instant);
      const options = { month: t.language === 'en' ? 'short' : 'long', day: 'numeric', weekday: 'short' } as const;
      return t('time.dayAndTime', { day: formatted(options, at, timeZone), time: clock(at) });
    },
    ago(instant, now) {
      const at = epoch(instant);
      const passed = now - at;
      if (passed < MINUTE) return t('time.justNow');
      if (passed < HOUR) return t('time.minutesAgo', { count: Math.floor(passed / MINUTE) });
      const days = daysBetween(plainDay(at), todayAt(now));
      if (days === 0 || passed < 6 * HOUR) return t('time.hoursAgo', { count: Math.floor(passed / HOUR) });
      if (days === 1) return t('time.yesterday');
      if (days <= 30) return t('time.daysAgo', { count: days });
      return dayWord(plainDay(at), todayAt(now), false);
    },
    overdue(instant, now) {
      const passed = Math.max(0, now - epoch(instant));
      if (passed < MINUTE) return t('time.dueNow');
      if (passed < HOUR) return t('time.minutesLate', { count: Math.floor(passed / MINUTE) });
      if (passed < DAY) return t('time.hoursLate', { count: Math.floor(passed / HOUR) });
      return t('time.daysLate', { count: Math.floor(passed / DAY) });
    },
    until(instant, now) {
      const left = epoch(instant) - now;
      if (left < MINUTE) return t('time.dueNow');
      if (left < HOUR) return t('time.inMinutes', { count: Math.ceil(left / MINUTE) });
      if (left < DAY) return t('time.inHours', { count: Math.round(left / HOUR) });
      return t('time.inDays', { count: daysBetween(todayAt(now), plainDay(epoch(instant))) });
    },
    due: (instant, now) => (epoch(instant) < now ? wording.overdue(instant, now) : wording.when(instant, now)),
    minutes(minutes) {
      const whole = Math.round(minutes);
      if (whole < 60) return t('time.lengthMinutes', { minutes: whole });
      if (whole < 24 * 60) {
        const hours = Math.floor(whole / 60);
        return whole % 60 === 0
          ? t('time.lengthHours', { hours })
          : t('time.lengthHoursMinutes', { hours, minutes: whole % 60 });
      }
      return t('time.lengthDays', { days: Math.round(whole / (24 * 60)) });
    },
    today: (now) => formatted({ month: 'long', day: 'numeric', weekday: 'long' }, now, timeZone),
    month(month) {
      const [year = 1970, number = 1] = month.split('-').map(Number);
      return formatted({ year: 'numeric', month: 'long' }, Date.UTC(year, number - 1, 15), 'UTC');
    },
    dayOf: (instant) => plainDay(typeof instant === 'string' ? epoch(instant) : instant).toString(),
  };
  return wording;
}

/** The instant at which a calendar day begins in a zone, `days` later if asked. For filters of whole days. */
export function startOfDay(day: string, timeZone: string, days = 0): string {
  return Temporal.PlainDate.from(day).add({ days }).toZonedDateTime(timeZone).toInstant().toString();
}
