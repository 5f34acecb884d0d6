import { useMemo } from 'react';
import type { Translate } from '../../i18n/language.ts';
import { useT } from '../../i18n/store.ts';
import { extremesOf, totalsOf, type ChartSpec, type SayValue } from './spec.ts';

/** 0.2412 → 24.1 %, 1234 → 1,234, in the reader's language. */
export function chartValue(locale: string, unit: ChartSpec['unit']): SayValue {
  const numbers =
    unit === 'share'
      ? new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 })
      : new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  return (value) => numbers.format(value);
}

export function useChartValue(unit: ChartSpec['unit']): SayValue {
  const { locale } = useT();
  return useMemo(() => chartValue(locale, unit), [locale, unit]);
}

/** What a chart shows, in sentences: how many categories, and of each series – of bars, of their sum – the highest and the lowest. */
export function chartWords(t: Translate, spec: ChartSpec): string {
  const say = chartValue(t.locale, spec.unit);
  const [first] = spec.categories;
  const last = spec.categories.at(-1);
  if (!first || !last) return t('chart.nothing');
  const lines = spec.kind === 'bars' ? [{ name: t('chart.sum'), values: totalsOf(spec) }, ...spec.series] : spec.series;
  const shown = spec.kind === 'bars' && spec.series.length === 1 ? spec.series : lines;
  return [
    t(`chart.kind.${spec.kind}`, { count: spec.categories.length, first: first.label, last: last.label }),
    ...shown.map(({ name, values }) => {
      const extremes = extremesOf(spec.categories, values);
      if (!extremes) return t('chart.unknownOf', { name });
      const { highest, lowest } = extremes;
      return t('chart.rangeOf', {
        name,
        highest: say(highest.value),
        highestAt: highest.label,
        lowest: say(lowest.value),
        lowestAt: lowest.label,
      });
    }),
  ].join(' ');
}

export function useChartWords(spec: ChartSpec): string {
  const t = useT();
  return useMemo(() => chartWords(t, spec), [t, spec]);
}
