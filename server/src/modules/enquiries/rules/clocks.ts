import type { Instant } from '../../../kernel/instant.ts';
import { MINUTE } from '../../../kernel/instant.ts';
import { openingTimeBetween } from '../../../kernel/opening-hours.ts';
import type { Practice } from './practice.ts';
import { liveCalls } from './state.ts';
import type { EnquiryCall, EnquiryState, NextAction } from './state.ts';

export type FirstResponse =
  | {
      readonly kind: 'responded';
      readonly openingMilliseconds: number;
      readonly withinGoal: boolean;
      readonly withinLimit: boolean;
    }
  | { readonly kind: 'waiting'; readonly openingMilliseconds: number; readonly overLimit: boolean }
  | { readonly kind: 'left_out' };

/**
 * First outbound human attempt − inflow, in opening time; goal 5, limit 30 minutes. `left_out`: the enquiry was born in a
 * connected call (an inbound connect at its own inflow). Spec: metrics, first response.
 */
export function firstResponse(
  site: Practice,
  receivedAt: Instant,
  calls: readonly EnquiryCall[],
  now: Instant,
): FirstResponse {
  const made = liveCalls(calls);
  if (made.some((call) => call.outcome === 'CONNECTED' && call.at <= receivedAt)) return { kind: 'left_out' };
  const attempt = made.find((call) => call.direction === 'outbound');
  const openingMilliseconds = openingTimeBetween(site, receivedAt, attempt?.at ?? now);
  const { goalMinutes, limitMinutes } = site.presets.firstResponse;
  if (!attempt) return { kind: 'waiting', openingMilliseconds, overLimit: openingMilliseconds > limitMinutes * MINUTE };
  return {
    kind: 'responded',
    openingMilliseconds,
    withinGoal: openingMilliseconds <= goalMinutes * MINUTE,
    withinLimit: openingMilliseconds <= limitMinutes * MINUTE,
  };
}

/** After its window. A closed enquiry is never late. Spec: domain §2. */
export function isLate(action: NextAction | null, now: Instant): boolean {
  return action !== null && now > action.windowTo;
}

/** How an action stands: not yet offered to the team, offered (`pool`), or with the team leader (`leader`). */
export function reachOf(action: NextAction, now: Instant): 'owner' | 'pool' | 'leader' {
  if (now >= action.escalateAt) return 'leader';
  return now >= action.poolAt ? 'pool' : 'owner';
}

export type DuePromise = { readonly madeAt: Instant; readonly windowFrom: Instant; readonly windowTo: Instant };

/**
 * Kept: acted on inside the window (±10 min; without a time the EV window), or the customer called first and was answered.
 * Broken once the window is over; pending before. Spec: metrics, promise kept.
 */
export function promiseKept(
  promise: DuePromise,
  calls: EnquiryState['calls'],
  now: Instant,
): 'kept' | 'broken' | 'pending' {
  const kept = liveCalls(calls).some((call) => {
    if (call.at > promise.windowTo || call.at < promise.madeAt) return false;
    if (call.direction === 'inbound') return call.outcome === 'CONNECTED' && call.at > promise.madeAt;
    return call.at >= promise.windowFrom;
  });
  if (kept) return 'kept';
  return now > promise.windowTo ? 'broken' : 'pending';
}
