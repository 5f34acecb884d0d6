import type { Language } from '@anbu/contract';
import type { Tx } from '../../../platform/db/index.ts';
import { textOf } from '../../../platform/i18n.ts';
import { listItemsOf } from '../../enquiries/index.ts';
import { WEEK, type Naming } from '../rules/sheets.ts';

const LOCALES: Record<Language, string> = { ko: 'ko-KR', en: 'en-US', zh: 'zh-CN' };
/** The fifth of January 2026 was a Monday. */
const A_MONDAY = Date.UTC(2026, 0, 5, 12);
const DAY_LENGTH = 86_400_000;

export const localeOf = (language: Language): string => LOCALES[language];

/** Names of the organisation's lists, months and weekdays in a language. Names of people and sites come with the figures. */
export async function namingOf(tx: Tx, language: Language): Promise<Naming> {
  const named = new Map<string, string>();
  for (const list of ['source_channel', 'interest'] as const)
    for (const { code, names } of await listItemsOf(tx, list)) named.set(`${list} ${code}`, names[language]);
  const format = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(LOCALES[language], { timeZone: 'UTC', ...options });
  const long = format({ year: 'numeric', month: 'long' });
  const short = format({ year: '2-digit', month: 'numeric' });
  const weekday = format({ weekday: 'short' });
  const at = (month: string) => Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5, 7)) - 1, 15);
  const text: Naming['text'] = (code, params) => textOf(language, code, params);
  return {
    text,
    month: (month) => long.format(at(month)),
    monthShort: (month) => short.format(at(month)),
    weekday: (day) => weekday.format(A_MONDAY + WEEK.findIndex((one) => one === day) * DAY_LENGTH),
    key: (by, { of, key, name }) => {
      if (of === 'all' || by === null) return text('statistics.all');
      if (of === 'none' || key === null) return text(`statistics.none.${by}`);
      if (by === 'channel') return named.get(`source_channel ${key}`) ?? key;
      if (by === 'interest') return named.get(`interest ${key}`) ?? key;
      if (by === 'patientKind') return text(`enquiries.patientKind.${key}`);
      return name ?? (by === 'campaign' ? key : text('statistics.gone'));
    },
  };
}
