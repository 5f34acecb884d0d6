import type { Instant } from '../../../kernel/instant.ts';
import { ok, refuse, under } from '../../../kernel/outcome.ts';
import type { Outcome } from '../../../kernel/outcome.ts';
import { positionOf } from '../vocabulary.ts';
import { recomputeCadence, replayCadence } from './after-cadence-call.ts';
import { applyTransition, later } from './apply.ts';
import { bookingStepDone } from './booking.ts';
import { keep, moveTo } from './move.ts';
import type { NewCall } from './new-call.ts';
import type { Practice } from './practice.ts';
import { liveCalls, reason } from './state.ts';
import type { Actor, Decision, EnquiryState } from './state.ts';

/** Statuses in which a talk has to say what then. */
const SAYS_WHAT_THEN = new Set(['HOLD', 'RESCHEDULING', 'CANCELLED', 'NO_SHOW']);

/**
 * The person was reached. With `then` it is that transition, or the current status renewed. Without: 1–9, 17, 18 → 10; 10
 * renews its follow-up; 12 has done its step; 11, 13, 14, 15 refuse enquiries.field_required { field: 'then' }; other closed
 * ones only keep the call. Spec: domain §1.
 */
export function afterAnsweredCall(
  recorded: EnquiryState,
  call: NewCall,
  site: Practice,
  now: Instant,
  actor: Actor,
): Outcome<Decision> {
  const state: EnquiryState = { ...recorded, lastContactAt: later(recorded.lastContactAt, call.at) };
  const position = positionOf(state.status);
  // 3–7 and 17 came from the calls themselves: an earlier talk undoes them. Everything else was decided after it.
  const fromCalls = position <= 7 || state.status === 'UNREACHED';
  if (call.then) {
    const said = applyTransition(state, call.then, { actor, site, at: call.at, now, connected: true });
    if (!said.ok) return under('then', said);
    return fromCalls ? ok(replayCadence(said.value, call.at, site)) : said;
  }
  if (call.at < state.chainSince && !fromCalls) return ok(keep(state));
  // What a later talk brought stands; only the count may be another one now.
  if (fromCalls && liveCalls(state.calls).some((other) => other.outcome === 'CONNECTED' && other.at > call.at)) {
    return ok(recomputeCadence(state, site));
  }
  if (SAYS_WHAT_THEN.has(state.status)) return refuse('enquiries.field_required', { field: 'then' });
  if (position <= 10 || position === 17 || position === 18) {
    const talk = moveTo(state, 'CONSULTING', call.at, site, reason('enquiries.status.connected'));
    return ok(fromCalls ? replayCadence(talk, call.at, site) : talk);
  }
  if (state.status !== 'BOOKED') return ok(keep(state));
  return ok(keep(state, { nextAction: bookingStepDone(state, site, call.at), chainStep: 0 }));
}
