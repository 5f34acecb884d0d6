import type { PaperLine, PaperTable } from '../rules/paper.ts';
import { INK, INK_2, TINT, type Pen, type Style } from '../../../platform/pdf/index.ts';

const HEAD = { size: 6.4, weight: 'bold', colour: INK_2 } as const;
const CELL = { size: 7, colour: INK } as const;
const PARTIAL = { size: 7, colour: INK_2 } as const;
const SUM = { size: 7, weight: 'bold', colour: INK } as const;
const PAD = 3;
const HEAD_LINE = 7.6;
export const ROW = 10.6;
const MOST_HEAD_LINES = 3;

export type SetTable = {
  readonly headHeight: number;
  readonly drawHead: (x: number, y: number) => void;
  readonly drawRow: (line: PaperLine, x: number, y: number) => void;
};

/** Columns as wide as what stands in them, the first one at the start, figures at the end; what has no room is cut. */
export function setTable(pen: Pen, { head, lines }: Pick<PaperTable, 'head' | 'lines'>, width: number): SetTable {
  const styleOf = ({ kind }: PaperLine) => (kind === 'sum' ? SUM : kind === 'partial' ? PARTIAL : CELL);
  const needed = head.map(
    (_, at) => Math.max(16, ...lines.map((line) => pen.width(line.cells[at] ?? '', styleOf(line)))) + 2 * PAD,
  );
  const longest = head.map((text) => Math.max(...text.split(' ').map((part) => pen.width(part, HEAD)), 0) + 2 * PAD);
  const wished = needed.map((own, at) => Math.max(own, Math.min(longest[at] ?? 0, at === 0 ? 120 : 62)));
  const sum = wished.reduce((all, own) => all + own, 0);
  const columns = wished.map(
    (own) => own * (sum > width ? width / sum : 1) + (sum < width ? (width - sum) / head.length : 0),
  );
  const ends = columns.map((_, at) => columns.slice(0, at + 1).reduce((all, own) => all + own, 0));
  const heads = head.map((text, at) => pen.wrap(text, (columns[at] ?? 0) - 2 * PAD, HEAD, { most: MOST_HEAD_LINES }));
  const headHeight = Math.max(...heads.map((one) => one.length), 1) * HEAD_LINE + 4;
  const put = (text: string, at: number, x: number, baseline: number, style: Style) => {
    const room = (columns[at] ?? 0) - 2 * PAD;
    const end = ends[at] ?? 0;
    if (at === 0) pen.write(pen.fit(text, room, style), x + PAD, baseline, style);
    else pen.write(pen.fit(text, room, style), x + end - PAD, baseline, style, 'end');
  };
  return {
    headHeight,
    drawHead: (x, y) => {
      pen.fill(x, y, width, headHeight, TINT);
      heads.forEach((own, at) => {
        own.forEach((text, line) => put(text, at, x, y + headHeight - 4 - (own.length - 1 - line) * HEAD_LINE, HEAD));
      });
    },
    drawRow: (line, x, y) => {
      if (line.kind === 'sum') pen.rule(x, y, width, INK_2, 0.6);
      line.cells.forEach((text, at) => put(text, at, x, y + ROW - 3.2, styleOf(line)));
      pen.rule(x, y + ROW, width, undefined, 0.25);
    },
  };
}
