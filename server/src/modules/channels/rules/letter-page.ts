import type { Language, LetterItem, LetterPage } from '@anbu/contract';
import { barsOf } from './bars.ts';
import { shownNumber } from './letter-number.ts';

const MM = 72 / 25.4;
const PAGE = { width: 595.28, height: 841.89 };
const LEFT = 25 * MM;
const RIGHT = PAGE.width - 20 * MM;
const FOOT = PAGE.height - 14 * MM;
const BOTTOM = PAGE.height - 28 * MM;
const NEXT_TOP = 26 * MM;
const BODY = { size: 10.5, line: 16.5 };
const SMALL = 8;
const BAR = { narrow: 0.9, height: 6 * MM };
/** Bars that a machine reads: a fixed place at the left edge, six of them to an inch. */
const MARK = { x: 6 * MM, top: 150 * MM, pitch: 12, width: 8 * MM, height: 1.4 };
const SEQUENCE = 8;

export type Layout = {
  readonly leftMm: number;
  readonly topMm: number;
  readonly widthMm: number;
  readonly heightMm: number;
  readonly returnLine: string;
  readonly senderLines: readonly string[];
  readonly foldMarks: boolean;
  readonly machineMarks: boolean;
};

/** One letter: all that is on its paper. */
export type Sheet = {
  readonly number: string;
  readonly seq: number;
  readonly layout: Layout;
  readonly address: readonly string[];
  readonly language: Language;
  /** As it is written on the letter. */
  readonly day: string;
  readonly subject: string | null;
  readonly text: string;
};

export type Ruler = {
  width(text: string, size: number, bold: boolean): number;
  /** Where a line may end. */
  parts(text: string): string[];
};

/** As shipped: the Korean long envelope with its window at the right. */
export const STANDARD_LAYOUT: Layout = {
  leftMm: 100,
  topMm: 48,
  widthMm: 90,
  heightMm: 45,
  returnLine: '',
  senderLines: [],
  foldMarks: true,
  machineMarks: true,
};

/**
 * A letter as pages of A4. In the window stand the line of the sender and the address, and nothing else: subject and text begin below it, so that no
 * topic is seen from outside. Each page says which of how many it is; the first has the number as figures and as bars. Spec: product D8, rules.md.
 */
export function setLetter(sheet: Sheet, ruler: Ruler): LetterPage[] {
  const { layout } = sheet;
  const lines = wrap(sheet.text, RIGHT - LEFT, ruler);
  const top = Math.max((layout.topMm + layout.heightMm) * MM + 10 * MM, 105 * MM);
  const subject = sheet.subject === null ? [] : wrapLine(sheet.subject, RIGHT - LEFT, ruler, 12.5, true);
  const head = 22 + subject.length * 18 + (subject.length > 0 ? 8 : 0);
  const onFirst = Math.max(1, Math.floor((BOTTOM - top - head) / BODY.line));
  const onNext = Math.floor((BOTTOM - NEXT_TOP) / BODY.line);
  const pages = 1 + Math.ceil(Math.max(0, lines.length - onFirst) / onNext);
  return Array.from({ length: pages }, (_, at) => {
    const isFirst = at === 0;
    const own = isFirst ? lines.slice(0, onFirst) : lines.slice(onFirst + (at - 1) * onNext, onFirst + at * onNext);
    const items: LetterItem[] = isFirst ? [...windowItems(sheet, ruler), ...senderItems(layout)] : [];
    let y = isFirst ? top : NEXT_TOP;
    if (isFirst) {
      items.push(words(sheet.day, RIGHT, y, BODY.size, { align: 'end' }));
      y += 22;
      for (const line of subject) {
        items.push(words(line, LEFT, y, 12.5, { bold: true }));
        y += 18;
      }
      if (subject.length > 0) y += 8;
    }
    for (const line of own) {
      if (line !== '') items.push(words(line, LEFT, y, BODY.size));
      y += BODY.line;
    }
    items.push(...footItems(sheet, at + 1, pages));
    if (layout.foldMarks && isFirst) items.push(...[105, 210].map((mm) => box(3 * MM, mm * MM, 4 * MM, 0.5)));
    if (layout.machineMarks) items.push(...marks(sheet.seq, at + 1 === pages));
    const { leftMm, topMm, widthMm, heightMm } = layout;
    const window = isFirst ? { x: leftMm * MM, y: topMm * MM, width: widthMm * MM, height: heightMm * MM } : null;
    return { ...PAGE, window, items: items.map(rounded) };
  });
}

