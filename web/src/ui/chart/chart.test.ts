import assert from 'node:assert/strict';
import { test } from 'node:test';
import { messages as en } from '@anbu/contract/messages/en/index';
import { messages as ko } from '@anbu/contract/messages/ko/index';
import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent, TooltipComponent } from 'echarts/components';
import { init, use as registerParts } from 'echarts/core';
import { LabelLayout } from 'echarts/features';
import { SVGRenderer } from 'echarts/renderers';
import { translator } from '../../i18n/language.ts';
import { optionOf, paler } from './options.ts';
import { extremesOf, totalsOf, type ChartLook, type ChartSpec } from './spec.ts';
import { chartValue, chartWords } from './words.ts';

registerParts([BarChart, LineChart, GridComponent, TooltipComponent, LabelLayout, SVGRenderer]);

const look: ChartLook = {
  ...{ ink: '#0f172a', ink2: '#475569', line: '#e2e8f0', surface: '#ffffff', onFirst: '#ffffff', font: 'sans-serif' },
  series: ['#0f766e', '#5ec4b6'],
};
/** A cohort as the story tells it: June 18 % → 24 %, September 28 %; October is not over. */
const cohorts: ChartSpec = {
  kind: 'bars',
  unit: 'share',
  categories: [{ label: '6월' }, { label: '9월' }, { label: '10월', partial: true }, { label: '11월' }],
  series: [
    { name: '당월', values: [0.18, 0.21, 0.2, null] },
    { name: '추가', values: [0.06, 0.07, 0, null] },
  ],
};

/** As the browser draws it, as text. */
function drawn(spec: ChartSpec): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: 640, height: 260 });
  chart.setOption(optionOf(spec, look, chartValue('ko-KR', spec.unit)));
  const svg = chart.renderToSVGString();
  chart.dispose();
  return svg;
}
const texts = (svg: string) => [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, words]) => words);

test('the top of stacked bars says their sum, the first its own figure, and an unknown month says nothing', () => {
  const words = texts(drawn(cohorts));
  for (const figure of ['24%', '28%', '18%', '21%', '6월', '10월']) assert.ok(words.includes(figure), figure);
  assert.ok(!words.includes('0%') || words.filter((word) => word === '0%').length === 1, 'only the axis begins at 0 %');
});

test('narrow bars have no figure inside, and figures are whole per cents', () => {
  const twelve = Array.from({ length: 12 }, (_, at) => ({ label: `${at + 1}월` }));
  const spec = {
    ...cohorts,
    categories: twelve,
    series: [
      { name: 'a', values: twelve.map(() => 0.1834) },
      { name: 'b', values: twelve.map(() => 0.06) },
    ],
  };
  const shown = (width: number) => {
    const [first] = optionOf(spec, look, String, width).series as { label: { show: boolean } }[];
    return first?.label.show;
  };
  assert.deepEqual([shown(300), shown(900)], [false, true]);
  assert.ok(texts(drawn(spec)).includes('18%'));
});

test('a paler colour, of the long and of the short form', () => {
  assert.equal(paler('#0f766e', '#ffffff'), '#87bbb7');
  assert.equal(paler('#0f766e', '#fff'), '#87bbb7');
});

test('what is partial is drawn lighter', () => {
  assert.match(drawn(cohorts), /fill="#87bbb7"/);
  const whole = { ...cohorts, categories: cohorts.categories.map(({ label }) => ({ label })) };
  assert.doesNotMatch(drawn(whole), /fill="#87bbb7"/);
});

test('shares fill the whole whatever the counts are, and a month of none is a gap', () => {
  const option = optionOf(
    {
      kind: 'shares',
      unit: 'share',
      categories: [{ label: 'a' }, { label: 'b' }],
      series: [
        { name: 'referral', values: [71, 0] },
        { name: 'others', values: [94, 0] },
      ],
    },
    look,
    String,
  );
  const series = option.series as { data: (number | string)[] }[];
  assert.deepEqual(
    series.map(({ data }) => data),
    [
      [71 / 165, '-'],
      [94 / 165, '-'],
    ],
  );
});

test('nothing that the page would have to style inline is asked for', () => {
  assert.equal((optionOf(cohorts, look, String).tooltip as { renderMode: string }).renderMode, 'richText');
});

test('sums are of what is known', () => {
  assert.deepEqual(
    totalsOf({
      ...cohorts,
      series: [
        { name: 'x', values: [1, null] },
        { name: 'y', values: [2, null, 3] },
      ],
    }),
    [3, null, 3, null],
  );
  assert.equal(extremesOf(cohorts.categories, [null, null]), null);
});

test('a chart is told in sentences of the reader', () => {
  assert.equal(
    chartWords(translator(ko, 'ko'), cohorts),
    '누적 막대 4개, 6월부터 11월까지. 합계: 가장 높은 값 9월 28%, 가장 낮은 값 10월 20%. 당월: 가장 높은 값 9월 21%, 가장 낮은 값 6월 18%. 추가: 가장 높은 값 9월 7%, 가장 낮은 값 10월 0%.',
  );
  const counts: ChartSpec = {
    kind: 'lines',
    unit: 'count',
    categories: [{ label: 'May' }],
    series: [
      { name: 'Referral', values: [1_234] },
      { name: 'Sign', values: [null] },
    ],
  };
  assert.equal(
    chartWords(translator(en, 'en'), counts),
    'Line chart, 1 point, May to May. Referral: highest 1,234 in May, lowest 1,234 in May. Sign: no values.',
  );
  assert.equal(chartWords(translator(en, 'en'), { ...counts, categories: [] }), 'There are no values to show.');
});
