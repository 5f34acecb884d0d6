import type { Instant } from '../../../kernel/instant.ts';
import { openingTimeBetween } from '../../../kernel/opening-hours.ts';
import type { Practice } from './practice.ts';
import { ARRIVAL_CLOCKS } from './state.ts';
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
 * has no clock. Nor has an imported one: what was tried elsewhere before the list came here nobody knows, and a call here would measure the age of the
 * list. It has neither a response nor a place in the shares (`imported` in the view); what is left of it is *neglected*, which is counted apart.
 * Spec: metrics, first response.
 */
export function firstResponse(
  { bornConnected, firstResponseAt, firstResponseSeconds, imported }: ResponseClock & { readonly imported: boolean },
  call: Pick<EnquiryCall, 'at' | 'direction' | 'outcome'> & { readonly byHuman: boolean },
  receivedAt: Instant,
  site: Practice,
): ResponseClock {
  if (imported) return { bornConnected, firstResponseAt: null, firstResponseSeconds: null };
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

/**
 * From when on it belongs to a day's list. A new enquiry does as soon as its window runs, also minutes before closing; anything else when it is due:
 * what was moved to tomorrow is not today's, though its window runs from now. Spec: domain §2.
 */
export function listedFrom(action: NextAction): Instant {
  return ARRIVAL_CLOCKS.includes(action.reason.code) ? action.windowFrom : action.dueAt;
}
