import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Language } from '@anbu/contract';
import PDFDocument from 'pdfkit';
import { partsOf, piecesOf, type Family } from './scripts.ts';
import { unpackWoff } from './woff.ts';

export type Weight = 'regular' | 'bold';
export type Style = { readonly size: number; readonly weight?: Weight; readonly colour?: string };
export type Align = 'start' | 'end' | 'middle';

const { resolve } = createRequire(import.meta.url);
const PRETENDARD = (weight: string) => resolve(`pretendard/dist/public/static/Pretendard-${weight}.otf`);
const NOTO = (weight: number) =>
  resolve(`@fontsource/noto-sans-sc/files/noto-sans-sc-chinese-simplified-${weight}-normal.woff`);
const FILES: Readonly<Record<`${Family} ${Weight}`, string>> = {
  'pretendard regular': PRETENDARD('Regular'),
  'pretendard bold': PRETENDARD('SemiBold'),
  'noto regular': NOTO(400),
  'noto bold': NOTO(600),
};

/** So many are remembered at a time. */
const MOST_WIDTHS = 20_000;

export const INK = '#0f172a';
export const INK_2 = '#475569';
export const LINE = '#cbd5e1';
export const TINT = '#f1f5f9';
export const BRAND = '#0f766e';
/** In the order of the series; as on the screen. */
export const SERIES = [
  '#0f766e',
  '#5ec4b6',
  '#2563eb',
  '#b45309',
  '#7c3aed',
  '#64748b',
  '#be123c',
  '#4d7c0f',
  '#0369a1',
  '#ca8a04',
  '#db2777',
  '#1e293b',
];

/** Sets text of three languages on a page, by the baseline: two families in one line stand on it alike. Only the fonts that are used are in the file. */
export class Pen {
  readonly doc: PDFKit.PDFDocument;
  readonly language: Language;
  readonly #widths = new Map<string, number>();
  readonly #loaded = new Set<string>();

  /** `inMemory`: pages stay until the end and may be drawn on again; else each leaves as soon as the next begins, and none is there at first. */
  constructor(
    language: Language,
    info: { title: string; author: string; madeAt: string },
    { inMemory = true }: { readonly inMemory?: boolean } = {},
  ) {
    this.language = language;
    this.doc = new PDFDocument({
      ...{ size: 'A4', margin: 0, bufferPages: inMemory, autoFirstPage: inMemory, lang: language, displayTitle: true },
      info: { Title: info.title, Author: info.author, Creator: 'Anbu', CreationDate: new Date(info.madeAt) },
    });
  }

  width(text: string, { size, weight = 'regular' }: Style): number {
    const key = `${size} ${weight} ${text}`;
    let found = this.#widths.get(key);
    if (found === undefined) {
      found = 0;
      for (const piece of piecesOf(text, this.language))
        found += this.#font(piece.family, weight).fontSize(size).widthOfString(piece.text);
      // A thousand letters say a thousand different things.
      if (this.#widths.size >= MOST_WIDTHS) this.#widths.clear();
      this.#widths.set(key, found);
    }
    return found;
  }

  /** Read when it is first used. */
  #font(family: Family, weight: Weight): PDFKit.PDFDocument {
    const name = `${family} ${weight}` as const;
    if (!this.#loaded.has(name)) {
      const file = readFileSync(FILES[name]);
      this.doc.registerFont(name, family === 'noto' ? unpackWoff(file) : file);
      this.#loaded.add(name);
    }
    return this.doc.font(name);
  }

  /** One line; `x` is its start, end or middle. */
  write(text: string, x: number, baseline: number, style: Style, align: Align = 'start'): void {
    const { size, weight = 'regular', colour = INK } = style;
    let at = align === 'start' ? x : align === 'end' ? x - this.width(text, style) : x - this.width(text, style) / 2;
    for (const piece of piecesOf(text, this.language)) {
      this.#font(piece.family, weight).fontSize(size).fillColor(colour);
      this.doc.text(piece.text, at, baseline, { lineBreak: false, baseline: 'alphabetic' });
      at += this.doc.widthOfString(piece.text);
    }
  }

  /** As much of it as there is room for; what is cut ends with three dots. */
  fit(text: string, room: number, style: Style): string {
    if (this.width(text, style) <= room) return text;
    const signs = [...text];
    while (signs.length > 0 && this.width(`${signs.join('')}…`, style) > room) signs.pop();
    return `${signs.join('').trimEnd()}…`;
  }

  /** In lines of that width, the first one shorter by `indent`; a word longer than one is cut, and so are more lines than `most`. */
  wrap(text: string, room: number, style: Style, { most = Number.POSITIVE_INFINITY, indent = 0 } = {}): string[] {
    const lines: string[] = [];
    let line = '';
    for (const part of partsOf(text)) {
      const own = lines.length === 0 ? room - indent : room;
      if (line !== '' && this.width((line + part).trimEnd(), style) > own) {
        lines.push(line.trimEnd());
        line = '';
      }
      line += part;
    }
    if (line.trim() !== '') lines.push(line.trimEnd());
    const kept = lines.length > most ? [...lines.slice(0, most - 1), lines.slice(most - 1).join(' ')] : lines;
    return kept.map((one, at) => this.fit(one, at === 0 ? room - indent : room, style));
  }

  rule(x: number, y: number, width: number, colour = LINE, thickness = 0.5): void {
    this.doc
      .moveTo(x, y)
      .lineTo(x + width, y)
      .lineWidth(thickness)
      .strokeColor(colour)
      .stroke();
  }

  fill(x: number, y: number, width: number, height: number, colour: string): void {
    this.doc.rect(x, y, width, height).fillColor(colour).fill();
  }
}

/** Half of the way to white: what is partial. */
export function paler(colour: string): string {
  const parts = [1, 3, 5].map((at) => Math.round((parseInt(colour.slice(at, at + 2), 16) + 255) / 2));
  return `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}
