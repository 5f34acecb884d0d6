import type { charts as source } from '../ko/charts.ts';

export const charts: Record<keyof typeof source, string> = {
  'chart.asTable': 'As a table',
  'chart.failed': 'The picture could not be drawn. The table has the same figures.',
  'chart.nothing': 'There are no values to show.',
  'chart.partial': 'Drawn lighter because not over yet: {categories}',
  'chart.partialPoint': 'Not over yet: {categories}',
  'chart.sum': 'Sum',
  'chart.kind.bars': '{count, plural, one {# stacked bar} other {# stacked bars}}, {first} to {last}.',
  'chart.kind.lines': 'Line chart, {count, plural, one {# point} other {# points}}, {first} to {last}.',
  'chart.kind.shares': 'Chart of shares, {count, plural, one {# step} other {# steps}}, {first} to {last}.',
  'chart.rangeOf': '{name}: highest {highest} in {highestAt}, lowest {lowest} in {lowestAt}.',
  'chart.unknownOf': '{name}: no values.',
};
