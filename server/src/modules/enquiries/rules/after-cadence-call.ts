import type { Instant } from '../../../kernel/instant.ts';
import { dayOf } from '../../../kernel/zoned-time.ts';
import { isCadenceStatus, isOpenStatus, noAnswerStatus } from '../vocabulary.ts';
import type { StatusCode } from '../vocabulary.ts';
import { cadenceAction, informationDue, laterUnansweredDays, unansweredDays } from './cadence.ts';
import type { Tally } from './cadence.ts';
import { keep, moveTo } from './move.ts';
import type { Practice } from './practice.ts';
import { isUnansweredOutbound, liveCalls, reason } from './state.ts';
import type { Decision, EnquiryCall, EnquiryState, StatusEvent } from './state.ts';

/**
 * An unanswered call in 1–9: counted anew from all calls in order of `at`, so that the order of recording does not matter.
 * 1–8 → NO_ANSWER_min(u, 5), or 17 when u ≥ 7; 9 keeps its status until 17. A call from before a promise or LATER was set
 * changes only the count. Spec: domain §3.
 */
export function afterCadenceCall(
  before: EnquiryState,
  state: EnquiryState,
  call: EnquiryCall,
  site: Practice,
): Decision {
  if (state.status === 'LATER') return afterLaterCall(state, call, site);
  if (!isCadenceStatus(call.statusWhenMade)) return keep(state);
  if (state.status === 'CALLBACK' && call.at < state.chainSince) return keep(state);
  const earlier = unansweredDays(before, site);
  const tally = unansweredDays(state, site);
  if (tally.days.length === 0) return keep(state);
  const { state: next } = countedAnew(state, site, tally, call.at);
  const events = tally.u > earlier.u ? eventsFrom(site, tally, call) : eventOf(state, next.status, call.at, tally.u);
  const statusSince = events.at(-1)?.at ?? state.statusSince;
  const information = next.status === 'UNREACHED' ? [] : informationDue(site, earlier, tally, next.nextAction, call.at);
  return { state: { ...next, statusSince }, events, information, promiseEnded: null };
}

/**
 * The cadence of 1–8 from the calls as they stand now, for a correction that voided some. Without any unanswered day left
 * the enquiry waits for its first call again. Statuses other than 2–7 are left as they are.
 */
export function recomputeCadence(state: EnquiryState, site: Practice): Decision {
  if (!isCadenceStatus(state.status) || state.status === 'NEW' || state.status === 'CALLBACK') return keep(state);
  const tally = unansweredDays(state, site);
  const since = tally.days.at(-1)?.calls[0]?.at ?? state.statusSince;
  if (tally.days.length > 0) return countedAnew(state, site, tally, since);
  const to: StatusCode = tally.u > 0 ? noAnswerStatus(tally.u) : 'WAITING';
  if (to === state.status) return keep(state);
  return moveTo(state, to, since, site, reason('enquiries.status.corrected'));
}

/**
 * A talk was recorded late: the unanswered calls after it are gone through once more, in order of `at`, so that the order of recording does
 * not matter. Only for a talk after which the cadence may go on (8, 10); what was decided by a person stays. Spec: domain §2, Backdated entries.
 */
export function replayCadence(talk: Decision, at: Instant, site: Practice): Decision {
  const calls = liveCalls(talk.state.calls);
  const later = calls.filter((call) => call.at > at);
  if (!isCadenceStatus(talk.state.status) && talk.state.status !== 'CONSULTING') return talk;
  if (later.some((call) => call.outcome === 'CONNECTED')) return talk;
  const unansweredCalls = later.filter((call) => isUnansweredOutbound(call) && isCadenceStatus(call.statusWhenMade));
  // The last call of each day, for the reason that `eventsFrom` has.
  return unansweredCalls
    .filter((call, index) => {
      const next = unansweredCalls[index + 1];
      return next === undefined || dayOf(site.timeZone, next.at) !== dayOf(site.timeZone, call.at);
    })
    .reduce((decision, call) => {
      if (!isOpenStatus(decision.state.status)) return decision;
      const known = { ...decision.state, calls: calls.filter((other) => other.at <= call.at) };
      const tally = unansweredDays(known, site);
      if (tally.days.length === 0) return decision;
      const { state, events } = countedAnew(known, site, tally, call.at);
      return { ...decision, state: { ...state, calls: talk.state.calls }, events: [...decision.events, ...events] };
    }, talk);
}

function countedAnew(state: EnquiryState, site: Practice, tally: Tally, since: Instant): Decision {
  const nextAction = cadenceAction(state, site, tally);
  return moveTo(state, reachedBy(site, tally.u), since, site, unanswered(tally.u), nextAction ? { nextAction } : {});
}

function eventOf(state: EnquiryState, to: StatusCode, at: Instant, u: number): StatusEvent[] {
  return to === state.status ? [] : [{ from: state.status, to, at, reason: unanswered(u) }];
}

/**
 * A new unanswered day: one event, and after a backdated call one more for each later day, whose number it moved. Recorded
 * events stay; of two with the same `at` the later recorded one holds.
 */
function eventsFrom(site: Practice, tally: Tally, call: EnquiryCall): StatusEvent[] {
  const start = tally.days.findIndex((day) => day.calls.includes(call));
  return tally.days.slice(Math.max(0, start)).flatMap((day, index) => {
    const u = tally.imported + start + index + 1;
    // The last call of a later day: what was recorded for it before lies at one of its calls and is overridden.
    const made = index === 0 ? call : day.calls.at(-1);
    if (!made) return [];
    const when = made.statusWhenMade;
    // A promise between two days is where the later one came from; else the day before it is.
    const from = when !== 'CALLBACK' && u > 1 ? noAnswerStatus(u - 1) : when;
    const to = reachedBy(site, u);
    return from === to ? [] : [{ from, to, at: made.at, reason: unanswered(u) }];
  });
}

function reachedBy(site: Practice, u: number): StatusCode {
  return u >= site.presets.cadence.lastDay ? 'UNREACHED' : noAnswerStatus(u);
}

function unanswered(u: number) {
  return reason('enquiries.status.unanswered', { unansweredDays: u });
}

/** LATER's own days, by rules 1 and 3. */
function afterLaterCall(state: EnquiryState, call: EnquiryCall, site: Practice): Decision {
  if (call.at < state.chainSince) return keep(state);
  const tally = laterUnansweredDays(state, site);
  if (tally.u >= site.presets.cadence.lastDay) return moveTo(state, 'UNREACHED', call.at, site, unanswered(tally.u));
  return keep(state, { nextAction: cadenceAction(state, site, tally) ?? state.nextAction });
}
