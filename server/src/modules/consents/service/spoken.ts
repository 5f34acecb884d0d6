import type { Language } from '@anbu/contract';
import { addDays, dayNumber, type CalendarDay } from '../../../kernel/calendar-day.ts';
import { DAY, type Instant } from '../../../kernel/instant.ts';
import { dayOf, minuteOfDay, offsetAt } from '../../../kernel/zoned-time.ts';
import { textOf } from '../../../platform/i18n.ts';

/** Who reads a sentence: by which clock she lives, and when she reads it. */
export type Reading = { readonly zone: string; readonly now: Instant };

const LOCALES = { ko: 'ko-KR', en: 'en-US', zh: 'zh-CN' } as const;
const formats = new Map<string, Intl.DateTimeFormat>();

/**
 * A moment as people say it: 내일 오전 8시, 8:00 am tomorrow, 明天上午8:00. By the reader's clock, and by the other one beside it where the two differ.
 */
export function spokenMoment(language: Language, at: Instant, { zone, now }: Reading, elsewhere: string): string {
  const here = momentIn(language, zone, at, now);
  if (offsetAt(zone, at) === offsetAt(elsewhere, at)) return here;
  return textOf(language, 'gate.moment.elsewhere', { here, there: momentIn(language, elsewhere, at, now) });
}

/** A day as people say it, its year where it is another one: 11월 1일, November 1, 11月1日. */
export function spokenDay(language: Language, day: CalendarDay, { zone, now }: Reading): string {
  const today = dayOf(zone, now);
  return written(language, day, day.slice(0, 4) !== today.slice(0, 4), false);
}

function momentIn(language: Language, zone: string, at: Instant, now: Instant): string {
  const [day, today] = [dayOf(zone, at), dayOf(zone, now)];
  const near = { [today]: 'today', [addDays(today, 1)]: 'tomorrow', [addDays(today, -1)]: 'yesterday' }[day];
  const minutes = minuteOfDay(zone, at);
  const [hours, minute] = [Math.floor(minutes / 60), minutes % 60];
  return textOf(language, 'gate.moment', {
    near: near ?? 'other',
    day: near === undefined ? written(language, day, day.slice(0, 4) !== today.slice(0, 4), true) : '',
    half: minutes === 0 ? 'midnight' : minutes === 12 * 60 ? 'noon' : hours < 12 ? 'am' : 'pm',
    hour: String(language === 'ko' && hours === 0 ? 0 : hours % 12 || 12),
    minute: String(minute).padStart(2, '0'),
  });
}

function written(language: Language, day: CalendarDay, year: boolean, weekday: boolean): string {
  const date: Intl.DateTimeFormatOptions = {
    ...(year ? { year: 'numeric' } : {}),
    month: 'long',
    day: 'numeric',
  };
  if (!weekday) return formatted(language, day, date);
  // With the year beside it, the Korean weekday would lose its brackets.
  if (language === 'ko') return `${formatted('ko', day, date)} (${formatted('ko', day, { weekday: 'short' })})`;
  return formatted(language, day, { ...date, weekday: language === 'en' ? 'long' : 'short' });
}

function formatted(language: Language, day: CalendarDay, options: Intl.DateTimeFormatOptions): string {
  const name = `${language} ${Object.keys(options).join(' ')}`;
  const known = formats.get(name) ?? new Intl.DateTimeFormat(LOCALES[language], { ...options, timeZone: 'UTC' });
  formats.set(name, known);
  return known.format(dayNumber(day) * DAY);
}
