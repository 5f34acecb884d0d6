/**
 * Why a consulted person waits, in the order of domain §4; the days until the re-contact are presets. Where `stated` is true, the date that
 * the person named goes before them.
 */
export const HOLD_REASONS = [
  { code: 'SCHEDULE', stated: false, names: { ko: '일정 확인', en: 'Checking schedule', zh: '确认日程' } },
  {
    code: 'BUSY',

    stated: true,
    names: { ko: '바쁜 일정 먼저', en: 'Busy period first', zh: '先忙完手头的事' },
  },
  { code: 'FAMILY', stated: false, names: { ko: '가족 상의', en: 'Talking with family', zh: '与家人商量' } },
  { code: 'COST', stated: false, names: { ko: '비용', en: 'Cost', zh: '费用' } },
  { code: 'DISTANCE', stated: false, names: { ko: '거리', en: 'Distance', zh: '距离' } },
  { code: 'AWAY', stated: true, names: { ko: '출타·타지 체류', en: 'Away from home', zh: '外出' } },
  { code: 'FEAR', stated: false, names: { ko: '치료 두려움', en: 'Fear of treatment', zh: '害怕治疗' } },
  { code: 'COMPARING', stated: false, names: { ko: '타 병원 비교', en: 'Comparing clinics', zh: '比较其他医院' } },
  { code: 'THINKING', stated: false, names: { ko: '고민 중', en: 'Still thinking', zh: '还在考虑' } },
  {
    code: 'CLEARANCE',

    stated: false,
    names: { ko: '타과 소견', en: "Doctor's clearance", zh: '等待医生许可' },
  },
] as const;
export type HoldReason = (typeof HOLD_REASONS)[number]['code'];

export { DECLINED_REASONS, type DeclinedReason } from '@anbu/contract';

export const INVALID_KINDS = ['wrong_number', 'fake', 'duplicate'] as const;
export type InvalidKind = (typeof INVALID_KINDS)[number];

export const LIKELIHOODS = ['H', 'M', 'L'] as const;
export type Likelihood = (typeof LIKELIHOODS)[number];

export const PROMISERS = ['us', 'customer'] as const;
export type Promiser = (typeof PROMISERS)[number];

export const CANCELLERS = ['patient', 'clinic'] as const;
export type Canceller = (typeof CANCELLERS)[number];

export function isOneOf<T extends string>(list: readonly T[], text: string): text is T {
  return list.some((item) => item === text);
}

export function isHoldReason(text: string): text is HoldReason {
  return HOLD_REASONS.some((reason) => reason.code === text);
}
