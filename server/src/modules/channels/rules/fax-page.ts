import type { Language, PageSheet } from '@anbu/contract';

/** What stands on a fax: who sends it to whom, and what it says. `cover`: its first page says nothing of the matter. */
export type FaxPaper = {
  readonly language: Language;
  /** The word FAX, and who sends. */
  readonly mark: string;
  readonly from: string;
  /** Label and value; `{pages}` stands for how many pages there are. */
  readonly rows: readonly (readonly [label: string, value: string])[];
  readonly subject: string | null;
  readonly text: string;
  readonly cover: boolean;
  /** For whom it is, and what to do who got it by mistake. */
  readonly notice: string;
  readonly madeAt: string;
};

/** Cuts a text into lines of a width; what knows the font. */
export type Wrap = (text: string, width: number, size: number, bold: boolean) => string[];

/** Points of A4. */
export const SHEET = { width: 595, height: 842 } as const;
const SIDE = 60;
const WIDTH = SHEET.width - 2 * SIDE;
const TOP = 74;
const BOTTOM = SHEET.height - 74;
const LABEL = 96;
const BODY = { size: 12.5, line: 20 };
const SMALL = { size: 10, line: 14 };
const MOST_PAGES = 30;

type Page = { lines: PageSheet['lines']; rules: PageSheet['rules'] };

/**
 * A fax on pages: the head with its rows, the subject, the text; large enough for 200 lines to the inch. With `cover` head and notice fill a page of their own, and the
 * subject stands on the next one. Spec: rules.md, disclosure.
 */
export function layFax(paper: FaxPaper, wrap: Wrap): PageSheet[] {
  const pages: Page[] = [{ lines: [], rules: [] }];
  let page = pages[0]!;
  let y = TOP;
  const turn = () => {
    page = { lines: [], rules: [] };
    pages.push(page);
    y = TOP;
  };
  const write = (text: string, at: { x?: number; size: number; bold?: boolean }) => {
    page.lines.push({ text, x: at.x ?? SIDE, y, size: at.size, bold: at.bold ?? false });
  };
  const flow = (text: string, { size, line }: typeof BODY, bold = false) => {
    for (const part of text.split(/\r?\n/)) {
      for (const one of part.trim() === '' ? [''] : wrap(part, WIDTH, size, bold)) {
        if (y > BOTTOM && pages.length < MOST_PAGES) turn();
        if (one !== '') write(one, { size, bold });
        y += line;
      }
    }
  };
  write(paper.mark, { size: 22, bold: true });
  y += 28;
  for (const one of wrap(paper.from, WIDTH, 13, true)) {
    write(one, { size: 13, bold: true });
    y += 20;
  }
  page.rules.push({ x: SIDE, y: y - 8, width: WIDTH });
  y += 14;
  for (const [label, value] of paper.rows) {
    write(label, { size: 11 });
    // A row without a value keeps its line: the next label would stand upon its own.
    for (const one of value === '' ? [''] : wrap(value, WIDTH - LABEL, 12, true)) {
      write(one, { x: SIDE + LABEL, size: 12, bold: true });
      y += 20;
    }
  }
  page.rules.push({ x: SIDE, y: y - 6, width: WIDTH });
  y += 22;
  if (paper.cover) {
    flow(paper.notice, SMALL);
    turn();
  }
  if (paper.subject !== null) {
    flow(paper.subject, { size: 14, line: 22 }, true);
    y += 10;
  }
  flow(paper.text, BODY);
  if (!paper.cover) {
    const height = (wrap(paper.notice, WIDTH, SMALL.size, false).length - 1) * SMALL.line;
    if (y + 20 + height > BOTTOM) turn();
    y = Math.max(y + 20, BOTTOM - height);
    page.rules.push({ x: SIDE, y: y - 16, width: WIDTH });
    flow(paper.notice, SMALL);
  }
  const count = String(pages.length);
  return pages.map(({ lines, rules }, at) => ({
    rules,
    lines: [
      ...lines.map((line) => ({ ...line, text: line.text.replace('{pages}', count) })),
      { text: `${at + 1} / ${count}`, x: SHEET.width / 2 - 12, y: SHEET.height - 34, size: 10, bold: false },
    ],
  }));
}
