import { slotOf } from '../../../kernel/slots.ts';
import { dayOf } from '../../../kernel/zoned-time.ts';
import { passDay } from './entering.ts';
import { keep } from './move.ts';
import type { Practice } from './practice.ts';
import { lastCallSlot } from './state.ts';
import type { Decision, EnquiryCall, EnquiryState } from './state.ts';

/**
 * A call in 17 that did not reach the person keeps 17. On or after `passDueOn`, in a slot other than the last call's, it
 * does the pass: first → sixth open day of that month → none. Spec: domain §2.
 */
export function afterPassCall(before: EnquiryState, state: EnquiryState, call: EnquiryCall, site: Practice): Decision {
  const due = state.passDueOn;
  if (due === null || call.direction !== 'outbound' || dayOf(site.timeZone, call.at) < due) return keep(state);
  const earlier = before.calls.filter((other) => other.at <= call.at);
  if (slotOf(site, call.at) === lastCallSlot(site, earlier)) return keep(state);
  const passesDone = state.passesDone + 1;
  return keep(state, { passesDone, passDueOn: passesDone === 1 ? passDay(site, state.statusSince, 2) : null });
}
