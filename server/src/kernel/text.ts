import { ok, refuse } from './outcome.ts';
import type { Outcome } from './outcome.ts';

/** Full-width letters, digits, signs and the ideographic space → their common forms. Hangul is left alone. */
export function foldWidth(text: string): string {
  return text.replace(/[\uFF01-\uFF5E\u3000]/g, (character) =>
    character === '\u3000' ? ' ' : String.fromCharCode(character.charCodeAt(0) - 0xfee0),
  );
}

/**
 * A text that a person typed: NFC, trimmed, line ends as \n. Tabs and line breaks stay.
 * Refuses `text.bad_character` { position } (NUL, other controls, half a surrogate pair: PostgreSQL or a carrier would
 * refuse them later) and `text.too_long` { max, length }, counted in characters as people count them (code points).
 */
export function cleanText(text: string, { max }: { readonly max: number }): Outcome<string> {
  const bad = text.search(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F\u0080-\u009F\uFFFE\uFFFF]/);
  if (bad >= 0) return refuse('text.bad_character', { position: bad + 1 });
  if (!text.isWellFormed()) return refuse('text.bad_character', { position: loneSurrogate(text) + 1 });
  const clean = text.normalize('NFC').replace(/\r\n?/g, '\n').trim();
  const length = clean.length <= max ? clean.length : [...clean].length;
  return length <= max ? ok(clean) : refuse('text.too_long', { max, length });
}

function loneSurrogate(text: string): number {
  return text.search(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/);
}
