import type { Language } from '@anbu/contract';
import type { SheetChart } from './sheets.ts';

export type PaperLine = { readonly cells: readonly string[]; readonly kind: 'line' | 'sum' | 'partial' };
/** A table with what is drawn above it, over the whole page or one of its two columns. */
export type PaperTable = {
  readonly kind: 'table';
  readonly title: string;
  readonly width: 'whole' | 'half';
  readonly chart?: SheetChart | undefined;
  readonly head: readonly string[];
  readonly lines: readonly PaperLine[];
};
/** Figures one by one, each with its n. */
export type PaperTiles = {
  readonly kind: 'tiles';
  readonly title: string;
  readonly tiles: readonly { readonly name: string; readonly value: string; readonly note: string }[];
};
export type PaperBlock = PaperTable | PaperTiles;

/** A report in words, ready to be set: what stands where is the printer's. */
export type Paper = {
  readonly language: Language;
  readonly title: string;
  /** Whose it is. */
  readonly owner: string;
  /** Period, cut, as of when. */
  readonly about: readonly string[];
  /** What a reader must know before she believes a figure. */
  readonly notes: readonly string[];
  readonly blocks: readonly PaperBlock[];
  readonly definitionsTitle: string;
  readonly definitions: readonly { readonly name: string; readonly text: string }[];
  /** At the foot of each page, with {page} and {pages}. */
  readonly foot: string;
  /** For the file's own data: what programs read out. */
  readonly madeAt: string;
};
