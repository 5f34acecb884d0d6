import { z } from 'zod';

/**
 * Text of a message as it is typed: composed (NFC) and nothing else, so that what is counted is what is sent. Codes of its errors: `field.too_long`
 * { maximum }, `field.bad_character`.
 */
export function typed(maximum: number) {
  return z
    .string()
    .max(maximum)
    .superRefine((value, context) => {
      if (!value.isWellFormed() || /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/u.test(value)) {
        context.addIssue({ code: 'custom', params: { code: 'field.bad_character' }, message: 'bad character' });
      }
    })
    .overwrite((value) => value.normalize('NFC'));
}

/** The longest text that any channel of ours carries. */
export const LONGEST_TEXT = 20_000;

/** What carriers charge by: up to 90 bytes, up to 2,000, longer. */
export const SIZE_CLASSES = ['SMS', 'LMS', 'MMS'] as const;
export const SizeClass = z.enum(SIZE_CLASSES).meta({ id: 'SizeClass' });
export type SizeClass = z.infer<typeof SizeClass>;

export const MeasureInput = z.strictObject({ text: typed(LONGEST_TEXT) }).meta({ id: 'MeasureInput' });

/**
 * `encoding` CP949 where it holds the whole text, else UCS2; `bytes` in it, and by them `class`. `unencodable`: each character that CP949 does not
 * hold, once. `segments`: parts that a gateway sends, in `alphabet`: of GSM-7 160 characters or 153 of several, of UCS2 70 or 67.
 */
export const Measure = z
  .object({
    bytes: z.int(),
    class: SizeClass,
    encoding: z.enum(['CP949', 'UCS2']),
    segments: z.int(),
    alphabet: z.enum(['GSM7', 'UCS2']),
    unencodable: z.array(z.string()),
  })
  .meta({ id: 'Measure' });
export type Measure = z.infer<typeof Measure>;
