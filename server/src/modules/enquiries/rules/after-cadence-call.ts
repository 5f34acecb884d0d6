import type { Instant } from '../../../kernel/instant.ts';
import { isCadenceStatus, noAnswerNumber, noAnswerStatus } from '../vocabulary.ts';
import type { StatusCode } from '../vocabulary.ts';
import { cadenceAction, informationDue, laterUnansweredDays, unansweredDays } from './cadence.ts';
import type { Tally } from './cadence.ts';
import { keep, moveTo } from './move.ts';
import type { Practice } from './practice.ts';
import { reason } from './state.ts';
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
  if (state.status === 'CALLBACK' && call.at < state.statusSince) return keep(state);
  const earlier = unansweredDays(before, site);
  const tally = unansweredDays(state, site);
  if (tally.days.length === 0) return keep(state);
  const { state: next } = countedAnew(state, site, tally, call.at);
  const events = tally.u > earlier.u ? eventsFrom(site, tally, call) : eventOf(state, next.status, call.at, tally.u);
  const statusSince = events.at(-1)?.at ?? state.statusSince;
  const information = next.status === 'UNREACHED' ? [] : informationDue(site, earlier, tally, next.nextAction, call.at);
  return { state: { ...next, statusSince }, events, information };
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
    const first = index === 0 ? call : day.calls[0];
    if (!first) return [];
    const when = first.statusWhenMade;
    const from = noAnswerNumber(when) !== null && u > 1 ? noAnswerStatus(u - 1) : when;
    const to = reachedBy(site, u);
    return from === to ? [] : [{ from, to, at: first.at, reason: unanswered(u) }];
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
  if (call.at < state.statusSince) return keep(state);
  const tally = laterUnansweredDays(state, site);
  if (tally.u >= site.presets.cadence.lastDay) return moveTo(state, 'UNREACHED', call.at, site, unanswered(tally.u));
  return keep(state, { nextAction: cadenceAction(state, site, tally) ?? state.nextAction });
}
