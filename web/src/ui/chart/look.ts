import type { ChartLook } from './spec.ts';

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
    series: Array.from({ length: 12 }, (_, at) => read(`--chart-${at + 1}`)),
    onFirst: read('--on-brand'),
  };
}
