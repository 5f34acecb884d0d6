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
