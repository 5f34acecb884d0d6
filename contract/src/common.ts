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

/**
 * What nobody sees: soft hyphens, zero-width spaces, fillers, and the marks that turn the direction of what follows (a name must not rewrite the line
 * it stands in). The two joiners stay where writing needs them: after Arabic letters, combining signs and pictures.
 */
const UNSEEN =
  /[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0]|(?<![\p{M}\p{Script=Arabic}\p{Extended_Pictographic}\u{1f3fb}-\u{1f3ff}])[\u200c\u200d]/gu;

/** The text without the characters that nobody sees. */
export function withoutUnseen(text: string): string {
  return text.replace(UNSEEN, '');
}

const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/u;

/**
 * Text as people type it: trimmed and composed (NFC), unseen characters taken out, without control characters or half characters. What has nothing
 * to see is not filled in. Codes of its errors: `field.too_long` { maximum }, `field.required`, `field.bad_character`.
 */
export function text(maximum: number, minimum = 1) {
  return z
    .string()
    .superRefine((value, context) => {
      if (!value.isWellFormed() || CONTROL.test(value)) {
        context.addIssue({ code: 'custom', params: { code: 'field.bad_character' }, message: 'bad character' });
      }
    })
    .overwrite((value) => withoutUnseen(value).normalize('NFC').trim())
    .max(maximum)
    .min(minimum);
}

/** Each once, in the order in which they came first. */
export function distinct<T extends z.ZodType>(list: z.ZodArray<T>) {
  return list.overwrite((items) => [...new Set(items)]);
}

/** The parts of a filter: a comma list, or the parameter several times. */
export function commaList(value: string | readonly string[]): string[] {
  const parts = typeof value === 'string' ? value.split(',') : value;
  return parts.map((part) => part.trim()).filter(Boolean);
}

/** A filter by ids or by codes of the organisation's own lists, which the service knows. */
export const ListFilter = z.union([z.string().max(2000), z.array(z.string().max(100)).max(50)]);

/** A filter by known codes; another one is `field.not_allowed` { allowed } and not a list without rows. */
export function codeFilter(codes: readonly string[]) {
  return ListFilter.refine((value) => commaList(value).every((code) => codes.includes(code)), {
    params: { code: 'field.not_allowed', allowed: [...codes] },
  });
}

/** The BCP 47 tag of a language, as it is written: `ko`, `zh-Hans`, `pt-BR`. */
export const LanguageTag = z
  .string()
  .max(35)
  .refine(isLanguageTag, { params: { code: 'field.language' } })
  .overwrite((tag) => (isLanguageTag(tag) ? (Intl.getCanonicalLocales(tag)[0] ?? tag) : tag))
  .meta({ id: 'LanguageTag' });

export function isLanguageTag(text: string): boolean {
  // No language of its own has a longer name; `english` is none.
  if (!/^[a-z]{2,3}(?:-|$)/i.test(text)) return false;
  try {
    return Intl.getCanonicalLocales(text).length === 1;
  } catch {
    return false;
  }
}

/** The language of ours that is nearest to a BCP 47 tag: `zh-Hans` → zh; null where none is near. Texts to a person are written in it. */
export function nearestLanguage(tag: string): Language | null {
  return Language.safeParse(tag.toLowerCase().split('-')[0]).data ?? null;
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
