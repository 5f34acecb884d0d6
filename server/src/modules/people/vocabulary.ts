import type { Names } from '@anbu/contract';
import type { Id } from '../../kernel/ids.ts';

/** Why an input became this person. */
export type FoundReason =
  /** Number and name are those of a known person. */
  | 'same_phone_and_name'
  /** The number belongs to one person only, and nothing says that it is another one. */
  | 'same_phone'
  /** Nobody had the number, or none was given. */
  | 'new'
  /** The number is known under other names: a family's phone, or a possible duplicate. */
  | 'new_on_shared_phone';

/** `sharedWith` = others who have the same number. */
export type FoundPerson = {
  readonly person: { readonly id: Id; readonly number: string; readonly name: string | null };
  readonly created: boolean;
  readonly reason: FoundReason;
  readonly sharedWith: readonly Id[];
};

export type StickerPreset = { readonly code: string; readonly names: Names; readonly colour: string };

/** The five classes of patients in their order. Spec: domain §5. */
export const PATIENT_CLASSES: readonly StickerPreset[] = [
  { code: 'referrer', names: { ko: '소개환자', en: 'Referrer', zh: '转介患者' }, colour: '#e64980' },
  { code: 'high_value', names: { ko: '고가환자', en: 'High-value', zh: '高价值患者' }, colour: '#f08c00' },
  { code: 'prospect', names: { ko: '가망환자', en: 'Prospect', zh: '潜在患者' }, colour: '#1c7ed6' },
  { code: 'satisfied', names: { ko: '만족환자', en: 'Satisfied', zh: '满意患者' }, colour: '#2f9e44' },
  {
    code: 'additional_treatment',
    names: { ko: '추가치료환자', en: 'Additional treatment', zh: '追加治疗患者' },
    colour: '#7048e8',
  },
];

export const DUPLICATE_POINTS = { phone: 40, email: 30, name: 30, birth_date: 30 } as const;
export type DuplicateReason = keyof typeof DUPLICATE_POINTS;
