import type { Instant } from '../../../kernel/instant.ts';
import { addDays } from '../../../kernel/calendar-day.ts';
import { ok, refuseFields } from '../../../kernel/outcome.ts';
import type { Outcome } from '../../../kernel/outcome.ts';
import { nextSlotAfter, slotOf } from '../../../kernel/slots.ts';
import { dayOf } from '../../../kernel/zoned-time.ts';
import { isDeadNumber, isOpenStatus, isUnanswered, positionOf } from '../vocabulary.ts';
import { afterAnsweredCall } from './after-connect.ts';
import { datedSlot, dueNow, slotActionOr } from './action.ts';
import { bookingRetry, bookingStepDone, bookingStepUnanswered } from './booking.ts';
import { afterCadenceCall } from './after-cadence-call.ts';
import { chainUnansweredDays } from './cadence.ts';
import { datedChainAction, isDatedStatus, type DatedStatus } from './entering.ts';
import { keep, moveTo } from './move.ts';
import type { NewCall } from './new-call.ts';
import { afterPassCall } from './pass.ts';
import { callOnPromise, endingPromise } from './promise.ts';
import type { Practice } from './practice.ts';
import { lastCallSlot, reason } from './state.ts';
import type { Actor, Decision, EnquiryCall, EnquiryState, NextAction } from './state.ts';

export type { NewCall };

/**
 * What a call does to its enquiry. Recorded is every call, also early, beyond two a day, out of hours; the rules then run
 * over the whole list. Refuses by field enquiries.call_before_received and enquiries.call_in_future (`at`) and
 * enquiries.then_without_connect (`then`); a connected call in 11, 13, 14, 15 without `then` enquiries.field_required
 * { field: 'then' }; and what `checkTransition` refuses of `then`. Spec: domain §1 By rule, §2, §3.
 */
export function afterCall(
  state: EnquiryState,
  call: NewCall,
  site: Practice,
  now: Instant,
  actor: Actor = { userId: state.ownerId, supervisor: false },
): Outcome<Decision> {
  if (call.at < state.receivedAt)
    return refuseFields([{ field: 'at', code: 'enquiries.call_before_received', params: {} }]);
  if (call.at > now) return refuseFields([{ field: 'at', code: 'enquiries.call_in_future', params: {} }]);
  if (call.then && call.outcome !== 'CONNECTED') {
    return refuseFields([{ field: 'then', code: 'enquiries.then_without_connect', params: { outcome: call.outcome } }]);
  }
  const made: EnquiryCall = {
    at: call.at,
    outcome: call.outcome,
    direction: call.direction ?? 'outbound',
    statusWhenMade: call.statusWhenMade ?? state.status,
  };
  const recorded: EnquiryState = { ...state, calls: [...state.calls, made] };
  const decision =
    call.outcome === 'CONNECTED'
      ? afterAnsweredCall(recorded, call, site, now, actor)
      : ok(afterOtherCall(state, recorded, call, made, site));
  return decision.ok ? ok(endingPromise(state, decision.value, { call: made, now })) : decision;
}

/** The person herself was not reached. */
function afterOtherCall(
  before: EnquiryState,
  recorded: EnquiryState,
  call: NewCall,
  made: EnquiryCall,
  site: Practice,
): Decision {
  if (isDeadNumber(made.outcome)) return afterDeadNumber(recorded, call, site);
  if (made.outcome === 'THIRD_PARTY') return afterThirdParty(before, recorded, made, site);
  if (isUnanswered(made.outcome) && made.direction === 'inbound') return afterMissedCall(recorded, made, site);
  return afterUnansweredCall(before, recorded, made, site);
}

function afterUnansweredCall(before: EnquiryState, state: EnquiryState, call: EnquiryCall, site: Practice): Decision {
  const { status } = state;
  if (positionOf(status) <= 9) return afterCadenceCall(before, state, call, site);
  if (status === 'UNREACHED') return afterPassCall(before, state, call, site);
  // It precedes what put the enquiry where it is: it belongs to the archive only.
  if (!isOpenStatus(status) || call.at < state.chainSince) return keep(state);
  if (status === 'BOOKED') return keep(state, bookingStepUnanswered(state, site, call.at));
  if (isDatedStatus(status)) {
    if (isBeforeItsDay(state.nextAction, call, site)) return afterEarlyDatedCall(state, status, call, site);
    const chainStep = state.chainStep + 1;
    const nextAction = datedChainAction(state, status, site, call.at, chainStep);
    return nextAction ? keep(state, { chainStep, nextAction }) : unreached(state, call.at, site);
  }
  return afterUnansweredDay(state, call, site, status === 'RESCHEDULING' ? 'REBOOK' : 'FOLLOW_UP');
}

