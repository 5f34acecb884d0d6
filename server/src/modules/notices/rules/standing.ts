import type { Occasion, StatusCode } from '@anbu/contract';

/** What is known of the occasion when its time has come. What does not belong to it is null. */
export type Facts = {
  readonly enquiry: { readonly status: StatusCode; readonly open: boolean; readonly unansweredDays: number } | null;
  readonly bookingLive: boolean | null;
  /** The duty is still to be done, the stop still stands, the alert still waits for its answer. */
  readonly stillDue: boolean | null;
  /** A colleague: she is one, wishes it, is at work. */
  readonly member: { readonly active: boolean; readonly wishes: boolean; readonly atWork: boolean } | null;
};

const FIRST: readonly StatusCode[] = ['NEW', 'WAITING'];
const CADENCE: readonly StatusCode[] = [
  'NO_ANSWER_1',
  'NO_ANSWER_2',
  'NO_ANSWER_3',
  'NO_ANSWER_4',
  'NO_ANSWER_5',
  'CALLBACK',
];

/** In which statuses of its enquiry a word still makes sense; an occasion that is missing does not ask. */
const STATUSES: Partial<Record<Occasion, readonly StatusCode[]>> = {
  enquiry_received: [...FIRST, ...CADENCE],
  enquiry_after_hours: FIRST,
  unanswered_day: CADENCE,
  before_sixth_call: CADENCE,
  booking_cancelled: ['CANCELLED'],
};

/** Why a notice is not sent after all; null = it is. `params.unansweredDays`: for which day it was; `params.known` 0: nobody knows whose. */
export function whyVoid(
  occasion: Occasion,
  params: Readonly<Record<string, string | number>>,
  facts: Facts,
): string | null {
  const { enquiry, bookingLive, stillDue, member } = facts;
  if (bookingLive === false) return 'notices.why.booking_over';
  const statuses = STATUSES[occasion];
  if (statuses && enquiry === null) return 'notices.why.gone';
  if (statuses && enquiry && !statuses.includes(enquiry.status)) return 'notices.why.moved_on';
  if (occasion === 'unanswered_day' && enquiry && enquiry.unansweredDays !== params['unansweredDays']) {
    return 'notices.why.moved_on';
  }
  if (params['known'] === 0) return 'notices.why.shared_number';
  if (stillDue === false) return 'notices.why.settled';
  if (member && !member.active) return 'notices.why.gone';
  if (member && !member.wishes) return 'notices.why.not_wished';
  return member && !member.atWork ? 'notices.why.off_duty' : null;
}
