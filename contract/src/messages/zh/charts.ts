import type { charts as source } from '../ko/charts.ts';

export const charts: Record<keyof typeof source, string> = {
  'chart.asTable': '以表格查看',
  'chart.failed': '图形未能绘制，表格中有相同的数字。',
  'chart.nothing': '没有可显示的数值。',
  'chart.partial': '浅色表示尚未结束：{categories}',
  'chart.partialPoint': '尚未结束：{categories}',
  'chart.sum': '合计',
  'chart.kind.bars': '堆叠柱形图，{count, number} 根，{first}至{last}。',
  'chart.kind.lines': '折线图，{count, number} 个点，{first}至{last}。',
  'chart.kind.shares': '占比面积图，{count, number} 格，{first}至{last}。',
  'chart.rangeOf': '{name}：最高 {highestAt} {highest}，最低 {lowestAt} {lowest}。',
  'chart.unknownOf': '{name}：没有数值。',
};
