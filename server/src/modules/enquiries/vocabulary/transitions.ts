import { positionOf, statusAt } from './statuses.ts';
import type { StatusCode } from './statuses.ts';

/**
 * By hand: from → to, by position, exactly as the table of domain §1. Whatever is not here is refused.
 * What is true only of some pairs stands in the three lists below.
 */
const BY_HAND: readonly (readonly [readonly number[], readonly number[]])[] = [
  [[1], [2, 8, 9, 10, 11, 12, 16, 18, 19, 20, 21]],
  [
    [2, 3, 4, 5, 6, 7],
    [8, 9, 10, 11, 12, 16, 18, 19, 20, 21],
  ],
  [[8], [9, 10, 11, 12, 16, 18, 19, 20, 21]],
  [[9], [8, 10, 11, 12, 16, 18, 19, 20, 21]],
  [[10], [8, 9, 11, 12, 16, 18, 19, 20, 21]],
  [[11], [8, 9, 10, 12, 16, 18, 19, 20, 21]],
  [[12], [13, 14, 15, 16, 20, 21]],
  [[13], [8, 11, 12, 14, 15, 16, 18, 20, 21]],
  [
    [14, 15],
    [8, 9, 10, 11, 12, 16, 18, 20, 21],
  ],
  [[16], []],
  [[17], [2, 8, 9, 10, 11, 12, 16, 18, 19, 20, 21]],
  [[18], [2, 8, 10, 11, 12, 16, 21]],
  [
    [19, 20],
    [2, 10, 21],
  ],
  [[21], [2]],
];

const allowed = new Map<StatusCode, readonly StatusCode[]>(
  BY_HAND.flatMap(([from, to]) =>
    from.map((position) => [statusAt(position).code, to.map((target) => statusAt(target).code)] as const),
  ),
);

/** What the role that may do all may choose from here. */
export function allowedByHand(from: StatusCode): readonly StatusCode[] {
  return allowed.get(from) ?? [];
}

/** 19 and 20 → 2: a supervisor, with a reason. */
export function isSupervisorOnly(from: StatusCode, to: StatusCode): boolean {
  return (from === 'INELIGIBLE' || from === 'INVALID') && to === 'WAITING';
}

/** 21 → 2: only with the evidence of the person's own new consent. */
export function needsNewConsent(from: StatusCode, to: StatusCode): boolean {
  return from === 'DO_NOT_CONTACT' && to === 'WAITING';
}

/** 16*: a visit without booking; it needs the visit. From 12 and 13 the visit is now if not said. */
export function isVisitWithoutBooking(from: StatusCode, to: StatusCode): boolean {
  return to === 'VISITED' && from !== 'BOOKED' && from !== 'RESCHEDULING';
}

/** 17–21 are left with a reason only. */
export function needsReasonToLeave(from: StatusCode): boolean {
  return positionOf(from) >= 17;
}

export const TRANSITION_FIELDS = [
  'promiseAt',
  'promiseBy',
  'likelihood',
  'holdReasons',
  'recontactOn',
  'appointment',
  'visit',
  'reasonCode',
  'reasonText',
  'invalidKind',
  'originalId',
  'evidence',
] as const;
export type TransitionField = (typeof TRANSITION_FIELDS)[number];

const REQUIRED: Partial<Record<StatusCode, readonly TransitionField[]>> = {
  CALLBACK: ['promiseAt', 'promiseBy'],
  HOLD: ['likelihood', 'holdReasons', 'recontactOn'],
  BOOKED: ['appointment'],
  DECLINED: ['reasonCode'],
  INVALID: ['invalidKind'],
  DO_NOT_CONTACT: ['evidence'],
};

/**
 * Fields that the transition needs, in the order in which they are asked. `promiseAt` is given when it is null: no time.
 * A duplicate needs `originalId`, the reason OTHER its text: that depends on the values and is checked with them.
 */
export function requiredFields(from: StatusCode, to: StatusCode): readonly TransitionField[] {
  const fields: TransitionField[] = [...(REQUIRED[to] ?? [])];
  if (isVisitWithoutBooking(from, to)) fields.push('visit');
  if (needsNewConsent(from, to)) fields.push('evidence');
  // Evidence and the reason of a refusal are reasons themselves.
  if (needsReasonToLeave(from) && !fields.includes('reasonCode') && !fields.includes('evidence')) {
    fields.push('reasonText');
  }
  return fields;
}
