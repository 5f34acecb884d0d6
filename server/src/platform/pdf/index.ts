/** Pages of PDF: text of three languages by the baseline, lines and surfaces; only the fonts that are used are in the file. */
export { BRAND, INK, INK_2, LINE, paler, Pen, SERIES, TINT, type Align, type Style, type Weight } from './pen.ts';
export { partsOf } from './scripts.ts';
