import type { CalendarDay } from '../../../kernel/calendar-day.ts';
import type { Id } from '../../../kernel/ids.ts';
import type { Instant } from '../../../kernel/instant.ts';
import { ok, refuse, refuseFields } from '../../../kernel/outcome.ts';
import type { FieldRefusal, Outcome } from '../../../kernel/outcome.ts';
import { dayOf } from '../../../kernel/zoned-time.ts';
import {
  allowedByHand,
  CANCELLERS,
  DECLINED_REASONS,
  INVALID_KINDS,
  isHoldReason,
  isOneOf,
  isOpenStatus,
  isStatusCode,
  isSupervisorOnly,
  LIKELIHOODS,
  needsReasonToLeave,
  PROMISERS,
  requiredFields,
} from '../vocabulary.ts';
import type { StatusCode, TransitionField } from '../vocabulary.ts';
import { isBookingTooLate, isDayTooFarAhead, isTooFarAhead, YEARS_AHEAD } from './limits.ts';
import type { Practice } from './practice.ts';
import type { Actor, Booking, EnquiryState } from './state.ts';

export { allowedByHand };

/** The body of `POST /enquiries/:id/transitions`, parsed; words are checked here. `promiseAt` null = without a time. */
export type TransitionRequest = {
  readonly to: string;
  readonly reasonCode?: string | undefined;
  readonly reasonText?: string | undefined;
  readonly holdReasons?: readonly string[] | undefined;
  readonly likelihood?: string | undefined;
  readonly recontactOn?: CalendarDay | undefined;
  readonly promiseAt?: Instant | null | undefined;
  readonly promiseBy?: string | undefined;
  readonly invalidKind?: string | undefined;
  readonly cancelledBy?: string | undefined;
  readonly originalId?: Id | undefined;
  readonly evidence?: { readonly kind: string; readonly text: string; readonly fileId?: Id | undefined } | undefined;
  readonly appointment?: Booking | undefined;
  readonly visit?: { readonly at: Instant } | undefined;
};

export type TransitionContext = {
  readonly actor: Actor;
  readonly site: Practice;
  /** When the transition is true: now, or the time of the call that it belongs to. */
  readonly at: Instant;
  readonly now: Instant;
  /** It belongs to a connected call: the current status may be named, and the call is the reason for leaving 17 and 18. */
  readonly connected?: boolean;
};

/** What this caller may choose: without the pairs of a supervisor, unless the caller is one. */
export function allowedFor(from: StatusCode, { supervisor }: Pick<Actor, 'supervisor'>): readonly StatusCode[] {
  return supervisor ? allowedByHand(from) : allowedByHand(from).filter((to) => !isSupervisorOnly(from, to));
}

/**
 * Whether a person may do this transition. Refuses, in this order: enquiries.transition_refused { from, to, allowed } 409 ·
 * enquiries.supervisor_only { from, to } 403 · enquiries.field_required { field } 422 · by field: enquiries.unknown_reason,
 * unknown_likelihood, unknown_promiser, unknown_invalid_kind, unknown_canceller { value }, promise_in_past,
 * recontact_in_past, booking_in_past, too_far_ahead { years }, visit_in_future, visit_before_received, bad_appointment. Spec: domain §1, By hand and Required.
 */
export function checkTransition(
  state: EnquiryState,
  request: TransitionRequest,
  context: TransitionContext,
): Outcome<StatusCode> {
  const from = state.status;
  const allowed = allowedFor(from, context.actor);
  const to = isStatusCode(request.to) ? request.to : null;
  const renews = context.connected === true && to === from && isOpenStatus(from);
  if (to === null || (!renews && !allowedByHand(from).includes(to))) {
    return refuse('enquiries.transition_refused', { from, to: request.to, allowed }, 409);
  }
  if (!renews && !allowed.includes(to)) return refuse('enquiries.supervisor_only', { from, to }, 403);
  const missing = missingField(from, to, request, context);
  if (missing) return refuse('enquiries.field_required', { field: missing });
  const errors = wrongFields(state, to, request, context);
  return errors.length > 0 ? refuseFields(errors) : ok(to);
}

