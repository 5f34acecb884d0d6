/** Outcomes of a call about an enquiry. Spec: contract, `POST /enquiries/:id/calls`. */
export const CALL_OUTCOMES = [
  'CONNECTED',
  'NO_ANSWER',
  'BUSY',
  'VOICEMAIL',
  'THIRD_PARTY',
  'DISCONNECTED',
  'WRONG_NUMBER',
] as const;
export type CallOutcome = (typeof CALL_OUTCOMES)[number];

export const CALL_DIRECTIONS = ['outbound', 'inbound'] as const;
export type CallDirection = (typeof CALL_DIRECTIONS)[number];

/** Nobody spoke: these make an unanswered day. */
export function isUnanswered(outcome: CallOutcome): boolean {
  return outcome === 'NO_ANSWER' || outcome === 'BUSY' || outcome === 'VOICEMAIL';
}

/** The number is of no use; the person may have another. */
export function isDeadNumber(outcome: CallOutcome): boolean {
  return outcome === 'DISCONNECTED' || outcome === 'WRONG_NUMBER';
}

/** What is to be done next. Spec: domain §2. */
export const ACTION_KINDS = [
  'ASSIGN',
  'CALL',
  'FOLLOW_UP',
  'GUIDE',
  'CONFIRM',
  'SAME_DAY',
  'CHECK_ARRIVAL',
  'REBOOK',
] as const;
export type ActionKind = (typeof ACTION_KINDS)[number];
