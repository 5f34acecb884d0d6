import type { ChartLook } from './spec.ts';

/** Colours of `chart.css`; the legend and the drawing take the same. */
const SERIES = 12;

export function variableOf(at: number): string {
  return `--chart-${(at % SERIES) + 1}`;
}

/** What the style sheet says for charts, as an SVG needs it: read from an element that stands in the page. */
export function lookOf(element: Element): ChartLook {
  const style = getComputedStyle(element);
  const read = (name: string) => style.getPropertyValue(name).trim();
  return {
    ink: read('--ink'),
    ink2: read('--ink-2'),
    line: read('--line-strong'),
    surface: read('--surface'),
    font: style.fontFamily,
    series: Array.from({ length: SERIES }, (_, at) => read(variableOf(at))),
    onFirst: read('--on-brand'),
  };
}
