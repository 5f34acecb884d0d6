import type { SheetChart } from '../rules/sheets.ts';
import { INK, INK_2, LINE, paler, SERIES, type Pen } from '../../../platform/pdf/index.ts';

export type Box = { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
const AXIS = { size: 6, colour: INK_2 };
const FIGURE = { size: 6, weight: 'bold', colour: INK } as const;
const LEFT = 26;
const LEGEND = 11;
const BELOW = 11;
const STEPS = 4;
const colourOf = (at: number) => SERIES[at % SERIES.length] ?? INK_2;

/** Bars on one another, areas of the whole as bars to 100 %, or lines; as paths, with a legend above and the months below. A gap is none. */
export function drawChart(pen: Pen, chart: SheetChart, { x, y, width, height }: Box): void {
  drawLegend(pen, chart, { x, y, width });
  const plot = { x: x + LEFT, y: y + LEGEND + 6, width: width - LEFT - 4, height: height - LEGEND - BELOW - 8 };
  const top = topOf(chart);
  drawAxis(pen, chart, plot, top);
  const step = plot.width / Math.max(1, chart.categories.length);
  if (chart.kind === 'lines') drawLines(pen, chart, plot, top);
  else drawBars(pen, chart, plot, top);
  // Names that would lie on each other are left out, every second or third stays.
  const widest = Math.max(...chart.categories.map(({ label }) => pen.width(label, AXIS)), 1);
  const every = Math.max(1, Math.ceil((widest + 3) / step));
  chart.categories.forEach(({ label }, at) => {
    if (at % every !== 0) return;
    pen.write(pen.fit(label, step * every, AXIS), plot.x + step * (at + 0.5), plot.y + plot.height + 8, AXIS, 'middle');
  });
}

function drawLegend(pen: Pen, { series }: SheetChart, { x, y, width }: Omit<Box, 'height'>): void {
  let at = x + LEFT;
  const style = { size: 6.5, colour: INK_2 };
  for (const [index, { name }] of series.entries()) {
    const room = x + width - at - 12;
    if (room < 20) return;
    pen.fill(at, y + 2, 6, 6, colourOf(index));
    const text = pen.fit(name, room, style);
    pen.write(text, at + 8, y + 8, style);
    at += pen.width(text, style) + 18;
  }
}

/** The end of the axis: a round figure above the highest. */
function topOf({ kind, unit, series, categories }: SheetChart): number {
  if (kind === 'shares') return 1;
  const heights = categories.map((_, at) => {
    const values = series.map(({ values: each }) => each[at] ?? 0);
    return kind === 'stacked' ? values.reduce((sum, value) => sum + value, 0) : Math.max(...values, 0);
  });
  const most = Math.max(...heights, unit === 'share' ? 0.04 : 4);
  const power = 10 ** Math.floor(Math.log10(most / STEPS));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((size) => size * STEPS >= most) ?? most;
  const whole = unit === 'count' ? Math.ceil(step) : step;
  return Math.min(whole * STEPS, unit === 'share' ? Math.max(1, most) : Number.POSITIVE_INFINITY);
}

function say(value: number, unit: SheetChart['unit']): string {
  if (unit === 'count') return Math.round(value).toLocaleString('en-US');
  const percent = value * 100;
  return `${Number.isInteger(Math.round(percent * 10) / 10) ? Math.round(percent) : percent.toFixed(1)}%`;
}

function drawAxis(pen: Pen, { unit, kind }: SheetChart, plot: Box, top: number): void {
  for (let at = 0; at <= STEPS; at += 1) {
    const y = plot.y + plot.height * (1 - at / STEPS);
    pen.rule(plot.x, y, plot.width, LINE, at === 0 ? 0.7 : 0.3);
    pen.write(say((top * at) / STEPS, kind === 'shares' ? 'share' : unit), plot.x - 4, y + 2, AXIS, 'end');
  }
}

function drawBars(pen: Pen, { kind, unit, categories, series }: SheetChart, plot: Box, top: number): void {
  const step = plot.width / Math.max(1, categories.length);
  const bar = Math.min(step * 0.7, 30);
  categories.forEach(({ partial }, at) => {
    const values = series.map(({ values: each }) => each[at] ?? null);
    const whole = values.reduce<number>((sum, value) => sum + (value ?? 0), 0);
    if (whole <= 0) return;
    let y = plot.y + plot.height;
    values.forEach((value, index) => {
      const share = (value ?? 0) / (kind === 'shares' ? whole : top);
      const height = Math.max(0, share) * plot.height;
      if (height === 0) return;
      y -= height;
      pen.fill(
        plot.x + step * at + (step - bar) / 2,
        y,
        bar,
        height,
        partial ? paler(colourOf(index)) : colourOf(index),
      );
    });
    if (kind === 'stacked') pen.write(say(whole, unit), plot.x + step * (at + 0.5), y - 2, FIGURE, 'middle');
  });
}

function drawLines(pen: Pen, { categories, series }: SheetChart, plot: Box, top: number): void {
  const step = plot.width / Math.max(1, categories.length);
  for (const [index, { values }] of series.entries()) {
    pen.doc.lineWidth(1.2).strokeColor(colourOf(index));
    let isOpen = false;
    for (const [at, value] of values.entries()) {
      if (value === null) {
        if (isOpen) pen.doc.stroke();
        isOpen = false;
        continue;
      }
      const [x, y] = [plot.x + step * (at + 0.5), plot.y + plot.height * (1 - value / top)];
      if (isOpen) pen.doc.lineTo(x, y);
      else pen.doc.moveTo(x, y);
      isOpen = true;
    }
    if (isOpen) pen.doc.stroke();
    for (const [at, value] of values.entries()) {
      if (value === null) continue;
      const colour = categories[at]?.partial ? paler(colourOf(index)) : colourOf(index);
      pen.doc
        .circle(plot.x + step * (at + 0.5), plot.y + plot.height * (1 - value / top), 1.5)
        .fillColor(colour)
        .fill();
    }
  }
}