/** A second call of the day, or one before the agreed date. */
function isBeforeItsDay(action: NextAction | null, call: EnquiryCall, site: Practice): boolean {
  return action !== null && dayOf(site.timeZone, call.at) < dayOf(site.timeZone, action.dueAt);
}

/** No step of the chain: the date stands, in another slot than this call's. What a person set by hand has no slot and stays whole. */
function afterEarlyDatedCall(state: EnquiryState, status: DatedStatus, call: EnquiryCall, site: Practice): Decision {
  if (state.nextAction?.slot !== slotOf(site, call.at)) return keep(state);
  const nextAction = datedChainAction(state, status, site, call.at, state.chainStep);
  return nextAction ? keep(state, { nextAction }) : keep(state);
}

/** 10 and 13: the same action on the next open day in another slot; three unanswered days end it (10 → 17, 13 → 14). */
function afterUnansweredDay(
  state: EnquiryState,
  call: EnquiryCall,
  site: Practice,
  kind: 'FOLLOW_UP' | 'REBOOK',
): Decision {
  const days = chainUnansweredDays(state, site);
  if (days >= site.presets.consultation.unansweredDays) {
    if (kind === 'FOLLOW_UP') return unreached(state, call.at, site);
    const why = reason('enquiries.status.rescheduling_unanswered', { unansweredDays: days });
    return moveTo(state, 'CANCELLED', call.at, site, why, { changes: { cancelledBy: 'patient' } });
  }
  const tomorrow = addDays(dayOf(site.timeZone, call.at), 1);
  const lastSlot = lastCallSlot(site, state.calls);
  const chosen = datedSlot(site, { day: tomorrow, notBefore: call.at, lastSlot });
  const why = reason(kind === 'REBOOK' ? 'enquiries.next.rebook_again' : 'enquiries.next.follow_up_again', { days });
  return keep(state, { nextAction: slotActionOr(site, kind, chosen, call.at, why), chainStep: days });
}

/** Somebody else answered, nothing was said: the same action in the next slot. A promise whose time is still to come stays. */
function afterThirdParty(before: EnquiryState, state: EnquiryState, call: EnquiryCall, site: Practice): Decision {
  const action = state.nextAction;
  if (state.status === 'UNREACHED') return afterPassCall(before, state, call, site);
  const overtaken = before.calls.some((other) => other.voided !== true && other.at > call.at);
  if (!action || overtaken || call.at < state.chainSince) return keep(state);
  // Who owns it, and whether the person arrived, does not depend on who answered the telephone.
  if (action.kind === 'ASSIGN' || action.kind === 'CHECK_ARRIVAL') return keep(state);
  if (state.openPromise && callOnPromise(state.openPromise, call) === null) return keep(state);
  const code = 'enquiries.next.third_party';
  if (state.status === 'BOOKED') {
    const again = bookingRetry(state, site, call.at, code);
    return keep(state, {
      nextAction: again ?? bookingStepDone(state, site, call.at),
      chainStep: again ? state.chainStep : 0,
    });
  }
  const nextAction = slotActionOr(site, action.kind, nextSlotAfter(site, call.at), call.at, reason(code));
  return keep(state, { nextAction });
}

/** The number is dead. Another number: the same action stands. None: 1–9 → INVALID, 10–15 are marked unreachable. */
function afterDeadNumber(state: EnquiryState, call: NewCall, site: Practice): Decision {
  if ((call.otherNumbers ?? 0) > 0 || !isOpenStatus(state.status)) return keep(state);
  if (positionOf(state.status) >= 10) return keep(state, { unreachable: true });
  const why = reason('enquiries.status.no_number_left', { outcome: call.outcome });
  return moveTo(state, 'INVALID', call.at, site, why, { changes: { invalidKind: 'wrong_number' } });
}

/** The person called and nobody was there: no attempt of ours; call back now. A promise stays, as with a reply. */
function afterMissedCall(state: EnquiryState, call: EnquiryCall, site: Practice): Decision {
  const action = state.nextAction;
  if (!action || state.status === 'CALLBACK' || call.at < state.chainSince) return keep(state);
  return keep(state, { nextAction: dueNow(site, action, call.at, reason('enquiries.next.missed_call')) });
}

function unreached(state: EnquiryState, at: Instant, site: Practice): Decision {
  return moveTo(state, 'UNREACHED', at, site, reason('enquiries.status.cadence_ended', { status: state.status }));
}
