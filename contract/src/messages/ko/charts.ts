/** What a chart says besides its figures. */
export const charts = {
  'chart.asTable': '표로 보기',
  'chart.failed': '그림을 그리지 못했습니다. 같은 숫자가 표에 있습니다.',
  'chart.nothing': '보여 드릴 값이 없습니다.',
  'chart.partial': '연하게 그린 {categories}[은/는] 아직 끝나지 않았습니다',
  'chart.partialPoint': '{categories}[은/는] 아직 끝나지 않았습니다',
  'chart.sum': '합계',
  'chart.kind.bars': '누적 막대 {count, number}개, {first}부터 {last}까지.',
  'chart.kind.lines': '선 그래프, 점 {count, number}개, {first}부터 {last}까지.',
  'chart.kind.shares': '비율 면적 그래프, {count, number}칸, {first}부터 {last}까지.',
  'chart.rangeOf': '{name}: 가장 높은 값 {highestAt} {highest}, 가장 낮은 값 {lowestAt} {lowest}.',
  'chart.unknownOf': '{name}: 값이 없습니다.',
} as const;