function missingField(
  from: StatusCode,
  to: StatusCode,
  request: TransitionRequest,
  context: TransitionContext,
): TransitionField | null {
  const reasonByCall = context.connected === true && (from === 'UNREACHED' || from === 'DECLINED');
  for (const field of requiredFields(from, to)) {
    if (field === 'reasonText' && needsReasonToLeave(from) && (reasonByCall || request.reasonCode)) continue;
    if (!isGiven(request, field)) return field;
  }
  if (to === 'INVALID' && request.invalidKind === 'duplicate' && !request.originalId) return 'originalId';
  if (to === 'DECLINED' && request.reasonCode === 'OTHER' && !isGiven(request, 'reasonText')) return 'reasonText';
  return null;
}

function isGiven(request: TransitionRequest, field: TransitionField): boolean {
  if (field === 'promiseAt') return request.promiseAt !== undefined;
  if (field === 'evidence') return (request.evidence?.text ?? '').trim() !== '';
  if (field === 'holdReasons') return (request.holdReasons ?? []).length > 0;
  const value = request[field];
  return typeof value === 'string' ? value.trim() !== '' : value !== undefined;
}

function wrongFields(
  state: EnquiryState,
  to: StatusCode,
  request: TransitionRequest,
  { site, at, now }: TransitionContext,
): FieldRefusal[] {
  const errors: FieldRefusal[] = [];
  const wrong = (field: string, code: string, params: FieldRefusal['params'] = {}) => {
    errors.push({ field, code: `enquiries.${code}`, params });
  };
  const tooFar = (field: string) => wrong(field, 'too_far_ahead', { years: YEARS_AHEAD });
  const word = (
    field: 'promiseBy' | 'likelihood' | 'invalidKind' | 'cancelledBy',
    list: readonly string[],
    code: string,
  ) => {
    const value = request[field];
    if (value !== undefined && !isOneOf(list, value)) wrong(field, code, { value });
  };
  if (to === 'CALLBACK') {
    word('promiseBy', PROMISERS, 'unknown_promiser');
    if (request.promiseAt !== null && request.promiseAt !== undefined) {
      if (request.promiseAt < at) wrong('promiseAt', 'promise_in_past');
      if (isTooFarAhead(request.promiseAt, now)) tooFar('promiseAt');
    }
  }
  if (to === 'HOLD') {
    word('likelihood', LIKELIHOODS, 'unknown_likelihood');
    (request.holdReasons ?? []).forEach((value, index) => {
      if (!isHoldReason(value)) wrong(`holdReasons.${index}`, 'unknown_reason', { value });
    });
    if (request.recontactOn && request.recontactOn < dayOf(site.timeZone, at))
      wrong('recontactOn', 'recontact_in_past');
    if (request.recontactOn && isDayTooFarAhead(request.recontactOn, now)) tooFar('recontactOn');
  }
  if (to === 'BOOKED' && request.appointment) {
    const { startsAt, durationMinutes } = request.appointment;
    if (!(durationMinutes > 0)) wrong('appointment.durationMinutes', 'bad_appointment', { value: durationMinutes });
    if (isBookingTooLate(startsAt, at)) wrong('appointment.startsAt', 'booking_in_past');
    if (isTooFarAhead(startsAt, now)) tooFar('appointment.startsAt');
  }
  if (to === 'CANCELLED') word('cancelledBy', CANCELLERS, 'unknown_canceller');
  if (to === 'VISITED' && request.visit) {
    if (request.visit.at > now) wrong('visit.at', 'visit_in_future');
    if (request.visit.at < state.receivedAt) wrong('visit.at', 'visit_before_received');
  }
  if (to === 'DECLINED' && !isOneOf(DECLINED_REASONS, request.reasonCode ?? '')) {
    wrong('reasonCode', 'unknown_reason', { value: request.reasonCode ?? null });
  }
  if (to === 'INVALID') word('invalidKind', INVALID_KINDS, 'unknown_invalid_kind');
  return errors;
}
