import type { BarSeriesOption, LineSeriesOption } from 'echarts/charts';
import type { GridComponentOption, TooltipComponentOption } from 'echarts/components';
import type { ComposeOption } from 'echarts/core';
import { totalsOf, type ChartLook, type ChartSpec, type SayValue } from './spec.ts';

export type ChartOption = ComposeOption<
  BarSeriesOption | LineSeriesOption | GridComponentOption | TooltipComponentOption
>;

/** Narrower than that a bar has no room for a figure, and its top only for every second. */
const LEAST_FOR_A_FIGURE = 26;
const MOST_BAR = 36;
/** A bar lower than this share of the highest has no room for a figure either. */
const LEAST_HEIGHT = 0.1;

/** Our words → the drawing library's, for so many pixels. Pure; no words of its own: `say` writes a value in the reader's language. */
export function optionOf(spec: ChartSpec, look: ChartLook, say: SayValue, width = 640): ChartOption {
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
      axisLabel: {
        ...text,
        margin: 10,
        hideOverlap: true,
        ...(spec.kind === 'bars' ? {} : { alignMinLabel: 'left', alignMaxLabel: 'right' }),
      },
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
    series: spec.kind === 'bars' ? barsOf(spec, look, say, width) : linesOf(spec, look),
  };
}

/** Bars on one another; the first holds its own figure, the top holds the sum. */
function barsOf(spec: ChartSpec, look: ChartLook, say: SayValue, width: number): BarSeriesOption[] {
  const totals = totalsOf(spec);
  const most = Math.max(...totals.map((total) => total ?? 0), 0);
  const room = (width - 56) / Math.max(1, spec.categories.length);
  // Whole per cents, as people say them; the table and the tooltip have the rest.
  const short: SayValue = (value) => say(spec.unit === 'share' ? Math.round(value * 100) / 100 : value);
  const hasRoom = Math.min(room * 0.8, MOST_BAR) >= LEAST_FOR_A_FIGURE;
  const last = spec.series.length - 1;
  const label = (at: number): BarSeriesOption['label'] => {
    if (at === last)
      return {
        show: true,
        position: 'top',
        color: look.ink,
        fontWeight: 600,
        fontFamily: look.font,
        formatter: ({ dataIndex }) => sayOr(short, totals[dataIndex]),
      };
    if (at > 0 || !hasRoom) return { show: false };
    return {
      show: true,
      position: 'inside',
      color: look.onFirst,
      fontFamily: look.font,
      formatter: ({ dataIndex }) => {
        const value = spec.series[0]?.values[dataIndex] ?? 0;
        return value < most * LEAST_HEIGHT ? '' : short(value);
      },
    };
  };
  return spec.series.map(({ name, values }, at) => ({
    type: 'bar',
    name,
    stack: 'all',
    barMaxWidth: MOST_BAR,
    barCategoryGap: '20%',
    color: colourOf(look, at),
    emphasis: { disabled: true },
    label: label(at) ?? {},
    labelLayout: { hideOverlap: true },
    data: values.map((value, category) => ({
      value: value ?? '-',
      itemStyle: {
        color: spec.categories[category]?.partial ? paler(colourOf(look, at), look.surface) : colourOf(look, at),
        borderRadius: at === last ? [3, 3, 0, 0] : 0,
      },
      ...(spec.categories[category]?.partial ? { label: { color: look.ink } } : {}),
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

/** Half of the way to the paper. Both as #rrggbb, or #rgb as a built style sheet has it. */
export function paler(colour: string, paper: string): string {
  const [a, b] = [partsOf(colour), partsOf(paper)];
  const mixed = a.map((part, at) => Math.round((part + (b[at] ?? part)) / 2));
  return `#${mixed.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}

function partsOf(colour: string): readonly number[] {
  const wide = colour.length === 4 ? colour.replace(/[0-9a-f]/gi, '$&$&') : colour;
  return [1, 3, 5].map((at) => parseInt(wide.slice(at, at + 2), 16));
}

const sayOr = (say: SayValue, value: number | null | undefined): string =>
  value === null || value === undefined ? '' : say(value);
