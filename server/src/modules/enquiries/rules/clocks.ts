import type { Instant } from '../../../kernel/instant.ts';
import { openingTimeBetween } from '../../../kernel/opening-hours.ts';
import type { Practice } from './practice.ts';
import type { EnquiryCall, NextAction } from './state.ts';

/** As the row keeps it; seconds of opening time. Without a response while nobody tried, and for ever where there is no clock. */
export type ResponseClock = {
  readonly bornConnected: boolean;
  readonly firstResponseAt: Instant | null;
  readonly firstResponseSeconds: number | null;
};

/**
 * The clock after another call. The first outbound attempt of a human ends it, in order of `at` and not of recording: what an exchange records
 * with its key was a person's call, what the system does by itself was none. An enquiry born in a connected call (the person's own, at the inflow)
 * has no clock. Spec: metrics, first response.
 */
export function firstResponse(
  { bornConnected, firstResponseAt, firstResponseSeconds }: ResponseClock,
  call: Pick<EnquiryCall, 'at' | 'direction' | 'outcome'> & { readonly byHuman: boolean },
  receivedAt: Instant,
  site: Practice,
): ResponseClock {
  if (call.direction === 'inbound' && call.outcome === 'CONNECTED' && call.at <= receivedAt) {
    return { bornConnected: true, firstResponseAt: null, firstResponseSeconds: null };
  }
  const counts = call.direction === 'outbound' && call.byHuman && !bornConnected;
  if (!counts || (firstResponseAt !== null && firstResponseAt <= call.at)) {
    return { bornConnected, firstResponseAt, firstResponseSeconds };
  }
  const seconds = Math.floor(openingTimeBetween(site, receivedAt, call.at) / 1000);
  return { bornConnected, firstResponseAt: call.at, firstResponseSeconds: seconds };
}

/** After its window. A closed enquiry is never late. Spec: domain §2. */
export function isLate(action: NextAction | null, now: Instant): boolean {
  return action !== null && now > action.windowTo;
}
