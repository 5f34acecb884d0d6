import assert from 'node:assert/strict';
import { test } from 'node:test';
import { layFax, type FaxPaper } from './fax-page.ts';

/** Every sign as wide as half of its size. */
const wrap = (text: string, width: number, size: number) => {
  const most = Math.floor(width / (size / 2));
  return text.match(new RegExp(`.{1,${most}}`, 'gu')) ?? [];
};
const paper = (more: Partial<FaxPaper> = {}): FaxPaper => ({
  ...{ language: 'ko', mark: '팩스', from: '안부치과', subject: '예약 확인', text: '내일 뵙겠습니다.', cover: false },
  rows: [
    ['받는 번호', '+82312223333'],
    ['매수', '{pages}'],
  ],
  ...{ notice: '받는 분께만 보냅니다.', madeAt: '2026-11-26T01:00:00Z' },
  ...more,
});
const wordsOf = (sheets: ReturnType<typeof layFax>) =>
  sheets.map(({ lines }) => lines.map(({ text }) => text).join(' '));

test('a short fax is one page: who, what, for whom', () => {
  const [page = '', ...more] = wordsOf(layFax(paper(), wrap));
  assert.equal(more.length, 0);
  for (const words of ['안부치과', '+82312223333', '예약 확인', '내일 뵙겠습니다.', '받는 분께만', '매수 1', '1 / 1'])
    assert.ok(page.includes(words), words);
});

test('a row without a value keeps its line: no label stands upon another', () => {
  const rows: FaxPaper['rows'] = [
    ['보내는 번호', ''],
    ['보낸 때', '오전 11:42'],
  ];
  const [page] = layFax(paper({ rows }), wrap);
  const heights = ['보내는 번호', '보낸 때'].map((label) => page?.lines.find(({ text }) => text === label)?.y);
  assert.equal(new Set(heights).size, 2);
});

test('what speaks of health has a cover that names no topic', () => {
  const [cover = '', second = ''] = wordsOf(
    layFax(paper({ cover: true, subject: '임플란트', text: '수술 안내' }), wrap),
  );
  assert.ok(cover.includes('받는 분께만') && cover.includes('매수 2'));
  for (const topic of ['임플란트', '수술']) assert.ok(!cover.includes(topic) && second.includes(topic), topic);
});

test('a long fax goes on over pages, within their edges, and says how many there are', () => {
  const sheets = layFax(paper({ text: '긴 글입니다. '.repeat(600) }), wrap);
  assert.ok(sheets.length > 2);
  assert.ok(sheets.every(({ lines }) => lines.every(({ y }) => y > 40 && y < 842 - 30)));
  assert.ok(wordsOf(sheets)[0]?.includes(`매수 ${sheets.length}`));
  assert.ok(wordsOf(sheets).at(-1)?.endsWith(`${sheets.length} / ${sheets.length}`));
});

test('a fax ends after thirty pages, whatever is written', () => {
  assert.equal(layFax(paper({ text: '줄\n'.repeat(5_000), cover: true }), wrap).length, 30);
});