/** The address as large as the window lets it be, below the line of the sender. */
function windowItems({ layout, address }: Sheet, ruler: Ruler): LetterItem[] {
  const [x, room] = [(layout.leftMm + 5) * MM, (layout.widthMm - 8) * MM];
  const top = layout.topMm * MM;
  const height = (layout.heightMm - 5) * MM - (layout.returnLine === '' ? 4 : 16);
  const pitch = Math.min(15.5, height / address.length);
  const widest = Math.max(...address.map((line) => ruler.width(line, 1, false)));
  const size = Math.max(6, Math.min(11, pitch / 1.3, room / widest));
  const items: LetterItem[] = [];
  if (layout.returnLine !== '') {
    const small = Math.max(4.5, Math.min(7, room / ruler.width(layout.returnLine, 1, false)));
    items.push(words(layout.returnLine, x, top + 12, small, { quiet: true }));
  }
  const first = top + (layout.returnLine === '' ? 8 : 20) + size;
  return [...items, ...address.map((line, at) => words(line, x, first + at * pitch, size))];
}

/** Who writes, inside: at the side that the window leaves free. */
function senderItems({ leftMm, topMm, senderLines }: Layout): LetterItem[] {
  const isRight = leftMm < 80;
  const x = isRight ? RIGHT : LEFT;
  return senderLines.map((line, at) =>
    words(line, x, Math.min(topMm, 48) * MM + 10 + at * 12, at === 0 ? 10 : SMALL, {
      bold: at === 0,
      quiet: at > 0,
      align: isRight ? 'end' : 'start',
    }),
  );
}

function footItems({ number, seq }: Sheet, page: number, pages: number): LetterItem[] {
  const items: LetterItem[] = [words(`${page}/${pages}`, RIGHT, FOOT, SMALL, { quiet: true, align: 'end' })];
  const shown = `${shownNumber(number)}  #${seq}`;
  if (page > 1) return [...items, words(shown, LEFT, FOOT, SMALL, { quiet: true })];
  const { bars, width } = barsOf(number, BAR.narrow);
  const y = FOOT - BAR.height + 2;
  return [
    ...items,
    ...bars.map((bar) => box(LEFT + bar.x, y, bar.width, BAR.height)),
    words(shown, LEFT + width + 10, FOOT, SMALL, { quiet: true }),
  ];
}

/** From the top: a page is here; the letter ends; its place among eight, the smallest bit first; a bar that makes their number even. */
export function marks(seq: number, isLast: boolean): LetterItem[] {
  const place = seq % SEQUENCE;
  const bits = [isLast, (place & 1) !== 0, (place & 2) !== 0, (place & 4) !== 0];
  const isOdd = (1 + bits.filter(Boolean).length) % 2 === 1;
  return [true, ...bits, isOdd].flatMap((isThere, at) =>
    isThere ? [box(MARK.x, MARK.top + at * MARK.pitch, MARK.width, MARK.height)] : [],
  );
}

function wrap(text: string, room: number, ruler: Ruler): string[] {
  return text
    .split(/\r?\n/)
    .flatMap((line) => (line.trim() === '' ? [''] : wrapLine(line, room, ruler, BODY.size, false)));
}

function wrapLine(text: string, room: number, ruler: Ruler, size: number, bold: boolean): string[] {
  const lines: string[] = [];
  let [line, width] = ['', 0];
  const end = () => {
    lines.push(line.trimEnd());
    [line, width] = ['', 0];
  };
  for (const part of ruler.parts(text)) {
    const own = ruler.width(part, size, bold);
    if (line !== '' && width + ruler.width(part.trimEnd(), size, bold) > room) end();
    if (own <= room) {
      line += part;
      width += own;
      continue;
    }
    // A word longer than a line is cut.
    for (const sign of part) {
      const one = ruler.width(sign, size, bold);
      if (line !== '' && width + one > room) end();
      line += sign;
      width += one;
    }
  }
  if (line.trim() !== '') end();
  return lines;
}

type Look = { readonly bold?: boolean; readonly quiet?: boolean; readonly align?: 'start' | 'end' | 'middle' };

function words(text: string, x: number, y: number, size: number, look: Look = {}): LetterItem {
  const { bold = false, quiet = false, align = 'start' } = look;
  return { kind: 'words', text, x, y, size, bold, quiet, align };
}

function box(x: number, y: number, width: number, height: number): LetterItem {
  return { kind: 'box', x, y, width, height };
}

function rounded(item: LetterItem): LetterItem {
  const to = (value: number) => Math.round(value * 100) / 100;
  return item.kind === 'words'
    ? { ...item, x: to(item.x), y: to(item.y), size: to(item.size) }
    : { ...item, x: to(item.x), y: to(item.y), width: to(item.width), height: to(item.height) };
}
