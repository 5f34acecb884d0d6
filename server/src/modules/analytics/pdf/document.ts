import type { Paper, PaperBlock, PaperTable, PaperTiles } from '../rules/paper.ts';
import { drawChart } from './chart.ts';
import { BRAND, INK, INK_2, Pen, TINT } from '../../../platform/pdf/index.ts';
import { ROW, setTable } from './table.ts';

const PAGE = { width: 595.28, height: 841.89 };
const SIDE = 34;
const TOP = 34;
const BOTTOM = PAGE.height - 34;
const WIDTH = PAGE.width - 2 * SIDE;
const GAP = 14;
const HALF = (WIDTH - GAP) / 2;
const CHART = { whole: 104, half: 86 };
const TITLE = { size: 9, weight: 'bold', colour: INK } as const;
const SMALL = { size: 7, colour: INK_2 } as const;
const FINE = { size: 6, colour: INK_2 } as const;
const FINE_BOLD = { size: 6, weight: 'bold', colour: INK } as const;
const FINE_LINE = 7.4;
const TILES = 6;
const TILE_HEIGHT = 34;

/** How far each of the two columns is filled. */
type Place = { left: number; right: number };

/** A report as pages of A4: one for a usual dashboard. Tables go on over pages with their heads. */
export function setPaper(paper: Paper): Pen {
  const pen = new Pen(paper.language, { title: paper.title, author: paper.owner, madeAt: paper.madeAt });
  let place = header(pen, paper);
  for (const block of paper.blocks) place = setBlock(pen, block, place);
  definitions(pen, paper, below(place));
  const { start, count } = pen.doc.bufferedPageRange();
  for (let page = start; page < start + count; page += 1) {
    pen.doc.switchToPage(page);
    const foot = paper.foot.replace('{page}', String(page + 1)).replace('{pages}', String(count));
    pen.write(paper.title, SIDE, PAGE.height - 18, FINE);
    pen.write(foot, PAGE.width - SIDE, PAGE.height - 18, FINE, 'end');
  }
  return pen;
}

const below = ({ left, right }: Place) => Math.max(left, right);
const both = (y: number): Place => ({ left: y, right: y });

function header(pen: Pen, { title, owner, about, notes }: Paper): Place {
  pen.fill(SIDE, TOP - 8, 26, 2.4, BRAND);
  pen.write(pen.fit(title, WIDTH - 150, { size: 15, weight: 'bold' }), SIDE, TOP + 12, { size: 15, weight: 'bold' });
  pen.write(pen.fit(owner, 140, SMALL), PAGE.width - SIDE, TOP + 12, SMALL, 'end');
  let y = TOP + 24;
  for (const line of pen.wrap(about.join(' · '), WIDTH, SMALL, { most: 3 })) {
    pen.write(line, SIDE, y, SMALL);
    y += 9.5;
  }
  for (const note of notes) {
    for (const line of pen.wrap(note, WIDTH, { ...SMALL, weight: 'bold' }, { most: 2 })) {
      pen.write(line, SIDE, y, { ...SMALL, weight: 'bold' });
      y += 9.5;
    }
  }
  return both(y + 4);
}

function setBlock(pen: Pen, block: PaperBlock, place: Place): Place {
  if (block.kind === 'tiles') return both(setTiles(pen, block, below(place)));
  if (block.width === 'whole') return both(setSheet(pen, block, { x: SIDE, width: WIDTH, y: below(place) }));
  // The column that has more room; one that would go over the page begins a new one.
  const isLeft = place.left <= place.right;
  const y = isLeft ? place.left : place.right;
  if (y + heightOf(pen, block, HALF) > BOTTOM) {
    const start = newPage(pen);
    return { left: setSheet(pen, block, { x: SIDE, width: HALF, y: start }), right: start };
  }
  const end = setSheet(pen, block, { x: isLeft ? SIDE : SIDE + HALF + GAP, width: HALF, y });
  return isLeft ? { ...place, left: end } : { ...place, right: end };
}

