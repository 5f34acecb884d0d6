/** The only file that loads the drawing library: a chunk of its own, read when a chart first comes into a page. */
import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent, TooltipComponent } from 'echarts/components';
import { init, use as registerParts } from 'echarts/core';
import { LabelLayout } from 'echarts/features';
import { SVGRenderer } from 'echarts/renderers';
import type { ChartOption } from './options.ts';

registerParts([BarChart, LineChart, GridComponent, TooltipComponent, LabelLayout, SVGRenderer]);

export type Drawing = {
  show(option: ChartOption): void;
  /** To its place, or to what is given. */
  fit(size?: { readonly width: number; readonly height: number }): void;
  width(): number;
  dispose(): void;
};

/** Draws into an element until it is disposed of. `onPick` hears the category that was clicked. */
export function drawInto(element: HTMLElement, onPick: (category: number) => void): Drawing {
  const chart = init(element, null, { renderer: 'svg' });
  chart.on('click', ({ dataIndex }) => {
    if (typeof dataIndex === 'number') onPick(dataIndex);
  });
  return {
    show(option) {
      chart.setOption(option, { notMerge: true });
      // A page that goes to paper is read before the next frame.
      chart.getZr().flush();
    },
    fit(size) {
      chart.resize(size ?? {});
      chart.getZr().flush();
      // What is drawn for paper is laid out by a style sheet that only paper has.
      element.querySelector('svg')?.setAttribute('viewBox', `0 0 ${chart.getWidth()} ${chart.getHeight()}`);
    },
    width: () => chart.getWidth(),
    dispose: () => chart.dispose(),
  };
}
