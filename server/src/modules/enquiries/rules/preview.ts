import type { Instant } from '../../../kernel/instant.ts';
import { nextSlotAfter } from '../../../kernel/slots.ts';
import { isDeadNumber, isOpenStatus, isUnanswered, noAnswerNumber, positionOf } from '../vocabulary.ts';
import type { CallOutcome, StatusCode } from '../vocabulary.ts';
import { slotActionOr } from './action.ts';
import { afterCadenceCall } from './after-cadence-call.ts';
import { unansweredDays } from './cadence.ts';
import { nextActionOnEntering } from './entering.ts';
import { keep, moveTo } from './move.ts';
import type { Practice } from './practice.ts';
import { newState, reason } from './state.ts';
import type { EnquiryCall, EnquiryState, NextAction } from './state.ts';

export type PreviewCall = {
  readonly at: Instant;
  readonly outcome: CallOutcome;
  /** Of a connected call: null = promised without a time; left out = a consultation. */
  readonly promiseAt?: Instant | null | undefined;
};

export type PreviewInput = {
  readonly site: Practice;
  readonly receivedAt: Instant;
  /** Before the first call, one of 1–8; WAITING if not said. */
  readonly status?: StatusCode | undefined;
  readonly calls: readonly PreviewCall[];
  readonly now: Instant;
};

export type Preview = {
  readonly status: StatusCode;
  readonly unansweredDays: number;
  readonly nextAction: NextAction | null;
};

/**
 * What the cadence makes of these calls, in order of `at`; changes nothing. All calls count as made in 1–8: also after a
 * consultation, as if the enquiry had come back. The person has one number. Spec: contract, cadence/preview.
 */
export function previewCadence(input: PreviewInput): Preview {
  const { site, receivedAt, now } = input;
  let state = started(input);
  const calls = [...input.calls].sort((a, b) => a.at - b.at);
  if (calls.length === 0 && state.status !== 'NEW' && state.status !== 'WAITING') {
    state = { ...state, nextAction: nextActionOnEntering(state.status, state, site, now) };
  } else {
    state = { ...state, nextAction: nextActionOnEntering(state.status, state, site, receivedAt) };
  }
  for (const call of calls) state = previewCall(state, call, site);
  return { status: state.status, unansweredDays: unansweredDays(state, site).u, nextAction: state.nextAction };
}

function started({ receivedAt, status = 'WAITING' }: PreviewInput): EnquiryState {
  const fresh = newState(receivedAt, status);
  return {
    ...fresh,
    importedUnansweredDays: noAnswerNumber(status) ?? 0,
    promise: status === 'CALLBACK' ? { dueAt: null, by: 'us' } : null,
  };
}

function previewCall(before: EnquiryState, call: PreviewCall, site: Practice): EnquiryState {
  const made: EnquiryCall = { at: call.at, outcome: call.outcome, direction: 'outbound', statusWhenMade: 'WAITING' };
  const state: EnquiryState = { ...before, calls: [...before.calls, made] };
  if (state.status === 'INVALID') return state;
  if (call.outcome === 'CONNECTED') {
    const why = reason('enquiries.status.connected');
    if (call.promiseAt === undefined) {
      return moveTo(state, 'CONSULTING', call.at, site, why, { changes: { lastContactAt: call.at } }).state;
    }
    const promise = { dueAt: call.promiseAt, by: 'us' } as const;
    return moveTo(state, 'CALLBACK', call.at, site, why, { changes: { promise, lastContactAt: call.at } }).state;
  }
  if (isUnanswered(call.outcome)) {
    const calling: EnquiryState = isOpenStatus(state.status) ? { ...state, status: 'WAITING' } : state;
    return afterCadenceCall(before, calling, made, site).state;
  }
  if (isDeadNumber(call.outcome)) {
    if (positionOf(state.status) >= 10) return state;
    const why = reason('enquiries.status.no_number_left', { outcome: call.outcome });
    return moveTo(state, 'INVALID', call.at, site, why, { changes: { invalidKind: 'wrong_number' } }).state;
  }
  const action = state.nextAction;
  if (!action || action.kind === 'ASSIGN') return state;
  const why = reason('enquiries.next.third_party');
  const nextAction = slotActionOr(site, action.kind, nextSlotAfter(site, call.at), call.at, why);
  return keep(state, { nextAction }).state;
}
