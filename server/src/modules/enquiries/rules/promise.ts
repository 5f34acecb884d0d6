import type { Instant } from '../../../kernel/instant.ts';
import type { Decision, EnquiryCall, EnquiryState, OpenPromise, PromiseEnd } from './state.ts';

/**
 * What one call is to a promise; null where it is nothing to it: made before the promise or with it, a call of the person that nobody answered,
 * one of ours before the window. In the window (±10 min; without a time EV) a call of ours keeps it, whoever answers or nobody; the person's own
 * call that is answered, up to the window's end: she was first. After the window either is too late. Spec: metrics, promise kept.
 */
export function callOnPromise(promise: OpenPromise, call: EnquiryCall): PromiseEnd['result'] | null {
  if (call.at <= promise.madeAt) return null;
  const inbound = call.direction === 'inbound';
  if (inbound ? call.outcome !== 'CONNECTED' : call.at < promise.windowFrom) return null;
  if (call.at > promise.windowTo) return 'broken';
  return inbound ? 'customer_first' : 'kept';
}

/**
 * The decision with what it makes of the promise that ran before: a call on it ends it, and so does whatever leaves the promise or makes another.
 * Left without such a call it is broken once its window is over; before, it never fell due (`replaced`).
 */
export function endingPromise(
  before: EnquiryState,
  decision: Decision,
  act: { readonly call?: EnquiryCall; readonly now: Instant },
): Decision {
  const promise = before.openPromise;
  if (!promise) return decision;
  const { state } = decision;
  const left = state.openPromise !== promise;
  const acted = act.call ? callOnPromise(promise, act.call) : null;
  if (!left && acted === null) return decision;
  const at = act.call && act.call.at > promise.madeAt ? act.call.at : act.now;
  const result = acted ?? (at > promise.windowTo ? 'broken' : 'replaced');
  return { ...decision, state: left ? state : { ...state, openPromise: null }, promiseEnded: { result, at } };
}
