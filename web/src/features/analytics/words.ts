import { useMemo } from 'react';
import { FIGURES, type FigureCode, type Metric, type MetricBy, type MetricRow } from '@anbu/contract';
import type { MessageKey } from '@anbu/contract/messages/keys';
import { useInterests, useListName, useSites, useSourceChannels, useUserName } from '../../api/index.ts';
import { useT, useTime } from '../../i18n/index.ts';

/** ₩1,200,000: whole won. */
export const wonFormat = (locale: string) =>
  new Intl.NumberFormat(locale, { style: 'currency', currency: 'KRW', maximumFractionDigits: 0 });

/** A value in the reader's words by what its figure is: 24.1 %, +6.0 %p, 1,234, ₩1,234, 1시간 20분. */
export function useSayFigure(): (code: FigureCode, value: number) => string {
  const t = useT();
  const time = useTime();
  return useMemo(() => {
    const share = new Intl.NumberFormat(t.locale, {
      style: 'percent',
      minimumFractionDigits: 1,
      maximumFractionDigits: 1,
    });
    const signed = new Intl.NumberFormat(t.locale, {
      ...{ style: 'percent', minimumFractionDigits: 1, maximumFractionDigits: 1, signDisplay: 'exceptZero' },
    });
    const points = new Intl.NumberFormat(t.locale, {
      ...{ minimumFractionDigits: 1, maximumFractionDigits: 1, signDisplay: 'exceptZero' },
    });
    const won = wonFormat(t.locale);
    return (code, value) => {
      switch (FIGURES[code].unit) {
        case 'share':
          return share.format(value);
        case 'ratio':
          return signed.format(value);
        case 'points':
          return t('statistics.points', { points: points.format(value) });
        case 'minutes':
          return time.minutes(value);
        case 'won':
          return won.format(value);
        case 'count':
          return t.number(value);
      }
    };
  }, [t, time]);
}

/** A difference between two values of one figure, with its sign: shares in points, counts and minutes as they are. */
export function useSayChange(): (code: FigureCode, change: number) => string {
  const t = useT();
  const time = useTime();
  return (code, change) => {
    const { unit } = FIGURES[code];
    const isPoints = unit === 'share' || unit === 'points' || unit === 'ratio';
    if (unit === 'minutes') return `${change > 0 ? '+' : change < 0 ? '−' : ''}${time.minutes(Math.abs(change))}`;
    const numbers = new Intl.NumberFormat(t.locale, {
      signDisplay: 'exceptZero',
      minimumFractionDigits: isPoints ? 1 : 0,
      maximumFractionDigits: isPoints ? 1 : 0,
    });
    const said = numbers.format(unit === 'points' ? change : isPoints ? change * 100 : change);
    return isPoints ? t('statistics.points', { points: said }) : said;
  };
}

export function useFigureName(): (code: FigureCode) => string {
  const t = useT();
  return (code) => t(`metrics.figure.${code}`);
}

/** Months at an axis: 6월; the first and each January with their year. */
export function useMonthLabels(): (months: readonly string[]) => readonly string[] {
  const { locale } = useT();
  return useMemo(() => {
    const short = new Intl.DateTimeFormat(locale, { month: 'short', timeZone: 'UTC' });
    const long = new Intl.DateTimeFormat(locale, { month: 'short', year: '2-digit', timeZone: 'UTC' });
    return (months) =>
      months.map((month, at) => {
        const day = Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5, 7)) - 1, 15);
        return (at === 0 || month.endsWith('-01') ? long : short).format(day);
      });
  }, [locale]);
}

/** Whom or what a row is of, by name. */
export function useKeyName(): (by: MetricBy | null, row: Pick<MetricRow, 'key' | 'name' | 'of'>) => string {
  const t = useT();
  const channel = useListName(useSourceChannels());
  const interest = useListName(useInterests());
  const userName = useUserName();
  const sites = useSites();
  return (by, { key, name, of }) => {
    if (of === 'all' || by === null) return t('statistics.all');
    if (of === 'none' || key === null) return t(`statistics.none.${by}`);
    switch (by) {
      case 'owner':
        return name ?? userName(key) ?? t('statistics.gone');
      case 'site':
        return name ?? sites.find(({ id }) => id === key)?.name ?? t('statistics.gone');
      case 'channel':
        return channel(key);
      case 'interest':
        return interest(key);
      case 'patientKind':
        return t(`enquiries.patientKind.${key}` as MessageKey);
      case 'campaign':
        return key;
    }
  };
}

/** The definition of a figure as the server gives it. */
export function definitionIn(metric: Metric | undefined, code: FigureCode): string | undefined {
  return metric?.figures.find((figure) => figure.code === code)?.definition.text;
}
