import { addDays } from '../../../../kernel/calendar-day.ts';
import { dayOf } from '../../../../kernel/zoned-time.ts';
import type { Case, Fault } from './judge.ts';
import { numberOfParam } from './rule-book.ts';
import { standing } from './standing.ts';
import { addressOf } from './stops.ts';

/**
 * The national do-not-call list: it must be there where it is needed, no older than so many days, and must not name the number – unless she herself agreed
 * to be called about this. The age is asked of every call: who works with an old list does not know whom she may call. Spec: rules.md.
 */
export function registryFault(asked: Case): Fault | null {
  const { message, recipient, now } = asked;
  const rule = recipient.registry === null ? null : asked.rule('registry');
  if (!rule || recipient.registry === null) return null;
  const { asOf, listed } = recipient.registry;
  const days = numberOfParam(rule, 'maxAgeDays');
  if (asOf === null) {
    return rule.params['needed'] === true ? { code: 'gate.registry_missing', params: { days }, rule } : null;
  }
  const today = dayOf(asked.zones[0] ?? 'UTC', now);
  if (addDays(asOf, days) < today) return { code: 'gate.registry_old', params: { asOf, days }, rule };
  const address = addressOf(message, recipient);
  if (address === null || !listed.includes(address)) return null;
  const said = standing(recipient.consents, { kind: 'contact', ...message }, false, now);
  if (rule.params['consentLifts'] === true && said?.state === 'granted') return null;
  return { code: 'gate.registry_listed', params: { asOf }, rule };
}

/** She is in the hold-out of the programme that it belongs to. Purposes without such a rule are exempt (P4). */
export function heldOutFault(asked: Case): Fault | null {
  const rule = asked.message.heldOut ? asked.rule('hold_out') : null;
  return rule ? { code: 'gate.held_out', rule } : null;
}
