import { z } from 'zod';

/** UUIDv7. Taken in either case, kept and given in lower case. */
export const Id = z.uuid().toLowerCase().meta({ id: 'Id' });
/** RFC 3339 with zone, in the years 1800 to 2999. */
export const InstantText = z.iso
  .datetime({ offset: true })
  .refine(isInOurTime, { params: { code: 'field.instant' } })
  .meta({ id: 'Instant' });
/** A calendar day, YYYY-MM-DD, in the years 1800 to 2999. */
export const Day = z.iso
  .date()
  .refine(isInOurTime, { params: { code: 'field.day' } })
  .meta({ id: 'Day' });
/** An IANA time zone; whether it exists is checked by the service, which has the zone table. */
export const TimeZone = z.string().min(1).max(64);
export const Language = z.enum(['ko', 'en', 'zh']).meta({ id: 'Language' });
export type Language = z.infer<typeof Language>;

/** The year 0 and the year 10000 are no days of a person: the database has not the one, a text of four digits not the other. */
function isInOurTime(text: string): boolean {
  return !/^\d{4}-/.test(text) || /^(1[89]|2\d)\d\d-/.test(text);
}

const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/u;

/**
 * Text as people type it: trimmed and composed (NFC), without control characters or half characters.
 * Codes of its errors: `field.too_long` { maximum }, `field.required`, `field.bad_character`.
 */
export function text(maximum: number, minimum = 1) {
  return z
    .string()
    .superRefine((value, context) => {
      if (!value.isWellFormed() || CONTROL.test(value)) {
        context.addIssue({ code: 'custom', params: { code: 'field.bad_character' }, message: 'bad character' });
      }
    })
    .overwrite((value) => value.normalize('NFC').trim())
    .max(maximum)
    .min(minimum);
}

export const Version = z.int().min(1).max(2_147_483_647);

/** Query part of every list. `cursor` is opaque and comes from `nextCursor`. */
export const PageQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(500).optional(),
});
export type PageQuery = z.infer<typeof PageQuery>;

export function page<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable(), total: z.int().optional() });
}
export type Page<T> = { items: T[]; nextCursor: string | null; total?: number };

export const Params = z.record(
  z.string(),
  z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())]),
);
export type Params = z.infer<typeof Params>;

/** A sentence of the catalogue: the code and its parameters are the truth, `text` is filled in the reader's language. */
export const Reason = z.object({ code: z.string(), params: Params, text: z.string() }).meta({ id: 'Reason' });
export type Reason = z.infer<typeof Reason>;

/** RFC 9457 problem details. */
export const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string(),
    params: Params,
    detail: z.string().optional(),
    errors: z.array(z.object({ field: z.string(), code: z.string(), params: Params, text: z.string() })).optional(),
    requestId: z.string().optional(),
  })
  .meta({ id: 'Problem' });
export type Problem = z.infer<typeof Problem>;

/** Names in the three languages of the product. */
export const Names = z.object({ ko: z.string(), en: z.string(), zh: z.string() }).meta({ id: 'Names' });
export type Names = z.infer<typeof Names>;

export const IdParams = z.strictObject({ id: Id });
export const Nothing = z.null();
