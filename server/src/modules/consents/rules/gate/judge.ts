import type { Instant } from '../../../../kernel/instant.ts';
import { dayOf } from '../../../../kernel/zoned-time.ts';
import { addressFault, doNotContactFault, enquiryFault, suppressionFault } from './stops.ts';
import { consentFault, healthFault, minorFault, type Basis } from './consent.ts';
import {
  informationalFault,
  labelFault,
  postalFault,
  replyFault,
  senderFault,
  subjectFault,
  wordingFault,
  warningsOf,
} from './content.ts';
import { budgetFault } from './budget.ts';
import { disclosureFault } from './disclosure.ts';
import { heldOutFault, registryFault } from './registry.ts';
import { reviewFault, signOffFault } from './review.ts';
import { minutesOfParam, refOf, type RuleBook } from './rule-book.ts';
import { standing } from './standing.ts';
import type { Message, Recipient, RuleRow, Verdict, VerdictParams } from './types.ts';
import { isOpen, nextOpening, zonesOf } from './window.ts';

/** What every question of the gate is asked with. */
export type Case = {
  readonly message: Message;
  readonly recipient: Recipient;
  readonly rules: RuleBook;
  readonly now: Instant;
  readonly zones: readonly string[];
  /** The rule of a kind that holds for this message now. */
  readonly rule: (kind: RuleRow['kind']) => RuleRow | null;
};

/** Why a message may not go. */
export type Fault = {
  readonly code: string;
  readonly params?: VerdictParams;
  readonly rule?: RuleRow;
  readonly consentId?: string | null;
  readonly suppressionId?: string | null;
};

/** Asked in this order: what nobody may lift comes first, what only waits comes last. */
const QUESTIONS: readonly ((asked: Case) => Fault | null)[] = [
  timeFault,
  suppressionFault,
  doNotContactFault,
  enquiryFault,
  addressFault,
  registryFault,
  minorFault,
  informationalFault,
  wordingFault,
  labelFault,
  postalFault,
  reviewFault,
  signOffFault,
  subjectFault,
  disclosureFault,
  replyFault,
  healthFault,
  senderFault,
  heldOutFault,
  budgetFault,
];

/**
 * Whether a message may be handed to its channel at this moment. Pure; asked again at each hand-off. ALLOW, DEFER until a moment at which nothing but
 * another change stands against it, or DENY. The code names a sentence of the catalogue, `<code>.then` what would make it allowed. Spec: rules.md.
 */
export function judge(message: Message, recipient: Recipient, rules: RuleBook, now: Instant): Verdict {
  const asked = caseOf(message, recipient, rules, now);
  for (const question of QUESTIONS) {
    const fault = question(asked);
    if (fault) return denied(asked, fault);
  }
  const basis = consentFault(asked);
  if (basis.fault) return denied(asked, basis.fault);
  return window(asked, basis);
}

/** Of a message to a colleague nothing is asked but as whom it is sent: null = so it may go. */
export function judgeSender(message: Message, recipient: Recipient, rules: RuleBook, now: Instant): Verdict | null {
  const asked = caseOf(message, recipient, rules, now);
  const fault = senderFault(asked);
  return fault && denied(asked, fault);
}

function caseOf(message: Message, recipient: Recipient, rules: RuleBook, now: Instant): Case {
  const zones = zonesOf(message, recipient);
  const day = dayOf(zones[0] ?? 'UTC', now);
  return {
    message,
    recipient,
    rules,
    now,
    zones,
    rule: (kind) => rules.find(kind, recipient.jurisdiction, message.channel, message.purpose, day),
  };
}

function timeFault({ message, now }: Case): Fault | null {
  if (message.outdated) return { code: 'gate.outdated' };
  if (message.usefulUntil !== null && message.usefulUntil <= now) {
    return { code: 'gate.expired', params: { usefulUntil: message.usefulUntil } };
  }
  return null;
}

/** The hours in which it may go. Nobody waits for a moment at which it is of no use any more. */
function window(asked: Case, basis: Basis): Verdict {
  const { message, recipient, zones, now } = asked;
  const rule = asked.rule('window');
  if (!rule) return allowed(asked, basis);
  const hours = { from: minutesOfParam(rule, 'from'), to: minutesOfParam(rule, 'to') };
  if (zones.every((zone) => isOpen(zone, hours, now))) return allowed(asked, basis);
  if (rule.params['nightConsent'] === true) {
    const night = standing(recipient.consents, { kind: 'contact', ...message }, true, now);
    if (night?.state === 'granted') return allowed(asked, { ...basis, rule, consentId: night.id });
  }
  const params = { from: String(rule.params['from']), to: String(rule.params['to']) };
  const until = nextOpening(zones, hours, now);
  if (until === null) return denied(asked, { code: 'gate.no_common_hours', params, rule });
  if (message.usefulUntil !== null && message.usefulUntil <= until) {
    return denied(asked, {
      code: 'gate.expires_first',
      params: { ...params, until, usefulUntil: message.usefulUntil },
      rule,
    });
  }
  return {
    verdict: 'DEFER',
    until,
    ...said(asked, { code: 'gate.hours', params: { ...params, until }, rule, consentId: basis.consentId }),
  };
}

function allowed(asked: Case, { code, rule, consentId, params }: Basis): Verdict {
  return {
    verdict: 'ALLOW',
    ...said(asked, { code, params, consentId, ...(rule ? { rule } : {}) }),
    warnings: warningsOf(asked),
  };
}

function denied(asked: Case, fault: Fault): Verdict {
  return { verdict: 'DENY', ...said(asked, fault) };
}

function said({ zones, message }: Case, { code, params = {}, rule, consentId = null, suppressionId = null }: Fault) {
  return {
    code,
    params: { ...params, channel: message.channel, purpose: message.purpose },
    rule: rule ? refOf(rule) : null,
    consentId,
    suppressionId,
    zones,
    warnings: [],
  };
}
