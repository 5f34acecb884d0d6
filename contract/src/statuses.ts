import { z } from 'zod';

/** The 21 consultation statuses in their order. Names, stages and transitions: `GET /api/v1/statuses`. */
export const STATUS_CODES = [
  'NEW',
  'WAITING',
  'NO_ANSWER_1',
  'NO_ANSWER_2',
  'NO_ANSWER_3',
  'NO_ANSWER_4',
  'NO_ANSWER_5',
  'CALLBACK',
  'LATER',
  'CONSULTING',
  'HOLD',
  'BOOKED',
  'RESCHEDULING',
  'CANCELLED',
  'NO_SHOW',
  'VISITED',
  'UNREACHED',
  'DECLINED',
  'INELIGIBLE',
  'INVALID',
  'DO_NOT_CONTACT',
] as const;
export const StatusCode = z.enum(STATUS_CODES).meta({ id: 'StatusCode' });
export type StatusCode = z.infer<typeof StatusCode>;

/**
 * How a status was set (A3): by somebody's choice, whether it was taken back since or not, and what points at another use than the one that is meant.
 * What each means as a sentence: `health.means.*`.
 */
export const STATUS_USAGES = [
  'chosen',
  'chosen_ever',
  'hold_overdue',
  'hold_then_visit',
  'callback_no_time',
  'declined_other',
  'declined_words',
  'no_call',
  'corrected',
  'reopened',
] as const;
export const StatusUsage = z.enum(STATUS_USAGES).meta({ id: 'StatusUsage' });
export type StatusUsage = z.infer<typeof StatusUsage>;

export const HOLD_REASONS = [
  'SCHEDULE',
  'BUSY',
  'FAMILY',
  'COST',
  'DISTANCE',
  'AWAY',
  'FEAR',
  'COMPARING',
  'THINKING',
  'CLEARANCE',
] as const;
export const HoldReason = z.enum(HOLD_REASONS).meta({ id: 'HoldReason' });
export type HoldReason = z.infer<typeof HoldReason>;

export const DECLINED_REASONS = [
  'NO_INTENT',
  'COST',
  'DISTANCE',
  'TREATED_ELSEWHERE',
  'FEAR',
  'SERVICE_NOT_OFFERED',
  'OTHER',
] as const;
export const DeclinedReason = z.enum(DECLINED_REASONS);
export type DeclinedReason = z.infer<typeof DeclinedReason>;

export const Likelihood = z.enum(['H', 'M', 'L']).meta({ id: 'Likelihood' });
export type Likelihood = z.infer<typeof Likelihood>;
export const InvalidKind = z.enum(['wrong_number', 'fake', 'duplicate']);
export type InvalidKind = z.infer<typeof InvalidKind>;

export const CALL_OUTCOMES = [
  'NO_ANSWER',
  'BUSY',
  'VOICEMAIL',
  'CONNECTED',
  'THIRD_PARTY',
  'DISCONNECTED',
  'WRONG_NUMBER',
] as const;
export const CallOutcome = z.enum(CALL_OUTCOMES).meta({ id: 'CallOutcome' });
export type CallOutcome = z.infer<typeof CallOutcome>;

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
export const ActionKind = z.enum(ACTION_KINDS).meta({ id: 'ActionKind' });
export type ActionKind = z.infer<typeof ActionKind>;

export const Slot = z.enum(['AM', 'PM', 'EV']).meta({ id: 'Slot' });
export type Slot = z.infer<typeof Slot>;

export const SOURCE_CHANNELS = [
  'sign',
  'building',
  'referral',
  'internet',
  'sms',
  'magazine',
  'phone',
  'walk_in',
  'web_form',
  'chat',
  'other',
  'unknown',
] as const;
export const PatientKind = z.enum(['new', 'returning', 're_new']).meta({ id: 'PatientKind' });
export type PatientKind = z.infer<typeof PatientKind>;
