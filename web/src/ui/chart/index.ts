// A door of its own: what every page loads has no charts in it.
export { Chart } from './chart.tsx';
export { HeatTable, type HeatCell } from './heat-table.tsx';
export type { ChartSpec } from './spec.ts';
