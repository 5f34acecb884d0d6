import { z } from 'zod';
import { Day, Id, InstantText, LanguageTag, Version, distinct, page, text } from './common.ts';

export const Sex = z.enum(['female', 'male', 'other', 'unknown']).meta({ id: 'Sex' });
const SEX_LETTERS: Readonly<Record<string, string>> = { f: 'female', m: 'male', o: 'other', u: 'unknown' };
/** In words or by their first letters, in capitals or not: F, Female, m, OTHER. */
export const SexInput = z
  .string()
  .max(20)
  .transform((value) => SEX_LETTERS[value.trim().toLowerCase()] ?? value.trim().toLowerCase())
  .pipe(Sex);
/** Whoever asks a clinic of today was not born before this day; refused with `people.birth_date_too_early`. */
export const EARLIEST_BIRTH = '1900-01-01';
/** Who somebody is to the patient: FHIR's related persons in the words of a desk. */
export const RELATIONS = [
  'self',
  'parent',
  'mother',
  'father',
  'child',
  'daughter',
  'son',
  'spouse',
  'partner',
  'sibling',
  'sister',
  'brother',
  'grandparent',
  'grandchild',
  'parent_in_law',
  'child_in_law',
  'relative',
  'family',
  'guardian',
  'caregiver',
  'friend',
  'colleague',
  'employer',
  'neighbour',
  'interpreter',
  'agent',
  'decision_maker',
  'payer',
  'other',
] as const;
export const Relation = z.enum(RELATIONS);

/** What a related person is for a patient beside kin; several may hold (A17). */
export const RelatedRole = z.enum(['guardian', 'decision_maker', 'payer', 'emergency']);

export const PhoneState = z.enum(['ok', 'wrong', 'disconnected']);

/** A number as typed; the answer holds it in E.164. Refused: `phone.impossible`. */
export const PhoneText = text(40);

export const PersonPhone = z.object({
  id: Id,
  e164: z.string(),
  display: z.string(),
  label: z.string().nullable(),
  state: PhoneState,
  /** Others who have the same number: a family's phone. */
  sharedWith: z.int(),
});
export const PersonEmail = z.object({ id: Id, email: z.string(), label: z.string().nullable(), sharedWith: z.int() });

export const Sticker = z.object({ code: z.string(), name: z.string(), colour: z.string() }).meta({ id: 'Sticker' });
export const StickerPage = page(Sticker);

export const Memo = z
  .object({
    id: Id,
    personId: Id,
    text: z.string(),
    pinned: z.boolean(),
    authorId: Id.nullable(),
    createdAt: InstantText,
    updatedAt: InstantText,
    version: Version,
  })
  .meta({ id: 'Memo' });
export const MemoInput = z.strictObject({ text: text(4000), pinned: z.boolean().default(false) });
export const MemoPatch = z.strictObject({
  text: text(4000).optional(),
  pinned: z.boolean().optional(),
  version: Version.optional(),
});
export const MemoPage = page(Memo);

/**
 * A row of a search or a list: what is needed to know the person again, no more. `masked`: the reader may not read people; the name shows its
 * ends only (홍○동), number to call and birth date are left out.
 */
export const PersonHit = z
  .object({
    id: Id,
    number: z.string(),
    name: z.string().nullable(),
    birthDate: Day.nullable(),
    sex: Sex,
    phone: z.string().nullable(),
    stickers: z.array(Sticker),
    lastContactAt: InstantText.nullable(),
    openEnquiries: z.int(),
    masked: z.boolean(),
  })
  .meta({ id: 'PersonHit' });
export type PersonHit = z.infer<typeof PersonHit>;

/**
 * Somebody of a person's family, or who speaks, decides or pays for her. `relation` and `roles` are what she is to the person, `rolesFor` what the
 * person is to her. `stated`: entered on this person; else it follows from the other's entry or from the household.
 */
export const RelatedPerson = z
  .object({
    person: PersonHit,
    relation: Relation,
    roles: z.array(RelatedRole),
    rolesFor: z.array(RelatedRole),
    /** Whether she may be told what concerns the person. */
    mayBeTold: z.boolean(),
    household: z.boolean(),
    stated: z.boolean(),
  })
  .meta({ id: 'RelatedPerson' });
export type RelatedPerson = z.infer<typeof RelatedPerson>;
export const RelatedInput = z.strictObject({
  relation: Relation.exclude(['self']),
  roles: distinct(z.array(RelatedRole).max(4)).default([]),
  mayBeTold: z.boolean().default(false),
  /** Whether both live in one household. Left out: as it is. */
  household: z.boolean().optional(),
});
/** A family that is looked after together; a person is in one at most. */
export const Household = z.object({ id: Id, members: z.array(PersonHit) }).meta({ id: 'Household' });

export const Person = z
  .object({
    id: Id,
    /** The organisation's own number of the person, counted up. */
    number: z.string(),
    /** Numbers that other systems gave the person: a chart number. Searched as `q`. */
    identifiers: z.array(z.object({ id: Id, value: z.string() })),
    name: z.string().nullable(),
    birthDate: Day.nullable(),
    sex: Sex,
    /** BCP 47. */
    language: z.string().nullable(),
    phones: z.array(PersonPhone),
    emails: z.array(PersonEmail),
    stickers: z.array(Sticker),
    /** Pinned memos first. */
    memos: z.array(Memo),
    householdId: Id.nullable(),
    /** Family and who speaks, decides or pays for her; guardians first. */
    related: z.array(RelatedPerson),
    referrerId: Id.nullable(),
    doNotContact: z.boolean(),
    createdAt: InstantText,
    version: Version,
  })
  .meta({ id: 'Person' });
export type Person = z.infer<typeof Person>;

export const PersonInput = z
  .strictObject({
    name: text(120).optional(),
    phone: PhoneText.optional(),
    email: z.email().max(254).optional(),
    birthDate: Day.optional(),
    sex: SexInput.optional(),
    language: LanguageTag.optional(),
  })
  .meta({ id: 'PersonInput' });
export type PersonInput = z.infer<typeof PersonInput>;
export const PersonPatch = z.strictObject({
  name: text(120).nullable().optional(),
  birthDate: Day.nullable().optional(),
  sex: SexInput.optional(),
  language: LanguageTag.nullable().optional(),
  referrerId: Id.nullable().optional(),
  version: Version.optional(),
});
export const PhoneInput = z.strictObject({ phone: PhoneText, label: text(40).optional() });
export const PhonePatch = z.strictObject({ state: PhoneState.optional(), label: text(40).nullable().optional() });
export const EmailInput = z.strictObject({ email: z.email().max(254), label: text(40).optional() });
export const StickersInput = z.strictObject({ codes: distinct(z.array(z.string().max(40)).max(20)) });

/** Persons that may be the same one, with the reason. */
export const Duplicate = z
  .object({ person: PersonHit, score: z.number(), reasons: z.array(z.enum(['phone', 'name', 'birth_date', 'email'])) })
  .meta({ id: 'Duplicate' });
export const DuplicatePage = page(Duplicate);
