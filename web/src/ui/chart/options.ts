import type { BarSeriesOption, LineSeriesOption } from 'echarts/charts';
import type { GridComponentOption, TooltipComponentOption } from 'echarts/components';
import type { ComposeOption } from 'echarts/core';
import { totalsOf, type ChartLook, type ChartSpec, type SayValue } from './spec.ts';

export type ChartOption = ComposeOption<
  BarSeriesOption | LineSeriesOption | GridComponentOption | TooltipComponentOption
>;

const PARTIAL_OPACITY = 0.5;

/** Our words → the drawing library's. Pure; no words of its own: `say` writes a value in the reader's language. */
export function optionOf(spec: ChartSpec, look: ChartLook, say: SayValue): ChartOption {
  const text = { color: look.ink2, fontFamily: look.font, fontSize: 12 };
  const isWhole = spec.kind === 'shares';
  return {
    animation: false,
    textStyle: { fontFamily: look.font },
    grid: { left: 4, right: 12, top: 24, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    xAxis: {
      type: 'category',
      data: spec.categories.map(({ label }) => label),
      boundaryGap: spec.kind === 'bars',
      axisLine: { lineStyle: { color: look.line } },
      axisTick: { show: false },
      axisLabel: { ...text, hideOverlap: true },
    },
    yAxis: {
      type: 'value',
      min: 0,
      ...(isWhole ? { max: 1 } : {}),
      ...(spec.unit === 'count' ? { minInterval: 1 } : {}),
      axisLabel: { ...text, formatter: (value: number) => say(value) },
      splitLine: { lineStyle: { color: look.line } },
    },
    // Drawn into the picture: the page's policy allows no inline style of a tooltip made of HTML.
    tooltip: {
      trigger: 'axis',
      renderMode: 'richText',
      confine: true,
      axisPointer: { type: spec.kind === 'bars' ? 'shadow' : 'line', lineStyle: { color: look.ink2 } },
      backgroundColor: look.surface,
      borderColor: look.line,
      textStyle: { color: look.ink, fontFamily: look.font, fontSize: 12 },
      valueFormatter: (value) => (typeof value === 'number' ? say(value) : '–'),
    },
    series: spec.kind === 'bars' ? barsOf(spec, look, say) : linesOf(spec, look),
  };
}

/** Bars on one another; the first holds its own figure, the top holds the sum. */
function barsOf(spec: ChartSpec, look: ChartLook, say: SayValue): BarSeriesOption[] {
  const totals = totalsOf(spec);
  const last = spec.series.length - 1;
  const label = (at: number): BarSeriesOption['label'] => {
    if (at === last)
      return {
        show: true,
        position: 'top',
        color: look.ink,
        fontWeight: 600,
        fontFamily: look.font,
        formatter: ({ dataIndex }) => sayOr(say, totals[dataIndex]),
      };
    if (at > 0) return { show: false };
    return {
      show: true,
      position: 'inside',
      color: look.onFirst,
      fontFamily: look.font,
      formatter: ({ dataIndex }) => sayOr(say, spec.series[0]?.values[dataIndex]),
    };
  };
  return spec.series.map(({ name, values }, at) => ({
    type: 'bar',
    name,
    stack: 'all',
    barMaxWidth: 36,
    color: colourOf(look, at),
    emphasis: { disabled: true },
    label: label(at) ?? {},
    labelLayout: { hideOverlap: true },
    data: values.map((value, category) => ({
      value: value ?? '-',
      itemStyle: {
        opacity: spec.categories[category]?.partial ? PARTIAL_OPACITY : 1,
        borderRadius: at === last ? [3, 3, 0, 0] : 0,
      },
    })),
  }));
}

function linesOf(spec: ChartSpec, look: ChartLook): LineSeriesOption[] {
  const isWhole = spec.kind === 'shares';
  const totals = totalsOf(spec);
  const height = (value: number | null, at: number) => {
    const total = totals[at] ?? 0;
    if (value === null || (isWhole && total === 0)) return '-';
    return isWhole ? value / total : value;
  };
  return spec.series.map(({ name, values }, at) => ({
    type: 'line',
    name,
    ...(isWhole ? { stack: 'all' } : {}),
    color: colourOf(look, at),
    lineStyle: { width: isWhole ? 1 : 2 },
    ...(isWhole ? { areaStyle: { opacity: 0.85 } } : {}),
    symbol: isWhole ? 'none' : 'circle',
    symbolSize: 6,
    emphasis: { disabled: true },
    data: values.map(height),
  }));
}

function colourOf(look: ChartLook, at: number): string {
  return look.series[at % look.series.length] ?? look.ink2;
}

const sayOr = (say: SayValue, value: number | null | undefined): string =>
  value === null || value === undefined ? '' : say(value);
