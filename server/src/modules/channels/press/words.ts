import type { LetterPage } from '@anbu/contract';
import type { Sheet } from '../rules/letter-page.ts';

/** What the thread that sets pages is told, one at a time, and what it answers. */
export type Order =
  | { readonly kind: 'begin'; readonly title: string }
  | { readonly kind: 'sheets'; readonly sheets: readonly Sheet[] }
  | { readonly kind: 'end' }
  | { readonly kind: 'look'; readonly sheet: Sheet };
export type Said =
  | { readonly kind: 'begun' }
  /** Pages of each sheet, and what of the file is ready. */
  | { readonly kind: 'set'; readonly counts: readonly number[]; readonly bytes: Uint8Array }
  | { readonly kind: 'ended'; readonly bytes: Uint8Array }
  | { readonly kind: 'looked'; readonly pages: LetterPage[] };