function newPage(pen: Pen): number {
  pen.doc.addPage();
  return TOP;
}

function heightOf(pen: Pen, block: PaperTable, width: number): number {
  const table = setTable(pen, block, width);
  return 16 + (block.chart ? CHART[block.width] : 0) + table.headHeight + block.lines.length * ROW;
}

function setSheet(pen: Pen, block: PaperTable, at: { x: number; y: number; width: number }): number {
  const { x, width } = at;
  const table = setTable(pen, block, width);
  const chart = block.chart ? CHART[block.width] : 0;
  let { y } = at;
  // Not a title, a picture or a head alone at the end of a page.
  if (y + 16 + chart + table.headHeight + Math.min(3, block.lines.length) * ROW > BOTTOM) y = newPage(pen);
  pen.write(pen.fit(block.title, width, TITLE), x, y + 9, TITLE);
  y += 15;
  if (block.chart) {
    drawChart(pen, block.chart, { x, y, width, height: chart - 6 });
    y += chart;
  }
  table.drawHead(x, y);
  y += table.headHeight;
  for (const line of block.lines) {
    if (y + ROW > BOTTOM) {
      y = newPage(pen);
      table.drawHead(x, y);
      y += table.headHeight;
    }
    table.drawRow(line, x, y);
    y += ROW;
  }
  return y + 12;
}

function setTiles(pen: Pen, { title, tiles }: PaperTiles, from: number): number {
  const rows = Math.ceil(tiles.length / TILES);
  let y = from + 15 + rows * (TILE_HEIGHT + 4) > BOTTOM ? newPage(pen) : from;
  pen.write(pen.fit(title, WIDTH, TITLE), SIDE, y + 9, TITLE);
  y += 15;
  const width = (WIDTH - (TILES - 1) * 4) / TILES;
  tiles.forEach(({ name, value, note }, index) => {
    const [x, top] = [SIDE + (index % TILES) * (width + 4), y + Math.floor(index / TILES) * (TILE_HEIGHT + 4)];
    const strong = { size: 11, weight: 'bold', colour: INK } as const;
    pen.fill(x, top, width, TILE_HEIGHT, TINT);
    pen.write(pen.fit(name, width - 8, FINE), x + 4, top + 9, FINE);
    pen.write(pen.fit(value, width - 8, strong), x + 4, top + 22, strong);
    pen.write(pen.fit(note, width - 8, FINE), x + 4, top + 30, FINE);
  });
  return y + rows * (TILE_HEIGHT + 4) + 10;
}

/** How everything is counted, in two columns; at the end of the last page, or on one more. */
function definitions(pen: Pen, { definitionsTitle, definitions: all }: Paper, from: number): void {
  const set = all.map(({ name, text }) => {
    const indent = pen.width(`${name}  `, FINE_BOLD);
    const [first = '', ...rest] = pen.wrap(text, HALF, FINE, { indent });
    return { name, indent, first, rest };
  });
  const lines = set.reduce((sum, { rest }) => sum + 1 + rest.length, 0);
  const height = Math.ceil(lines / 2) * FINE_LINE + 2 * FINE_LINE;
  let top = from + 14 + height > BOTTOM ? newPage(pen) : from;
  pen.write(definitionsTitle, SIDE, top + 8, { size: 7, weight: 'bold', colour: INK });
  top += 18;
  let [x, y, used] = [SIDE, top, 0];
  for (const { name, indent, first, rest } of set) {
    if (x === SIDE && used >= lines / 2) [x, y] = [SIDE + HALF + GAP, top];
    if (y + (1 + rest.length) * FINE_LINE > BOTTOM) {
      top = newPage(pen) + FINE_LINE;
      [x, y] = [SIDE, top];
    }
    pen.write(name, x, y, FINE_BOLD);
    pen.write(first, x + indent, y, FINE);
    y += FINE_LINE;
    for (const line of rest) {
      pen.write(line, x, y, FINE);
      y += FINE_LINE;
    }
    used += 1 + rest.length;
  }
}
