import assert from 'node:assert/strict';
import { test } from 'node:test';
import { barsOf } from './bars.ts';
import { envelopeLines, inOneLine } from './envelope.ts';
import { letterNumber, readLetterNumber, shownNumber } from './letter-number.ts';
import { marks, setLetter, STANDARD_LAYOUT, type Sheet } from './letter-page.ts';

test('D8 a letter’s number is read as it was printed, scanned or typed, and a slip is found', () => {
  const number = letterNumber(12, 34);
  assert.match(number, /^000120034\d$/);
  const cases: readonly (readonly [string, string | null, string])[] = [
    [number, number, 'scanned'],
    [shownNumber(number), number, 'as it stands beside the bars'],
    [` ${number.slice(0, 5)} ${number.slice(5)} `, number, 'with spaces'],
    [number.replace(/\d/g, (figure) => String.fromCharCode(0xff10 + Number(figure))), number, 'full width'],
    [number.slice(1), null, 'a figure is missing'],
    [`${number}0`, null, 'one too many'],
    [number.replace('34', '43'), null, 'two changed places'],
    ['편지', null, 'no figures'],
  ];
  for (const [typed, read, why] of cases) assert.equal(readLetterNumber(typed), read, why);
  for (let at = 0; at < 10; at += 1) {
    const wrong = [...number];
    wrong[at] = String((Number(wrong[at]) + 1) % 10);
    assert.equal(readLetterNumber(wrong.join('')), null, `the figure at ${at} is wrong`);
  }
});

const SEOUL = { country: 'KR', postcode: '04524', lines: ['서울특별시 중구 세종대로 110', '3층'] };
const ENVELOPES: readonly (readonly [Parameters<typeof envelopeLines>, readonly string[], string])[] = [
  [[SEOUL, '김안부', 'KR'], ['서울특별시 중구 세종대로 110', '3층', '김안부 귀하', '04524'], 'Korea'],
  [
    [SEOUL, '김안부', 'CN'],
    ['서울특별시 중구 세종대로 110', '3층', '김안부 귀하', '04524', 'SOUTH KOREA'],
    'from abroad',
  ],
  [
    [{ country: 'CN', postcode: '200040', lines: ['上海市静安区南京西路1515号'] }, '王芳', 'KR'],
    ['200040', '上海市静安区南京西路1515号', '王芳 收', 'CHINA'],
    'China',
  ],
  [
    [{ country: 'US', postcode: '94103', lines: ['1 Market St', 'San Francisco, CA'] }, 'Anna Kim', 'US'],
    ['Anna Kim', '1 Market St', 'San Francisco, CA 94103'],
    'the postcode behind the town',
  ],
  [
    [{ country: 'US', postcode: '94103', lines: ['1 Market St', 'San Francisco, CA 94103'] }, null, 'US'],
    ['1 Market St', 'San Francisco, CA 94103'],
    'not twice; nobody has no name',
  ],
];
test('D8 an envelope is written as its country writes it', () => {
  for (const [given, lines, why] of ENVELOPES) assert.deepEqual(envelopeLines(...given), lines, why);
  assert.equal(inOneLine(SEOUL), '04524 서울특별시 중구 세종대로 110 3층');
});

test('bars: two of five are wide, and every number is as long', () => {
  const [one, other] = [barsOf('0001200345', 1), barsOf('9999999999', 1)];
  assert.equal(one.width, other.width);
  assert.equal(one.bars.length, 2 + 5 * 5 + 2);
  assert.throws(() => barsOf('123', 1));
});

test('marks of a machine are even in number, end with the last page and go round in eight', () => {
  for (let seq = 1; seq <= 17; seq += 1)
    for (const isLast of [true, false]) assert.equal(marks(seq, isLast).length % 2, 0, `${seq} ${isLast}`);
  assert.deepEqual(marks(1, true), marks(9, true));
  assert.notDeepEqual(marks(1, true), marks(2, true));
  assert.notDeepEqual(marks(1, true), marks(1, false));
});

/** Each sign is half as wide as it is high. */
const ruler = {
  width: (text: string, size: number) => [...text].length * size * 0.5,
  parts: (text: string) => text.split(/(?<= )/),
};
const aSheet = (more: Partial<Sheet>): Sheet => ({
  ...{ number: letterNumber(1, 1), seq: 1, layout: STANDARD_LAYOUT, address: ['가', '나'], language: 'ko' },
  ...{ day: '2026년 11월 26일', subject: '안내', text: '가나다' },
  ...more,
});

test('D8 pages are counted, the window holds sender and address alone, and nothing goes over the edge', () => {
  const text = Array.from({ length: 120 }, (_, at) => `${at} 안부치과에서 드립니다 `.repeat(4)).join('\n');
  const layout = { ...STANDARD_LAYOUT, returnLine: '안부치과 서울 중구 세종대로 1' };
  const address = ['서울특별시 중구 아주 긴 도로 이름 1234번길 56, 큰아파트 101동 1001호', '김안부 귀하', '04524'];
  const pages = setLetter(aSheet({ text, layout, address }), ruler);
  assert.ok(pages.length >= 3);
  pages.forEach(({ items, width, height }, at) => {
    const said = items.flatMap((item) => (item.kind === 'words' ? [item.text] : []));
    assert.ok(said.includes(`${at + 1}/${pages.length}`), 'which of how many');
    for (const item of items) {
      const end =
        item.kind === 'box'
          ? item.x + item.width
          : item.align === 'end'
            ? item.x
            : item.x + ruler.width(item.text, item.size);
      assert.ok(item.x >= 0 && end <= width && item.y > 0 && item.y < height, JSON.stringify(item));
    }
  });
  const [first] = pages;
  const { window } = first!;
  assert.ok(window);
  const inside = first!.items.flatMap((item) =>
    item.kind === 'words' &&
    item.y > window.y &&
    item.y - item.size < window.y + window.height &&
    item.x + (item.align === 'start' ? ruler.width(item.text, item.size) : 0) > window.x
      ? [item.text]
      : [],
  );
  assert.deepEqual(inside, [layout.returnLine, ...address]);
  const written = pages
    .flatMap(({ items }) => items.flatMap((item) => (item.kind === 'words' ? [item.text] : [])))
    .join(' ');
  for (let line = 0; line < 120; line += 1) assert.ok(written.includes(`${line} 안부치과에서`), `line ${line}`);
});
