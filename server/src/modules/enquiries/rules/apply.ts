import type { Instant } from '../../../kernel/instant.ts';
import { ok } from '../../../kernel/outcome.ts';
import type { Outcome } from '../../../kernel/outcome.ts';
import type { Id } from '../../../kernel/ids.ts';
import { CANCELLERS, INVALID_KINDS, isHoldReason, isOneOf, LIKELIHOODS, PROMISERS } from '../vocabulary.ts';
import type { StatusCode } from '../vocabulary.ts';
import { keep, moveTo } from './move.ts';
import type { Changes } from './move.ts';
import type { Practice } from './practice.ts';
import { endingPromise } from './promise.ts';
import { reason } from './state.ts';
import type { Decision, Duty, EnquiryState } from './state.ts';
import { checkTransition } from './transitions.ts';
import type { TransitionContext, TransitionRequest } from './transitions.ts';

/** A transition by a person: checked, then done. Refuses what `checkTransition` refuses. Spec: domain §1. */
export function applyTransition(
  state: EnquiryState,
  request: TransitionRequest,
  context: TransitionContext & { readonly duty?: Duty },
): Outcome<Decision> {
  const checked = checkTransition(state, request, context);
  if (!checked.ok) return checked;
  const to = checked.value;
  const params = { reasonCode: request.reasonCode ?? null };
  const why = reason(context.connected ? 'enquiries.status.call_said' : 'enquiries.status.by_hand', params);
  const at = to === 'VISITED' ? (request.visit?.at ?? context.at) : context.at;
  const options = { changes: changesFor(state, to, request, context) };
  const moved = moveTo(state, to, at, context.site, why, context.duty ? { ...options, duty: context.duty } : options);
  // Of a talk `afterCall` says what it was to the promise.
  return ok(context.connected ? moved : endingPromise(state, moved, { now: context.now }));
}

/**
 * An owner is set: 1 → 2 by rule; elsewhere only the owner changes and the clock runs on. Null as owner gives it back to the
 * team.
 */
export function afterAssignment(
  state: EnquiryState,
  ownerId: Id | null,
  site: Practice,
  now: Instant,
  duty?: Duty,
): Decision {
  if (state.status !== 'NEW' || ownerId === null) return keep(state, { ownerId });
  const why = reason('enquiries.status.owner_set');
  return moveTo(state, 'WAITING', now, site, why, duty ? { changes: { ownerId }, duty } : { changes: { ownerId } });
}

export function later(known: Instant | null, at: Instant): Instant {
  return known !== null && known > at ? known : at;
}

function changesFor(
  state: EnquiryState,
  to: StatusCode,
  request: TransitionRequest,
  context: TransitionContext,
): Changes {
  switch (to) {
    case 'WAITING':
      // By hand without an owner makes the caller the owner.
      return { ownerId: state.ownerId ?? context.actor.userId };
    case 'CALLBACK': {
      const by = request.promiseBy ?? '';
      return { promise: { dueAt: request.promiseAt ?? null, by: isOneOf(PROMISERS, by) ? by : 'us' } };
    }
    case 'CONSULTING':
      // To say that the consultation runs is to say that there was contact.
      return { lastContactAt: context.at };
    case 'HOLD': {
      const likelihood = request.likelihood ?? '';
      return {
        likelihood: isOneOf(LIKELIHOODS, likelihood) ? likelihood : state.likelihood,
        holdReasons: (request.holdReasons ?? []).filter(isHoldReason),
        recontactOn: request.recontactOn ?? null,
      };
    }
    case 'BOOKED':
      return { booking: request.appointment ?? state.booking };
    case 'CANCELLED': {
      const by = request.cancelledBy ?? 'patient';
      return { cancelledBy: isOneOf(CANCELLERS, by) ? by : 'patient' };
    }
    case 'INVALID': {
      const kind = request.invalidKind ?? '';
      const duplicate = kind === 'duplicate';
      return {
        invalidKind: isOneOf(INVALID_KINDS, kind) ? kind : null,
        originalId: duplicate ? (request.originalId ?? null) : null,
      };
    }
    default:
      return {};
  }
}
