import { ok, refuse, type Outcome } from '../../../kernel/outcome.ts';
import { parsePhone, type PhoneNumber } from '../../../kernel/phone.ts';
import { foldWidth } from '../../../kernel/text.ts';

export type PhoneRegion = NonNullable<Parameters<typeof parsePhone>[1]>;
/**
 * `rest`: what else stands in the cell, another number or a word; empty where the cell is one number. `zeroLost`: a spreadsheet took the 0 at the
 * beginning for nothing.
 */
export type PhoneCell = { readonly phone: PhoneNumber; readonly rest: string; readonly zeroLost: boolean };

const RUN = /\+?\(?\d[\d\s().\-‐-―−·]{5,}\d/gu;

/**
 * A number as a list has it: 010-2283-2943, with the apostrophe or the `.0` of a spreadsheet, with a word (모), beside a second one.
 * Of several the first that can be. Refuses `phone.not_a_phone`, `phone.impossible`, and imports.phone_scientific for 1.01E+10, whose
 * last digits are gone.
 */
export function parsePhoneCell(text: string, region: PhoneRegion): Outcome<PhoneCell> {
  const value = text.replace(/^['’‘`]+/u, '').trim();
  const folded = foldWidth(value);
  if (/^\d(?:[.,]\d+)?e\+?\d+$/iu.test(folded)) return refuse('imports.phone_scientific', { value: text });
  const whole = parsePhone(folded.replace(/^(\d{8,13})\.0+$/u, '$1'), region);
  const zeroLost = region === 'KR' && /^1[016-9]\d{7,8}(\.0+)?$/u.test(folded);
  if (whole.ok) return ok({ phone: whole.value, rest: '', zeroLost });
  for (const [run] of folded.matchAll(RUN)) {
    const parsed = parsePhone(run, region);
    if (!parsed.ok) continue;
    const rest = folded.replace(run, ' ').replace(/\s+/gu, ' ').trim();
    return ok({ phone: parsed.value, rest, zeroLost: false });
  }
  return whole;
}
